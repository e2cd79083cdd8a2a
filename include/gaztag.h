/* gaztag: finds the names of countries, blocs and minerals in text and says which one each name means.
 * Written by `cargo run -p gazgen` from src/capi; do not edit. The manual is docs/c.md.
 *
 * For every function: texts are a pointer and a length in bytes, need no NUL and may hold any bytes; (NULL, 0) is the empty text. What a call gives is set to NULL or 0 first and written only
 * if the call succeeds, unless its comment says otherwise; these places overlap neither each other nor what the call reads. Every call takes NULL for its gaztag_error. No call prints, but a defect
 * of gaztag, which is returned as GAZTAG_ERR_INTERNAL, is told on standard error too. Beside the errors that are named, every call that returns a status can return GAZTAG_ERR_ARG for a misaligned
 * pointer, GAZTAG_ERR_TOO_LARGE for a length that no memory has, and GAZTAG_ERR_INTERNAL.
 * Memory: tagging allocates nothing. Where GAZTAG_ERR_NOMEM is among a call's errors, it is returned when there is no memory for the handle or for a copy of what was given. No call ends the
 * program, unless memory runs out where something is built, loaded, read, explained or streamed, or in the message of an error.
 * Threads: gazetteers and taggers are immutable, any number of threads may use one at once. Builders, cursors and streams: one thread at a time. Handles can be freed in any order,
 * but not while a call uses them, from its callback neither.
 *
 * MIT OR Apache-2.0 */

#ifndef GAZTAG_H
#define GAZTAG_H

#include <stddef.h>
#include <stdint.h>

/* The version of this header; gaztag_version() and gaztag_version_string() tell that of the library. */
#define GAZTAG_VERSION_MAJOR 0
#define GAZTAG_VERSION_MINOR 1
#define GAZTAG_VERSION_PATCH 0
#define GAZTAG_VERSION_NUMBER (GAZTAG_VERSION_MAJOR * 1000000 + GAZTAG_VERSION_MINOR * 1000 + GAZTAG_VERSION_PATCH)
#define GAZTAG_VERSION_STRING "0.1.0"

/* Programs that were compiled with another number may break; gaztag_abi_version() tells that of the library. */
#define GAZTAG_ABI_VERSION 2

/* Columns of the Arrow C Data Interface: programs that have them have the declarations of these structs. */
struct ArrowSchema;
struct ArrowArray;

#ifndef GAZTAG_API
# if defined(_WIN32) && !defined(GAZTAG_STATIC)
#  define GAZTAG_API __declspec(dllimport)
# else
#  define GAZTAG_API
# endif
#endif
#ifndef GAZTAG_MUST_USE
# if defined(__GNUC__) || defined(__clang__)
#  define GAZTAG_MUST_USE __attribute__((warn_unused_result))
# else
#  define GAZTAG_MUST_USE
# endif
#endif

/**
 * In place of an entity: there is none (the form is a decoy).
 */
#define GAZTAG_NO_ENTITY 18446744073709551615ull

/**
 * In place of a confidence: there is none.
 */
#define GAZTAG_NO_CONFIDENCE 255

/**
 * The values of gaztag_status.
 */
typedef enum gaztag_status_code {
  /**
   * Done.
   */
  GAZTAG_OK = 0,
  /**
   * A callback returned something else than 0 and the call ended there.
   */
  GAZTAG_STOPPED = 1,
  /**
   * There is more than there was room for; the call's comment says how to go on.
   */
  GAZTAG_MORE = 2,
  /**
   * What was asked for does not exist: an unknown key, an index behind the last one.
   */
  GAZTAG_NONE = 3,
  /**
   * A pointer is NULL that must not be.
   */
  GAZTAG_ERR_NULL = -1,
  /**
   * An argument has a value that it cannot have: an unknown number, an unknown bit, a field that
   * must be 0, a misaligned pointer.
   */
  GAZTAG_ERR_ARG = -2,
  /**
   * A text is not UTF-8 where it must be.
   */
  GAZTAG_ERR_UTF8 = -3,
  /**
   * Something is larger than it may be.
   */
  GAZTAG_ERR_TOO_LARGE = -4,
  /**
   * There is not enough memory.
   */
  GAZTAG_ERR_NOMEM = -5,
  /**
   * A gazetteer file, or what is added to a builder, breaks a rule of the format.
   */
  GAZTAG_ERR_PARSE = -6,
  /**
   * An image is of another version of the format, or was folded by another version of Unicode.
   */
  GAZTAG_ERR_VERSION = -7,
  /**
   * An image is none, was cut or was changed.
   */
  GAZTAG_ERR_CORRUPT = -8,
  /**
   * The handle is being used (a stream inside its own callback, a cursor by another thread), or
   * a cursor is in the middle of another text.
   */
  GAZTAG_ERR_STATE = -9,
  /**
   * This build or this machine does not have it.
   */
  GAZTAG_ERR_UNSUPPORTED = -10,
  /**
   * A file cannot be read.
   */
  GAZTAG_ERR_IO = -11,
  /**
   * A defect of gaztag. Nothing that the call gave is of use; the handles can be used on.
   */
  GAZTAG_ERR_INTERNAL = -99,
} gaztag_status_code;

/**
 * The kinds of entities. A gazetteer of a user may have more, numbered from GAZTAG_KIND_OTHER on;
 * gaztag_kind_name tells their names.
 */
typedef enum gaztag_kind {
  /**
   * A country, territory or former state; keys "country/MLI".
   */
  GAZTAG_KIND_COUNTRY = 0,
  /**
   * A union, alliance or other organisation of states; keys "bloc/ecowas".
   */
  GAZTAG_KIND_BLOC = 1,
  /**
   * A mineral, metal, rock, fuel or gemstone; keys "mineral/lithium".
   */
  GAZTAG_KIND_MINERAL = 2,
  /**
   * The first kind of a user's own. Numbers below it are kept for kinds that the library will
   * know.
   */
  GAZTAG_KIND_OTHER = 64,
} gaztag_kind;

/**
 * What a surface form is to its entity.
 */
typedef enum gaztag_role {
  /**
   * A usual name: Mali, European Union, lithium.
   */
  GAZTAG_ROLE_NAME = 0,
  /**
   * An official long form: Republic of Mali.
   */
  GAZTAG_ROLE_OFFICIAL = 1,
  /**
   * Another name or spelling: Ivory Coast, Brent.
   */
  GAZTAG_ROLE_ALIAS = 2,
  /**
   * A name of the past: Upper Volta, Burma.
   */
  GAZTAG_ROLE_FORMER = 3,
  /**
   * People and adjectives: Malian, Malians.
   */
  GAZTAG_ROLE_DEMONYM = 4,
  /**
   * An acronym: EU, DRC, LNG.
   */
  GAZTAG_ROLE_ACRONYM = 5,
  /**
   * A code: MLI, ML, and the flag. Codes of letters count only when the role is asked for.
   */
  GAZTAG_ROLE_CODE = 6,
  /**
   * A chemical symbol or formula: Li2CO3.
   */
  GAZTAG_ROLE_SYMBOL = 7,
  /**
   * The capital: Bamako. Counts only when the role is asked for.
   */
  GAZTAG_ROLE_CAPITAL = 8,
  /**
   * A frequent misspelling: Phillipines.
   */
  GAZTAG_ROLE_MISSPELLING = 9,
} gaztag_role;

/**
 * How a surface form may be cased in a text.
 */
typedef enum gaztag_case_rule {
  /**
   * For gaztag_form only: GAZTAG_CASE_EXACT for acronyms, codes and symbols, else
   * GAZTAG_CASE_CAPITALISED for forms that begin with a capital letter, else GAZTAG_CASE_ANY.
   */
  GAZTAG_CASE_DEFAULT = 0,
  /**
   * As it comes: lithium, Lithium, LITHIUM.
   */
  GAZTAG_CASE_ANY = 1,
  /**
   * Its first letter is a capital (or has no case): Mali, MALI, never mali.
   */
  GAZTAG_CASE_CAPITALISED = 2,
  /**
   * Letter by letter as the form is written: US, never Us or us.
   */
  GAZTAG_CASE_EXACT = 3,
} gaztag_case_rule;

/**
 * Where in a word a surface form may begin and end. Only GAZTAG_BOUNDS_WORD can be used yet:
 * gaztag_builder_add_surface returns GAZTAG_ERR_UNSUPPORTED for the others.
 */
typedef enum gaztag_bounds {
  /**
   * It begins and ends at word boundaries: Mali, never in Malibu.
   */
  GAZTAG_BOUNDS_WORD = 0,
  /**
   * It begins at a word boundary and may end inside a word.
   */
  GAZTAG_BOUNDS_START = 1,
  /**
   * It may begin inside a word and ends at a word boundary.
   */
  GAZTAG_BOUNDS_END = 2,
  /**
   * It may begin and end anywhere.
   */
  GAZTAG_BOUNDS_ANYWHERE = 3,
} gaztag_bounds;

/**
 * What the value of an attribute is. Values are kept as text.
 */
