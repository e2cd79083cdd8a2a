/* Makes one call as often as it is told: what one more costs is what the call costs, without the start of the program. Run by scripts/capi under callgrind.
 *
 *   calls NAME TIMES
 */
#include "check.h"

#define DOCUMENTS 50

static gaztag_error error;
static const char SENTENCE[] = "The ministers of Mali met in the capital on Tuesday to talk about the price of lithium and of water.";

static int found(void *user, const gaztag_mention *mentions, size_t len) {
  (void)mentions;
  *(size_t *)user += len;
  return 0;
}

int main(int count, char **arguments) {
  static char texts[DOCUMENTS * sizeof SENTENCE];
  static gaztag_mention mentions[DOCUMENTS * sizeof SENTENCE];
  int64_t offsets[DOCUMENTS + 1] = {0};
  size_t len = sizeof SENTENCE - 1, given = 0, total = 0, ends[DOCUMENTS], next;
  int32_t any;
  gaztag_gazetteer *gazetteer;
  gaztag_tagger *tagger;
  gaztag_options options;
  CHECK(count == 3);
  const char *name = arguments[1];
  long times = strtol(arguments[2], NULL, 10);
  for (size_t i = 0; i < DOCUMENTS; ++i) {
    memcpy(texts + i * len, SENTENCE, len);
    offsets[i + 1] = (int64_t)((i + 1) * len);
  }
  gaztag_options_init(&options, sizeof options);
  /* What every machine of this kind counts alike. */
  options.backend = GAZTAG_BACKEND_SCALAR;
  OK(gaztag_gazetteer_builtin(&gazetteer, &error));
  OK(gaztag_tagger_new(gazetteer, &options, &tagger, &error));
  for (long i = 0; i < times; ++i) {
    if (strcmp(name, "value") == 0) {
      total += gaztag_gazetteer_len(gazetteer);
    } else if (strcmp(name, "string") == 0) {
      total += gaztag_entity_key(gazetteer, 7).len;
    } else if (strcmp(name, "refused") == 0) {
      GIVES(GAZTAG_ERR_NULL, gaztag_tag(NULL, SENTENCE, len, NULL, mentions, 8, &given, &error));
    } else if (strcmp(name, "empty_text") == 0) {
      OK(gaztag_tag(tagger, NULL, 0, NULL, mentions, 8, &given, &error));
    } else if (strcmp(name, "is_match") == 0) {
      OK(gaztag_is_match(tagger, SENTENCE, len, &any, &error));
    } else if (strcmp(name, "sentence") == 0) {
      OK(gaztag_tag(tagger, SENTENCE, len, NULL, mentions, 8, &given, &error));
      CHECK(given == 2);
    } else if (strcmp(name, "sentence_by_callback") == 0) {
      OK(gaztag_tag_each(tagger, SENTENCE, len, found, &total, &error));
    } else {
      CHECK(strcmp(name, "batch_of_50_sentences") == 0);
      next = 0;
      OK(gaztag_tag_batch64(tagger, texts, DOCUMENTS * len, offsets, DOCUMENTS, &next, mentions, DOCUMENTS * len, &given, ends, &error));
      CHECK(given == 2 * DOCUMENTS);
    }
  }
  gaztag_tagger_free(tagger);
  gaztag_gazetteer_free(gazetteer);
  return 0;
}
