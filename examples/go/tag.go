// gaztag in Go, by cgo: prints the mentions of a text. Strings of Go are UTF-8 with offsets in
// bytes, which is the default of gaztag.
//
//	go run tag.go
package main

/*
#cgo pkg-config: gaztag
#include <gaztag.h>
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

const text = "🌍 Mali’s gold left for Côte d'Ivoire by the U.S.-built road, ECOWAS said."

func check(status C.gaztag_status, err *C.gaztag_error) {
	if status < 0 {
		fmt.Fprintln(os.Stderr, "gaztag:", C.GoString(&err.message[0]))
		os.Exit(1)
	}
}

func goString(s C.gaztag_str) string {
	return C.GoStringN(s.ptr, C.int(s.len))
}

func main() {
	var err C.gaztag_error
	var tagger *C.gaztag_tagger
	check(C.gaztag_tagger_new(nil, nil, &tagger, &err), &err)
	defer C.gaztag_tagger_free(tagger)
	var gazetteer *C.gaztag_gazetteer
	check(C.gaztag_tagger_gazetteer(tagger, &gazetteer, &err), &err)
	defer C.gaztag_gazetteer_free(gazetteer)

	// A text can have more mentions than the array, which is small here: with the cursor, the next
	// call continues. The cursor identifies the text by its address, so the text is in memory of C,
	// which does not move.
	var cursor *C.gaztag_cursor
	check(C.gaztag_cursor_new(&cursor, &err), &err)
	defer C.gaztag_cursor_free(cursor)
	bytes := C.CString(text)
	defer C.free(unsafe.Pointer(bytes))
	var mentions [4]C.gaztag_mention
	var length C.size_t
	for status := C.gaztag_status(C.GAZTAG_MORE); status == C.GAZTAG_MORE; {
		status = C.gaztag_tag(tagger, bytes, C.size_t(len(text)), nil, cursor, &mentions[0], C.size_t(len(mentions)), &length, &err)
		check(status, &err)
		for _, mention := range mentions[:length] {
			fmt.Printf("%s: %s, %s\n", text[mention.start:mention.end], goString(C.gaztag_entity_key(gazetteer, mention.entity)), goString(C.gaztag_entity_name(gazetteer, mention.entity)))
		}
	}
}