typedef enum gaztag_attribute_type {
  /**
   * Any text.
   */
  GAZTAG_ATTRIBUTE_TEXT = 0,
  /**
   * A decimal number: "0.5", "-12", "6.02e23".
   */
  GAZTAG_ATTRIBUTE_NUMBER = 1,
  /**
   * A date: "YYYY", "YYYY-MM" or "YYYY-MM-DD".
   */
  GAZTAG_ATTRIBUTE_DATE = 2,
  /**
   * Texts separated by "|".
   */
  GAZTAG_ATTRIBUTE_LIST = 3,
  /**
   * The key of an entity.
   */
  GAZTAG_ATTRIBUTE_ENTITY = 4,
} gaztag_attribute_type;

/**
 * The formats of gazetteer files.
 */
typedef enum gaztag_format {
  /**
   * Tab-separated, one surface form a row; the first row names the columns. Needs key and form;
   * may have name, role, case, lang, prior, word; source and note are passed over. The key of a
   * decoy is "-".
   */
  GAZTAG_FORMAT_TSV = 0,
  /**
   * One JSON object a line: {"key": .., "name": .., "forms": [..], "attributes": {..}} or
   * {"decoy": ..}; a form is a string or an object.
   */
  GAZTAG_FORMAT_JSON_LINES = 1,
  /**
   * The dictionary that flashtext reads: one JSON object {name: [forms]}. Forms are found in any
   * case; the kind is "keyword".
   */
  GAZTAG_FORMAT_FLASHTEXT = 2,
  /**
   * The patterns that spaCy's EntityRuler writes, one JSON object a line: {"label": ..,
   * "pattern": .., "id": ..}. The kind is the label in lower case.
   */
  GAZTAG_FORMAT_SPACY = 3,
} gaztag_format;

/**
 * Which of several names at one place are mentions.
 */
typedef enum gaztag_overlap {
  /**
   * The leftmost, and of these the longest: mentions do not overlap.
   */
  GAZTAG_OVERLAP_LONGEST = 0,
  /**
   * Every name, nested and overlapping ones too, and every entity that an ambiguous name could
   * mean, each as a mention of its own; by start, then by end, then the likeliest first. Judged
   * by priors alone.
   */
  GAZTAG_OVERLAP_ALL = 1,
} gaztag_overlap;

/**
 * What a text is.
 */
typedef enum gaztag_input {
  /**
   * Plain text: markup is text like any other.
   */
  GAZTAG_INPUT_TEXT = 0,
  /**
   * HTML: tags, comments, scripts, styles, attributes, web and mail addresses are passed over,
   * character references are read. Offsets stay those of the raw text.
   */
  GAZTAG_INPUT_HTML = 1,
} gaztag_input;

/**
 * The unit of offsets. What is no UTF-8 counts as decoders with replacement do: one unit for each
 * maximal ill-formed part.
 */
typedef enum gaztag_unit {
  /**
   * Bytes.
   */
  GAZTAG_UNIT_BYTES = 0,
  /**
   * UTF-16 code units: offsets of strings in JavaScript, Java and C#.
   */
  GAZTAG_UNIT_UTF16 = 1,
  /**
   * Unicode code points: offsets of strings in Python.
   */
  GAZTAG_UNIT_CODE_POINTS = 2,
} gaztag_unit;

/**
 * How plain ASCII text is read. What is found is the same.
 */
typedef enum gaztag_backend {
  /**
   * The fastest that the machine has.
   */
  GAZTAG_BACKEND_FASTEST = 0,
  /**
   * Byte by byte, on every machine.
   */
  GAZTAG_BACKEND_SCALAR = 1,
  /**
   * 64 bytes at a time, by the instructions of every x86-64.
   */
  GAZTAG_BACKEND_SSE2 = 2,
  /**
   * 64 bytes at a time, by AVX2 and BMI: x86-64 since 2013.
   */
  GAZTAG_BACKEND_AVX2 = 3,
} gaztag_backend;

/**
 * Parts of folding, by bit: what may differ between a surface form and the text.
 */
typedef enum gaztag_folding {
  /**
   * Upper and lower case, beyond what the case rule allows.
   */
  GAZTAG_FOLDING_CASE = 1,
  /**
   * Accents, precomposed or combining, may be left out in the text.
   */
  GAZTAG_FOLDING_ACCENTS = 2,
  /**
   * Apostrophes, hyphens and dashes of every kind count as their plain form.
   */
  GAZTAG_FOLDING_PUNCTUATION = 4,
  /**
   * Full-width and half-width forms.
   */
  GAZTAG_FOLDING_WIDTH = 8,
  /**
   * Any run of white space, with one line break, counts as one space.
   */
  GAZTAG_FOLDING_BLANKS = 16,
  /**
   * Soft hyphens, zero-width characters and byte order marks are passed over.
   */
  GAZTAG_FOLDING_INVISIBLE = 32,
  /**
   * "&" and "and".
   */
  GAZTAG_FOLDING_AMPERSAND = 64,
  /**
   * Dotted acronyms: U.S., N.A.T.O.
   */
  GAZTAG_FOLDING_DOTTED = 128,
  /**
   * "St.", "St" and "Saint".
   */
  GAZTAG_FOLDING_SAINT = 256,
} gaztag_folding;

/**
 * What a country's name can be used for beside the country, by bit.
 */
typedef enum gaztag_use {
  /**
   * A part of another name: Bank of Japan, Kuwait Airlines. By default they count.
   */
  GAZTAG_USE_NESTED = 1,
  /**
   * A national team: Brazil beat Chile 2-0. By default they count.
   */
  GAZTAG_USE_TEAM = 2,
  /**
   * A language: she speaks French. By default they do not count.
   */
  GAZTAG_USE_LANGUAGE = 4,
} gaztag_use;

/**
 * Switches of a tagger, by bit.
 */
typedef enum gaztag_flag {
  /**
   * Texts must be UTF-8, else GAZTAG_ERR_UTF8 with the offset. Without it, ill-formed bytes are
   * no part of words and nothing fails.
   */
  GAZTAG_FLAG_STRICT_UTF8 = 1,
  /**
   * Names are not judged by what stands around them and in the rest of the document; they count
   * by their priors alone.
   */
  GAZTAG_FLAG_NO_CONTEXT = 2,
  /**
   * Names that should have capitals count in lower case too, for text whose writers leave
   * capitals out. They are less sure: at most 80, and at most 30 if they are common English
   * words, acronyms with a prior below 95 or of two letters. ASCII text is read at half the
   * speed.
   */
  GAZTAG_FLAG_LOWER_CASE = 4,
} gaztag_flag;

/**
 * What the library was built with, by bit.
 */
typedef enum gaztag_feature {
  /**
   * The built-in gazetteer.
   */
  GAZTAG_FEATURE_BUILTIN = 1,
  /**
   * gaztag_tag_arrow.
   */
  GAZTAG_FEATURE_ARROW = 2,
} gaztag_feature;

/**
 * How gaztag_tag_arrow gives its columns, by bit.
 */
typedef enum gaztag_arrow_flag {
  /**
   * id, name, kind and role as dictionaries (int32 to utf8): smaller and quicker, for engines
   * that read them. The values of id and name are those of all entities, in the order of their
   * indices, so that the index of an id is the position of the entity. Kinds are country, bloc,
   * mineral, then those of the gazetteer's own.
   */
  GAZTAG_ARROW_DICTIONARIES = 1,
} gaztag_arrow_flag;

/**
 * Why a surface form is no mention.
 */
typedef enum gaztag_reason {
  /**
   * It is one.
   */
  GAZTAG_REASON_KEPT = 0,
  /**
   * The text is not cased as the surface form demands.
   */
  GAZTAG_REASON_CASE = 1,
  /**
   * A part of folding that the text needs is switched off.
   */
  GAZTAG_REASON_FOLDING = 2,
  /**
   * It is a decoy, or a decoy stands at the same place.
   */
  GAZTAG_REASON_DECOY = 3,
  /**
   * Its kind, role or language was not asked for.
   */
  GAZTAG_REASON_NOT_ASKED_FOR = 4,
  /**
   * It lies inside a longer name or decoy.
   */
  GAZTAG_REASON_INSIDE = 5,
  /**
   * Another reading of the same name is likelier.
   */
  GAZTAG_REASON_LESS_LIKELY = 6,
  /**
   * Its confidence is below the least one.
   */
  GAZTAG_REASON_CONFIDENCE = 7,
} gaztag_reason;

/**
 * What spoke for or against a reading.
 */
typedef enum gaztag_ground {
  /**
   * A cue at a place.
   */
  GAZTAG_GROUND_CUE = 0,
  /**
   * The same name elsewhere in the document.
   */
  GAZTAG_GROUND_SENSE = 1,
  /**
   * A definition of the acronym.
   */
  GAZTAG_GROUND_DEFINITION = 2,
} gaztag_ground;

/**
 * Where a cue stands, seen from the name that it speaks of.
 */
typedef enum gaztag_place {
  /**
   * The ground is no cue.
   */
  GAZTAG_PLACE_NONE = 0,
  /**
   * The word before, with nothing but blanks or a hyphen between.
   */
  GAZTAG_PLACE_BEFORE = 1,
  /**
   * The word behind.
   */
  GAZTAG_PLACE_AFTER = 2,
  /**
   * The word before, with a comma between.
   */
  GAZTAG_PLACE_BEFORE_COMMA = 3,
  /**
   * The word behind, with a comma between.
   */
  GAZTAG_PLACE_AFTER_COMMA = 4,
  /**
   * At most so many words to the left, in the same sentence.
   */
  GAZTAG_PLACE_LEFT = 5,
  /**
   * At most so many words to the right, in the same sentence.
   */
  GAZTAG_PLACE_RIGHT = 6,
  /**
   * At most so many words to either side, in the same sentence.
   */
  GAZTAG_PLACE_NEAR = 7,
  /**
   * Anywhere in the document, at least so many times.
   */
  GAZTAG_PLACE_DOCUMENT = 8,
} gaztag_place;

