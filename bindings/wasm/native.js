// The calls of the C ABI (include/gaztag.h) in a module of WebAssembly: its memory, errors and
// structs. The public interface is in gaztag.js.
//
// The C library takes texts and results in the caller's memory and has no call that allocates for
// the caller. This file therefore takes pages of its own, by growing the memory; the library's
// allocator leaves pages alone that it did not ask for.

const PAGE = 65536;
const MORE = 2;
const BYTES = 0;
export const UTF16 = 1;

// The layout of the first page: one struct of each kind, and an array of mentions.
const ERROR = 0; // gaztag_error, 256 bytes
const OUT = 256; // results by pointer, 16 bytes each
const OPTIONS = 512; // gaztag_options
const ITEM = 1024; // any other struct
const MENTIONS = 4096;
const MENTION_SIZE = 40;
const CAPACITY = 1024;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class GaztagError extends Error {
  constructor(message, code) {
    super(message);
    this.name = "GaztagError";
    this.code = code;
  }
}

export class Native {
  #exports;
  #base;
  #texts = { pointer: 0, capacity: 0 };
  #arrays = { pointer: 0, capacity: 0 };

  constructor(instance) {
    this.#exports = instance.exports;
    this.#base = this.reserve(PAGE);
  }

  get error() {
    return this.#base + ERROR;
  }

  get options() {
    return this.#base + OPTIONS;
  }

  get item() {
    return this.#base + ITEM;
  }

  out(index = 0) {
    return this.#base + OUT + 16 * index;
  }

  /** Memory for good: whole pages, all zero. */
  reserve(bytes) {
    const { memory } = this.#exports;
    try {
      return memory.grow(Math.ceil(bytes / PAGE)) * PAGE;
    } catch {
      throw new GaztagError(`out of memory: ${bytes} bytes`, "GAZTAG_ERR_NOMEM");
    }
  }

  // The views are made again each time: they become invalid when the memory grows.
  get view() {
    return new DataView(this.#exports.memory.buffer);
  }

  bytes(pointer, len) {
    return new Uint8Array(this.#exports.memory.buffer, pointer, len);
  }

  /** Memory until the next call with the same buffer. */
  #take(buffer, bytes) {
    if (bytes > buffer.capacity) {
      const capacity = Math.max(PAGE, 2 * buffer.capacity, bytes);
      buffer.pointer = this.reserve(capacity);
      buffer.capacity = capacity;
    }
    return buffer.pointer;
  }

  /** Writes a text into memory, where it stays until the next call of this function. */
  write(text) {
    // A unit of UTF-16 has at most three bytes in UTF-8.
    const most = 3 * text.length;
    const pointer = this.#take(this.#texts, most);
    return { pointer, len: encoder.encodeInto(text, this.bytes(pointer, most)).written };
  }

  /** Converts ascending offsets into a written text from bytes to units of UTF-16. */
  units({ pointer, len }, offsets) {
    const array = this.#take(this.#arrays, 8 * offsets.length);
    const numbers = () => new BigUint64Array(this.#exports.memory.buffer, array, offsets.length);
    numbers().set(offsets.map(BigInt));
    this.call("gaztag_convert_offsets", pointer, len, BYTES, UTF16, array, offsets.length);
    return Array.from(numbers(), Number);
  }

  /** Calls a function that returns a status; throws if it fails. */
  call(name, ...parameters) {
    const status = this.#exports[name](...parameters, this.error);
    if (status < 0) {
      const code = this.c_string(this.#exports.gaztag_status_name(status));
      throw new GaztagError(this.c_string(this.error + 24), code);
    }
    return status;
  }

  /** Calls a function that returns a number or nothing. */
  value(name, ...parameters) {
    return this.#exports[name](...parameters);
  }

  /** Calls a function that returns a gaztag_str; null for NULL. */
  str(name, ...parameters) {
    this.#exports[name](this.item, ...parameters);
    return this.str_at(this.item);
  }

  str_at(pointer) {
    const { view } = this;
    const start = view.getUint32(pointer, true);
    return start === 0 ? null : this.text(start, view.getUint32(pointer + 4, true));
  }

  text(pointer, len) {
    return decoder.decode(this.bytes(pointer, len));
  }

  c_string(pointer) {
    const bytes = new Uint8Array(this.#exports.memory.buffer, pointer);
    return decoder.decode(bytes.subarray(0, bytes.indexOf(0)));
  }

  /** Calls a function that makes a handle. */
  handle(name, ...parameters) {
    this.call(name, ...parameters, this.out());
    return this.view.getUint32(this.out(), true);
  }

  /**
   * Calls a function that fills an array of mentions until there are no more. `next` calls it with
   * the array, its capacity, and where the length goes, and returns the status.
   */
  mentions(next, each) {
    const array = this.#base + MENTIONS;
    let status;
    do {
      status = next(array, CAPACITY, this.out(1));
      const { view } = this;
      const end = array + view.getUint32(this.out(1), true) * MENTION_SIZE;
      for (let at = array; at < end; at += MENTION_SIZE) {
        each({
          start: Number(view.getBigUint64(at, true)),
          end: Number(view.getBigUint64(at + 8, true)),
          entity: view.getBigUint64(at + 24, true),
          role: view.getUint8(at + 33),
          confidence: view.getUint8(at + 34),
        });
      }
    } while (status === MORE);
  }
}
