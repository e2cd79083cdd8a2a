// gaztag in JavaScript, by koffi: prints the mentions of a text. Offsets are in UTF-16 units, as in
// strings of JavaScript.
//
//   npm install koffi && node tag.mjs

import koffi from "koffi";

const text = "🌍 Mali’s gold left for Côte d'Ivoire by the U.S.-built road, ECOWAS said.";

const library = koffi.load(process.env.LIBGAZTAG ?? "libgaztag.so.0.1");
koffi.struct("gaztag_str", { ptr: "const char *", len: "size_t" });
const options = koffi.struct("gaztag_options", {
  struct_size: "size_t", kinds: "void *", kinds_len: "size_t", languages: "void *", languages_len: "size_t", max_text_len: "uint64_t", roles: "uint32_t", folding_off: "uint32_t",
  flags: "uint32_t", min_confidence: "int32_t", overlap: "uint32_t", input: "uint32_t", offset_unit: "uint32_t", backend: "uint32_t", uses_counted: "uint32_t", uses_dropped: "uint32_t",
});
const gaztag_tagger_new = library.func("int32_t gaztag_tagger_new(void *gazetteer, gaztag_options *options, _Out_ void **out, void *error)");
const gaztag_tagger_free = library.func("void gaztag_tagger_free(void *tagger)");
const gaztag_tagger_gazetteer = library.func("int32_t gaztag_tagger_gazetteer(void *tagger, _Out_ void **out, void *error)");
const gaztag_gazetteer_free = library.func("void gaztag_gazetteer_free(void *gazetteer)");
const gaztag_entity_key = library.func("gaztag_str gaztag_entity_key(void *gazetteer, uint64_t entity)");
const gaztag_entity_name = library.func("gaztag_str gaztag_entity_name(void *gazetteer, uint64_t entity)");
const gaztag_cursor_new = library.func("int32_t gaztag_cursor_new(_Out_ void **out, void *error)");
const gaztag_cursor_free = library.func("void gaztag_cursor_free(void *cursor)");
const gaztag_tag = library.func(
  "int32_t gaztag_tag(void *tagger, void *text, size_t text_len, void *text_options, void *cursor, void *out, size_t capacity, _Out_ size_t *out_len, void *error)");
const GAZTAG_MORE = 2, GAZTAG_UNIT_UTF16 = 1;

// A gaztag_error: its message begins at byte 24.
const error = Buffer.alloc(256);
function check(status) {
  if (status < 0) {
    throw new Error(error.toString("utf8", 24, error.indexOf(0, 24)));
  }
  return status;
}

let out = [null];
check(gaztag_tagger_new(null, {
  struct_size: koffi.sizeof(options), kinds: null, kinds_len: 0, languages: null, languages_len: 0, max_text_len: 0, roles: 0, folding_off: 0,
  flags: 0, min_confidence: 0, overlap: 0, input: 0, offset_unit: GAZTAG_UNIT_UTF16, backend: 0, uses_counted: 0, uses_dropped: 0,
}, out, error));
const tagger = out[0];
out = [null];
check(gaztag_tagger_gazetteer(tagger, out, error));
const gazetteer = out[0];

// A text can have more mentions than the array, which is small here: with the cursor, the next call
// continues. The cursor identifies the text by its address, and a Buffer does not move.
out = [null];
check(gaztag_cursor_new(out, error));
const cursor = out[0];
const bytes = Buffer.from(text);
// The layout of a gaztag_mention: start, end, readings, entity (8 bytes each), kind, role,
// confidence, reserved.
const MENTION = 40;
const CAPACITY = 4;
const mentions = Buffer.alloc(CAPACITY * MENTION);
const length = [0];
let status;
do {
  status = check(gaztag_tag(tagger, bytes, bytes.length, null, cursor, mentions, CAPACITY, length, error));
  for (let at = 0; at < length[0] * MENTION; at += MENTION) {
    const [start, end] = [Number(mentions.readBigUInt64LE(at)), Number(mentions.readBigUInt64LE(at + 8))];
    const entity = mentions.readBigUInt64LE(at + 24);
    console.log(`${text.slice(start, end)}: ${gaztag_entity_key(gazetteer, entity).ptr}, ${gaztag_entity_name(gazetteer, entity).ptr}`);
  }
} while (status === GAZTAG_MORE);
gaztag_cursor_free(cursor);
gaztag_gazetteer_free(gazetteer);
gaztag_tagger_free(tagger);