/**
 * Puts a gazetteer together. One thread at a time. The order in which things are added changes
 * nothing.
 */
typedef struct gaztag_builder gaztag_builder;

/**
 * Where gaztag_tag stopped because the array was full, so that the next call goes on there. One
 * thread at a time; it can be used for one text after another. It keeps neither the tagger nor the
 * text: who leaves a text before its end calls gaztag_cursor_reset, or frees it, before either
 * goes.
 */
typedef struct gaztag_cursor gaztag_cursor;

/**
 * Every surface form that stands in a text between word boundaries, kept or dropped. Immutable:
 * any number of threads may use one at once. It keeps the tagger's gazetteer, not the text.
 */
typedef struct gaztag_explanation gaztag_explanation;

/**
 * Entities with their surface forms, and decoys. Immutable: any number of threads may use one at
 * once. Freeing it leaves the taggers that were built with it usable, in any order.
 */
typedef struct gaztag_gazetteer gaztag_gazetteer;

/**
 * Tags a text that comes in chunks of any size: a stream. Names are judged with what the text has
 * said up to them, so some mentions differ from those of gaztag_tag, which knows the rest; they
 * are the same whatever the split. One thread at a time; it keeps its tagger.
 *
 * Memory stays below 256 KiB beside the mentions that wait to be taken. A call that finds the
 * stream in use, by another thread or by its own callback, returns GAZTAG_ERR_STATE.
 */
typedef struct gaztag_incremental gaztag_incremental;

/**
 * Finds mentions. Immutable: any number of threads may use one at once, without locks. It keeps
 * its gazetteer.
 */
typedef struct gaztag_tagger gaztag_tagger;

/**
 * What a call did: GAZTAG_OK (0), an error (below 0) or something that is no error (above 0). A
 * number of gaztag_status_code; numbers are never used anew.
 */
typedef int32_t gaztag_status;

/**
 * A string that the library owns: not to be freed, valid as long as a handle of the gazetteer that
 * it is of (a tagger keeps its gazetteer). UTF-8, ended by NUL behind its length. NULL and 0 where
 * there is none.
 */
typedef struct gaztag_str {
  /**
   * Its first byte.
   */
  const char *ptr;
  /**
   * Its bytes, without the NUL.
   */
  size_t len;
} gaztag_str;

/**
 * What went wrong, and where. The caller owns it, need not initialise it and has nothing to free;
 * every call takes NULL instead. Written only when a call fails.
 */
typedef struct gaztag_error {
  /**
   * The status that the call returned.
   */
  int32_t code;
  /**
   * The line in a gazetteer file, counted from 1; 0 if there is none.
   */
  uint32_t line;
  /**
   * The byte offset in the file, image or text that was read; 0 if there is none.
   */
  uint64_t offset;
  /**
   * In tab-separated files the number of the field in its row, in JSON the number of the
   * character in its line; counted from 1; 0 if there is none.
   */
  uint32_t column;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * One line of UTF-8 that says what is wrong and what to do, ended by NUL. What is too long for
   * it is left out, "..." in its place: the start of a file's name, or else the middle of the
   * message.
   */
  char message[232];
} gaztag_error;

/**
 * A key that was retired.
 */
typedef struct gaztag_retired_key {
  /**
   * The key.
   */
  struct gaztag_str key;
  /**
   * The id of the entity that took its place.
   */
  uint64_t successor;
} gaztag_retired_key;

/**
 * Something that is known of an entity.
 */
typedef struct gaztag_attribute {
  /**
   * Its name: alpha2, alpha3, numeric, status, part_of (of a country), parent (of an organ: its
   * bloc), class, founded, symbol, formula ...
   */
  struct gaztag_str name;
  /**
   * Its value, as text.
   */
  struct gaztag_str value;
  /**
   * A gaztag_attribute_type.
   */
  uint32_t value_type;
  /**
   * 0.
   */
  uint32_t reserved;
} gaztag_attribute;

/**
 * One written form of an entity, or of a decoy.
 */
typedef struct gaztag_surface {
  /**
   * The form.
   */
  struct gaztag_str form;
  /**
   * The id of the entity; GAZTAG_NO_ENTITY for a decoy.
   */
  uint64_t entity;
  /**
   * How many languages it is of; 0: of no language in particular. gaztag_surface_languages tells
   * which.
   */
  uint32_t languages;
  /**
   * A gaztag_role.
   */
  uint8_t role;
  /**
   * A gaztag_case_rule, never GAZTAG_CASE_DEFAULT.
   */
  uint8_t case_rule;
  /**
   * Of 100 places where the form stands, how many mean the entity: 1 to 100.
   */
  uint8_t prior;
  /**
   * 1 if the form, in lower case, is a common word too; else 0.
   */
  uint8_t word;
  /**
   * A gaztag_bounds.
   */
  uint8_t bounds;
  /**
   * 0.
   */
  uint8_t reserved[7];
} gaztag_surface;

/**
 * One spell of membership: that a country (or a bloc) is or was in a bloc. A member that left and
 * came back has several.
 */
typedef struct gaztag_membership {
  /**
   * "member", "observer", "associate", "candidate", "suspended" or "former".
   */
  struct gaztag_str status;
  /**
   * Since when: YYYY, YYYY-MM or YYYY-MM-DD; NULL if unknown.
   */
  struct gaztag_str joined;
  /**
   * Until when; NULL if unknown or if it has not ended.
   */
  struct gaztag_str left;
  /**
   * Where this is known from; NULL if not said. The built-in gazetteer does not say it yet.
   */
  struct gaztag_str source;
  /**
   * On which day this was known to be so; NULL if not said. The built-in gazetteer does not say
   * it yet.
   */
  struct gaztag_str as_of;
  /**
   * The id of the bloc.
   */
  uint64_t bloc;
  /**
   * The id of the member: a country, or a bloc.
   */
  uint64_t member;
} gaztag_membership;

/**
 * One spell of membership to be added. Set struct_size, and everything that is not known to 0.
 */
typedef struct gaztag_spell {
  /**
   * sizeof(gaztag_spell), as the caller's header has it. A later library may know more fields:
   * those are then 0.
   */
  size_t struct_size;
  /**
   * "member", "observer", "associate", "candidate", "suspended" or "former".
   */
  struct gaztag_str status;
  /**
   * Since when: YYYY, YYYY-MM or YYYY-MM-DD.
   */
  struct gaztag_str joined;
  /**
   * Until when.
   */
  struct gaztag_str left;
  /**
   * Where this is known from.
   */
  struct gaztag_str source;
  /**
   * On which day this was known to be so.
   */
  struct gaztag_str as_of;
} gaztag_spell;

/**
 * A surface form to be added. Set struct_size, and everything that is not used to 0.
 */
typedef struct gaztag_form {
  /**
   * sizeof(gaztag_form), as the caller's header has it. A later library may know more fields:
   * those are then 0.
   */
  size_t struct_size;
  /**
   * The form as it stands in running text, without leading article and without possessive.
   * Accents and apostrophes as they should be.
   */
  const char *form;
  /**
   * Its bytes.
   */
  size_t form_len;
  /**
   * The languages that write it so: ISO 639 codes separated by "|"; NULL: no language in
   * particular.
   */
  const char *languages;
  /**
   * Bytes of languages.
   */
  size_t languages_len;
  /**
   * A gaztag_role.
   */
  uint32_t role;
  /**
   * A gaztag_case_rule.
   */
  uint32_t case_rule;
  /**
   * Of 100 places where the form stands, how many mean the entity: 1 to 100; 0: the default, 95,
   * and 80 for misspellings.
   */
  uint32_t prior;
  /**
   * 1 if the form, in lower case, is a common word: then it is no proof in a run of capitals (US
   * TO LEAD TALKS). Else 0.
   */
  uint32_t word;
  /**
   * A gaztag_bounds; only GAZTAG_BOUNDS_WORD can be used yet.
   */
  uint32_t bounds;
  /**
   * 0.
   */
  uint32_t reserved;
} gaztag_form;

/**
 * What a callback is given: one error, valid during the call only. Returns 0 to go on, else to
 * stop. It may call gaztag, but neither change nor free the builder; it must not unwind or jump
 * out.
 */
typedef int32_t (*gaztag_error_fn)(void *user, const struct gaztag_error *error);

/**
 * How a tagger is built. Call gaztag_options_init first: it makes every field what it is by
 * default, which is 0 for all but struct_size.
 */
