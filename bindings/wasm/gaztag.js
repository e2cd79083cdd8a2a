// gaztag for JavaScript: the C library as a module of WebAssembly. gaztag.d.ts documents the
// interface.

import { GaztagError, Native, UTF16 } from "./native.js";

export { GaztagError };

const NO_ENTITY = 0xffffffffffffffffn;
const NO_CONFIDENCE = 255;
const OPTIONS_SIZE = 72;
const ATTRIBUTE_SIZE = 24;
// In the order of gaztag_ground and gaztag_place.
const GROUNDS = ["cue", "sense", "definition", "list", "language", "named", "country"];
const PLACES = [
  null, "before", "after", "before, after a comma", "after, after a comma", "left", "right", "near", "document",
];

async function read(source) {
  if (!(source instanceof URL || typeof source === "string")) {
    return source;
  }
  const url = new URL(source, import.meta.url);
  if (url.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) {
    throw new GaztagError(`${url}: ${response.status} ${response.statusText}`, "GAZTAG_ERR_IO");
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** The addresses are written so that bundlers find the files. */
const GAZETTEERS = {
  english: new URL("./dist/english.gaz", import.meta.url),
  all: new URL("./dist/all.gaz", import.meta.url),
};
const MODULE = new URL("./dist/gaztag.wasm", import.meta.url);

export async function load({ gazetteer = "english", module = MODULE, minConfidence } = {}) {
  const image = Object.hasOwn(GAZETTEERS, gazetteer) ? GAZETTEERS[gazetteer] : gazetteer;
  const [code, bytes] = await Promise.all([read(module), read(image)]);
  const made = code instanceof WebAssembly.Module ? code : await WebAssembly.compile(code);
  return new Gaztag(new Native(await WebAssembly.instantiate(made)), bytes, minConfidence);
}

export class Gaztag {
  #native;
  #gazetteer;
  #tagger;
  #cursor;
  #names = new Map();

  constructor(native, image, minConfidence) {
    const pointer = native.reserve(image.length);
    native.bytes(pointer, image.length).set(image);
    this.#gazetteer = native.handle("gaztag_gazetteer_borrow_image", pointer, image.length);
    native.value("gaztag_options_init", native.options, OPTIONS_SIZE);
    native.view.setUint32(native.options + 56, UTF16, true);
    if (minConfidence !== undefined) {
      native.view.setInt32(native.options + 44, minConfidence, true);
    }
    this.#tagger = native.handle("gaztag_tagger_new", this.#gazetteer, native.options);
    this.#cursor = native.handle("gaztag_cursor_new");
    this.#native = native;
  }

  get version() {
    return this.#native.c_string(this.#native.value("gaztag_version_string"));
  }

  get dataVersion() {
    return this.#native.str("gaztag_gazetteer_data_version", this.#gazetteer);
  }

  tag(text) {
    const { pointer, len } = this.#native.write(text);
    const found = [];
    this.#native.mentions(
      (array, capacity, out) =>
        this.#native.call(
          "gaztag_tag", this.#tagger, pointer, len, 0, this.#cursor, array, capacity, out,
        ),
      (mention) => found.push({ ...this.#mention(mention), text: text.slice(mention.start, mention.end) }),
    );
    return found;
  }

  ids(text) {
    return [...new Set(this.tag(text).map((mention) => mention.id))];
  }

  isMatch(text) {
    const { pointer, len } = this.#native.write(text);
    const out = this.#native.out();
    this.#native.call("gaztag_is_match", this.#tagger, pointer, len, 0, out);
    return this.#native.view.getInt32(out, true) !== 0;
  }

  stream() {
    return new Stream(this.#native, this.#tagger, (mention) => this.#mention(mention));
  }

  entity(id) {
    const { pointer, len } = this.#native.write(id);
    const out = this.#native.out();
    this.#native.call("gaztag_entity_find", this.#gazetteer, pointer, len, out);
    const entity = this.#native.view.getBigUint64(out, true);
    if (entity === NO_ENTITY) {
      return undefined;
    }
    const { kind, name, id: key } = this.#entity(entity);
    return { id: key, name, kind, attributes: this.#attributes(entity) };
  }

  explain(text) {
    const native = this.#native;
    const written = native.write(text);
    const explanation = native.handle(
      "gaztag_explain", this.#tagger, written.pointer, written.len, 0,
    );
    try {
      const findings = [];
      const count = native.value("gaztag_explanation_len", explanation);
      for (let index = 0; index < count; index++) {
        findings.push(this.#finding(explanation, index));
      }
      return inUtf16(native, written, text, findings);
    } finally {
      native.value("gaztag_explanation_free", explanation);
    }
  }

  #entity(entity) {
    let names = this.#names.get(entity);
    if (names === undefined) {
      const id = this.#native.str("gaztag_entity_key", this.#gazetteer, entity);
      const name = this.#native.str("gaztag_entity_name", this.#gazetteer, entity);
      // A key is its kind, a slash and a name.
      names = { id, name, kind: id.slice(0, id.indexOf("/")) };
      this.#names.set(entity, names);
    }
    return names;
  }

  #role(number) {
    return this.#native.c_string(this.#native.value("gaztag_role_name", number));
  }

  #mention({ start, end, entity, role, confidence }) {
    return { start, end, ...this.#entity(entity), role: this.#role(role), confidence };
  }

  #attributes(entity) {
    const native = this.#native;
    const attributes = {};
    const [resume, out] = [native.out(0), native.out(1)];
    const capacity = 64;
    native.view.setUint32(resume, 0, true);
    let status;
    do {
      status = native.call(
        "gaztag_entity_attributes", this.#gazetteer, entity, resume, native.item, capacity, out,
      );
      const end = native.item + native.view.getUint32(out, true) * ATTRIBUTE_SIZE;
      for (let at = native.item; at < end; at += ATTRIBUTE_SIZE) {
        attributes[native.str_at(at)] = native.str_at(at + 8);
      }
    } while (status > 0);
    return attributes;
  }

  /** A finding, with offsets in bytes. */
  #finding(explanation, index) {
    const native = this.#native;
    native.call("gaztag_explanation_finding", explanation, index, native.item);
    const { view, item } = native;
    const entity = view.getBigUint64(item + 40, true);
    const confidence = (at) => (view.getUint8(at) === NO_CONFIDENCE ? undefined : view.getUint8(at));
    const finding = {
      start: Number(view.getBigUint64(item, true)),
      end: Number(view.getBigUint64(item + 8, true)),
      form: native.str_at(item + 32),
      reason: native.c_string(native.value("gaztag_reason_text", view.getUint8(item + 52))),
      kept: view.getUint8(item + 52) === 0,
      confidence: confidence(item + 53),
      before: confidence(item + 54),
    };
    const weighed = view.getUint32(item + 48, true);
    // From here on, `item` has other structs.
    const names = entity === NO_ENTITY ? {} : this.#entity(entity);
    const evidence = [];
    for (let number = 0; number < weighed; number++) {
      evidence.push(this.#weighed(explanation, index, number));
    }
    return { ...finding, id: names.id, name: names.name, evidence };
  }

  #weighed(explanation, index, number) {
    const native = this.#native;
    native.call("gaztag_explanation_weighed", explanation, index, number, native.item);
    const { view, item } = native;
    return {
      start: Number(view.getBigUint64(item, true)),
      end: Number(view.getBigUint64(item + 8, true)),
      weight: view.getInt32(item + 16, true),
      ground: GROUNDS[view.getUint8(item + 20)],
      place: PLACES[view.getUint8(item + 21)] ?? undefined,
    };
  }
}

/** Turns offsets in bytes into those of the string, and adds the texts that they mean. */
function inUtf16(native, written, text, findings) {
  const spans = findings.flatMap((finding) => [finding, ...finding.evidence]);
  const bytes = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const units = native.units(written, bytes);
  const unit = new Map(bytes.map((at, index) => [at, units[index]]));
  for (const span of spans) {
    span.start = unit.get(span.start);
    span.end = unit.get(span.end);
    span.text = text.slice(span.start, span.end);
  }
  return findings;
}

export class Stream {
  #native;
  #handle;
  #resolve;
  // The first half of a pair of surrogates, whose second half is in the next chunk.
  #half = "";

  constructor(native, tagger, resolve) {
    this.#native = native;
    this.#handle = native.handle("gaztag_incremental_new", tagger, 0);
    this.#resolve = resolve;
  }

  feed(chunk) {
    let text = this.#half + chunk;
    const last = text.charCodeAt(text.length - 1);
    this.#half = last >= 0xd800 && last < 0xdc00 ? text.at(-1) : "";
    text = text.slice(0, text.length - this.#half.length);
    const found = [];
    this.#feed(text, found);
    return found;
  }

  #feed(text, found) {
    const native = this.#native;
    let { pointer, len } = native.write(text);
    native.mentions(
      (array, capacity, out) => {
        const consumed = native.out(2);
        const status = native.call(
          "gaztag_incremental_feed", this.#handle, pointer, len, consumed, array, capacity, out,
        );
        const read = native.view.getUint32(consumed, true);
        pointer += read;
        len -= read;
        return status;
      },
      (mention) => found.push(this.#resolve(mention)),
    );
  }

  finish() {
    const found = [];
    this.#feed(this.#half, found);
    this.#half = "";
    this.#native.mentions(
      (array, capacity, out) =>
        this.#native.call("gaztag_incremental_finish", this.#handle, array, capacity, out),
      (mention) => found.push(this.#resolve(mention)),
    );
    return found;
  }

  free() {
    this.#native.value("gaztag_incremental_free", this.#handle);
    this.#handle = 0;
  }
}
