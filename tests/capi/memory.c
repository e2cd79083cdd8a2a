/* The allocations of calls, and what happens when one fails. Linked with -Wl,--wrap for each of the
 * functions below, so that every allocation of the library comes here.
 *
 *   memory IMAGE    the name of a file that it may write
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* The number of allocations; those from number `fail_from` to `fail_to` fail. Volatile, as
 * compilers assume that malloc does not change them. */
static volatile size_t allocations, fail_from = SIZE_MAX, fail_to;

static int fails(void) {
  ++allocations;
  return allocations >= fail_from && allocations <= fail_to;
}

void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);
void *__real_aligned_alloc(size_t, size_t);
int __real_posix_memalign(void **, size_t, size_t);
void *__wrap_malloc(size_t);
void *__wrap_calloc(size_t, size_t);
void *__wrap_realloc(void *, size_t);
void *__wrap_aligned_alloc(size_t, size_t);
int __wrap_posix_memalign(void **, size_t, size_t);

void *__wrap_malloc(size_t size) { return fails() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return fails() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *old, size_t size) { return fails() ? NULL : __real_realloc(old, size); }
void *__wrap_aligned_alloc(size_t alignment, size_t size) { return fails() ? NULL : __real_aligned_alloc(alignment, size); }
int __wrap_posix_memalign(void **out, size_t alignment, size_t size) { return fails() ? 12 : __real_posix_memalign(out, alignment, size); }

static gaztag_error error;
static char news[6000];
static size_t news_len;
static const char *path;
static const uint8_t *image;
static size_t image_len;

static int mentions_found(void *user, const gaztag_mention *mentions, size_t len) {
  (void)mentions;
  *(size_t *)user += len;
  return 0;
}

static int replaced(void *user, const gaztag_mention *mention, const char *text, size_t len, const char **new_text, size_t *new_len) {
  (void)user, (void)mention, (void)len;
  *new_text = text;
  *new_len = 1;
  return 0;
}

static void tagging_allocates_nothing(void) {
  static gaztag_mention mentions[6000];
  static char out[6000];
  static uint64_t counts[20000];
  gaztag_options options;
  gaztag_text_options known = {0};
  gaztag_str languages[2] = {{"en", 2}, {NULL, 0}};
  known.struct_size = sizeof known;
  known.language = "en";
  known.language_len = 2;
  for (uint32_t variant = 0; variant < 24; ++variant) {
    gaztag_tagger *tagger;
    size_t found, len, page, paged = 0, next = 0, ends[2], each = 0;
    gaztag_cursor *cursor;
    gaztag_status status;
    int32_t any;
    uint64_t total;
    int64_t offsets[3] = {0, (int64_t)news_len / 2, (int64_t)news_len};
    gaztag_options_init(&options, sizeof options);
    options.overlap = variant & 1;
    options.input = variant >> 1 & 1;
    options.flags = variant >> 2 & 1;
    options.offset_unit = variant / 8;
    OK(gaztag_tagger_new(NULL, &options, &tagger, &error));
    OK(gaztag_cursor_new(&cursor, &error));
    allocations = 0;
    do {
      status = gaztag_tag(tagger, news, news_len, &known, cursor, mentions, 8, &page, &error);
      CHECK(status >= 0);
      paged += page;
    } while (status == GAZTAG_MORE);
    OK(gaztag_tag(tagger, news, news_len, NULL, NULL, mentions, 6000, &found, &error));
    OK(gaztag_tag_each(tagger, news, news_len, &known, mentions_found, &each, &error));
    OK(gaztag_count(tagger, news, news_len, &known, counts, 20000, &total, &error));
    OK(gaztag_is_match(tagger, news, news_len, &known, &any, &error));
    OK(gaztag_tag_batch(tagger, news, news_len, offsets, 2, languages, &next, mentions, 6000, &len, ends, &error));
    OK(gaztag_replace(tagger, news, news_len, &known, replaced, NULL, out, 6000, &len, &error));
    CHECK(found > 130 && paged == found && each == found && total == found && any == 1);
    CHECK(allocations == 0);
    gaztag_cursor_free(cursor);
    gaztag_tagger_free(tagger);
  }
}