typedef struct gaztag_options {
  /**
   * sizeof(gaztag_options), as the caller's header has it. A later library may know more fields:
   * those are then as by default.
   */
  size_t struct_size;
  /**
   * Only mentions of these kinds (gaztag_kind, and those of the gazetteer's own); NULL: all
   * kinds; another pointer with the length 0: none. Not kept behind the call.
   */
  const uint8_t *kinds;
  /**
   * How many kinds.
   */
  size_t kinds_len;
  /**
   * Only mentions by surface forms of these languages and of no language in particular: ISO 639
   * codes separated by "|", such as "en|fr", at most 64; NULL: all languages; another pointer
   * with the length 0: only those of no language in particular. Not kept behind the call.
   */
  const char *languages;
  /**
   * Bytes of languages.
   */
  size_t languages_len;
  /**
   * A longer text is refused with GAZTAG_ERR_TOO_LARGE; 0: any length. In bytes, of a stream all
   * together.
   */
  uint64_t max_text_len;
  /**
   * Only mentions by surface forms of these roles: a bit 1 << role each; 0: all but capitals and
   * codes of letters.
   */
  uint32_t roles;
  /**
   * Parts of folding that are switched off: bits of gaztag_folding.
   */
  uint32_t folding_off;
  /**
   * Bits of gaztag_flag.
   */
  uint32_t flags;
  /**
   * The least confidence of mentions, 1 to 100; 0: the default, 50; -1: every confidence.
   */
  int32_t min_confidence;
  /**
   * A gaztag_overlap.
   */
  uint32_t overlap;
  /**
   * A gaztag_input.
   */
  uint32_t input;
  /**
   * A gaztag_unit: the unit of the mentions' offsets.
   */
  uint32_t offset_unit;
  /**
   * A gaztag_backend.
   */
  uint32_t backend;
  /**
   * Uses of a country's name that are mentions although they are none by default: bits of
   * gaztag_use.
   */
  uint32_t uses_counted;
  /**
   * Uses of a country's name that are no mentions although they are by default: bits of
   * gaztag_use, none that is in uses_counted.
   */
  uint32_t uses_dropped;
} gaztag_options;

/**
 * What is known of a text beside its bytes. Set struct_size, and everything that is not used to 0.
 */
typedef struct gaztag_text_options {
  /**
   * sizeof(gaztag_text_options), as the caller's header has it. A later library may know more
   * fields: those are then 0.
   */
  size_t struct_size;
  /**
   * The language of the text, an ISO 639 code of two or three lower-case letters such as "en";
   * NULL: unknown. Evidence for judging names, no filter. This version checks it and does not
   * use it yet: the mentions are those of a text of an unknown language. Not kept after the
   * call.
   */
  const char *language;
  /**
   * Bytes of language.
   */
  size_t language_len;
} gaztag_text_options;

/**
 * A span of text judged to name one entity. 40 bytes without padding; the layout is frozen.
 */
typedef struct gaztag_mention {
  /**
   * Where the name starts, in the tagger's unit, without a leading article.
   */
  uint64_t start;
  /**
   * Where it ends: just after its last byte, UTF-16 unit or code point, without possessive.
   */
  uint64_t end;
  /**
   * The name and its surface forms that fit the text, for gaztag_candidates.
   */
  uint64_t readings;
  /**
   * The id of the entity in the tagger's gazetteer: the layer of the gazetteer times 2 to the
   * power of 32, plus the index there. There is only the layer 0 yet.
   */
  uint64_t entity;
  /**
   * A gaztag_kind.
   */
  uint8_t kind;
  /**
   * A gaztag_role: what the surface form is to the entity.
   */
  uint8_t role;
  /**
   * How sure the reading is: of 100 mentions with this confidence about as many are meant to be
   * right. 0 to 100.
   */
  uint8_t confidence;
  /**
   * 0.
   */
  uint8_t reserved[5];
} gaztag_mention;

/**
 * What a callback is given: some mentions in the order of the text, valid during the call only.
 * Returns 0 to go on, else to stop. It may call gaztag, but not free the tagger that it was called
 * with; it must not unwind or jump out.
 */
typedef int32_t (*gaztag_mention_fn)(void *user,
                                     const struct gaztag_mention *mentions,
                                     size_t mentions_len);

/**
 * An entity that a name could mean.
 */
typedef struct gaztag_candidate {
  /**
   * Its id.
   */
  uint64_t entity;
  /**
   * A gaztag_role: what the surface form is to it.
   */
  uint32_t role;
  /**
   * 0.
   */
  uint32_t reserved;
} gaztag_candidate;

/**
 * Gives the replacement of a mention: sets *replacement and *replacement_len to bytes that stay
 * until it is called again or the call ends. text is the text of the mention's span. What it does
 * not set is NULL and 0: nothing. Returns 0 to go on, else to stop. It may call gaztag, but not
 * free the tagger that it was called with; it must not unwind or jump out.
 */
typedef int32_t (*gaztag_replacement_fn)(void *user,
                                         const struct gaztag_mention *mention,
                                         const char *text,
                                         size_t text_len,
                                         const char **replacement,
                                         size_t *replacement_len);

/**
 * What a stream's callback is given: a mention and the text of its span, valid during the call
 * only. Returns 0 to go on, else to stop. It may call gaztag, but not with the same stream; it
 * must not unwind or jump out.
 */
typedef int32_t (*gaztag_incremental_fn)(void *user,
                                         const struct gaztag_mention *mention,
                                         const char *text,
                                         size_t text_len);

/**
 * A surface form that stands in a text, and what became of it.
 */
typedef struct gaztag_finding {
  /**
   * Where it starts, in bytes whatever the tagger's unit.
   */
  uint64_t start;
  /**
   * Where it ends, in bytes.
   */
  uint64_t end;
  /**
   * Where the longer name starts that it lies inside (GAZTAG_REASON_INSIDE), in bytes; else 0.
   */
  uint64_t inside_start;
  /**
   * Where the longer name ends; else 0.
   */
  uint64_t inside_end;
  /**
   * The surface form; valid as long as the explanation.
   */
  struct gaztag_str form;
  /**
   * The entity that it would be a mention of; GAZTAG_NO_ENTITY for a decoy.
   */
  uint64_t entity;
  /**
   * How many things spoke for and against it: gaztag_explanation_weighed tells them.
   */
  uint32_t weighed;
  /**
   * A gaztag_reason.
   */
  uint8_t reason;
  /**
   * The confidence that it was judged to have, if it was kept or dropped for it; else
   * GAZTAG_NO_CONFIDENCE.
   */
  uint8_t confidence;
  /**
   * Its confidence by the priors alone, if it was judged by what stands around it; else
   * GAZTAG_NO_CONFIDENCE.
   */
  uint8_t before;
  /**
   * A gaztag_role.
   */
  uint8_t role;
  /**
   * A gaztag_case_rule.
   */
  uint8_t case_rule;
  /**
   * The prior of the surface form.
   */
  uint8_t prior;
  /**
   * A gaztag_bounds.
   */
  uint8_t bounds;
  /**
   * 0.
   */
  uint8_t reserved[5];
} gaztag_finding;

/**
 * Something that spoke for or against a reading.
 */
typedef struct gaztag_weighed {
  /**
   * Where it stands, in bytes; 0 and 0 if not near the name.
   */
  uint64_t start;
  /**
   * Where it ends, in bytes.
   */
  uint64_t end;
  /**
   * Steps by which the odds were doubled, or halved if below 0.
   */
  int32_t weight;
  /**
   * A gaztag_ground.
   */
  uint8_t ground;
  /**
   * A gaztag_place.
   */
  uint8_t place;
  /**
   * How many words or times, for the places that have a number; else 1, or 0 if the ground is no
   * cue.
   */
  uint8_t number;
  /**
   * 0.
   */
  uint8_t reserved;
} gaztag_weighed;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The name of a status, such as "GAZTAG_ERR_UTF8"; "?" for a number that is none. A static string.
 */
GAZTAG_API const char *gaztag_status_name(gaztag_status status);

/**
 * The version of the library that runs: major * 1000000 + minor * 1000 + patch. Compare it with
 * GAZTAG_VERSION_NUMBER, which is that of the header.
 */
GAZTAG_API uint32_t gaztag_version(void);

/**
 * The same as text, such as "0.1.0". A static string.
 */
GAZTAG_API const char *gaztag_version_string(void);

/**
 * The version of the ABI: it grows when a program that was compiled with an older header could
 * break. Compare it with GAZTAG_ABI_VERSION.
 */
GAZTAG_API uint32_t gaztag_abi_version(void);

/**
 * The version of the built-in gazetteer's data, such as "2026.11"; empty without the built-in
 * gazetteer. A static string.
 */
GAZTAG_API struct gaztag_str gaztag_data_version(void);

/**
 * What the library was built with: bits of gaztag_feature.
 */
GAZTAG_API uint64_t gaztag_features(void);

