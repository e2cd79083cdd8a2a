/* A text of more than 4 GiB through the C ABI: offsets beyond 32 bits. Run by scripts/large. */
#include <gaztag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "line %d: %s: %s\n", __LINE__, #condition, error.message); \
      exit(1); \
    } \
  } while (0)

static gaztag_error error;
static size_t seen;
static uint64_t starts[8];

static int32_t keep(void *user, const gaztag_mention *mentions, size_t count) {
  (void)user;
  for (size_t i = 0; i < count; ++i) starts[seen++ % 8] = mentions[i].start;
  return 0;
}

int main(void) {
  const char *line = "nothing was said of it and so on\n";
  size_t len = (size_t)9 << 29, step = strlen(line);
  /* At the beginning, across 4 GiB, and at the end. */
  uint64_t places[] = {1, ((uint64_t)1 << 32) - 2, len - 6};
  gaztag_tagger *tagger;
  gaztag_cursor *cursor;
  gaztag_incremental *stream;
  gaztag_mention mentions[8];
  size_t found = 0, rest = 0, consumed = 0;
  uint64_t total = 0;
  int32_t is_match = 0;
  char *text = malloc(len);
  CHECK(text != NULL);
  for (size_t at = 0; at < len; at += step) memcpy(text + at, line, len - at < step ? len - at : step);
  for (int i = 0; i < 3; ++i) memcpy(text + places[i] - 1, " Mali ", 6);

  CHECK(gaztag_tagger_new(NULL, NULL, &tagger, &error) == GAZTAG_OK);
  CHECK(gaztag_cursor_new(&cursor, &error) == GAZTAG_OK);
  CHECK(gaztag_tag(tagger, text, len, NULL, cursor, mentions, 2, &found, &error) == GAZTAG_MORE);
  CHECK(gaztag_tag(tagger, text, len, NULL, cursor, mentions + found, 6, &rest, &error) == GAZTAG_OK);
  CHECK(found + rest == 3);
  for (int i = 0; i < 3; ++i) CHECK(mentions[i].start == places[i] && mentions[i].end == places[i] + 4);
  CHECK(gaztag_count(tagger, text, len, NULL, NULL, 0, &total, &error) == GAZTAG_OK && total == 3);
  CHECK(gaztag_is_match(tagger, text + 8, len - 8, NULL, &is_match, &error) == GAZTAG_OK && is_match == 1);
  CHECK(gaztag_tag_each(tagger, text, len, NULL, keep, NULL, &error) == GAZTAG_OK && seen == 3);
  for (int i = 0; i < 3; ++i) CHECK(starts[i] == places[i]);

  CHECK(gaztag_incremental_new(tagger, NULL, &stream, &error) == GAZTAG_OK);
  CHECK(gaztag_incremental_feed(stream, text, len, &consumed, mentions, 8, &found, &error) == GAZTAG_OK);
  CHECK(consumed == len);
  CHECK(gaztag_incremental_finish(stream, mentions + found, 8 - found, &rest, &error) == GAZTAG_OK);
  CHECK(found + rest == 3);
  for (int i = 0; i < 3; ++i) CHECK(mentions[i].start == places[i]);
  gaztag_incremental_free(stream);
  gaztag_cursor_free(cursor);
  gaztag_tagger_free(tagger);
  free(text);
  printf("C: %zu bytes, 3 mentions\n", len);
  return 0;
}