/* Calls that can run out of memory. Returns the status of the call, and checks that its result is
 * valid, or NULL after a failure. */
static gaztag_status load(void) {
  gaztag_gazetteer *gazetteer;
  gaztag_status status = gaztag_gazetteer_from_image(image, image_len, &gazetteer, &error);
  CHECK((status == GAZTAG_OK) == (gazetteer != NULL) && (gazetteer == NULL || is_text(gaztag_entity_key(gazetteer, 1), "country/MLI")));
  gaztag_gazetteer_free(gazetteer);
  return status;
}

static gaztag_status map(void) {
  gaztag_gazetteer *gazetteer;
  gaztag_status status = gaztag_gazetteer_open(path, &gazetteer, &error);
  CHECK((status == GAZTAG_OK) == (gazetteer != NULL) && (gazetteer == NULL || is_text(gaztag_entity_key(gazetteer, 1), "country/MLI")));
  gaztag_gazetteer_free(gazetteer);
  return status;
}

static gaztag_status read_file(void) {
  gaztag_gazetteer *gazetteer;
  gaztag_status status = gaztag_gazetteer_load(path, &gazetteer, &error);
  CHECK((status == GAZTAG_OK) == (gazetteer != NULL) && (gazetteer == NULL || is_text(gaztag_entity_key(gazetteer, 1), "country/MLI")));
  gaztag_gazetteer_free(gazetteer);
  return status;
}

/* Calls that allocate only handles, and must not end the program. */
static gaztag_status handles(void) {
  gaztag_gazetteer *gazetteer = NULL;
  gaztag_tagger *tagger = NULL, *other = NULL;
  gaztag_cursor *cursor = NULL;
  gaztag_incremental *stream = NULL;
  gaztag_builder *builder = NULL;
  uint64_t offset = 3;
  gaztag_status status = gaztag_gazetteer_builtin(&gazetteer, &error);
  if (status == GAZTAG_OK) status = gaztag_tagger_new(gazetteer, NULL, &tagger, &error);
  if (status == GAZTAG_OK) status = gaztag_tagger_clone(tagger, &other, &error);
  if (status == GAZTAG_OK) status = gaztag_cursor_new(&cursor, &error);
  if (status == GAZTAG_OK) status = gaztag_incremental_new(other, NULL, &stream, &error);
  if (status == GAZTAG_OK) status = gaztag_builder_new(&builder, &error);
  if (status == GAZTAG_OK) status = gaztag_convert_offsets(news, news_len, GAZTAG_UNIT_BYTES, GAZTAG_UNIT_UTF16, &offset, 1, &error);
  CHECK((status == GAZTAG_OK) == (builder != NULL && offset == 3) || status == GAZTAG_ERR_NOMEM);
  gaztag_gazetteer_free(gazetteer);
  gaztag_tagger_free(tagger);
  gaztag_tagger_free(other);
  gaztag_cursor_free(cursor);
  gaztag_incremental_free(stream);
  gaztag_builder_free(builder);
  return status;
}

static gaztag_status build(void) {
  gaztag_builder *builder;
  gaztag_gazetteer *gazetteer = NULL;
  size_t forms;
  gaztag_status status = gaztag_builder_new(&builder, &error);
  if (status == GAZTAG_OK) status = gaztag_builder_read(builder, GAZTAG_FORMAT_TSV, TEXT("rows"), TEXT("key\tform\nbloc/aes\tAES\ncountry/MLI\tMali\n"), &forms, &error);
  if (status == GAZTAG_OK) status = gaztag_builder_build(builder, &gazetteer, &error);
  CHECK((status == GAZTAG_OK) == (gazetteer != NULL) && (gazetteer == NULL || is_text(gaztag_entity_key(gazetteer, 1), "country/MLI")));
  gaztag_gazetteer_free(gazetteer);
  gaztag_builder_free(builder);
  return status;
}