/**
 * The built-in gazetteer of countries, blocs and minerals: no work, no memory but the handle.
 *
 * out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails.
 * Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_UNSUPPORTED if it is not built in; GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_builtin(struct gaztag_gazetteer **out,
                                       struct gaztag_error *error);

/**
 * The gazetteer of an image (gaztag_gazetteer_image, or `gaztag build`), which is copied.
 *
 * Everything is checked before: length, checksum, versions, every record; in time linear in the
 * image. out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL; GAZTAG_ERR_VERSION, GAZTAG_ERR_CORRUPT with the byte offset of what is wrong;
 * GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_from_image(const uint8_t *image,
                                          size_t image_len,
                                          struct gaztag_gazetteer **out,
                                          struct gaztag_error *error);

/**
 * The same without a copy: the image must stay where it is, unchanged, until the gazetteer and
 * everything that was made of it are freed. For statics, flash and mappings of the caller's own.
 * An image needs no alignment.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_borrow_image(const uint8_t *image,
                                            size_t image_len,
                                            struct gaztag_gazetteer **out,
                                            struct gaztag_error *error);

/**
 * The gazetteer of an image in a file, which is mapped into memory and shared with all other
 * processes that map it.
 *
 * The file must not be changed or cut while the gazetteer or anything that was made of it lives:
 * replace it by renaming a new one over it. Otherwise the behaviour is undefined. What to expect:
 * what is written into the file shows in the gazetteer, so that other mentions are found, or none,
 * and strings change, have no NUL behind them or are no UTF-8; where the file was cut, the system
 * ends the process (SIGBUS). gaztag itself reads nothing outside of the mapping. Where nobody can
 * promise that the file stays as it is, use gaztag_gazetteer_load.
 * path: the name of a regular file, ended by NUL, as the system has it.
 * out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails.
 * Errors: as gaztag_gazetteer_from_image; GAZTAG_ERR_IO for a file that cannot be read, and for a
 * folder, a pipe or a device, which is not opened.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_open(const char *path,
                                    struct gaztag_gazetteer **out,
                                    struct gaztag_error *error);

/**
 * The gazetteer of an image in a file, which is read into memory: what happens to the file
 * afterwards changes nothing. Takes as much memory as the file has bytes.
 *
 * path, out: as gaztag_gazetteer_open. Errors: as gaztag_gazetteer_open; a file that is written
 * while it is read has another checksum, which is GAZTAG_ERR_CORRUPT.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_load(const char *path,
                                    struct gaztag_gazetteer **out,
                                    struct gaztag_error *error);

/**
 * Another handle of the same gazetteer, to be freed by its own gaztag_gazetteer_free. Cheap.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_clone(const struct gaztag_gazetteer *gazetteer,
                                     struct gaztag_gazetteer **out,
                                     struct gaztag_error *error);

/**
 * Frees a handle; NULL is let pass.
 */
GAZTAG_API void gaztag_gazetteer_free(struct gaztag_gazetteer *gazetteer);

/**
 * The gazetteer as one flat run of bytes, to be written to a file, to flash, into another program;
 * gaztag_gazetteer_from_image of the same version of the library reads it on any machine.
 *
 * out: its first byte, owned by the library, valid as long as the strings of the gazetteer.
 * Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_image(const struct gaztag_gazetteer *gazetteer,
                                     const uint8_t **out,
                                     size_t *out_len,
                                     struct gaztag_error *error);

/**
 * How many entities it has. 0 for NULL.
 */
GAZTAG_API uint32_t gaztag_gazetteer_len(const struct gaztag_gazetteer *gazetteer);

/**
 * How many surface forms it has, with derived ones (U.S. of US) and decoys, and how many different
 * folded texts these make. Either place may be NULL.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_form_counts(const struct gaztag_gazetteer *gazetteer,
                                           size_t *out_surfaces,
                                           size_t *out_names,
                                           struct gaztag_error *error);

/**
 * The version of its data, such as "2026.11"; empty for gazetteers that users build without saying
 * one. NULL for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_gazetteer_data_version(const struct gaztag_gazetteer *gazetteer);

/**
 * The name of a kind: the part of its entities' keys before the slash. "?" for a kind that this
 * gazetteer does not have, NULL for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_kind_name(const struct gaztag_gazetteer *gazetteer,
                                   uint32_t kind);

/**
 * The kind with a name.
 *
 * Returns GAZTAG_NONE if there is none. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_kind_find(const struct gaztag_gazetteer *gazetteer,
                               const char *name,
                               size_t name_len,
                               uint32_t *out_kind,
                               struct gaztag_error *error);

/**
 * The name of a role, as files and the command line have it: "name", "official" ...; "?" for a
 * number that is none. A static string.
 */
GAZTAG_API const char *gaztag_role_name(uint32_t role);

/**
 * The id of the entity at a position: entities are counted from 0 without gaps, sorted by key in
 * each layer. GAZTAG_NO_ENTITY after the last, and for NULL. Ids are valid for this gazetteer
 * only: store keys.
 */
GAZTAG_API uint64_t gaztag_entity_at(const struct gaztag_gazetteer *gazetteer, size_t position);

/**
 * The position of an entity: see gaztag_entity_at. gaztag_gazetteer_len for an id that this
 * gazetteer does not have; 0 for NULL.
 */
GAZTAG_API size_t gaztag_entity_position(const struct gaztag_gazetteer *gazetteer, uint64_t entity);

/**
 * All keys that were retired, sorted, each with the entity that took its place: keys are for ever,
 * and gaztag_entity_find knows these too. resume, out, capacity, out_len and what is returned: as
 * gaztag_entity_attributes.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_retired_keys(const struct gaztag_gazetteer *gazetteer,
                                            size_t *resume,
                                            struct gaztag_retired_key *out,
                                            size_t capacity,
                                            size_t *out_len,
                                            struct gaztag_error *error);

/**
 * The entity with a key, such as "country/MLI", or the one that took its place if the key was
 * retired. Logarithmic in the number of entities.
 *
 * out_entity: its id, valid for this gazetteer only; store the key, not the id.
 * Returns GAZTAG_NONE if there is none. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_entity_find(const struct gaztag_gazetteer *gazetteer,
                                 const char *key,
                                 size_t key_len,
                                 uint64_t *out_entity,
                                 struct gaztag_error *error);

/**
 * An entity's key, such as "country/MLI"; NULL if there is no such entity, or for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_entity_key(const struct gaztag_gazetteer *gazetteer,
                                    uint64_t entity);

/**
 * An entity's usual English name; NULL if there is no such entity, or for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_entity_name(const struct gaztag_gazetteer *gazetteer,
                                     uint64_t entity);

/**
 * An entity's kind.
 *
 * Returns GAZTAG_NONE if there is no such entity. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_entity_kind(const struct gaztag_gazetteer *gazetteer,
                                 uint64_t entity,
                                 uint32_t *out_kind,
                                 struct gaztag_error *error);

/**
 * The value of an attribute of an entity by its name: alpha2, alpha3, numeric, status, part_of (of
 * a country), parent (of an organ: its bloc), class, founded, symbol, formula ... NULL if it has
 * none of that name, if there is no such entity, or for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_entity_attribute(const struct gaztag_gazetteer *gazetteer,
                                          uint64_t entity,
                                          const char *name,
                                          size_t name_len);

/**
 * All attributes of an entity.
 *
 * resume: NULL, or a number that is 0 at first; the next call goes on where this one ended. So do
 * all calls that give lists. Each passes over what was given before: for a long list give more
 * room with every call, or gaztag_gazetteer_form_counts at once. out, capacity: room for so many;
 * out_len: how many were written. Returns GAZTAG_MORE if there are more, GAZTAG_NONE if there is
 * no such entity. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_entity_attributes(const struct gaztag_gazetteer *gazetteer,
                                       uint64_t entity,
                                       size_t *resume,
                                       struct gaztag_attribute *out,
                                       size_t capacity,
                                       size_t *out_len,
                                       struct gaztag_error *error);

/**
 * All surface forms of an entity, without those that were derived by rule. resume, out, capacity,
 * out_len and what is returned: as gaztag_entity_attributes.
 */
GAZTAG_API
gaztag_status gaztag_entity_surfaces(const struct gaztag_gazetteer *gazetteer,
                                     uint64_t entity,
                                     size_t *resume,
                                     struct gaztag_surface *out,
                                     size_t capacity,
                                     size_t *out_len,
                                     struct gaztag_error *error);

/**
 * The members of a bloc, and the blocs of a member: one for each spell of membership, by bloc, by
 * member, then by date. Linear in the memberships of the gazetteer. resume, out, capacity, out_len
 * and what is returned: as gaztag_entity_attributes.
 */
GAZTAG_API
gaztag_status gaztag_entity_memberships(const struct gaztag_gazetteer *gazetteer,
                                        uint64_t entity,
                                        size_t *resume,
                                        struct gaztag_membership *out,
                                        size_t capacity,
                                        size_t *out_len,
                                        struct gaztag_error *error);

/**
 * All decoys, sorted by folded form. resume, out, capacity, out_len and what is returned: as
 * gaztag_entity_attributes.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_decoys(const struct gaztag_gazetteer *gazetteer,
                                      size_t *resume,
                                      struct gaztag_surface *out,
                                      size_t capacity,
                                      size_t *out_len,
                                      struct gaztag_error *error);

/**
 * The surface forms that fold to the same text as a form, the likeliest first. Case rules are not
 * looked at: this is for looking up, not for tagging.
 *
 * resume, out, capacity, out_len and what is returned: as gaztag_entity_attributes. There are at
 * most 32. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_look_up(const struct gaztag_gazetteer *gazetteer,
                                       const char *form,
                                       size_t form_len,
                                       size_t *resume,
                                       struct gaztag_surface *out,
                                       size_t capacity,
                                       size_t *out_len,
                                       struct gaztag_error *error);

/**
 * The languages of a surface form as text: ISO 639 codes separated by "|", such as "en|fr"; empty
 * for a form of no language in particular.
 *
 * entity: its entity, or GAZTAG_NO_ENTITY for a decoy. form: the form, spelled exactly as
 * gaztag_surface has it. out, capacity: room for the text and a NUL behind it. out_len: the bytes
 * of the text without the NUL, also when there is no room for them. Returns GAZTAG_MORE if there
 * is no room (out is as it was then), GAZTAG_NONE if there is no such form. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_surface_languages(const struct gaztag_gazetteer *gazetteer,
                                       uint64_t entity,
                                       const char *form,
                                       size_t form_len,
                                       char *out,
                                       size_t capacity,
                                       size_t *out_len,
                                       struct gaztag_error *error);

/**
 * The gaztag_format that a gazetteer file is likely to have: by its name (.jsonl and .ndjson,
 * .json, anything else is tab-separated) and, for lines of JSON, by what its first line has.
 *
 * file: its name. text: its content, or as much of it as there is. GAZTAG_FORMAT_TSV for a NULL
 * with a length.
 */
