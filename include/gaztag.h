/* gaztag: finds the names of countries, blocs and minerals in texts, and says which one each means.
 * Written by `cargo run -p gazgen` from src/capi; do not edit. The manual is docs/c.md.
 *
 * These rules hold for all functions.
 *
 * Texts: a pointer and a length in bytes. A text needs no NUL and may have any bytes. NULL with the
 * length 0 is the empty text.
 *
 * Inputs: a pointer argument is NULL or points to as many initialised values as the length beside
 * it says. Nothing may change them until the call returns.
 *
 * Outputs: a call sets an output to NULL or 0 first, and writes its value only if it succeeds,
 * unless its comment says otherwise. An output overlaps neither an input nor another output. An
 * array and its capacity may be NULL and 0; the call may write to the whole array.
 *
 * Handles: a pointer to a struct without fields is a handle. Free it once, by the function that the
 * comment names, in any order with others, and not while a call uses it, nor in a callback of that
 * call. NULL in place of a handle is an error, or has the result that the comment names.
 *
 * Callbacks: a function and a pointer that is passed on to it, user. A callback must return: no
 * longjmp, and no C++ exception. It must not free a handle of the call that it is called by.
 *
 * Errors: the last argument receives the reason of a failure; it may be NULL. Besides the errors
 * that a comment names, every call that returns a status can return GAZTAG_ERR_ARG for a misaligned
 * pointer, GAZTAG_ERR_TOO_LARGE for a length that exceeds any memory, and GAZTAG_ERR_INTERNAL.
 * GAZTAG_ERR_INTERNAL is a defect of gaztag, which is also reported on standard error. Nothing else
 * is ever printed.
 *
 * Memory: tagging allocates nothing. A call with GAZTAG_ERR_NOMEM among its errors returns it if
 * there is no memory for a handle or a copy of an input. If memory runs out while something is
 * built, loaded, read, explained, ranked by gaztag_about, screened, streamed or returned as
 * columns, or for the message of an error, the program ends.
 *
 * Threads: gazetteers, taggers, screeners and explanations are immutable; any number of threads may
 * use one at the same time. Builders, cursors and streams are for one thread at a time.
 *
 * MIT OR Apache-2.0 */

#ifndef GAZTAG_H
#define GAZTAG_H

#include <stddef.h>
#include <stdint.h>

/* The version of this header. gaztag_version() and gaztag_version_string() return the version of
   the library. */
#define GAZTAG_VERSION_MAJOR 0
#define GAZTAG_VERSION_MINOR 1
#define GAZTAG_VERSION_PATCH 0
#define GAZTAG_VERSION_NUMBER \
  (GAZTAG_VERSION_MAJOR * 1000000 + GAZTAG_VERSION_MINOR * 1000 + GAZTAG_VERSION_PATCH)
#define GAZTAG_VERSION_STRING "0.1.0"

/* The version of the ABI of this header. A program may break with a library whose
   gaztag_abi_version() differs. */
#define GAZTAG_ABI_VERSION 2

/* Columns of the Arrow C Data Interface. Programs that use them declare these structs as the
   specification does. */
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
 * In place of the id of an entity: no entity (the form is a decoy).
 */
#define GAZTAG_NO_ENTITY 18446744073709551615ull

/**
 * In place of a confidence: not judged.
 */
#define GAZTAG_NO_CONFIDENCE 255

/**
 * The values of gaztag_status.
 */
typedef enum gaztag_status_code {
  /**
   * Success.
   */
  GAZTAG_OK = 0,
  /**
   * A callback returned a value other than 0, and the call ended there.
   */
  GAZTAG_STOPPED = 1,
  /**
   * The output array is full and there is more. The comment of the function says how to
   * continue.
   */
  GAZTAG_MORE = 2,
  /**
   * No such thing: an unknown key or id, or an index past the last one.
   */
  GAZTAG_NONE = 3,
  /**
   * A pointer that must not be NULL is NULL.
   */
  GAZTAG_ERR_NULL = -1,
  /**
   * An invalid argument: an unknown number or bit, a reserved field that is not 0, or a
   * misaligned pointer.
   */
  GAZTAG_ERR_ARG = -2,
  /**
   * A text that must be UTF-8 is not.
   */
  GAZTAG_ERR_UTF8 = -3,
  /**
   * A text, file or result is larger than its limit.
   */
  GAZTAG_ERR_TOO_LARGE = -4,
  /**
   * There is not enough memory.
   */
  GAZTAG_ERR_NOMEM = -5,
  /**
   * A gazetteer file, or a value that is added to a builder, breaks a rule of the format.
   */
  GAZTAG_ERR_PARSE = -6,
  /**
   * An image has another version of the format, or was folded with another version of Unicode.
   */
  GAZTAG_ERR_VERSION = -7,
  /**
   * Not an image, or truncated or modified.
   */
  GAZTAG_ERR_CORRUPT = -8,
  /**
   * The handle is in use (a stream by its own callback, a cursor by another thread), or a cursor
   * is in the middle of another text.
   */
  GAZTAG_ERR_STATE = -9,
  /**
   * This build, this version or this machine does not support it.
   */
  GAZTAG_ERR_UNSUPPORTED = -10,
  /**
   * A file cannot be read.
   */
  GAZTAG_ERR_IO = -11,
  /**
   * A name or code means several entities.
   */
  GAZTAG_ERR_AMBIGUOUS = -12,
  /**
   * A text is neither a key nor a name nor a code of an entity.
   */
  GAZTAG_ERR_UNKNOWN = -13,
  /**
   * A defect of gaztag. Ignore the outputs of the call. The handles remain usable.
   */
  GAZTAG_ERR_INTERNAL = -99,
} gaztag_status_code;

/**
 * The kind of an entity. A gazetteer may have kinds of its own, numbered from GAZTAG_KIND_OTHER
 * on; gaztag_kind_name returns their names.
 */
typedef enum gaztag_kind {
  /**
   * A country, territory or former state, with a key such as "country/MLI".
   */
  GAZTAG_KIND_COUNTRY = 0,
  /**
   * A union, alliance or other organisation of states, with a key such as "bloc/ecowas".
   */
  GAZTAG_KIND_BLOC = 1,
  /**
   * A mineral, metal, rock, fuel or gemstone, with a key such as "mineral/lithium".
   */
  GAZTAG_KIND_MINERAL = 2,
  /**
   * The first kind of a gazetteer's own. Lower numbers are reserved for the library.
   */
  GAZTAG_KIND_OTHER = 64,
} gaztag_kind;

/**
 * The role of a surface form: what it is to its entity.
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
   * A former name: Upper Volta, Burma.
   */
  GAZTAG_ROLE_FORMER = 3,
  /**
   * A word for the people, or an adjective: Malian, Malians.
   */
  GAZTAG_ROLE_DEMONYM = 4,
  /**
   * An acronym: EU, DRC, LNG.
   */
  GAZTAG_ROLE_ACRONYM = 5,
  /**
   * A code: MLI, ML, and the flag. Codes of letters count only if the option roles has this
   * role.
   */
  GAZTAG_ROLE_CODE = 6,
  /**
   * A chemical symbol or formula: Li2CO3.
   */
  GAZTAG_ROLE_SYMBOL = 7,
  /**
   * The capital: Bamako. Counts only if the option roles has this role.
   */
  GAZTAG_ROLE_CAPITAL = 8,
  /**
   * A frequent misspelling: Phillipines.
   */
  GAZTAG_ROLE_MISSPELLING = 9,
  /**
   * A closed compound that begins with a name: Goldmine. Counts unless GAZTAG_USE_COMPOUND is in
   * uses_dropped.
   */
  GAZTAG_ROLE_COMPOUND = 10,
} gaztag_role;

/**
 * Which capitalisation of a surface form matches in a text.
 */
typedef enum gaztag_case_rule {
  /**
   * In gaztag_form only: GAZTAG_CASE_EXACT for acronyms, codes and symbols, otherwise
   * GAZTAG_CASE_CAPITALISED for forms that begin with a capital letter, otherwise
   * GAZTAG_CASE_ANY.
   */
  GAZTAG_CASE_DEFAULT = 0,
  /**
   * Any: lithium, Lithium, LITHIUM.
   */
  GAZTAG_CASE_ANY = 1,
  /**
   * The first letter is a capital, or has no case: Mali, MALI, not mali.
   */
  GAZTAG_CASE_CAPITALISED = 2,
  /**
   * Every letter as in the form: US, not Us or us.
   */
  GAZTAG_CASE_EXACT = 3,
} gaztag_case_rule;

/**
 * Whether a surface form may begin or end inside a word. A mention has the text of the form, not
 * the whole word. No form begins or ends inside a character, or between a letter and its accents.
 */
typedef enum gaztag_bounds {
  /**
   * It begins and ends at word boundaries: Mali, not in Malibu.
   */
  GAZTAG_BOUNDS_WORD = 0,
  /**
   * It begins at a word boundary and may end inside a word: Mali in Malian, not in Somali.
   */
  GAZTAG_BOUNDS_START = 1,
  /**
   * It may begin inside a word and ends at a word boundary: berg in Heidelberg, not in Bergen.
   */
  GAZTAG_BOUNDS_END = 2,
  /**
   * It may begin and end inside a word, as in libraries of Aho-Corasick.
   */
  GAZTAG_BOUNDS_ANYWHERE = 3,
} gaztag_bounds;

/**
 * The type of an attribute's value. All values are text.
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
   * A list of texts separated by "|".
   */
  GAZTAG_ATTRIBUTE_LIST = 3,
  /**
   * The key of an entity.
   */
  GAZTAG_ATTRIBUTE_ENTITY = 4,
  /**
   * Keys of entities separated by "|".
   */
  GAZTAG_ATTRIBUTE_ENTITIES = 5,
} gaztag_attribute_type;

/**
 * A flag of gaztag_entity_members_on and gaztag_entity_blocs_on, a bit each.
 */
typedef enum gaztag_member_flag {
  /**
   * Also observers, associates and candidates. The status of each says what it was.
   */
  GAZTAG_MEMBERS_ANY_STATUS = 1,
} gaztag_member_flag;

/**
 * A format of gazetteer files; docs/gazetteers.md describes them.
 */
typedef enum gaztag_format {
  /**
   * Tab-separated values with one surface form in each row. The first row names the columns: key
   * and form are required; name, role, case, lang, prior, word, bounds and accents are optional;
   * source and note are ignored. The key of a decoy is "-".
   */
  GAZTAG_FORMAT_TSV = 0,
  /**
   * One JSON object in each line: {"key": .., "name": .., "forms": [..], "attributes": {..}} or
   * {"decoy": ..}. A form is a string or an object.
   */
  GAZTAG_FORMAT_JSON_LINES = 1,
  /**
   * The dictionary of flashtext: one JSON object {name: [forms]}. Forms match in any case. The
   * kind is "keyword".
   */
  GAZTAG_FORMAT_FLASHTEXT = 2,
  /**
   * The patterns of spaCy's EntityRuler, one JSON object in each line: {"label": .., "pattern":
   * .., "id": ..}. The kind is the label in lower case.
   */
  GAZTAG_FORMAT_SPACY = 3,
} gaztag_format;

/**
 * Which surface form counts where one that is added to a gazetteer equals one of another entity
 * that the gazetteer had before, and has no prior of its own.
 */
typedef enum gaztag_preference {
  /**
   * The one that was there before: an entity "Morocco" of your own does not take the country's
   * name.
   */
  GAZTAG_PREFERENCE_BUILTIN = 0,
  /**
   * The one that is added.
   */
  GAZTAG_PREFERENCE_OWN = 1,
} gaztag_preference;

/**
 * Which of several names that overlap are mentions.
 */
typedef enum gaztag_overlap {
  /**
   * The leftmost name, and of several the longest. Mentions do not overlap.
   */
  GAZTAG_OVERLAP_LONGEST = 0,
  /**
   * Every name, also nested and overlapping ones, with a mention for every entity that an
   * ambiguous name can mean, ordered by start, then end, then the most likely first. The context
   * of a name is not used.
   */
  GAZTAG_OVERLAP_ALL = 1,
} gaztag_overlap;

/**
 * The format of texts.
 */
