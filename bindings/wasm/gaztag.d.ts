/**
 * gaztag finds the names of countries, blocs and minerals in text and says which entity each name
 * means. Offsets count units of UTF-16, as strings of JavaScript do.
 */

/** A name in a text, and the entity that it means. */
export interface Mention {
  /** Offset of the start. */
  start: number;
  /** Offset just after the end. */
  end: number;
  /** The key of the entity, such as "country/MLI". */
  id: string;
  /** The usual English name of the entity. */
  name: string;
  /** "country", "bloc", "mineral", or a kind of your own gazetteer. */
  kind: string;
  /** What the name is to the entity: "name", "demonym", "acronym", "capital" and others. */
  role: string;
  /** How likely the mention is right, from 0 to 100. */
  confidence: number;
}

/** A mention with the name as it is written in the text. */
export interface TextMention extends Mention {
  text: string;
}

/** What is known about an entity. */
export interface Entity {
  id: string;
  name: string;
  kind: string;
  /** Facts by their names, such as alpha2, capital, founded or formula, as text. */
  attributes: Record<string, string>;
}

/** Something that speaks for or against a finding. */
export interface Evidence {
  /** The word, if it is near the name; otherwise empty, with offsets of 0. */
  start: number;
  end: number;
  text: string;
  /** How often it doubled the odds, or halved them if below 0. */
  weight: number;
  ground: "cue" | "sense" | "definition" | "list" | "language" | "named" | "country";
  /** The place of a cue relative to the name, such as "before" or "document". */
  place?: string;
}

/** A form of the gazetteer in a text, and why it is or is not a mention. */
export interface Finding {
  start: number;
  end: number;
  text: string;
  /** The form as in the gazetteer. */
  form: string;
  /** The entity; undefined for a decoy, a phrase that is not a mention. */
  id?: string;
  name?: string;
  /** Whether it is a mention. */
  kept: boolean;
  /** Why, as text. */
  reason: string;
  confidence?: number;
  /** The confidence before the evidence. */
  before?: number;
  evidence: Evidence[];
}

export interface LoadOptions {
  /**
   * The names to find: "english" (the default), "all" for those of all languages, or the address or
   * the bytes of another image, which `gaztag build` writes.
   */
  gazetteer?: "english" | "all" | (string & {}) | URL | Uint8Array;
  /** The module, if it is not to be read from this package: its address, its bytes, or compiled. */
  module?: string | URL | BufferSource | WebAssembly.Module;
  /** The least confidence of a mention, from 0 to 100; 50 unless it is given. */
  minConfidence?: number;
}

/** What failed: `code` is the name of a status of the C library, such as "GAZTAG_ERR_CORRUPT". */
export class GaztagError extends Error {
  code: string;
}

/** Loads the module and a gazetteer. Do it once: the result tags any number of texts. */
export function load(options?: LoadOptions): Promise<Gaztag>;

export class Gaztag {
  private constructor();
  /** The version of the library, such as "0.1.0". */
  readonly version: string;
  /** The version of the gazetteer's data, such as "2026.11". */
  readonly dataVersion: string;
  /** The mentions of a text in its order, judged with the whole text, in linear time. */
  tag(text: string): TextMention[];
  /** The ids that a text names, each once, in the order of the text. */
  ids(text: string): string[];
  /** Whether a text has a mention. */
  isMatch(text: string): boolean;
  /** A stream for a text that arrives in chunks. */
  stream(): Stream;
  /** Every form in a text, with what speaks for and against it. */
  explain(text: string): Finding[];
  /** The entity of a key; undefined if there is none. */
  entity(id: string): Entity | undefined;
}

/** Tags a text in chunks, in bounded memory. A name is judged with the text read so far. */
export class Stream {
  private constructor();
  /**
   * Reads the next chunk, which may end anywhere, and returns the mentions that later text cannot
   * change. Offsets are into the whole text.
   */
  feed(chunk: string): Mention[];
  /** Ends the text and returns its last mentions. The next chunk begins another text. */
  finish(): Mention[];
  /** Gives the memory of the stream back. The stream cannot be used any more. */
  free(): void;
}