GAZTAG_API
uint32_t gaztag_format_guess(const char *file,
                             size_t file_len,
                             const char *text,
                             size_t text_len);

/**
 * A builder with nothing in it.
 *
 * out: the builder, to be freed by gaztag_builder_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_builder_new(struct gaztag_builder **out,
                                 struct gaztag_error *error);

/**
 * A builder with everything of a gazetteer, to add to it or to take from it.
 *
 * out: the builder, to be freed by gaztag_builder_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_builder_from(const struct gaztag_gazetteer *gazetteer,
                                  struct gaztag_builder **out,
                                  struct gaztag_error *error);

/**
 * Frees a builder; NULL is let pass. What it built stays.
 */
GAZTAG_API void gaztag_builder_free(struct gaztag_builder *builder);

/**
 * Says which version the data has. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG if it
 * has a NUL.
 */
GAZTAG_API
gaztag_status gaztag_builder_set_data_version(struct gaztag_builder *builder,
                                              const char *version,
                                              size_t version_len,
                                              struct gaztag_error *error);

/**
 * Adds an entity. Its key is a kind, a slash and a name ("country/MLI"); kinds beside country,
 * bloc and mineral become kinds of the gazetteer's own. Its name is no surface form by itself. An
 * entity that exists with the same name is left as it is.
 *
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for a bad key or name, or an entity
 * that exists with another name.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_entity(struct gaztag_builder *builder,
                                        const char *key,
                                        size_t key_len,
                                        const char *name,
                                        size_t name_len,
                                        struct gaztag_error *error);

/**
 * Adds or replaces an attribute of an entity. Its value is text that the type says more about.
 *
 * value_type: a gaztag_attribute_type. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG
 * for an unknown type; GAZTAG_ERR_PARSE for an unknown entity, a bad text, or a value that does
 * not fit its type.
 */
GAZTAG_API
gaztag_status gaztag_builder_set_attribute(struct gaztag_builder *builder,
                                           const char *key,
                                           size_t key_len,
                                           const char *name,
                                           size_t name_len,
                                           uint32_t value_type,
                                           const char *value,
                                           size_t value_len,
                                           struct gaztag_error *error);

/**
 * Says that a country (or a bloc) is or was in a bloc. Each call adds a spell.
 *
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for a struct_size that cannot be;
 * GAZTAG_ERR_UNSUPPORTED for fields of a newer header that are not 0; GAZTAG_ERR_PARSE for an
 * unknown entity or a bad text.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_member(struct gaztag_builder *builder,
                                        const char *bloc,
                                        size_t bloc_len,
                                        const char *member,
                                        size_t member_len,
                                        const struct gaztag_spell *spell,
                                        struct gaztag_error *error);

/**
 * Retires a key: from then on it means its successor, in this builder, in what it builds and in
 * files that it reads. An entity with the key is taken out; what should stay of it must be added
 * to the successor.
 *
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for a bad key, an unknown successor,
 * or one that is the same entity.
 */
GAZTAG_API
gaztag_status gaztag_builder_retire_key(struct gaztag_builder *builder,
                                        const char *key,
                                        size_t key_len,
                                        const char *successor,
                                        size_t successor_len,
                                        struct gaztag_error *error);

/**
 * Adds a surface form to an entity; a form that the entity has already is replaced, and its
 * languages add up.
 *
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an unknown number, a bad prior or
 * language, a struct_size that cannot be; GAZTAG_ERR_UNSUPPORTED for bounds that cannot be matched
 * yet, and for fields of a newer header that are not 0; GAZTAG_ERR_PARSE for an unknown entity, a
 * form that cannot be found in any text.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_surface(struct gaztag_builder *builder,
                                         const char *key,
                                         size_t key_len,
                                         const struct gaztag_form *form,
                                         struct gaztag_error *error);

/**
 * Adds a decoy: a form that means no entity and hides the names inside it. A decoy that equals a
 * name hides that name. Role and prior are not used. Errors: as gaztag_builder_add_surface.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_decoy(struct gaztag_builder *builder,
                                       const struct gaztag_form *form,
                                       struct gaztag_error *error);

/**
 * Takes an entity out, with its surface forms and memberships. Returns GAZTAG_NONE if there was
 * none. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_builder_remove_entity(struct gaztag_builder *builder,
                                           const char *key,
                                           size_t key_len,
                                           struct gaztag_error *error);

/**
 * Takes a surface form away from an entity. Returns GAZTAG_NONE if there was none, spelled exactly
 * so. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_builder_remove_surface(struct gaztag_builder *builder,
                                            const char *key,
                                            size_t key_len,
                                            const char *form,
                                            size_t form_len,
                                            struct gaztag_error *error);

/**
 * Takes a decoy away. Returns GAZTAG_NONE if there was none, spelled exactly so. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_builder_remove_decoy(struct gaztag_builder *builder,
                                          const char *form,
                                          size_t form_len,
                                          struct gaztag_error *error);

/**
 * Reads a gazetteer file. Entities that are not there yet are added with the name that the file
 * gives, or with their first form as name. On an error nothing of the file is taken. Time linear
 * in the file and in what the builder has already: give a file as a whole, not row by row.
 *
 * format: a gaztag_format. file: its name for messages, or NULL. text: its content. out_forms: how
 * many surface forms and decoys it had, or NULL. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG;
 * GAZTAG_ERR_UTF8, GAZTAG_ERR_PARSE, GAZTAG_ERR_TOO_LARGE with line, column and byte.
 */
GAZTAG_API
gaztag_status gaztag_builder_read(struct gaztag_builder *builder,
                                  uint32_t format,
                                  const char *file,
                                  size_t file_len,
                                  const char *text,
                                  size_t text_len,
                                  size_t *out_forms,
                                  struct gaztag_error *error);

/**
 * All errors that gaztag_builder_read could give for a file, in the order of the file. Takes
 * nothing.
 *
 * format, file, text: as gaztag_builder_read. found: called with each error. Returns GAZTAG_OK,
 * also when there are errors; GAZTAG_STOPPED if the callback returned something else than 0.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG.
 */
GAZTAG_API
gaztag_status gaztag_builder_check(const struct gaztag_builder *builder,
                                   uint32_t format,
                                   const char *file,
                                   size_t file_len,
                                   const char *text,
                                   size_t text_len,
                                   gaztag_error_fn found,
                                   void *user,
                                   struct gaztag_error *error);

/**
 * Adds a class of words and short phrases (four words at most) that cues can speak of. A line that
 * is the key of an entity stands for the entity: in a document, for any unambiguous name of it.
 * "<capitalised>", "<lower>", "<number>", "<initial>" and "<edge>" stand for any neighbour of that
 * shape.
 *
 * words: one a line. out_class: its number, for gaztag_builder_add_cue of this builder. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for no word at all, a phrase that is too
 * long, an unknown entity.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_word_class(struct gaztag_builder *builder,
                                            const char *words,
                                            size_t words_len,
                                            uint32_t *out_class,
                                            struct gaztag_error *error);

/**
 * Adds a cue: words of a class at a place speak for (or against, with a weight below 0) a reading
 * of a form, or all of them.
 *
 * form: the surface form. key: the entity whose reading it is, or NULL for all readings. place:
 * "before", "after", "before-comma", "after-comma", "left N", "right N", "near N" (1 to 12 words),
 * "document" or "document N" (1 to 9 times). words: a class. weight: steps that double or halve
 * the odds, -12 to 12, not 0. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an
 * unknown class or a weight that cannot be; GAZTAG_ERR_PARSE for an unknown entity or a place that
 * does not exist.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_cue(struct gaztag_builder *builder,
                                     const char *form,
                                     size_t form_len,
                                     const char *key,
                                     size_t key_len,
                                     const char *place,
                                     size_t place_len,
                                     uint32_t words,
                                     int32_t weight,
                                     struct gaztag_error *error);

/**
 * Adds a cue that tells what a name is used for: it is weighed for every reading, unless the use
 * counts (uses_counted and uses_dropped of gaztag_options). It tells this of the place where it
 * stands and not of the same name elsewhere.
 *
 * of: a gaztag_use. The others as gaztag_builder_add_cue, but for the places "document" and
 * "document N". Errors: as gaztag_builder_add_cue.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_use_cue(struct gaztag_builder *builder,
                                         const char *form,
                                         size_t form_len,
                                         uint32_t of,
                                         const char *place,
                                         size_t place_len,
                                         uint32_t words,
                                         int32_t weight,
                                         struct gaztag_error *error);

/**
 * Puts everything together. The builder can be used on. Time n log n in the number of surface
 * forms.
 *
 * out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL; GAZTAG_ERR_TOO_LARGE, GAZTAG_ERR_PARSE for a limit of the format;
 * GAZTAG_ERR_NOMEM for the handle. When memory runs out while it is built, the program ends.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_builder_build(const struct gaztag_builder *builder,
                                   struct gaztag_gazetteer **out,
                                   struct gaztag_error *error);

/**
 * Makes every field of the options what it is by default.
 *
 * struct_size: sizeof(gaztag_options). Nothing happens if options is NULL, or struct_size is less
 * than the struct ever was or more than 4096.
 */