typedef enum gaztag_input {
  /**
   * Plain text. Markup is treated as text.
   */
  GAZTAG_INPUT_TEXT = 0,
  /**
   * HTML. Tags, attributes, comments, scripts, styles, web and mail addresses are skipped, and
   * character references are decoded. Offsets are offsets into the raw text.
   */
  GAZTAG_INPUT_HTML = 1,
} gaztag_input;

/**
 * The unit of offsets. In text that is not UTF-8, each maximal ill-formed part counts as one unit,
 * as decoders with replacement characters count it.
 */
typedef enum gaztag_unit {
  /**
   * Bytes.
   */
  GAZTAG_UNIT_BYTES = 0,
  /**
   * UTF-16 code units, as in strings of JavaScript, Java and C#.
   */
  GAZTAG_UNIT_UTF16 = 1,
  /**
   * Unicode code points, as in strings of Python.
   */
  GAZTAG_UNIT_CODE_POINTS = 2,
} gaztag_unit;

/**
 * The instructions that scan plain ASCII text. All backends find the same mentions.
 */
typedef enum gaztag_backend {
  /**
   * The fastest one that the machine supports.
   */
  GAZTAG_BACKEND_FASTEST = 0,
  /**
   * Byte by byte, on every machine.
   */
  GAZTAG_BACKEND_SCALAR = 1,
  /**
   * 64 bytes at a time with SSE2, on every x86-64.
   */
  GAZTAG_BACKEND_SSE2 = 2,
  /**
   * 64 bytes at a time with AVX2 and BMI, on x86-64 since 2013.
   */
  GAZTAG_BACKEND_AVX2 = 3,
  /**
   * 64 bytes at a time with NEON, on every 64-bit ARM processor, little-endian.
   */
  GAZTAG_BACKEND_NEON = 4,
} gaztag_backend;

/**
 * Parts of folding, one bit each: how a text may differ from a surface form.
 */
typedef enum gaztag_folding {
  /**
   * Upper and lower case, as far as the form's case rule allows.
   */
  GAZTAG_FOLDING_CASE = 1,
  /**
   * The text may leave out accents, precomposed or combining.
   */
  GAZTAG_FOLDING_ACCENTS = 2,
  /**
   * All kinds of apostrophes, hyphens and dashes are equal to the plain one.
   */
  GAZTAG_FOLDING_PUNCTUATION = 4,
  /**
   * Full-width and half-width characters are equal.
   */
  GAZTAG_FOLDING_WIDTH = 8,
  /**
   * A sequence of white space with at most one line break is equal to one space, and to nothing
   * beside an apostrophe.
   */
  GAZTAG_FOLDING_BLANKS = 16,
  /**
   * Soft hyphens, zero-width characters and byte order marks are ignored.
   */
  GAZTAG_FOLDING_INVISIBLE = 32,
  /**
   * "&" is equal to "and".
   */
  GAZTAG_FOLDING_AMPERSAND = 64,
  /**
   * Acronyms may have dots: U.S., N.A.T.O.
   */
  GAZTAG_FOLDING_DOTTED = 128,
  /**
   * "St.", "St" and "Saint" are equal.
   */
  GAZTAG_FOLDING_SAINT = 256,
  /**
   * A hyphen is equal to a blank; a hyphen at the end of a line may divide a word.
   */
  GAZTAG_FOLDING_HYPHENS = 512,
} gaztag_folding;

/**
 * Uses of a name other than for the country, bloc or mineral itself, one bit each.
 */
typedef enum gaztag_use {
  /**
   * As a part of another name: Bank of Japan. Mentions by default.
   */
  GAZTAG_USE_NESTED = 1,
  /**
   * For a national team: Brazil beat Chile 2-0. Mentions by default.
   */
  GAZTAG_USE_TEAM = 2,
  /**
   * For a language: she speaks French. Not mentions by default.
   */
  GAZTAG_USE_LANGUAGE = 4,
  /**
   * A mineral in the name of a company, or a country in that of an airline: Tata Steel, Kuwait
   * Airlines. Not mentions by default.
   */
  GAZTAG_USE_FIRM = 8,
  /**
   * An adjective of a mineral: limonitic. Not mentions by default.
   */
  GAZTAG_USE_ADJECTIVE = 16,
  /**
   * A street or a restaurant: Peru Street, Casa Mexico. Not mentions by default.
   */
  GAZTAG_USE_PLACE = 32,
  /**
   * The first part of a closed compound: Goldmine. Mentions by default.
   */
  GAZTAG_USE_COMPOUND = 64,
} gaztag_use;

/**
 * Flags of a tagger, one bit each.
 */
typedef enum gaztag_flag {
  /**
   * Calls return GAZTAG_ERR_UTF8, with the byte offset, for a text that is not UTF-8. Without
   * this flag, ill-formed bytes separate words and no call fails for them.
   */
  GAZTAG_FLAG_STRICT_UTF8 = 1,
  /**
   * Names are judged by their priors only, not by the words near them or elsewhere in the
   * document.
   */
  GAZTAG_FLAG_NO_CONTEXT = 2,
  /**
   * Names that require capitals match in lower case too, for texts whose writers omit capitals.
   * The confidence of such a mention is at most 80, and at most 30 for a common English word,
   * and for an acronym of two letters or with a prior below 95. ASCII text takes twice the time.
   */
  GAZTAG_FLAG_LOWER_CASE = 4,
  /**
   * Names inside links are mentions too: in web addresses, mail addresses and paths of files.
   */
  GAZTAG_FLAG_LINKS = 8,
} gaztag_flag;

/**
 * Optional parts of the library, one bit each.
 */
typedef enum gaztag_feature {
  /**
   * The built-in gazetteer.
   */
  GAZTAG_FEATURE_BUILTIN = 1,
  /**
   * The function gaztag_tag_arrow.
   */
  GAZTAG_FEATURE_ARROW = 2,
} gaztag_feature;

/**
 * Flags of gaztag_tag_arrow, one bit each.
 */
typedef enum gaztag_arrow_flag {
  /**
   * Return id, name, kind and role as dictionary columns (int32 to utf8), which are smaller and
   * faster, for engines that support them. The dictionary of id has a value for each entity, in
   * the order of positions (gaztag_entity_at); those of name and attributes have each text once.
   * Kinds are country, bloc, mineral, then the gazetteer's own.
   */
  GAZTAG_ARROW_DICTIONARIES = 1,
  /**
   * Return a last field attributes (utf8, or a dictionary column as id): the attributes of the
   * entity as one object of JSON, numbers as numbers and lists as arrays.
   */
  GAZTAG_ARROW_ATTRIBUTES = 2,
} gaztag_arrow_flag;

/**
 * For what gaztag_about counts mentions beside the entity that they mean, one bit each.
 */
typedef enum gaztag_about_as {
  /**
   * Entities count as gaztag_entity_roll_up says: minerals as what they are traded as or a kind
   * of, organs as their blocs.
   */
  GAZTAG_ABOUT_ROLL_UP = 1,
  /**
   * Entities with an attribute "country", such as cities and divisions of your own, count as
   * their countries, but only in a text that is about no country by its own names: places are
   * weaker evidence. The value is a key, a name or a code. The first call with this bit lists
   * the places once for the tagger. Capitals need a tagger with GAZTAG_ROLE_CAPITAL; they count
   * by the same rule, with and without this bit.
   */
  GAZTAG_ABOUT_PLACES = 2,
} gaztag_about_as;

/**
 * Why a surface form in a text is a mention, or why not.
 */
typedef enum gaztag_reason {
  /**
   * It is a mention.
   */
  GAZTAG_REASON_KEPT = 0,
  /**
   * The capitalisation of the text does not fit the form's case rule.
   */
  GAZTAG_REASON_CASE = 1,
  /**
   * The text matches only with a part of folding that is switched off.
   */
  GAZTAG_REASON_FOLDING = 2,
  /**
   * It is a decoy, or a decoy has the same span.
   */
  GAZTAG_REASON_DECOY = 3,
  /**
   * The tagger's options exclude its kind, role or language, or the use of compounds.
   */
  GAZTAG_REASON_NOT_ASKED_FOR = 4,
  /**
   * It lies inside a longer name or decoy.
   */
  GAZTAG_REASON_INSIDE = 5,
  /**
   * The name means another entity with a higher probability.
   */
  GAZTAG_REASON_LESS_LIKELY = 6,
  /**
   * Its confidence is below the lowest one of the options.
   */
  GAZTAG_REASON_CONFIDENCE = 7,
  /**
   * It lies inside a web address, a mail address or a path of a file.
   */
  GAZTAG_REASON_LINK = 8,
  /**
   * It is a part of the name of another country, and there is a trace of the rest next to it.
   */
  GAZTAG_REASON_REMAINDER = 9,
  /**
   * An equal form of another entity ranks above it (gaztag_builder_set_preference), or it is a
   * decoy, and a form that was added equals it.
   */
  GAZTAG_REASON_OUTRANKED = 10,
  /**
   * It is one Han character, which is a country only beside another one or in a few words.
   */
  GAZTAG_REASON_UNPAIRED = 11,
} gaztag_reason;

/**
 * The kind of evidence for or against a finding.
 */
typedef enum gaztag_ground {
  /**
   * A word of a cue near the name, or in the document.
   */
  GAZTAG_GROUND_CUE = 0,
  /**
   * The same name elsewhere in the document.
   */
  GAZTAG_GROUND_SENSE = 1,
  /**
   * A definition of the acronym in the document.
   */
  GAZTAG_GROUND_DEFINITION = 2,
  /**
   * The name next to it in a list, which means the same entity.
   */
  GAZTAG_GROUND_LIST = 3,
  /**
   * The language of the text, which does not have the form.
   */
  GAZTAG_GROUND_LANGUAGE = 4,
  /**
   * Another name of the entity, of a user's own kind, in the document.
   */
  GAZTAG_GROUND_NAMED = 5,
  /**
   * The country near it, in which its entity is.
   */
  GAZTAG_GROUND_COUNTRY = 6,
} gaztag_ground;

/**
 * The place of a cue's word relative to the name.
 */
typedef enum gaztag_place {
  /**
   * No place: the evidence is not a cue.
   */
  GAZTAG_PLACE_NONE = 0,
  /**
   * The word before, with only blanks or a hyphen between them.
   */
  GAZTAG_PLACE_BEFORE = 1,
  /**
   * The word after, with only blanks or a hyphen between them.
   */
  GAZTAG_PLACE_AFTER = 2,
  /**
   * The word before, with a comma between them.
   */
  GAZTAG_PLACE_BEFORE_COMMA = 3,
  /**
   * The word after, with a comma between them.
   */
  GAZTAG_PLACE_AFTER_COMMA = 4,
  /**
   * Within a number of words before, in the same sentence.
   */
  GAZTAG_PLACE_LEFT = 5,
  /**
   * Within a number of words after, in the same sentence.
   */
  GAZTAG_PLACE_RIGHT = 6,
  /**
   * Within a number of words before or after, in the same sentence.
   */
  GAZTAG_PLACE_NEAR = 7,
  /**
   * Anywhere in the document, at least a number of times.
   */
  GAZTAG_PLACE_DOCUMENT = 8,
} gaztag_place;

/**
 * How a name in a text differs from the name in the gazetteer, one bit each.
 */
typedef enum gaztag_difference {
  /**
   * Its words have another order.
   */
  GAZTAG_DIFFERENCE_ORDER = 1,
  /**
   * A word is transliterated otherwise, or written in another script.
   */
  GAZTAG_DIFFERENCE_TRANSLITERATION = 2,
  /**
   * A word has one letter wrong.
   */
  GAZTAG_DIFFERENCE_LETTER = 4,
} gaztag_difference;

/**
 * Builds a gazetteer from entities, surface forms, decoys and cues, or from files. For one thread
 * at a time. The order in which they are added does not matter.
 */
typedef struct gaztag_builder gaztag_builder;

/**
 * The position where gaztag_tag stopped because the array was full. The next call continues there.
 * For one thread at a time, and for one text after another. It keeps neither the tagger nor the
 * text: in the middle of a text, call gaztag_cursor_reset or gaztag_cursor_free before you free
 * either.
 */
typedef struct gaztag_cursor gaztag_cursor;

/**
 * An explanation: a list of findings, which are all surface forms in a text, whether they became
 * mentions or not. Immutable: any number of threads may use one at the same time. It keeps the
 * gazetteer, but not the text.
 */
