/* Makes a call a number of times. The difference between two runs under callgrind, by scripts/capi,
 * is the cost of the call without the start of the program.
 *
 *   calls NAME TIMES
 */
#include "check.h"

#define DOCUMENTS 50
#define NAMES 4096

static gaztag_error error;
static const char SENTENCE[] = "The ministers of Mali met in the capital on Tuesday to talk about the price of lithium and of water.";
/* A name whose meaning depends on the document. */
static const char NAME[] = "Georgia said \xC3\xA9. ";

static int found(void *user, const gaztag_mention *mentions, size_t len) {
  (void)mentions;
  *(size_t *)user += len;
  return 0;
}

/* Tags a text with a number of names in pages of a capacity, and checks the number of pages. */
static void tag_pages(const gaztag_tagger *tagger, gaztag_cursor *cursor, const char *text, size_t names, size_t capacity) {
  static gaztag_mention mentions[256];
  size_t given = 0, total = 0, pages = 0;
  gaztag_status status;
  do {
    status = gaztag_tag(tagger, text, names * (sizeof NAME - 1), NULL, cursor, mentions, capacity, &given, &error);
    total += given;
    ++pages;
  } while (status == GAZTAG_MORE);
  CHECK(status == GAZTAG_OK && total == names && pages == (names + capacity - 1) / capacity);
}

int main(int count, char **arguments) {
  static char texts[DOCUMENTS * sizeof SENTENCE], dense[NAMES * sizeof NAME];
  static gaztag_mention mentions[DOCUMENTS * sizeof SENTENCE];
  int64_t offsets[DOCUMENTS + 1] = {0};
  size_t len = sizeof SENTENCE - 1, given = 0, total = 0, ends[DOCUMENTS], next;
  int32_t any;
  gaztag_gazetteer *gazetteer;
  gaztag_tagger *tagger, *strict;
  gaztag_cursor *cursor;
  gaztag_options options;
  CHECK(count == 3);
  const char *name = arguments[1];
  long times = strtol(arguments[2], NULL, 10);
  for (size_t i = 0; i < DOCUMENTS; ++i) {
    memcpy(texts + i * len, SENTENCE, len);
    offsets[i + 1] = (int64_t)((i + 1) * len);
  }
  for (size_t i = 0; i < NAMES; ++i) memcpy(dense + i * (sizeof NAME - 1), NAME, sizeof NAME - 1);
  gaztag_options_init(&options, sizeof options);
  /* A backend for which all machines count the same instructions. */
  options.backend = GAZTAG_BACKEND_SCALAR;
  OK(gaztag_gazetteer_builtin(&gazetteer, &error));
  OK(gaztag_tagger_new(gazetteer, &options, &tagger, &error));
  options.flags = GAZTAG_FLAG_STRICT_UTF8;
  OK(gaztag_tagger_new(gazetteer, &options, &strict, &error));
  OK(gaztag_cursor_new(&cursor, &error));
  for (long i = 0; i < times; ++i) {
    if (strcmp(name, "value") == 0) {
      total += gaztag_gazetteer_len(gazetteer);
    } else if (strcmp(name, "string") == 0) {
      total += gaztag_entity_key(gazetteer, 7).len;
    } else if (strcmp(name, "refused") == 0) {
      GIVES(GAZTAG_ERR_NULL, gaztag_tag(NULL, SENTENCE, len, NULL, NULL, mentions, 8, &given, &error));
    } else if (strcmp(name, "empty_text") == 0) {
      OK(gaztag_tag(tagger, NULL, 0, NULL, NULL, mentions, 8, &given, &error));
    } else if (strcmp(name, "is_match") == 0) {
      OK(gaztag_is_match(tagger, SENTENCE, len, NULL, &any, &error));
    } else if (strcmp(name, "sentence") == 0) {
      OK(gaztag_tag(tagger, SENTENCE, len, NULL, NULL, mentions, 8, &given, &error));
      CHECK(given == 2);
    } else if (strcmp(name, "sentence_by_callback") == 0) {
      OK(gaztag_tag_each(tagger, SENTENCE, len, NULL, found, &total, &error));
    } else if (strcmp(name, "pages_of_256") == 0) {
      tag_pages(tagger, cursor, dense, NAMES, 256);
    } else if (strcmp(name, "pages_of_256_quarter") == 0) {
      tag_pages(tagger, cursor, dense, NAMES / 4, 256);
    } else if (strcmp(name, "strict_pages_of_1") == 0) {
      tag_pages(strict, cursor, dense, NAMES, 1);
    } else if (strcmp(name, "strict_pages_of_1_quarter") == 0) {
      tag_pages(strict, cursor, dense, NAMES / 4, 1);
    } else {
      CHECK(strcmp(name, "batch_of_50_sentences") == 0);
      next = 0;
      OK(gaztag_tag_batch(tagger, texts, DOCUMENTS * len, offsets, DOCUMENTS, NULL, &next, mentions, DOCUMENTS * len, &given, ends, &error));
      CHECK(given == 2 * DOCUMENTS);
    }
  }
  gaztag_cursor_free(cursor);
  gaztag_tagger_free(strict);
  gaztag_tagger_free(tagger);
  gaztag_gazetteer_free(gazetteer);
  return 0;
}