GAZTAG_API void gaztag_options_init(struct gaztag_options *options, size_t struct_size);

/**
 * Builds a tagger. Costs nothing but copying the options.
 *
 * gazetteer: what to find names of; NULL: the built-in one. options: NULL: all as by default. out:
 * the tagger, to be freed by gaztag_tagger_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL;
 * GAZTAG_ERR_ARG for what an option cannot be; GAZTAG_ERR_UNSUPPORTED for options of a newer
 * header that are not 0, and for a backend that the machine does not have; GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_tagger_new(const struct gaztag_gazetteer *gazetteer,
                                const struct gaztag_options *options,
                                struct gaztag_tagger **out,
                                struct gaztag_error *error);

/**
 * Another handle of the same tagger, to be freed by its own gaztag_tagger_free. Cheap.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_tagger_clone(const struct gaztag_tagger *tagger,
                                  struct gaztag_tagger **out,
                                  struct gaztag_error *error);

/**
 * Frees a handle; NULL is let pass.
 */
GAZTAG_API void gaztag_tagger_free(struct gaztag_tagger *tagger);

/**
 * A handle of the tagger's gazetteer, to be freed by gaztag_gazetteer_free.
 *
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_tagger_gazetteer(const struct gaztag_tagger *tagger,
                                      struct gaztag_gazetteer **out,
                                      struct gaztag_error *error);

/**
 * How the tagger reads plain ASCII text: a gaztag_backend. 0 for NULL.
 */
GAZTAG_API uint32_t gaztag_tagger_backend(const struct gaztag_tagger *tagger);

/**
 * The bytes that a tagger takes: its own, and those of its gazetteer's image, which all handles
 * share. 0 for NULL.
 */
GAZTAG_API size_t gaztag_tagger_memory_usage(const struct gaztag_tagger *tagger);

/**
 * A cursor at the start of a text: see gaztag_tag.
 *
 * out: the cursor, to be freed by gaztag_cursor_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_cursor_new(struct gaztag_cursor **out,
                                struct gaztag_error *error);

/**
 * Forgets the text that the cursor is in the middle of: the next call begins a text. After
 * GAZTAG_OK of gaztag_tag this is not needed. Does nothing for NULL and while the cursor is in
 * use.
 */
GAZTAG_API void gaztag_cursor_reset(struct gaztag_cursor *cursor);

/**
 * Frees a cursor; NULL is let pass.
 */
GAZTAG_API void gaztag_cursor_free(struct gaztag_cursor *cursor);

/**
 * The mentions of a text, judged with the whole text. Allocates nothing; time is linear in the
 * text.
 *
 * text, text_len: any bytes; NULL is the empty text if the length is 0. options: what is known of
 * the text; NULL: nothing. cursor: NULL, or a cursor (gaztag_cursor_new): when the call returns
 * GAZTAG_MORE, the next one with the same tagger, text and cursor goes on after the mentions that
 * this one returned. The text stays where it is and as it is until then. All calls together read
 * it three times at most. out, capacity: an array for so many mentions, which the call may
 * overwrite all; out_len: how many there are. Returns GAZTAG_OK, or GAZTAG_MORE if there are more.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 if the tagger
 * was built so; GAZTAG_ERR_UTF8 also for a bad language, GAZTAG_ERR_UNSUPPORTED for options of a
 * newer header that are not 0; GAZTAG_ERR_STATE if the cursor is in the middle of another text, or
 * in use.
 */
GAZTAG_API
gaztag_status gaztag_tag(const struct gaztag_tagger *tagger,
                         const char *text,
                         size_t text_len,
                         const struct gaztag_text_options *options,
                         struct gaztag_cursor *cursor,
                         struct gaztag_mention *out,
                         size_t capacity,
                         size_t *out_len,
                         struct gaztag_error *error);

/**
 * Calls a function with the mentions of a text, some at a time, judged with the whole text.
 * Allocates nothing; a text with more than 512 names is read twice after these.
 *
 * text, text_len, options: as gaztag_tag. Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback
 * returned something else than 0. Errors: as gaztag_tag.
 */
GAZTAG_API
gaztag_status gaztag_tag_each(const struct gaztag_tagger *tagger,
                              const char *text,
                              size_t text_len,
                              const struct gaztag_text_options *options,
                              gaztag_mention_fn found,
                              void *user,
                              struct gaztag_error *error);

/**
 * Whether a text has a mention, judged with the whole text: 1 just where gaztag_tag returns any.
 * Stops at the first that nothing can change. Allocates nothing.
 *
 * text, text_len, options: as gaztag_tag. out_found: 1 or 0. Errors: as gaztag_tag.
 */
GAZTAG_API
gaztag_status gaztag_is_match(const struct gaztag_tagger *tagger,
                              const char *text,
                              size_t text_len,
                              const struct gaztag_text_options *options,
                              int32_t *out_found,
                              struct gaztag_error *error);

/**
 * Counts the mentions of a text, judged with the whole text: as many as gaztag_tag returns.
 * Allocates nothing; a text with more than 512 names is read twice after these.
 *
 * text, text_len, options: as gaztag_tag. counts, counts_len: NULL and 0, or a number for each
 * entity of the tagger's gazetteer (gaztag_gazetteer_len), in the order of gaztag_entity_at, which
 * each mention of the entity adds 1 to: one array can count over many texts. out_total: the
 * mentions of this text, or NULL. Errors: as gaztag_tag; GAZTAG_ERR_ARG if there are fewer counts
 * than entities.
 */
GAZTAG_API
gaztag_status gaztag_count(const struct gaztag_tagger *tagger,
                           const char *text,
                           size_t text_len,
                           const struct gaztag_text_options *options,
                           uint64_t *counts,
                           size_t counts_len,
                           uint64_t *out_total,
                           struct gaztag_error *error);

/**
 * All entities that a mention's name could mean, the likeliest first; the one that it was judged
 * to mean is among them.
 *
 * entity, readings: of a mention of this tagger, or of one with the same gazetteer. resume, out,
 * capacity, out_len: as gaztag_entity_attributes. There are at most 32. Returns GAZTAG_OK or
 * GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_candidates(const struct gaztag_tagger *tagger,
                                uint64_t entity,
                                uint64_t readings,
                                size_t *resume,
                                struct gaztag_candidate *out,
                                size_t capacity,
                                size_t *out_len,
                                struct gaztag_error *error);

/**
 * The mentions of many documents in one call, over memory as Arrow has it: document d is the bytes
 * data[offsets[d] .. offsets[d + 1]]. Allocates nothing.
 *
 * offsets: documents + 1 numbers that never go backwards. Offsets of mentions are counted from the
 * start of their document. languages: NULL, or one for each document as gaztag_text_options has
 * it, NULL where it is unknown. next_document: in, the first document to tag (0 at first); out,
 * the first that was not. out, capacity, out_len: room for the mentions of this call, those of one
 * document behind those of the one before. document_ends: documents numbers; of each document that
 * this call tagged, how many mentions of this call there are up to its end. Returns GAZTAG_OK when
 * all documents are tagged, GAZTAG_MORE when the mentions of the next document do not fit: take
 * these out and call again. If no document was tagged, that one has more mentions than capacity:
 * give a larger array, or use gaztag_tag with a cursor for it. Errors: GAZTAG_ERR_NULL;
 * GAZTAG_ERR_ARG for bad offsets; GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for a bad language;
 * GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8, with the offset in the document, if the tagger was
 * built so. next_document is at the document then; what was tagged before is there, as with
 * GAZTAG_MORE.
 */
GAZTAG_API
gaztag_status gaztag_tag_batch64(const struct gaztag_tagger *tagger,
                                 const char *data,
                                 size_t data_len,
                                 const int64_t *offsets,
                                 size_t documents,
                                 const struct gaztag_str *languages,
                                 size_t *next_document,
                                 struct gaztag_mention *out,
                                 size_t capacity,
                                 size_t *out_len,
                                 size_t *document_ends,
                                 struct gaztag_error *error);

/**
 * The same with offsets of 32 bits.
 */
GAZTAG_API
gaztag_status gaztag_tag_batch32(const struct gaztag_tagger *tagger,
                                 const char *data,
                                 size_t data_len,
                                 const int32_t *offsets,
                                 size_t documents,
                                 const struct gaztag_str *languages,
                                 size_t *next_document,
                                 struct gaztag_mention *out,
                                 size_t capacity,
                                 size_t *out_len,
                                 size_t *document_ends,
                                 struct gaztag_error *error);