typedef struct gaztag_explanation gaztag_explanation;

/**
 * Entities with their surface forms and facts, and decoys. Immutable: any number of threads may
 * use one at the same time. Taggers keep their gazetteer, so handles can be freed in any order.
 */
typedef struct gaztag_gazetteer gaztag_gazetteer;

/**
 * A stream: tags a text in chunks of any size. A name is judged with the text before it and some
 * words after it, so some mentions differ from those of gaztag_tag, which uses the whole text. How
 * the text is split has no effect. For one thread at a time. It keeps its tagger.
 *
 * It needs less than 256 KiB of memory, and memory for pending mentions: those that were found and
 * not yet returned. A call returns GAZTAG_ERR_STATE while another thread, or a callback of the
 * stream, uses the stream.
 */
typedef struct gaztag_incremental gaztag_incremental;

/**
 * Finds names that are written otherwise than in a gazetteer, for screening against lists of
 * persons, companies and vessels. Immutable: any number of threads may use one at the same time.
 * It keeps the gazetteer.
 */
typedef struct gaztag_screener gaztag_screener;

/**
 * Finds mentions in texts. Immutable: any number of threads may use one at the same time, without
 * locks. It keeps its gazetteer.
 */
typedef struct gaztag_tagger gaztag_tagger;

/**
 * The result of a call, a number of gaztag_status_code: GAZTAG_OK is 0, errors are below 0, and
 * results that are neither are above 0. A number never gets another meaning.
 */
typedef int32_t gaztag_status;

/**
 * A string in UTF-8; ptr is NULL and len is 0 if there is none.
 *
 * A string that a function returns ends with a NUL and belongs to the library: do not free it. It
 * is valid as long as any handle that keeps its gazetteer: a gazetteer, tagger, stream or
 * explanation. A string that you pass, as a language or in a struct, needs no NUL and is not kept
 * after the call.
 */
typedef struct gaztag_str {
  /**
   * The first byte.
   */
  const char *ptr;
  /**
   * The number of bytes, without the NUL.
   */
  size_t len;
} gaztag_str;

/**
 * The reason why a call failed. The caller owns the struct. It need not be initialised, there is
 * nothing to free, and a call writes it only when it fails. NULL in its place is allowed.
 */
typedef struct gaztag_error {
  /**
   * The status that the call returned.
   */
  int32_t code;
  /**
   * The line in a gazetteer file, counted from 1; 0 if not applicable.
   */
  uint32_t line;
  /**
   * The byte offset in the file, image or text that was read; 0 if not applicable.
   */
  uint64_t offset;
  /**
   * In a tab-separated file the field of the row, in JSON the character of the line, counted
   * from 1; 0 if not applicable.
   */
  uint32_t column;
  /**
   * Always 0.
   */
  uint32_t reserved;
  /**
   * One line of UTF-8, ended by NUL: what is wrong and what to do. A message that is too long is
   * shortened with "...": at the start of a file name if there is one, otherwise in the middle.
   */
  char message[232];
} gaztag_error;

/**
 * A retired key.
 */
typedef struct gaztag_retired_key {
  /**
   * The retired key.
   */
  struct gaztag_str key;
  /**
   * The id of the entity that replaces it.
   */
  uint64_t successor;
} gaztag_retired_key;

/**
 * An attribute: a fact about an entity.
 */
typedef struct gaztag_attribute {
  /**
   * The name: alpha2, alpha3, numeric, region, capital, currency, part_of (of a country), parent
   * (the bloc of an organ), class, founded, symbol, formula, commodity and others.
   */
  struct gaztag_str name;
  /**
   * The value as text.
   */
  struct gaztag_str value;
  /**
   * A gaztag_attribute_type.
   */
  uint32_t value_type;
  /**
   * Always 0.
   */
  uint32_t reserved;
} gaztag_attribute;

/**
 * A surface form of an entity, or a decoy.
 */
typedef struct gaztag_surface {
  /**
   * The form as it was added.
   */
  struct gaztag_str form;
  /**
   * The id of the entity; GAZTAG_NO_ENTITY for a decoy.
   */
  uint64_t entity;
  /**
   * The number of its languages; 0 for a form of no particular language.
   * gaztag_surface_languages returns their codes.
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
   * Of 100 occurrences of the form in texts, how many mean the entity: 1 to 100.
   */
  uint8_t prior;
  /**
   * 1 if the form in lower case is a common word, otherwise 0.
   */
  uint8_t word;
  /**
   * A gaztag_bounds.
   */
  uint8_t bounds;
  /**
   * 1 if a text must have the accents of the form, and no others; otherwise 0.
   */
  uint8_t accents;
  /**
   * Always 0.
   */
  uint8_t reserved[6];
} gaztag_surface;

/**
 * A spell of membership: a period in which a country, or a bloc, is or was in a bloc with one
 * status. A member that left and came back, or was suspended, has several.
 */
