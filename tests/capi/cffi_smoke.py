"""Reads the header with cffi and calls the library: python cffi_smoke.py HEADER LIBRARY."""

import sys

from cffi import FFI

ffi = FFI()
ffi.cdef(open(sys.argv[1]).read())
lib = ffi.dlopen(sys.argv[2])
tagger = ffi.new("gaztag_tagger **")
error = ffi.new("gaztag_error *")
assert lib.gaztag_tagger_new(ffi.NULL, ffi.NULL, tagger, error) == lib.GAZTAG_OK
text = "Mali’s lithium".encode()
mentions = ffi.new("gaztag_mention[8]")
found = ffi.new("size_t *")
options = ffi.new("gaztag_text_options *", {"struct_size": ffi.sizeof("gaztag_text_options")})
cursor = ffi.new("gaztag_cursor **")
assert lib.gaztag_cursor_new(cursor, error) == lib.GAZTAG_OK
assert lib.gaztag_tag(tagger[0], text, len(text), options, cursor[0], mentions, 1, found, error) == lib.GAZTAG_MORE
lib.gaztag_cursor_free(cursor[0])
assert lib.gaztag_tag(tagger[0], text, len(text), ffi.NULL, ffi.NULL, mentions, 8, found, error) == lib.GAZTAG_OK
assert [(m.start, m.end, m.kind) for m in mentions[0 : found[0]]] == [(0, 4, lib.GAZTAG_KIND_COUNTRY), (9, 16, lib.GAZTAG_KIND_MINERAL)]
assert all(m.role == lib.GAZTAG_ROLE_NAME and 50 <= m.confidence <= 100 for m in mentions[0 : found[0]])
assert lib.gaztag_tag(ffi.NULL, text, len(text), ffi.NULL, ffi.NULL, mentions, 8, found, error) == lib.GAZTAG_ERR_NULL
assert ffi.string(error.message).decode() == "tagger is NULL"
lib.gaztag_tagger_free(tagger[0])