/**
 * Tags a column of documents: utf8, large_utf8, utf8_view, binary, large_binary or binary_view,
 * sliced or not, with nulls or without; or null, which engines give a column without any value.
 * Each document is judged as a whole.
 *
 * schema, array: the column (struct ArrowSchema, struct ArrowArray of the Arrow C Data Interface);
 * they are read, not released. flags: bits of gaztag_arrow_flag. languages_schema,
 * languages_array: NULL, or a column of the same types with the language of each document, as
 * gaztag_text_options has it; null where it is unknown. out_schema, out_array: other structs,
 * which become a column of lists, one a document, to be released by the caller by their release
 * callbacks; marked as released if the call fails. A null document gives a null list. The values
 * of the lists are structs with the fields start and end (int64, in the tagger's unit, from the
 * start of the document), id and name (utf8: the entity's key and usual name), kind and role
 * (utf8), confidence (int8). They need neither the tagger nor the input. Errors: GAZTAG_ERR_NULL;
 * GAZTAG_ERR_ARG for a released or an inconsistent column; GAZTAG_ERR_UNSUPPORTED for a column of
 * another type; GAZTAG_ERR_TOO_LARGE for more than 2^31 - 1 mentions or more than 2^31 - 1 bytes
 * of ids or names: pass fewer documents at once; GAZTAG_ERR_UTF8 if the tagger is strict. When
 * memory runs out while the columns grow, the program ends. Only in libraries with
 * GAZTAG_FEATURE_ARROW.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_tag_arrow(const struct gaztag_tagger *tagger,
                               const struct ArrowSchema *schema,
                               const struct ArrowArray *array,
                               const struct ArrowSchema *languages_schema,
                               const struct ArrowArray *languages_array,
                               uint32_t flags,
                               struct ArrowSchema *out_schema,
                               struct ArrowArray *out_array,
                               struct gaztag_error *error);

/**
 * The text with every mention replaced by what a callback gives for it, judged with the whole
 * text. Allocates nothing; a text with more than 512 names is read twice after these. Of mentions
 * that overlap, the first is replaced.
 *
 * text, text_len, options: as gaztag_tag. out, capacity: room for the result, which is not ended
 * by NUL. out_len: its bytes, also if there is no room for them. Returns GAZTAG_OK; GAZTAG_MORE if
 * there is no room for all: nothing of out is of use then, call again with out_len bytes;
 * GAZTAG_STOPPED if the callback stopped: likewise, and out_len is 0. Errors: as gaztag_tag.
 */
GAZTAG_API
gaztag_status gaztag_replace(const struct gaztag_tagger *tagger,
                             const char *text,
                             size_t text_len,
                             const struct gaztag_text_options *options,
                             gaztag_replacement_fn replacement,
                             void *user,
                             char *out,
                             size_t capacity,
                             size_t *out_len,
                             struct gaztag_error *error);

/**
 * At the start of a text.
 *
 * options: what is known of the texts that will come; NULL: nothing. out: the stream, to be freed
 * by gaztag_incremental_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG,
 * GAZTAG_ERR_NOMEM; GAZTAG_ERR_UTF8 and GAZTAG_ERR_UNSUPPORTED for the options, as gaztag_tag.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_incremental_new(const struct gaztag_tagger *tagger,
                                     const struct gaztag_text_options *options,
                                     struct gaztag_incremental **out,
                                     struct gaztag_error *error);

/**
 * Goes on with a chunk, which may end inside a name, a character or a tag. Gives the mentions that
 * are sure now: some 4 KiB behind, the end of what was fed cannot change them any more. Offsets
 * are those of the whole text.
 *
 * consumed: how many bytes of the chunk were taken. out, capacity, out_len: room for mentions, and
 * how many there are. Returns GAZTAG_OK when all of the chunk was taken; GAZTAG_MORE when mentions
 * wait: take these out, and call again with what is left of the chunk, even if that is nothing.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_STATE if the stream is in use, or if the
 * last mentions of the text before wait to be taken by gaztag_incremental_finish;
 * GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 (with the offset in the whole text) if the tagger was
 * built so: reset the stream then. Mentions that were given are right in any case.
 */
GAZTAG_API
gaztag_status gaztag_incremental_feed(struct gaztag_incremental *stream,
                                      const char *chunk,
                                      size_t chunk_len,
                                      size_t *consumed,
                                      struct gaztag_mention *out,
                                      size_t capacity,
                                      size_t *out_len,
                                      struct gaztag_error *error);

/**
 * Ends the text: gives the mentions that are left. After GAZTAG_OK the stream is ready for another
 * text.
 *
 * out, capacity, out_len: as gaztag_incremental_feed. Returns GAZTAG_OK, or GAZTAG_MORE when
 * mentions wait: take these out and call again. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG,
 * GAZTAG_ERR_STATE; GAZTAG_ERR_UTF8 if the text ends inside a character and the tagger is strict:
 * reset the stream then.
 */
GAZTAG_API
gaztag_status gaztag_incremental_finish(struct gaztag_incremental *stream,
                                        struct gaztag_mention *out,
                                        size_t capacity,
                                        size_t *out_len,
                                        struct gaztag_error *error);

/**
 * As gaztag_incremental_feed, and calls a function with every mention and its text, which the
 * stream still has.
 *
 * consumed: how many bytes of the chunk were taken; all of them if the callback did not stop.
 * Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback returned something else than 0: what was
 * found behind that mention waits for gaztag_incremental_feed or gaztag_incremental_finish.
 * Errors: as gaztag_incremental_feed; GAZTAG_ERR_STATE also while mentions wait.
 */
GAZTAG_API
gaztag_status gaztag_incremental_feed_each(struct gaztag_incremental *stream,
                                           const char *chunk,
                                           size_t chunk_len,
                                           size_t *consumed,
                                           gaztag_incremental_fn found,
                                           void *user,
                                           struct gaztag_error *error);

/**
 * As gaztag_incremental_finish, and calls a function with every mention and its text.
 *
 * Returns GAZTAG_OK, then the stream is ready for another text; or GAZTAG_STOPPED if the callback
 * returned something else than 0: what is left waits for gaztag_incremental_finish. Errors: as
 * gaztag_incremental_finish; GAZTAG_ERR_STATE also while mentions wait.
 */
GAZTAG_API
gaztag_status gaztag_incremental_finish_each(struct gaztag_incremental *stream,
                                             gaztag_incremental_fn found,
                                             void *user,
                                             struct gaztag_error *error);

/**
 * The byte offset before which no mention that is yet to come starts: text before it can be
 * printed or dropped. Mentions that wait are not counted, so while the last ones of a text wait it
 * is the end of the text. 0 for NULL and while the stream is in use.
 */
GAZTAG_API uint64_t gaztag_incremental_settled(const struct gaztag_incremental *stream);

/**
 * Forgets the text fed so far, and is ready for another. Does nothing for NULL and while the
 * stream is in use.
 */
GAZTAG_API void gaztag_incremental_reset(struct gaztag_incremental *stream);

/**
 * Frees a stream; NULL is let pass. Not from its own callback.
 */
GAZTAG_API void gaztag_incremental_free(struct gaztag_incremental *stream);

/**
 * Explains a text: every surface form that stands in it, kept or dropped, with the reason; by
 * start, then by end, then the likeliest first. It explains tagging with GAZTAG_OVERLAP_LONGEST,
 * whatever the tagger's overlap is.
 *
 * out: the explanation, to be freed by gaztag_explanation_free; NULL if the call fails. It is
 * independent of the text and of the tagger's handle. Errors: as gaztag_tag; GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_explain(const struct gaztag_tagger *tagger,
                             const char *text,
                             size_t text_len,
                             const struct gaztag_text_options *options,
                             struct gaztag_explanation **out,
                             struct gaztag_error *error);

/**
 * How many findings an explanation has. 0 for NULL.
 */
GAZTAG_API size_t gaztag_explanation_len(const struct gaztag_explanation *explanation);

/**
 * A finding by its index.
 *
 * Returns GAZTAG_NONE behind the last one. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_explanation_finding(const struct gaztag_explanation *explanation,
                                         size_t index,
                                         struct gaztag_finding *out,
                                         struct gaztag_error *error);

/**
 * What spoke for or against a finding, by its index, in the order in which it was weighed.
 *
 * Returns GAZTAG_NONE behind the last one. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_explanation_weighed(const struct gaztag_explanation *explanation,
                                         size_t finding,
                                         size_t index,
                                         struct gaztag_weighed *out,
                                         struct gaztag_error *error);

/**
 * Frees an explanation; NULL is let pass.
 */
GAZTAG_API void gaztag_explanation_free(struct gaztag_explanation *explanation);

/**
 * A reason in words, such as "inside a longer name"; "?" for a number that is none. A static
 * string.
 */
GAZTAG_API const char *gaztag_reason_text(uint32_t reason);

/**
 * Converts offsets into a text from one unit to another, in place and in one pass over the text.
 * They must ascend; one inside a character becomes that of the character's start.
 *
 * from_unit, to_unit: gaztag_unit. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an offset that is
 * behind the end of the text or less than the one before it, or an unknown unit; GAZTAG_ERR_NOMEM,
 * as it needs eight bytes for each offset. No offset is changed then.
 */
GAZTAG_API
gaztag_status gaztag_convert_offsets(const char *text,
                                     size_t text_len,
                                     uint32_t from_unit,
                                     uint32_t to_unit,
                                     uint64_t *offsets,
                                     size_t offsets_len,
                                     struct gaztag_error *error);

/**
 * How many units a text has, in time linear in it; 0 for an unknown unit or a NULL text.
 */
GAZTAG_API uint64_t gaztag_count_units(const char *text, size_t text_len, uint32_t unit);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* GAZTAG_H */