/* Runs it in child processes in which each allocation fails, alone or with all later ones. The call
 * must return GAZTAG_ERR_NOMEM, or abort the program where the header says so. */
static void failing(const char *name, gaztag_status (*run)(void), int may_abort) {
  size_t all, refused = 0, aborted = 0;
  allocations = 0;
  CHECK(run() == GAZTAG_OK);
  all = allocations;
  CHECK(all > 0);
  for (size_t at = 1; at <= all; at += 1 + all / 200) {
    for (int rest = 0; rest < 2; ++rest) {
      int ended;
      pid_t child = fork();
      CHECK(child >= 0);
      if (child == 0) {
        /* The message of an abort is expected. */
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        if (freopen("/dev/null", "w", stderr) == NULL) _exit(3);
        allocations = 0;
        fail_from = at;
        fail_to = rest ? SIZE_MAX : at;
        gaztag_status status = run();
        _exit(status == GAZTAG_ERR_NOMEM && strncmp(error.message, "not enough memory", 17) == 0 ? 42 : status == GAZTAG_OK && !rest ? 0 : 1);
      }
      CHECK(waitpid(child, &ended, 0) == child);
      if (WIFEXITED(ended) && WEXITSTATUS(ended) == 42) {
        ++refused;
      } else if (WIFSIGNALED(ended) && WTERMSIG(ended) == SIGABRT && may_abort) {
        ++aborted;
      } else if (!(WIFEXITED(ended) && WEXITSTATUS(ended) == 0)) {
        fprintf(stderr, "%s, allocation %zu%s: %s %d\n", name, at, rest ? " and all that follow" : "", WIFSIGNALED(ended) ? "signal" : "exit",
                WIFSIGNALED(ended) ? WTERMSIG(ended) : WEXITSTATUS(ended));
        exit(1);
      }
    }
  }
  CHECK(refused > 0);
  printf("%s: %zu allocations; refused %zu times, aborted %zu times\n", name, all, refused, aborted);
  fflush(stdout);
}

int main(int count, char **arguments) {
  static const char piece[] = "Mali\xE2\x80\x99s lithium, ECOWAS and <b>C&ocirc;te d'Ivoire</b>; Georgia by Tbilisi, Congo. ";
  gaztag_builder *builder;
  gaztag_gazetteer *gazetteer;
  size_t forms;
  CHECK(count == 2);
  path = arguments[1];
  for (; news_len + sizeof piece < sizeof news; news_len += sizeof piece - 1) memcpy(news + news_len, piece, sizeof piece - 1);
  OK(gaztag_builder_new(&builder, &error));
  OK(gaztag_builder_read(builder, GAZTAG_FORMAT_TSV, TEXT("rows"), TEXT("key\tform\nbloc/aes\tAES\ncountry/MLI\tMali\n"), &forms, &error));
  OK(gaztag_builder_build(builder, &gazetteer, &error));
  OK(gaztag_gazetteer_image(gazetteer, &image, &image_len, &error));
  FILE *file = fopen(path, "wb");
  CHECK(file != NULL && fwrite(image, 1, image_len, file) == image_len && fclose(file) == 0);
  allocations = 0;
  void *volatile one = malloc(1);
  free(one);
  CHECK(allocations == 1);
  tagging_allocates_nothing();
  failing("load", load, 1);
  failing("map", map, 1);
  failing("read_file", read_file, 1);
  failing("handles", handles, 0);
  failing("build", build, 1);
  CHECK(remove(path) == 0);
  gaztag_gazetteer_free(gazetteer);
  gaztag_builder_free(builder);
  return 0;
}