typedef struct gaztag_membership {
  /**
   * "member", "observer", "associate", "candidate", "suspended" or "former".
   */
  struct gaztag_str status;
  /**
   * The first day, month or year: YYYY-MM-DD, YYYY-MM or YYYY; NULL if unknown.
   */
  struct gaztag_str joined;
  /**
   * The first day, month or year that the spell does not include; NULL if it lasts, or if that
   * is unknown.
   */
  struct gaztag_str left;
  /**
   * The source of this information, an address or codes of the data; NULL if unknown.
   */
  struct gaztag_str source;
  /**
   * The day, month or year for which the source says so; NULL if unknown.
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
 * A date. The year has up to four digits.
 */
typedef struct gaztag_date {
  /**
   * The year.
   */
  uint16_t year;
  /**
   * The month, 1 to 12; 0 if unknown.
   */
  uint8_t month;
  /**
   * The day of the month, 1 to 31; 0 if unknown.
   */
  uint8_t day;
} gaztag_date;

/**
 * A spell of membership to add to a builder: a period without a break. Set struct_size, and set
 * unknown fields to 0.
 */
typedef struct gaztag_spell {
  /**
   * sizeof(gaztag_spell). A newer library takes 0 for fields that the caller's header does not
   * have.
   */
  size_t struct_size;
  /**
   * "member", "observer", "associate", "candidate", "suspended" or "former".
   */
  struct gaztag_str status;
  /**
   * The first day, month or year: YYYY-MM-DD, YYYY-MM or YYYY.
   */
  struct gaztag_str joined;
  /**
   * The first day, month or year that the spell does not include, if it has ended.
   */
  struct gaztag_str left;
  /**
   * The source of this information, such as a URL.
   */
  struct gaztag_str source;
  /**
   * The day on which this information was checked.
   */
  struct gaztag_str as_of;
} gaztag_spell;

/**
 * A surface form to add to a builder. Set struct_size, and set unused fields to 0.
 */
typedef struct gaztag_form {
  /**
   * sizeof(gaztag_form). A newer library takes 0 for fields that the caller's header does not
   * have.
   */
  size_t struct_size;
  /**
   * The form in UTF-8 as it is written in a text, with correct accents and apostrophes, but
   * without a leading article or a possessive ending.
   */
  const char *form;
  /**
   * The length of form in bytes.
   */
  size_t form_len;
  /**
   * The languages of the form: ISO 639 codes separated by "|", such as "en|fr"; NULL for a form
   * of no particular language.
   */
  const char *languages;
  /**
   * The length of languages in bytes.
   */
  size_t languages_len;
  /**
   * A gaztag_role: what the form is to its entity.
   */
  uint32_t role;
  /**
   * A gaztag_case_rule: which capitalisation matches.
   */
  uint32_t case_rule;
  /**
   * Of 100 occurrences of the form in texts, how many mean the entity: 1 to 100. 0 is the
   * default, 95, or 80 for misspellings and 85 for compounds.
   */
  uint32_t prior;
  /**
   * 1 if the form in lower case is a common word, so that it is weak evidence within text in
   * capitals (NEW US TALKS); otherwise 0.
   */
  uint32_t word;
  /**
   * A gaztag_bounds: whether the form may begin or end inside a word.
   */
  uint32_t bounds;
  /**
   * 1 if a text must have the accents of the form, and no others; 0 if accents do not count.
   */
  uint32_t accents;
} gaztag_form;

/**
 * Called with one error of a gazetteer file, which is valid until it returns. It returns 0 to
 * continue, another value to stop. It may call gaztag, but must not change or free the builder,
 * throw a C++ exception or leave by longjmp.
 */
typedef int32_t (*gaztag_error_fn)(void *user, const struct gaztag_error *error);

/**
 * Which fields of records have the forms, the key and the attributes of entities. Set struct_size,
 * and set unused fields to 0.
 */
typedef struct gaztag_records {
  /**
   * sizeof(gaztag_records). A newer library takes 0 for fields that the caller's header does not
   * have.
   */
  size_t struct_size;
  /**
   * The kind of the entities, such as "company".
   */
  struct gaztag_str kind;
  /**
   * The fields with forms, one in each line; after a tab the name of their role, if it is not
   * "name": "name\nticker\tacronym". The first form of a record is the name of its entity.
   */
  struct gaztag_str forms;
  /**
   * The field with the identifier, which the key has after the kind. Without it the key has the
   * name in lower case, with hyphens.
   */
  struct gaztag_str key;
  /**
   * What separates several forms, or items of a list, in one value, such as ";".
   */
  struct gaztag_str separator;
  /**
   * The fields that become attributes, one in each line; after a tab the name of their type, if
   * it is not "text", and after another one the name of the attribute, if it is not that of the
   * field: "sector\nturnover\tnumber".
   */
  struct gaztag_str attributes;
  /**
   * The field with a number from 0 on that says how large an entity is among those with the same
   * name.
   */
  struct gaztag_str weight;
  /**
   * A gaztag_case_rule: that of all forms. With GAZTAG_CASE_DEFAULT forms in capitals of up to
   * five letters match letter by letter.
   */
  uint32_t case_rule;
  /**
   * 1 to add names of companies without their legal form as aliases: Acme for Acme, Inc.
   */
  uint32_t without_legal_forms;
} gaztag_records;

/**
 * The options of a tagger. Call gaztag_options_init first, which sets all fields to their
 * defaults: 0 for all but struct_size.
 */
typedef struct gaztag_options {
  /**
   * sizeof(gaztag_options). A newer library takes the default for fields that the caller's
   * header does not have.
   */
  size_t struct_size;
  /**
   * The kinds of mentions to find: gaztag_kind, and kinds of the gazetteer's own. NULL: all
   * kinds. Another pointer with the length 0: none. Not kept after the call.
   */
  const uint8_t *kinds;
  /**
   * The number of kinds.
   */
  size_t kinds_len;
  /**
   * The languages of surface forms to find: at most 64 ISO 639 codes separated by "|", such as
   * "en|fr". Forms of no particular language are always found. NULL: all languages. Another
   * pointer with the length 0: only forms of no particular language. Not kept after the call.
   */
  const char *languages;
  /**
   * The length of languages in bytes.
   */
  size_t languages_len;
  /**
   * The longest text in bytes, for streams the sum of all chunks. Calls return
   * GAZTAG_ERR_TOO_LARGE for a longer one. 0: no limit.
   */
  uint64_t max_text_len;
  /**
   * The roles of surface forms to find: a bit 1 << gaztag_role for each. 0: all but capitals and
   * codes of letters.
   */
  uint32_t roles;
  /**
   * Parts of folding to switch off: bits of gaztag_folding.
   */
  uint32_t folding_off;
  /**
   * Bits of gaztag_flag.
   */
  uint32_t flags;
  /**
   * The lowest confidence of mentions, 1 to 100. 0: the default, 50. -1: no limit.
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
   * Uses of a name to count as mentions, in addition to the default: bits of gaztag_use.
   */
  uint32_t uses_counted;
  /**
   * Uses of a name not to count as mentions: bits of gaztag_use that are not in uses_counted.
   */
  uint32_t uses_dropped;
} gaztag_options;

/**
 * What the caller knows about a text. Set struct_size, and set unused fields to 0.
 */
typedef struct gaztag_text_options {
  /**
   * sizeof(gaztag_text_options). A newer library takes 0 for fields that the caller's header
   * does not have.
   */
  size_t struct_size;
  /**
   * The language of the text, an ISO 639 code of two or three lower-case letters such as "en";
   * NULL if unknown. It is evidence for judging names, not a filter: acronyms, demonyms and
   * minerals that neither the language nor English has count only near a word that shows their
   * language, and so do full names of countries beside a capitalised word of English text. A
   * language that no form of the gazetteer has counts as unknown. Not kept after the call.
   */
  const char *language;
  /**
   * The length of language in bytes.
   */
  size_t language_len;
} gaztag_text_options;

/**
 * A span of a text that names an entity. 40 bytes without padding. The layout is frozen, and the
 * struct can be copied and kept.
 */
typedef struct gaztag_mention {
  /**
   * Offset of the start of the name, in the tagger's unit. A leading article is not included.
   */
  uint64_t start;
  /**
   * Offset just after the name, in the tagger's unit. A possessive ending is not included.
   */
  uint64_t end;
  /**
   * A number for gaztag_candidates: which surface forms the text matched.
   */
  uint64_t readings;
  /**
   * The id of the entity in the tagger's gazetteer. The upper 32 bits are the layer, 0 unless
   * the gazetteer has several; the lower 32 bits are an index.
   */
  uint64_t entity;
  /**
   * The kind of the entity: a gaztag_kind, or a kind of the gazetteer's own.
   */
  uint8_t kind;
  /**
   * A gaztag_role: what the matched surface form is to the entity.
   */
  uint8_t role;
  /**
   * How likely the mention is correct, 0 to 100: of 100 mentions with this confidence, about so
   * many are correct.
   */
  uint8_t confidence;
  /**
   * Always 0.
   */
  uint8_t reserved[5];
} gaztag_mention;

/**
 * Called by gaztag_tag_each with 1 to 64 mentions in the order of the text, which are valid until
 * it returns. It returns 0 to continue, another value to stop. It may call gaztag, but must not
 * free the tagger of the call, throw a C++ exception or leave by longjmp.
 */
typedef int32_t (*gaztag_mention_fn)(void *user,
                                     const struct gaztag_mention *mentions,
                                     size_t mentions_len);

/**
 * An entity that a name can mean.
 */
typedef struct gaztag_candidate {
  /**
   * The id of the entity.
   */
  uint64_t entity;
  /**
   * A gaztag_role: what the matched surface form is to this entity.
   */
  uint32_t role;
  /**
   * Always 0.
   */
  uint32_t reserved;
} gaztag_candidate;

/**
 * Called by gaztag_replace with each mention and the text of its span. It sets *replacement and
 * *replacement_len to the bytes that replace the name, which stay valid until it is called again
 * or the call ends. They are NULL and 0 before: an empty replacement. It returns 0 to continue,
 * another value to stop. It may call gaztag, but must not free the tagger of the call, throw a C++
 * exception or leave by longjmp.
 */
typedef int32_t (*gaztag_replacement_fn)(void *user,
                                         const struct gaztag_mention *mention,
                                         const char *text,
                                         size_t text_len,
                                         const char **replacement,
                                         size_t *replacement_len);

/**
 * Called by a stream with a mention and the text of its span, which are valid until it returns. It
 * returns 0 to continue, another value to stop. It may call gaztag, but not with the same stream.
 * It must not throw a C++ exception or leave by longjmp.
 */
typedef int32_t (*gaztag_incremental_fn)(void *user,
                                         const struct gaztag_mention *mention,
                                         const char *text,
                                         size_t text_len);

/**
 * A finding: a surface form in a text, and whether it became a mention. All offsets are in bytes,
 * whatever the tagger's unit.
 */
typedef struct gaztag_finding {
  /**
   * Offset of the start.
   */
  uint64_t start;
  /**
   * Offset just after the end.
   */
  uint64_t end;
  /**
   * For GAZTAG_REASON_INSIDE, the start of the longer name that contains it; for
   * GAZTAG_REASON_REMAINDER, the start of the trace; otherwise 0.
   */
  uint64_t inside_start;
  /**
   * The end of the longer name or of the trace; otherwise 0.
   */
  uint64_t inside_end;
  /**
   * The surface form, valid as long as the explanation.
   */
  struct gaztag_str form;
  /**
   * The id of the entity that the form means; GAZTAG_NO_ENTITY for a decoy.
   */
  uint64_t entity;
  /**
   * The number of pieces of evidence, which gaztag_explanation_weighed returns.
   */
  uint32_t weighed;
  /**
   * A gaztag_reason.
   */
  uint8_t reason;
  /**
   * The confidence, for GAZTAG_REASON_KEPT and GAZTAG_REASON_CONFIDENCE; otherwise
   * GAZTAG_NO_CONFIDENCE.
   */
  uint8_t confidence;
  /**
   * The confidence by the priors only, before the evidence, if there was evidence to judge it;
   * otherwise GAZTAG_NO_CONFIDENCE.
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
   * Always 0.
   */
  uint8_t reserved[5];
} gaztag_finding;

/**
 * A piece of evidence for or against a finding.
 */
typedef struct gaztag_weighed {
  /**
   * Byte offset of the word, if it is near the name; otherwise start and end are 0.
   */
  uint64_t start;
  /**
   * Byte offset just after the word.
   */
  uint64_t end;
  /**
   * The number of times that it doubled the odds, or halved them if below 0.
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
   * The number of words or times of a place that has one; otherwise 1, or 0 if the evidence is
   * not a cue.
   */
  uint8_t number;
  /**
   * Always 0.
   */
  uint8_t reserved;
} gaztag_weighed;

/**
 * An entity that a text is about, with the reasons.
 */
typedef struct gaztag_topic {
  /**
   * The id of the entity.
   */
  uint64_t entity;
  /**
   * How often the text names it.
   */
  uint64_t mentions;
  /**
   * How much of the text it is, from 1 to 8: its mentions, at most four, and two each for the
   * title and the lead.
   */
  uint32_t weight;
  /**
   * 1 if the title names it: the first line, if it has at most 200 bytes; otherwise 0.
   */
  uint8_t in_title;
  /**
   * 1 if the first 400 bytes after the title name it, or the title does; otherwise 0.
   */
  uint8_t in_lead;
  /**
   * Always 0.
   */
  uint8_t reserved[2];
} gaztag_topic;

/**
 * A part of a text that is likely to be a name of a gazetteer. The layout is frozen, and the
 * struct can be copied and kept.
 */
typedef struct gaztag_likely_name {
  /**
   * Offset of the start, in the unit of the call.
   */
  uint64_t start;
  /**
   * Offset just after the end.
   */
  uint64_t end;
  /**
   * The id of the entity.
   */
  uint64_t entity;
  /**
   * Bits of gaztag_difference, at least one.
   */
  uint32_t differences;
  /**
   * How likely the entity is meant, from 1 to 99: an order for people who look at what was
   * found, not a probability.
   */
  uint8_t confidence;
  /**
   * Always 0.
   */
  uint8_t reserved[3];
} gaztag_likely_name;

/**
 * Called by gaztag_screen_each with one name, which is valid until it returns. It returns 0 to
 * continue, another value to stop. It may call gaztag, but must not free the screener of the call,
 * throw a C++ exception or leave by longjmp.
 */
typedef int32_t (*gaztag_likely_name_fn)(void *user, const struct gaztag_likely_name *name);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Returns the name of a status, such as "GAZTAG_ERR_UTF8", as a static string that ends with NUL;
 * "?" for an unknown number.
 */
GAZTAG_API const char *gaztag_status_name(gaztag_status status);

/**
 * Returns the version of the library at run time: major * 1000000 + minor * 1000 + patch. The
 * header has its own version, GAZTAG_VERSION_NUMBER, to compare with.
 */
GAZTAG_API uint32_t gaztag_version(void);

/**
 * Returns the version of the library at run time as text, such as "0.1.0", for messages. A static
 * string that ends with NUL.
 */
GAZTAG_API const char *gaztag_version_string(void);

/**
 * Returns the version of the library's ABI. It increases when programs that were compiled with an
 * older header may break. A program that loads the library itself compares it with
 * GAZTAG_ABI_VERSION.
 */
GAZTAG_API uint32_t gaztag_abi_version(void);

/**
 * Returns the version of the built-in gazetteer's data, such as "2026.11", as a static string.
 * Empty if the library has no built-in gazetteer.
 */
GAZTAG_API struct gaztag_str gaztag_data_version(void);

/**
 * Returns the parts that the library was built with: bits of gaztag_feature.
 */
GAZTAG_API uint64_t gaztag_features(void);

/**
 * Returns the built-in gazetteer of countries, blocs and minerals, in constant time and without
 * memory other than the handle.
 *
 * out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL; GAZTAG_ERR_UNSUPPORTED if the library was built without it; GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_builtin(struct gaztag_gazetteer **out,
                                       struct gaztag_error *error);

/**
 * Loads the gazetteer of an image, which is copied. gaztag_gazetteer_image and the command
 * `gaztag build` make images.
 *
 * The call checks the length, the checksum, the versions and every record, in time linear in the
 * image. image, image_len: the image, at any alignment. out: the gazetteer, to be freed by
 * gaztag_gazetteer_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_VERSION;
 * GAZTAG_ERR_CORRUPT, with the byte offset of the error; GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_from_image(const uint8_t *image,
                                          size_t image_len,
                                          struct gaztag_gazetteer **out,
                                          struct gaztag_error *error);

/**
 * Loads the gazetteer of an image in memory of the caller, without a copy: a static array, flash,
 * or a mapping.
 *
 * The image must stay unchanged at its address until the gazetteer and everything made from it are
 * freed. Arguments, check and errors: as gaztag_gazetteer_from_image.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_borrow_image(const uint8_t *image,
                                            size_t image_len,
                                            struct gaztag_gazetteer **out,
                                            struct gaztag_error *error);

/**
 * Loads the gazetteer of an image in memory of the caller, whose source is trusted, such as one
 * that the same program made. As gaztag_gazetteer_borrow_image, but in constant time: only the
 * length, the versions and the places of the sections are checked, not the checksum nor what the
 * sections have.
 *
 * If the image was modified, other mentions are found, or none, and strings may be empty, lack
 * their NUL or not be UTF-8; gaztag itself does not read outside of the image. Arguments: as for
 * gaztag_gazetteer_borrow_image. Errors: as gaztag_gazetteer_from_image, as far as it is checked.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_borrow_trusted_image(const uint8_t *image,
                                                    size_t image_len,
                                                    struct gaztag_gazetteer **out,
                                                    struct gaztag_error *error);

/**
 * Loads the gazetteer of an image in a file, which is mapped into memory. Processes that map the
 * same file share its memory.
 *
 * The file must not be modified or truncated while the gazetteer or anything made from it exists;
 * otherwise the behaviour is undefined. Replace it by renaming a new file over it. To expect after
 * a modification: other mentions are found, or none, and strings change, lose their NUL or are not
 * UTF-8. After a truncation the system ends the process (SIGBUS). gaztag itself does not read
 * outside of the mapping. If nobody can guarantee that the file does not change, use
 * gaztag_gazetteer_load.
 *
 * path: the name of a regular file in the encoding of the system, ended by NUL. out: the
 * gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors: as
 * gaztag_gazetteer_from_image; GAZTAG_ERR_IO for a file that cannot be read, and for a folder,
 * pipe or device, which is not opened.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_open(const char *path,
                                    struct gaztag_gazetteer **out,
                                    struct gaztag_error *error);

/**
 * Loads the gazetteer of an image in a file whose source is trusted, such as one that the same
 * program wrote. As gaztag_gazetteer_open, but in constant time: only the length, the versions and
 * the places of the sections are checked, so that hardly anything of the file is read. What
 * gaztag_gazetteer_borrow_trusted_image says of modified images holds.
 *
 * path, out: as for gaztag_gazetteer_open. Errors: as gaztag_gazetteer_open, as far as the image
 * is checked.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_open_trusted(const char *path,
                                            struct gaztag_gazetteer **out,
                                            struct gaztag_error *error);

/**
 * Loads the gazetteer of an image in a file, which is read into memory: as many bytes as the file
 * has. Later changes of the file have no effect.
 *
 * path, out: as for gaztag_gazetteer_open. Errors: as gaztag_gazetteer_open; a file that is
 * modified during the call has a wrong checksum, which is GAZTAG_ERR_CORRUPT.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_load(const char *path,
                                    struct gaztag_gazetteer **out,
                                    struct gaztag_error *error);

/**
 * Makes another handle of the same gazetteer, in constant time.
 *
 * out: the handle, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_clone(const struct gaztag_gazetteer *gazetteer,
                                     struct gaztag_gazetteer **out,
                                     struct gaztag_error *error);

/**
 * Frees a handle. Does nothing for NULL.
 */
GAZTAG_API void gaztag_gazetteer_free(struct gaztag_gazetteer *gazetteer);

/**
 * Returns the gazetteer as one sequence of bytes, an image, to write to a file or to embed. The
 * same version of the library loads it on any machine.
 *
 * out, out_len: the bytes, which the library owns; valid as long as the strings of the gazetteer.
 * Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_UNSUPPORTED for a gazetteer with several layers, each of
 * which has an image (gaztag_gazetteer_layer).
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_image(const struct gaztag_gazetteer *gazetteer,
                                     const uint8_t **out,
                                     size_t *out_len,
                                     struct gaztag_error *error);

/**
 * Returns the number of entities; 0 for NULL.
 */
GAZTAG_API uint32_t gaztag_gazetteer_len(const struct gaztag_gazetteer *gazetteer);

/**
 * Returns the number of surface forms, including decoys and derived forms (U.S. from US), and the
 * number of different texts after folding.
 *
 * out_surfaces, out_names: the numbers, or NULL. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_form_counts(const struct gaztag_gazetteer *gazetteer,
                                           size_t *out_surfaces,
                                           size_t *out_names,
                                           struct gaztag_error *error);

/**
 * Returns the version of the data, such as "2026.11"; empty if the builder set none; NULL for
 * NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_gazetteer_data_version(const struct gaztag_gazetteer *gazetteer);

/**
 * Returns the name of a kind, which is the part of a key before the slash; "?" for a kind that
 * this gazetteer does not have; NULL for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_kind_name(const struct gaztag_gazetteer *gazetteer,
                                   uint32_t kind);

/**
 * Finds the number of a kind by its name.
 *
 * out_kind: the number. Returns GAZTAG_OK, or GAZTAG_NONE if the gazetteer has no such kind.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_kind_find(const struct gaztag_gazetteer *gazetteer,
                               const char *name,
                               size_t name_len,
                               uint32_t *out_kind,
                               struct gaztag_error *error);

/**
 * Returns the name of a role as in gazetteer files, such as "name" or "official", as a static
 * string that ends with NUL; "?" for an unknown number.
 */
GAZTAG_API const char *gaztag_role_name(uint32_t role);

/**
 * Returns the id of the entity at a position. Positions count from 0 to gaztag_gazetteer_len - 1,
 * in the order of the keys, those of the lowest layer first. GAZTAG_NO_ENTITY for a larger
 * position and for NULL. An id is valid for this gazetteer only: store the key instead.
 */
GAZTAG_API uint64_t gaztag_entity_at(const struct gaztag_gazetteer *gazetteer, size_t position);

/**
 * Returns the position of an entity, for arrays with an element for each entity: the inverse of
 * gaztag_entity_at. gaztag_gazetteer_len for an id that this gazetteer does not have; 0 for NULL.
 */
GAZTAG_API size_t gaztag_entity_position(const struct gaztag_gazetteer *gazetteer, uint64_t entity);

/**
 * Lists all retired keys in order, each with the entity that replaces it. gaztag_entity_find
 * accepts retired keys too.
 *
 * resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns GAZTAG_OK or
 * GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_retired_keys(const struct gaztag_gazetteer *gazetteer,
                                            size_t *resume,
                                            struct gaztag_retired_key *out,
                                            size_t capacity,
                                            size_t *out_len,
                                            struct gaztag_error *error);

/**
 * Finds an entity by its key, such as "country/MLI". For a retired key, finds the entity that
 * replaces it. Takes time logarithmic in the number of entities. gaztag_entity_resolve takes names
 * and codes too.
 *
 * out_entity: the id, valid for this gazetteer only; store the key instead. GAZTAG_NO_ENTITY if
 * there is no such entity. Returns GAZTAG_OK, or GAZTAG_NONE if there is no such entity. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_entity_find(const struct gaztag_gazetteer *gazetteer,
                                 const char *key,
                                 size_t key_len,
                                 uint64_t *out_entity,
                                 struct gaztag_error *error);

/**
 * Returns the key of an entity, such as "country/MLI"; NULL if there is no such entity, and for
 * NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_entity_key(const struct gaztag_gazetteer *gazetteer,
                                    uint64_t entity);

/**
 * Returns the usual English name of an entity; NULL if there is no such entity, and for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_entity_name(const struct gaztag_gazetteer *gazetteer,
                                     uint64_t entity);

/**
 * Returns the kind of an entity.
 *
 * out_kind: a gaztag_kind, or a kind of the gazetteer's own. Returns GAZTAG_OK, or GAZTAG_NONE if
 * there is no such entity. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_entity_kind(const struct gaztag_gazetteer *gazetteer,
                                 uint64_t entity,
                                 uint32_t *out_kind,
                                 struct gaztag_error *error);

/**
 * Returns the value of one attribute of an entity, as text. gaztag_attribute lists common names.
 * gaztag_entity_number, gaztag_entity_date, gaztag_entity_items and gaztag_entity_related return
 * values in their types.
 *
 * name, name_len: the name of the attribute, in UTF-8. Returns NULL if the entity has no such
 * attribute, if there is no such entity, and for NULL.
 */
GAZTAG_API
struct gaztag_str gaztag_entity_attribute(const struct gaztag_gazetteer *gazetteer,
                                          uint64_t entity,
                                          const char *name,
                                          size_t name_len);

/**
 * Lists all attributes of an entity, in pages as all lists.
 *
 * resume: NULL for a single page. Otherwise a number that is 0 for the first call; the call adds
 * the number of elements it wrote, and the next call continues after them. Each call iterates over
 * the elements before, so a list in small pages takes quadratic time: double the capacity with
 * each call. out, capacity: the array. out_len: the number of elements written. Returns GAZTAG_OK;
 * GAZTAG_MORE if there are more; GAZTAG_NONE if there is no such entity. Errors: GAZTAG_ERR_NULL.
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
 * Lists all surface forms of an entity, without those that are derived by rule (U.S. from US).
 *
 * resume, out, capacity, out_len, status and errors: as for gaztag_entity_attributes.
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
 * Lists all spells of membership of an entity, as bloc or as member, ordered by bloc, member and
 * date, with every status. gaztag_entity_members_on and gaztag_entity_blocs_on list those of a
 * day.
 *
 * resume, out, capacity, out_len, status and errors: as for gaztag_entity_attributes.
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
 * Lists all decoys, in the order of their folded forms.
 *
 * resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns GAZTAG_OK or
 * GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_gazetteer_decoys(const struct gaztag_gazetteer *gazetteer,
                                      size_t *resume,
                                      struct gaztag_surface *out,
                                      size_t capacity,
                                      size_t *out_len,
                                      struct gaztag_error *error);

/**
 * Lists the surface forms that are equal to a form after folding, the most likely first, whatever
 * their case rules. At most 32.
 *
 * form, form_len: a form in UTF-8. resume, out, capacity, out_len: as for
 * gaztag_entity_attributes. Returns GAZTAG_OK or GAZTAG_MORE. Errors: GAZTAG_ERR_NULL,
 * GAZTAG_ERR_UTF8.
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
 * Writes the languages of a surface form as text: ISO 639 codes separated by "|", such as "en|fr";
 * empty for a form of no particular language.
 *
 * entity: the entity of the form, or GAZTAG_NO_ENTITY for a decoy. form, form_len: spelled exactly
 * as in gaztag_surface. out, capacity: an array for the text and a NUL. out_len: the length of the
 * text without the NUL, also if it does not fit. Returns GAZTAG_OK; GAZTAG_MORE if the text and
 * its NUL do not fit, and out is unchanged; GAZTAG_NONE if there is no such form. Errors:
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
 * Finds the one entity that a key, a name or a code means: "country/MLI", "Mali", "ML", "MLI",
 * "466", or a former code such as "SU". The first of these that finds one decides: a key; a
 * surface form or name exactly as written, or a code of ISO 3166-1; a former code of ISO 3166; a
 * key without its kind ("ecowas"); a surface form after folding. Takes time linear in the number
 * of entities, unless it is a key.
 *
 * out_entity: the id, valid for this gazetteer only. GAZTAG_NO_ENTITY if the call fails. Returns
 * GAZTAG_OK. Errors: GAZTAG_ERR_AMBIGUOUS, and the message has the keys of the entities that the
 * text can mean; GAZTAG_ERR_UNKNOWN, and the message has keys that begin alike; GAZTAG_ERR_NULL,
 * GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_entity_resolve(const struct gaztag_gazetteer *gazetteer,
                                    const char *name,
                                    size_t name_len,
                                    uint64_t *out_entity,
                                    struct gaztag_error *error);

/**
 * Lists the members of a bloc on a day, ordered by key: those with the status "member" or
 * "suspended" on that day. Takes time linear in the spells of the bloc, and allocates nothing.
 *
 * A member joined on the day `joined` and was not a member any more on the day `left`. A date
 * without day or month means the first day of the month or year. A spell whose beginning is
 * unknown counts from the foundation of its bloc on, or always if that is unknown too.
 *
 * on, on_len: the day: "YYYY-MM-DD", "YYYY-MM" or "YYYY". flags: bits of gaztag_member_flag.
 * resume, out, capacity, out_len, status: as for gaztag_entity_attributes. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for a text that is not a date, and for unknown
 * flags.
 */
GAZTAG_API
gaztag_status gaztag_entity_members_on(const struct gaztag_gazetteer *gazetteer,
                                       uint64_t entity,
                                       const char *on,
                                       size_t on_len,
                                       uint32_t flags,
                                       size_t *resume,
                                       struct gaztag_membership *out,
                                       size_t capacity,
                                       size_t *out_len,
                                       struct gaztag_error *error);

/**
 * Lists the blocs that a country or a bloc was in on a day, ordered by key. Everything else is as
 * for gaztag_entity_members_on.
 */
GAZTAG_API
gaztag_status gaztag_entity_blocs_on(const struct gaztag_gazetteer *gazetteer,
                                     uint64_t entity,
                                     const char *on,
                                     size_t on_len,
                                     uint32_t flags,
                                     size_t *resume,
                                     struct gaztag_membership *out,
                                     size_t capacity,
                                     size_t *out_len,
                                     struct gaztag_error *error);

/**
 * Returns the value of an attribute of the type GAZTAG_ATTRIBUTE_NUMBER.
 *
 * name, name_len: the name of the attribute. out_number: the number. Returns GAZTAG_OK, or
 * GAZTAG_NONE if the entity has no such attribute of this type. Errors: GAZTAG_ERR_NULL,
 * GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_entity_number(const struct gaztag_gazetteer *gazetteer,
                                   uint64_t entity,
                                   const char *name,
                                   size_t name_len,
                                   double *out_number,
                                   struct gaztag_error *error);

/**
 * Returns the value of an attribute of the type GAZTAG_ATTRIBUTE_DATE.
 *
 * name, name_len: the name of the attribute. out_date: the date. Returns GAZTAG_OK, or GAZTAG_NONE
 * if the entity has no such attribute of this type. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_entity_date(const struct gaztag_gazetteer *gazetteer,
                                 uint64_t entity,
                                 const char *name,
                                 size_t name_len,
                                 struct gaztag_date *out_date,
                                 struct gaztag_error *error);

/**
 * Lists the items of an attribute of the type GAZTAG_ATTRIBUTE_LIST or GAZTAG_ATTRIBUTE_ENTITIES.
 * A value of another type is one item. **No NUL follows an item**: use its length.
 *
 * name, name_len: the name of the attribute. resume, out, capacity, out_len, status: as for
 * gaztag_entity_attributes; no item if the entity has no such attribute. Errors: GAZTAG_ERR_NULL,
 * GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_entity_items(const struct gaztag_gazetteer *gazetteer,
                                  uint64_t entity,
                                  const char *name,
                                  size_t name_len,
                                  size_t *resume,
                                  struct gaztag_str *out,
                                  size_t capacity,
                                  size_t *out_len,
                                  struct gaztag_error *error);

/**
 * Lists the entities that an attribute names, of the type GAZTAG_ATTRIBUTE_ENTITY or
 * GAZTAG_ATTRIBUTE_ENTITIES: what a mineral contains, the successor of a bloc, and others.
 *
 * name, name_len: the name of the attribute. out: the ids. resume, capacity, out_len, status: as
 * for gaztag_entity_attributes; no id if the entity has no such attribute. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_entity_related(const struct gaztag_gazetteer *gazetteer,
                                    uint64_t entity,
                                    const char *name,
                                    size_t name_len,
                                    size_t *resume,
                                    uint64_t *out,
                                    size_t capacity,
                                    size_t *out_len,
                                    struct gaztag_error *error);

/**
 * Returns the entity that counts of an entity are added to: what a mineral is traded as (spodumene
 * and lithium carbonate: lithium), or else the widest that it is a kind of (terbium: rare earths);
 * of an organ its bloc. Other entities count as themselves. GAZTAG_NO_ENTITY for an id that this
 * gazetteer does not have, and for NULL.
 */
GAZTAG_API
uint64_t gaztag_entity_roll_up(const struct gaztag_gazetteer *gazetteer,
                               uint64_t entity);

/**
 * Makes an empty builder.
 *
 * out: the builder, to be freed by gaztag_builder_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_builder_new(struct gaztag_builder **out,
                                 struct gaztag_error *error);

/**
 * Makes a builder with the whole content of a gazetteer, to which things can be added and from
 * which things can be removed.
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
 * Makes an empty builder of a layer that will be above a gazetteer: gaztag_gazetteer_with_layer
 * puts what it builds there. Forms can be added to the entities of the gazetteer, and what it has
 * can be taken away, without building it again. Its entities cannot be changed otherwise.
 *
 * out: the builder, to be freed by gaztag_builder_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_builder_above(const struct gaztag_gazetteer *gazetteer,
                                   struct gaztag_builder **out,
                                   struct gaztag_error *error);

/**
 * Frees a builder; the gazetteers that it built remain valid. Does nothing for NULL.
 */
GAZTAG_API void gaztag_builder_free(struct gaztag_builder *builder);

/**
 * Sets the version of the data, which gaztag_gazetteer_data_version returns for the gazetteer.
 *
 * version, version_len: any text without a NUL. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8;
 * GAZTAG_ERR_ARG for a NUL.
 */
GAZTAG_API
gaztag_status gaztag_builder_set_data_version(struct gaztag_builder *builder,
                                              const char *version,
                                              size_t version_len,
                                              struct gaztag_error *error);

/**
 * Adds an entity. Does nothing if it exists with the same name.
 *
 * key: a kind, a slash and an identifier, such as "country/MLI"; a kind other than country, bloc
 * and mineral becomes a kind of the gazetteer's own. name: the usual name, which is not a surface
 * form: add it as one if texts use it. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE
 * for an invalid key or name, and if the entity exists with another name.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_entity(struct gaztag_builder *builder,
                                        const char *key,
                                        size_t key_len,
                                        const char *name,
                                        size_t name_len,
                                        struct gaztag_error *error);

/**
 * Adds an attribute to an entity, or replaces the one of the same name.
 *
 * key: the key of the entity. name: such as "founded". value_type: a gaztag_attribute_type. value:
 * the value as text, in the form that the type requires. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8;
 * GAZTAG_ERR_ARG for an unknown type; GAZTAG_ERR_PARSE for an unknown entity, an invalid name, or
 * a value that does not fit its type.
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
 * Adds one spell of membership of a country, or of a bloc, in a bloc.
 *
 * bloc, member: the keys of the entities. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG
 * for an invalid struct_size; GAZTAG_ERR_UNSUPPORTED for fields of a newer header that are not 0;
 * GAZTAG_ERR_PARSE for an unknown entity, status or date.
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
 * Retires a key, which means its successor from then on: in this builder, in files that it reads
 * and in gazetteers that it builds. An entity with the key is removed; add to the successor what
 * should be kept of it.
 *
 * key: the key to retire. successor: the key of the entity that replaces it. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for an invalid key, an unknown successor, or
 * a successor that is the same entity.
 */
GAZTAG_API
gaztag_status gaztag_builder_retire_key(struct gaztag_builder *builder,
                                        const char *key,
                                        size_t key_len,
                                        const char *successor,
                                        size_t successor_len,
                                        struct gaztag_error *error);

/**
 * Adds a surface form to an entity. If the entity has the form already, it is replaced, and the
 * languages of both are joined.
 *
 * key: the key of the entity. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an
 * unknown number, an invalid prior, language or struct_size; GAZTAG_ERR_UNSUPPORTED for fields of
 * a newer header that are not 0; GAZTAG_ERR_PARSE for an unknown entity, for a form that no text
 * can contain, and for a form with other bounds than GAZTAG_BOUNDS_WORD that is longer than 512
 * bytes after folding.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_surface(struct gaztag_builder *builder,
                                         const char *key,
                                         size_t key_len,
                                         const struct gaztag_form *form,
                                         struct gaztag_error *error);

/**
 * Adds a decoy: a form that means no entity and hides the names inside it, such as "Mali Street".
 * A decoy that equals a name hides that name.
 *
 * form: role and prior are ignored. Errors: as gaztag_builder_add_surface.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_decoy(struct gaztag_builder *builder,
                                       const struct gaztag_form *form,
                                       struct gaztag_error *error);

/**
 * Removes an entity, with its surface forms and memberships.
 *
 * Returns GAZTAG_OK, or GAZTAG_NONE if there is no entity with this key. Errors: GAZTAG_ERR_NULL,
 * GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_builder_remove_entity(struct gaztag_builder *builder,
                                           const char *key,
                                           size_t key_len,
                                           struct gaztag_error *error);

/**
 * Removes a surface form from an entity.
 *
 * form: spelled exactly as it was added. Returns GAZTAG_OK, or GAZTAG_NONE if the entity has no
 * such form. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_builder_remove_surface(struct gaztag_builder *builder,
                                            const char *key,
                                            size_t key_len,
                                            const char *form,
                                            size_t form_len,
                                            struct gaztag_error *error);

/**
 * Removes a decoy.
 *
 * form: spelled exactly as it was added. Returns GAZTAG_OK, or GAZTAG_NONE if there is no such
 * decoy. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
 */
GAZTAG_API
gaztag_status gaztag_builder_remove_decoy(struct gaztag_builder *builder,
                                          const char *form,
                                          size_t form_len,
                                          struct gaztag_error *error);

/**
 * Adds a class of words and phrases, which cues refer to.
 *
 * words: one word, or one phrase of at most four words, in each line. The key of an entity stands
 * for any unambiguous name of the entity. "<capitalised>", "<lower>", "<number>", "<initial>",
 * "<edge>", "<percent>", "<title>", "<symbol>", "<cell>", "<age>" and "<signature>" stand for any
 * neighbour of that shape.
 * out_class: the number of the class, for
 * gaztag_builder_add_cue and gaztag_builder_add_use_cue of this builder. Errors: GAZTAG_ERR_NULL,
 * GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for an empty class, a longer phrase or an unknown entity.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_word_class(struct gaztag_builder *builder,
                                            const char *words,
                                            size_t words_len,
                                            uint32_t *out_class,
                                            struct gaztag_error *error);

/**
 * Adds a cue: a word of a class at a place near a surface form is evidence for an entity that the
 * form can mean, or against it.
 *
 * form: the surface form. key: the key of the entity, or NULL for every entity that the form can
 * mean. place: "before", "after", "before-comma", "after-comma"; "left N", "right N" or "near N"
 * for 1 to 12 words; "document", or "document N" for 1 to 9 occurrences; see gaztag_place. words:
 * the number of a class. weight: each step doubles the odds, or halves them below 0; -12 to 12,
 * not 0. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an unknown class or an
 * invalid weight; GAZTAG_ERR_PARSE for an unknown entity or an invalid place.
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
 * Adds a cue that shows a use of a name, such as a language. It is evidence for every entity that
 * the form can mean, but only where uses of this kind do not count (uses_counted and uses_dropped
 * of gaztag_options). It has no effect on the same name elsewhere in the document.
 *
 * of: a gaztag_use. form, place, words, weight: as for gaztag_builder_add_cue, without the places
 * "document" and "document N". Errors: as gaztag_builder_add_cue; GAZTAG_ERR_ARG also for an
 * unknown use.
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
 * Builds the gazetteer. The builder is unchanged and can be used again. Takes time n log n in the
 * number of surface forms.
 *
 * out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_PARSE for a limit of the format;
 * GAZTAG_ERR_NOMEM for the handle. If memory runs out during the build, the program ends.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_builder_build(const struct gaztag_builder *builder,
                                   struct gaztag_gazetteer **out,
                                   struct gaztag_error *error);

/**
 * Returns the most likely gaztag_format of a gazetteer file, by the extension of its name: .jsonl
 * and .ndjson, .json, or tab-separated values for any other. Of the two formats with JSON lines,
 * the first line of the content decides.
 *
 * file, file_len: the name. text, text_len: the content, or its start. Returns GAZTAG_FORMAT_TSV
 * for a NULL with a length.
 */
GAZTAG_API
uint32_t gaztag_format_guess(const char *file,
                             size_t file_len,
                             const char *text,
                             size_t text_len);

/**
 * Sets which form counts where one that is added equals one of another entity of the gazetteer
 * with which the builder started. Applies to what is added from then on, by calls and by files.
 * The default is GAZTAG_PREFERENCE_BUILTIN: the added form counts only where the other does not
 * fit. If the added form has a prior, both count, and their priors decide. A decoy of the
 * gazetteer never hides an equal form that is added.
 *
 * preference: a gaztag_preference. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown number.
 */
GAZTAG_API
gaztag_status gaztag_builder_set_preference(struct gaztag_builder *builder,
                                            uint32_t preference,
                                            struct gaztag_error *error);

/**
 * Sets the bounds of those surface forms and decoys of files that give none of their own. Applies
 * to gaztag_builder_read and gaztag_builder_check from then on, in every format. The default is
 * GAZTAG_BOUNDS_WORD.
 *
 * bounds: a gaztag_bounds. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown number.
 */
GAZTAG_API
gaztag_status gaztag_builder_set_file_bounds(struct gaztag_builder *builder,
                                             uint32_t bounds,
                                             struct gaztag_error *error);

/**
 * Sets the case rule of those surface forms and decoys of files that give none of their own.
 * Applies to files from then on, in every format. Lists of terms with capitals as in titles (Heart
 * Attack) need GAZTAG_CASE_ANY.
 *
 * case_rule: a gaztag_case_rule; GAZTAG_CASE_DEFAULT, as at first, goes by each form. Errors:
 * GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown number.
 */
GAZTAG_API
gaztag_status gaztag_builder_set_file_case(struct gaztag_builder *builder,
                                           uint32_t case_rule,
                                           struct gaztag_error *error);

/**
 * Adds the content of a gazetteer file. A new entity gets its name from the file, or its first
 * form as name. After an error the builder is unchanged. Takes time linear in the file and in the
 * content of the builder: pass a whole file, not single rows.
 *
 * format: a gaztag_format. file, file_len: the name of the file for messages, or NULL. text,
 * text_len: its content. out_forms: the number of surface forms and decoys in the file, or NULL.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_UTF8, GAZTAG_ERR_PARSE and
 * GAZTAG_ERR_TOO_LARGE, with line, column and byte offset.
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
 * Adds the content of a gazetteer file like gaztag_builder_read, and mends harmless mistakes:
 * blanks and underscores around a form or a field are removed, and of a form that is repeated for
 * its entity the first row counts.
 *
 * format, file, text, out_forms: as for gaztag_builder_read. mended: called with each mistake that
 * was mended, in the order of the file, after the file was read; NULL if they do not matter. user:
 * passed on to the callback. Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback stopped: the
 * file is added all the same. Errors: those of gaztag_builder_read.
 */
GAZTAG_API
gaztag_status gaztag_builder_read_lenient(struct gaztag_builder *builder,
                                          uint32_t format,
                                          const char *file,
                                          size_t file_len,
                                          const char *text,
                                          size_t text_len,
                                          size_t *out_forms,
                                          gaztag_error_fn mended,
                                          void *user,
                                          struct gaztag_error *error);

/**
 * Lists what the files that were read have that the built gazetteer will not: rows by which more
 * than 32 surface forms fold to the same text, if their entities have weights. Those of the
 * largest weights are kept.
 *
 * found: called with each row, in the order of reading. user: passed on to the callback. Returns
 * GAZTAG_OK, or GAZTAG_STOPPED if the callback stopped. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_builder_warnings(const struct gaztag_builder *builder,
                                      gaztag_error_fn found,
                                      void *user,
                                      struct gaztag_error *error);

/**
 * Finds all errors of a gazetteer file, in the order of the file, where gaztag_builder_read stops
 * at the first. Does not change the builder.
 *
 * format, file, text: as for gaztag_builder_read. found: called with each error. user: passed on
 * to the callback. Returns GAZTAG_OK, also if the file has errors, or GAZTAG_STOPPED if the
 * callback stopped. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG.
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
 * Adds the entities of records, as `gaztag import` makes them of a list. Records with equal keys
 * are one entity. Blanks, underscores, commas and semicolons around forms are removed, repeated
 * forms are merged, and records without a form are left out. After an error the builder is
 * unchanged.
 *
 * fields: which fields are read. records, records_len: one JSON object in each line. Strings,
 * numbers and booleans are values; an array has several; those of objects inside have names such
 * as "outer.inner"; null is a missing value. Whole numbers of more than 19 digits must be strings.
 * out_forms: the number of surface forms, or NULL. The line of an error is that of the record for
 * GAZTAG_ERR_PARSE of a line or a value; for a form or key it is that of the file that
 * `gaztag import` would write.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for no field with forms, an unknown
 * number or an invalid struct_size; GAZTAG_ERR_UNSUPPORTED for fields of a newer header that are
 * not 0; GAZTAG_ERR_PARSE for an unknown role or type, a line that is not a JSON object, a value
 * that is not of its type, and a form or key that a gazetteer cannot have; GAZTAG_ERR_TOO_LARGE.
 */
GAZTAG_API
gaztag_status gaztag_builder_add_records(struct gaztag_builder *builder,
                                         const struct gaztag_records *fields,
                                         const char *records,
                                         size_t records_len,
                                         size_t *out_forms,
                                         struct gaztag_error *error);

/**
 * Puts a gazetteer on top of another, as a layer. Both stay as they are and share their images
 * with the new gazetteer. Takes time linear in the entities of the smaller one, so that a short
 * list on top of a large gazetteer costs next to nothing.
 *
 * The new gazetteer has the entities, forms and kinds of all layers. Of overlapping names the
 * leftmost counts, and of those that begin together the longest, whatever their layers are. Decoys
 * hide the names of every layer. Of equal names that of the lower layer counts if the other has no
 * prior, or else the one with the higher prior. An entity with a key that a lower layer has is
 * that entity: its forms are added to it.
 *
 * preference: a gaztag_preference; GAZTAG_PREFERENCE_OWN: of equal names that of the upper layer
 * counts. out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM; GAZTAG_ERR_ARG for an unknown number, and for more
 * layers or kinds than a gazetteer can have.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_with_layer(const struct gaztag_gazetteer *gazetteer,
                                          const struct gaztag_gazetteer *upper,
                                          uint32_t preference,
                                          struct gaztag_gazetteer **out,
                                          struct gaztag_error *error);

/**
 * Returns the number of layers of a gazetteer, 1 unless gaztag_gazetteer_with_layer made it; 0 for
 * NULL.
 */
GAZTAG_API uint32_t gaztag_gazetteer_layer_count(const struct gaztag_gazetteer *gazetteer);

/**
 * Makes a handle of one layer, as a gazetteer of its own.
 *
 * number: 0 for the lowest layer, to gaztag_gazetteer_layer_count - 1. out: the gazetteer, to be
 * freed by gaztag_gazetteer_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL,
 * GAZTAG_ERR_NOMEM; GAZTAG_ERR_ARG if there are not so many layers.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_gazetteer_layer(const struct gaztag_gazetteer *gazetteer,
                                     uint32_t number,
                                     struct gaztag_gazetteer **out,
                                     struct gaztag_error *error);

/**
 * Sets all fields of the options to their defaults.
 *
 * struct_size: sizeof(gaztag_options). Does nothing if options is NULL or misaligned, or if
 * struct_size is less than in the first version of the ABI or more than 4096.
 */
GAZTAG_API void gaztag_options_init(struct gaztag_options *options, size_t struct_size);

/**
 * Makes a tagger, in the time that it takes to copy the options.
 *
 * gazetteer: the names to find; NULL for the built-in gazetteer. options: NULL for the defaults.
 * out: the tagger, to be freed by gaztag_tagger_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL; GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for an invalid option;
 * GAZTAG_ERR_UNSUPPORTED for options of a newer header that are not 0, for a backend that the
 * machine does not support, and for a NULL gazetteer in a library without the built-in one;
 * GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_tagger_new(const struct gaztag_gazetteer *gazetteer,
                                const struct gaztag_options *options,
                                struct gaztag_tagger **out,
                                struct gaztag_error *error);

/**
 * Makes another handle of the same tagger, in constant time.
 *
 * out: the handle, to be freed by gaztag_tagger_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_tagger_clone(const struct gaztag_tagger *tagger,
                                  struct gaztag_tagger **out,
                                  struct gaztag_error *error);

/**
 * Frees a handle. Does nothing for NULL.
 */
GAZTAG_API void gaztag_tagger_free(struct gaztag_tagger *tagger);

/**
 * Makes a handle of the tagger's gazetteer, in constant time.
 *
 * out: the handle, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_tagger_gazetteer(const struct gaztag_tagger *tagger,
                                      struct gaztag_gazetteer **out,
                                      struct gaztag_error *error);

/**
 * Returns the gaztag_backend that the tagger uses; 0 for NULL.
 */
GAZTAG_API uint32_t gaztag_tagger_backend(const struct gaztag_tagger *tagger);

/**
 * Returns the memory of a tagger in bytes, including the image of its gazetteer, which all its
 * users share; 0 for NULL.
 */
GAZTAG_API size_t gaztag_tagger_memory_usage(const struct gaztag_tagger *tagger);

/**
 * Makes a cursor for gaztag_tag.
 *
 * out: the cursor, to be freed by gaztag_cursor_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_cursor_new(struct gaztag_cursor **out,
                                struct gaztag_error *error);

/**
 * Makes a cursor forget the text that it is in the middle of, so that the next call starts a text.
 * Not needed after gaztag_tag has returned GAZTAG_OK. Does nothing for NULL, and while the cursor
 * is in use.
 */
GAZTAG_API void gaztag_cursor_reset(struct gaztag_cursor *cursor);

/**
 * Frees a cursor. Does nothing for NULL.
 */
GAZTAG_API void gaztag_cursor_free(struct gaztag_cursor *cursor);

/**
 * Writes the mentions of a text to an array, in the order of the text. Every name is judged with
 * the whole text. Allocates nothing; takes time linear in the text.
 *
 * text, text_len: any bytes. options: what is known about the text, or NULL. cursor: NULL, or a
 * cursor of gaztag_cursor_new. With a cursor, the next call with the same tagger, text and cursor
 * after GAZTAG_MORE continues after the mentions of this call; the text must stay unchanged at its
 * address until then. All calls together read the text three times at most. out, capacity: the
 * array; the call may write to all of it. out_len: the number of mentions. Returns GAZTAG_OK, or
 * GAZTAG_MORE if the array is full and the text has more mentions. Errors: GAZTAG_ERR_NULL;
 * GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for an invalid language; GAZTAG_ERR_UNSUPPORTED for options
 * of a newer header that are not 0; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 for a text that the
 * tagger's options refuse; GAZTAG_ERR_STATE if the cursor is in use or in the middle of another
 * text.
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
 * Calls a function with the mentions of a text, up to 64 at a time: the same mentions as
 * gaztag_tag, without an array to size. Allocates nothing. The part of the text after its 512th
 * name is read twice.
 *
 * text, text_len, options: as for gaztag_tag. user: passed on to the callback. Returns GAZTAG_OK,
 * or GAZTAG_STOPPED if the callback stopped. Errors: as gaztag_tag; GAZTAG_ERR_NULL also for a
 * NULL callback.
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
 * Finds out whether a text has any mention, as gaztag_tag would return it. Stops reading at the
 * first mention that the rest of the text cannot change. Allocates nothing.
 *
 * text, text_len, options: as for gaztag_tag. out_found: 1 if there is a mention, otherwise 0.
 * Errors: as gaztag_tag.
 */
GAZTAG_API
gaztag_status gaztag_is_match(const struct gaztag_tagger *tagger,
                              const char *text,
                              size_t text_len,
                              const struct gaztag_text_options *options,
                              int32_t *out_found,
                              struct gaztag_error *error);

/**
 * Counts the mentions that gaztag_tag returns for a text, in total and for each entity. Allocates
 * nothing. The part of the text after its 512th name is read twice.
 *
 * text, text_len, options: as for gaztag_tag. counts, counts_len: NULL and 0, or an initialised
 * array with a number for each of the gaztag_gazetteer_len entities of the tagger's gazetteer, by
 * position (gaztag_entity_position). Each mention adds 1 to the number of its entity, so one array
 * can count over many texts. out_total: the number of mentions of this text, or NULL. Errors: as
 * gaztag_tag; GAZTAG_ERR_ARG if there are fewer counts than entities.
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
 * Lists all entities that the name of a mention can mean, the most likely first. The entity of the
 * mention is one of them. There are at most 32.
 *
 * entity, readings: the fields of a mention that this tagger, or another one with the same
 * gazetteer, returned. resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns
 * GAZTAG_OK or GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
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
 * Finds the mentions of many documents in one call. Allocates nothing. Document d is the bytes
 * data[offsets[d]] up to data[offsets[d + 1]], as in a large_utf8 column of Arrow.
 *
 * offsets: documents + 1 numbers that do not descend; not read if documents is 0. languages: NULL,
 * or a string for each document: an ISO 639 code as in gaztag_text_options, or NULL if unknown.
 * next_document: set it to 0 for the first call; the call sets it to the first document that was
 * not tagged. out, capacity, out_len: an array for the mentions of this call, which are those of
 * one document after those of the document before; their offsets count from the start of their
 * document. document_ends: an array of documents numbers; for each document that was tagged in
 * this call, the number of mentions in out up to the end of this document. Returns GAZTAG_OK when
 * all documents are tagged. Returns GAZTAG_MORE when the mentions of the next document do not fit:
 * process those of out, then call again. If next_document did not change, this document alone has
 * more mentions than capacity: use a larger array, or gaztag_tag with a cursor. Errors:
 * GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for invalid offsets; GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for an
 * invalid language; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 for a document that the tagger's
 * options refuse. After an error next_document is the document with the error, and the outputs
 * have the mentions of the documents before it.
 */
GAZTAG_API
gaztag_status gaztag_tag_batch(const struct gaztag_tagger *tagger,
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
 * Finds the mentions of a column of documents, and returns a column of lists of mentions. The type
 * of the column is utf8, large_utf8, utf8_view, binary, large_binary, binary_view, or null (a
 * column without values); or a struct with one such field, as a table with one column is. It may
 * be sliced and have nulls. Each document is judged as a whole.
 *
 * schema, array: the column, as struct ArrowSchema and struct ArrowArray of the Arrow C Data
 * Interface. They are read, not released. languages_schema, languages_array: NULL and NULL, or a
 * column of the same types with the language of each document as in gaztag_text_options, null if
 * unknown. flags: bits of gaztag_arrow_flag. out_schema, out_array: structs other than the ones
 * above, for a column with a list for each document; a null document has a null list. The elements
 * are structs with the fields start and end (int64, in the tagger's unit, from the start of the
 * document), id (utf8, the key of the entity), name (utf8, its usual name), kind and role (utf8),
 * and confidence (int8), and with a flag the attributes of the entity. The caller releases the
 * column by its release callbacks; it needs neither the tagger nor the documents. After an error
 * both structs are marked as released.
 *
 * Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for a released or inconsistent column, unknown flags or
 * an invalid language; GAZTAG_ERR_UNSUPPORTED for a column of another type; GAZTAG_ERR_TOO_LARGE
 * for more than 2^31 - 1 mentions, or bytes of ids or names: pass fewer documents at once;
 * GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 for a document that the tagger's options refuse. If
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
 * Makes another column with the same buffers, which are not copied, for a second consumer. Each
 * column is released by its own callbacks, on any thread and in any order.
 *
 * schema, array: a column that gaztag_tag_arrow or this function returned, of which no part was
 * released or moved. It is read; several threads may do so at the same time. out_schema,
 * out_array: structs other than these; or NULL for one that is not needed, when the input is not
 * read. After an error both are marked as released.
 *
 * Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for a released column. If memory runs out, the program
 * ends. Only in libraries with GAZTAG_FEATURE_ARROW.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_share_arrow(const struct ArrowSchema *schema,
                                 const struct ArrowArray *array,
                                 struct ArrowSchema *out_schema,
                                 struct ArrowArray *out_array,
                                 struct gaztag_error *error);

/**
 * Copies a text and replaces every mention by what a callback returns for it. The mentions are
 * those of gaztag_tag; of mentions that overlap, the first is replaced. Allocates nothing. The
 * part of the text after its 512th name is read twice.
 *
 * text, text_len, options: as for gaztag_tag. out, capacity: an array for the result, which does
 * not end with NUL. out_len: the length of the result, also if it does not fit. Returns GAZTAG_OK;
 * GAZTAG_MORE if the result does not fit: ignore out and call again with out_len bytes; or
 * GAZTAG_STOPPED if the callback stopped: ignore out, out_len is 0. Errors: as gaztag_tag, and as
 * every call for a replacement that is NULL with a length.
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
 * Makes a stream at the start of a text.
 *
 * options: what is known about the texts, or NULL. out: the stream, to be freed by
 * gaztag_incremental_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM;
 * GAZTAG_ERR_ARG, GAZTAG_ERR_UTF8 and GAZTAG_ERR_UNSUPPORTED for the options, as gaztag_tag.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_incremental_new(const struct gaztag_tagger *tagger,
                                     const struct gaztag_text_options *options,
                                     struct gaztag_incremental **out,
                                     struct gaztag_error *error);

/**
 * Feeds the next chunk of the text, which may end inside a name, a character or a tag. Writes the
 * mentions that the following text cannot change to an array: all but those of about the last 4
 * KiB. Offsets are offsets into the whole text.
 *
 * consumed: the number of bytes of the chunk that were read. out, capacity, out_len: the array,
 * and the number of mentions. Returns GAZTAG_OK when the whole chunk was read. Returns GAZTAG_MORE
 * when the array is full: process the mentions, then call again with the rest of the chunk, even
 * if it is empty. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_STATE if the stream is in
 * use, or if mentions of the previous text are pending: call gaztag_incremental_finish;
 * GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8, with the offset into the whole text, for a text that
 * the tagger's options refuse: reset the stream. Mentions that were returned before are valid in
 * any case.
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
 * Ends the text and writes its last mentions to an array.
 *
 * out, capacity, out_len: as for gaztag_incremental_feed. Returns GAZTAG_OK, after which the
 * stream is at the start of another text; or GAZTAG_MORE when the array is full: process the
 * mentions, then call again. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG, GAZTAG_ERR_STATE;
 * GAZTAG_ERR_UTF8 if the text ends inside a character and the tagger requires UTF-8: reset the
 * stream.
 */
GAZTAG_API
gaztag_status gaztag_incremental_finish(struct gaztag_incremental *stream,
                                        struct gaztag_mention *out,
                                        size_t capacity,
                                        size_t *out_len,
                                        struct gaztag_error *error);

/**
 * Feeds the next chunk of the text, as gaztag_incremental_feed, but calls a function with every
 * mention and the text of its span, which may lie in an earlier chunk.
 *
 * consumed: the number of bytes of the chunk that were read: all of them, unless the callback
 * stopped. user: passed on to the callback. Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback
 * stopped: later mentions are pending for gaztag_incremental_feed and gaztag_incremental_finish.
 * Errors: as gaztag_incremental_feed; GAZTAG_ERR_STATE also if mentions are pending.
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
 * Ends the text, as gaztag_incremental_finish, but calls a function with every mention and the
 * text of its span.
 *
 * Returns GAZTAG_OK, after which the stream is at the start of another text; or GAZTAG_STOPPED if
 * the callback stopped: later mentions are pending for gaztag_incremental_finish. Errors: as
 * gaztag_incremental_finish; GAZTAG_ERR_STATE also if mentions are pending.
 */
GAZTAG_API
gaztag_status gaztag_incremental_finish_each(struct gaztag_incremental *stream,
                                             gaztag_incremental_fn found,
                                             void *user,
                                             struct gaztag_error *error);

/**
 * Returns a byte offset into the whole text before which no later mention will start, so that the
 * text before it can be printed or dropped. Pending mentions may start before it: while the last
 * mentions of a text are pending, it is the length of the text. 0 for NULL and while the stream is
 * in use.
 */
GAZTAG_API uint64_t gaztag_incremental_settled(const struct gaztag_incremental *stream);

/**
 * Drops the text that was fed so far and pending mentions; the stream is at the start of another
 * text. Does nothing for NULL, and while the stream is in use.
 */
GAZTAG_API void gaztag_incremental_reset(struct gaztag_incremental *stream);

/**
 * Frees a stream. Does nothing for NULL. A callback of the stream must not call it.
 */
GAZTAG_API void gaztag_incremental_free(struct gaztag_incremental *stream);

/**
 * Explains a text: finds every surface form in it, with the reason why it is a mention or not, in
 * the order of start, then end, then the most likely first. It explains GAZTAG_OVERLAP_LONGEST,
 * whatever the tagger's option.
 *
 * text, text_len, options: as for gaztag_tag. out: the explanation, to be freed by
 * gaztag_explanation_free; NULL if the call fails. It needs neither the text nor the tagger's
 * handle any longer. Errors: as gaztag_tag; GAZTAG_ERR_NOMEM.
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
 * Returns the number of findings; 0 for NULL.
 */
GAZTAG_API size_t gaztag_explanation_len(const struct gaztag_explanation *explanation);

/**
 * Returns a finding by its index.
 *
 * out: the finding. Returns GAZTAG_OK, or GAZTAG_NONE for an index past the last one. Errors:
 * GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_explanation_finding(const struct gaztag_explanation *explanation,
                                         size_t index,
                                         struct gaztag_finding *out,
                                         struct gaztag_error *error);

/**
 * Returns a piece of evidence for or against a finding, by its index.
 *
 * finding: the index of the finding. out: the evidence. Returns GAZTAG_OK, or GAZTAG_NONE for an
 * index past the last one. Errors: GAZTAG_ERR_NULL.
 */
GAZTAG_API
gaztag_status gaztag_explanation_weighed(const struct gaztag_explanation *explanation,
                                         size_t finding,
                                         size_t index,
                                         struct gaztag_weighed *out,
                                         struct gaztag_error *error);

/**
 * Frees an explanation. Does nothing for NULL.
 */
GAZTAG_API void gaztag_explanation_free(struct gaztag_explanation *explanation);

/**
 * Returns the text of a gaztag_reason, such as "inside a longer name", as a static string that
 * ends with NUL; "?" for an unknown number.
 */
GAZTAG_API const char *gaztag_reason_text(uint32_t reason);

/**
 * Lists the entities that a text is about: those of its mentions that are in the title or the
 * lead, or are named again and again. The largest weight is first; equal weights are in the order
 * of mentions and keys. Each call reads the whole text.
 *
 * A country that is named once in the lead is a topic, anything else also has to be named again or
 * in the title. Entities with less than 40 percent of the largest weight of their kind are left
 * out. Capitals, and the places of GAZTAG_ABOUT_PLACES, count only in a text that is about no
 * country by its own names.
 *
 * text, text_len, options: as for gaztag_tag. count_as: bits of gaztag_about_as; 0: mentions count
 * for the entities that they mean. resume, out, capacity, out_len: as for
 * gaztag_entity_attributes. Returns GAZTAG_OK or GAZTAG_MORE. Errors: as gaztag_tag, and
 * GAZTAG_ERR_ARG for an unknown bit.
 */
GAZTAG_API
gaztag_status gaztag_about(const struct gaztag_tagger *tagger,
                           const char *text,
                           size_t text_len,
                           const struct gaztag_text_options *options,
                           uint32_t count_as,
                           size_t *resume,
                           struct gaztag_topic *out,
                           size_t capacity,
                           size_t *out_len,
                           struct gaztag_error *error);

/**
 * Makes a screener for the names of a gazetteer: the forms that mean no acronym, code, symbol or
 * demonym. Takes time and memory linear in them.
 *
 * Of a name of several words the words may have another order, as in "SURNAME, Given". Words may
 * be transliterated otherwise, or written in another script, from or to Cyrillic, Arabic, Chinese
 * characters, Greek, Hangul or Hebrew. One word of eight letters or more may have one letter too
 * many, too few, another one, or two exchanged. A name of one word is found only in another
 * script, or with one letter wrong. What is written as in the gazetteer is found by a tagger, not
 * by a screener.
 *
 * kinds, kinds_len: the kinds of the names; NULL or 0: the kinds of the gazetteer's own. Not kept
 * after the call. out: the screener, to be freed by gaztag_screener_free; NULL if the call fails.
 * Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM; GAZTAG_ERR_ARG for a kind that the gazetteer does not
 * have.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_screener_new(const struct gaztag_gazetteer *gazetteer,
                                  const uint8_t *kinds,
                                  size_t kinds_len,
                                  struct gaztag_screener **out,
                                  struct gaztag_error *error);

/**
 * Returns the number of names that a screener looks for; 0 for NULL.
 */
GAZTAG_API size_t gaztag_screener_len(const struct gaztag_screener *screener);

/**
 * Makes a new handle of the gazetteer of a screener.
 *
 * out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
 * GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
 */
GAZTAG_API
GAZTAG_MUST_USE
gaztag_status gaztag_screener_gazetteer(const struct gaztag_screener *screener,
                                        struct gaztag_gazetteer **out,
                                        struct gaztag_error *error);

/**
 * Lists the likely names of a text, in the order of their starts. They do not overlap: of several
 * the one with the most words counts, then the likeliest. Words must begin with a capital where
 * their script has capitals. Nothing is judged by its context. Each call reads the whole text.
 *
 * text, text_len: any bytes; a name has no ill-formed ones. unit: a gaztag_unit, of the offsets.
 * resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns GAZTAG_OK or
 * GAZTAG_MORE. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown unit.
 */
GAZTAG_API
gaztag_status gaztag_screen(const struct gaztag_screener *screener,
                            const char *text,
                            size_t text_len,
                            uint32_t unit,
                            size_t *resume,
                            struct gaztag_likely_name *out,
                            size_t capacity,
                            size_t *out_len,
                            struct gaztag_error *error);

/**
 * Calls a function with the names of gaztag_screen, one after the other, while the text is read.
 *
 * text, text_len, unit: as for gaztag_screen. user: passed on to the callback. Returns GAZTAG_OK,
 * or GAZTAG_STOPPED if the callback stopped. Errors: as gaztag_screen; GAZTAG_ERR_NULL also for a
 * NULL callback.
 */
GAZTAG_API
gaztag_status gaztag_screen_each(const struct gaztag_screener *screener,
                                 const char *text,
                                 size_t text_len,
                                 uint32_t unit,
                                 gaztag_likely_name_fn found,
                                 void *user,
                                 struct gaztag_error *error);

/**
 * Frees a screener. Does nothing for NULL.
 */
GAZTAG_API void gaztag_screener_free(struct gaztag_screener *screener);

/**
 * Converts offsets into a text from one unit to another, in place and in one pass over the text.
 * An offset inside a character becomes the offset of its start.
 *
 * text, text_len: any bytes. from_unit, to_unit: gaztag_unit. offsets, offsets_len: offsets that
 * do not descend. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an offset past the end of the text
 * or less than the one before it, and for an unknown unit; GAZTAG_ERR_NOMEM, as the call needs
 * eight bytes for each offset. After an error the offsets are unchanged.
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
 * Returns the length of a text in a gaztag_unit, in time linear in the text; 0 for an unknown unit
 * or a NULL text.
 */
GAZTAG_API uint64_t gaztag_count_units(const char *text, size_t text_len, uint32_t unit);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* GAZTAG_H */
