/* Uses everything in the header, with memory of exactly the necessary size. scripts/capi runs it
 * alone, under valgrind, and with AddressSanitizer.
 *
 *   all IMAGE    the name of a file that it may write
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

static gaztag_error error;
static const char NEWS[] = "Mali\xE2\x80\x99s lithium, the AES and C\xC3\xB4te d\xE2\x80\x99Ivoire; Georgia by Tbilisi, Georgia Tech, Congo, gold medal.";

/* A copy of bytes, in memory of exactly their size. */
static char *copy(const char *text, size_t len) {
  char *memory = malloc(len ? len : 1);
  CHECK(memory != NULL);
  memcpy(memory, text, len);
  return memory;
}

static int error_found(void *user, const gaztag_error *found) {
  CHECK(found->code == GAZTAG_ERR_PARSE && found->line > 1 && found->column > 0 && found->offset > 0 && strlen(found->message) > 0);
  ++*(int *)user;
  return 0;
}

static int mentions_found(void *user, const gaztag_mention *mentions, size_t len) {
  CHECK(mentions[len - 1].end > mentions[0].start);
  *(size_t *)user += len;
  return 0;
}

static int stream_found(void *user, const gaztag_mention *mention, const char *text, size_t len) {
  CHECK(mention->end - mention->start == len && text[len - 1] != ' ');
  ++*(size_t *)user;
  return 0;
}

static int replaced(void *user, const gaztag_mention *mention, const char *text, size_t len, const char **new_text, size_t *new_len) {
  CHECK(mention->end - mention->start == len);
  (void)text;
  *new_text = user;
  *new_len = strlen(user);
  return 0;
}

static void which_library(void) {
  CHECK(gaztag_version() == GAZTAG_VERSION_NUMBER && gaztag_abi_version() == GAZTAG_ABI_VERSION);
  CHECK(strcmp(gaztag_version_string(), GAZTAG_VERSION_STRING) == 0);
  CHECK(gaztag_features() & GAZTAG_FEATURE_BUILTIN);
  CHECK(gaztag_data_version().len > 0);
  CHECK(strcmp(gaztag_status_name(GAZTAG_ERR_CORRUPT), "GAZTAG_ERR_CORRUPT") == 0);
  CHECK(strcmp(gaztag_role_name(GAZTAG_ROLE_DEMONYM), "demonym") == 0);
  CHECK(strcmp(gaztag_reason_text(GAZTAG_REASON_INSIDE), "inside a longer name") == 0);
}

static void facts(const gaztag_gazetteer *gazetteer, uint64_t mali) {
  uint64_t bloc, ids[8];
  gaztag_membership members[64];
  gaztag_date date;
  gaztag_str items[8];
  double number;
  size_t len;
  OK(gaztag_entity_resolve(gazetteer, TEXT("466"), &bloc, &error));
  CHECK(bloc == mali);
  GIVES(GAZTAG_ERR_AMBIGUOUS, gaztag_entity_resolve(gazetteer, TEXT("Congo"), &bloc, &error));
  CHECK(bloc == GAZTAG_NO_ENTITY && strstr(error.message, "country/COD, country/COG") != NULL);
  GIVES(GAZTAG_ERR_UNKNOWN, gaztag_entity_resolve(gazetteer, TEXT("country/MALI"), &bloc, &error));
  OK(gaztag_entity_resolve(gazetteer, TEXT("ECOWAS"), &bloc, &error));
  OK(gaztag_entity_members_on(gazetteer, bloc, TEXT("2024-06-01"), 0, NULL, members, 64, &len, &error));
  CHECK(len == 15 && members[0].bloc == bloc && is_text(members[0].status, "member"));
  OK(gaztag_entity_members_on(gazetteer, bloc, TEXT("2025-06-01"), 0, NULL, members, 64, &len, &error));
  CHECK(len == 12);
  GIVES(GAZTAG_ERR_ARG, gaztag_entity_members_on(gazetteer, bloc, TEXT("June"), 0, NULL, members, 64, &len, &error));
  CHECK(gaztag_entity_blocs_on(gazetteer, mali, TEXT("2024-06-01"), GAZTAG_MEMBERS_ANY_STATUS, NULL, members, 64, &len, &error) >= 0);
  CHECK(len > 10 && members[0].member == mali);
  OK(gaztag_entity_number(gazetteer, mali, TEXT("latitude"), &number, &error));
  CHECK(number > 16.9 && number < 17.1);
  GIVES(GAZTAG_NONE, gaztag_entity_number(gazetteer, mali, TEXT("alpha2"), &number, &error));
  OK(gaztag_entity_date(gazetteer, bloc, TEXT("founded"), &date, &error));
  CHECK(date.year == 1975 && date.month == 5 && date.day == 28);
  OK(gaztag_entity_resolve(gazetteer, TEXT("coltan"), &bloc, &error));
  OK(gaztag_entity_items(gazetteer, bloc, TEXT("contains"), NULL, items, 8, &len, &error));
  CHECK(len == 2 && items[0].len == strlen("mineral/tantalum"));
  OK(gaztag_entity_related(gazetteer, bloc, TEXT("contains"), NULL, ids, 8, &len, &error));
  CHECK(len == 2 && is_text(gaztag_entity_name(gazetteer, ids[0]), "tantalum"));
  OK(gaztag_entity_resolve(gazetteer, TEXT("spodumene"), &bloc, &error));
  CHECK(is_text(gaztag_entity_key(gazetteer, gaztag_entity_roll_up(gazetteer, bloc)), "mineral/lithium"));
}

static void what_it_knows(const gaztag_gazetteer *gazetteer) {
  uint64_t entity, other;
  uint32_t kind;
  size_t surfaces, names, len, resume = 0, total = 0;
  gaztag_status status;
  OK(gaztag_entity_find(gazetteer, TEXT("country/MLI"), &entity, &error));
  GIVES(GAZTAG_NONE, gaztag_entity_find(gazetteer, TEXT("country/mli"), &other, &error));
  CHECK(other == GAZTAG_NO_ENTITY && gaztag_entity_at(gazetteer, gaztag_gazetteer_len(gazetteer)) == GAZTAG_NO_ENTITY);
  CHECK(gaztag_entity_at(gazetteer, gaztag_entity_position(gazetteer, entity)) == entity);
  CHECK(is_text(gaztag_entity_key(gazetteer, entity), "country/MLI") && is_text(gaztag_entity_name(gazetteer, entity), "Mali"));
  CHECK(is_text(gaztag_entity_attribute(gazetteer, entity, TEXT("alpha2")), "ML"));
  OK(gaztag_entity_kind(gazetteer, entity, &kind, &error));
  CHECK(kind == GAZTAG_KIND_COUNTRY && is_text(gaztag_kind_name(gazetteer, kind), "country"));
  OK(gaztag_kind_find(gazetteer, TEXT("mineral"), &kind, &error));
  CHECK(kind == GAZTAG_KIND_MINERAL);
  CHECK(gaztag_gazetteer_data_version(gazetteer).len > 0);
  OK(gaztag_gazetteer_form_counts(gazetteer, &surfaces, &names, &error));
  CHECK(surfaces >= names && names > 1000);
  do {
    gaztag_surface *some = malloc(3 * sizeof *some);
    status = gaztag_entity_surfaces(gazetteer, entity, &resume, some, 3, &len, &error);
    CHECK(status >= 0);
    for (size_t i = 0; i < len; ++i) {
      char *languages;
      size_t needed;
      gaztag_status asked = gaztag_surface_languages(gazetteer, entity, some[i].form.ptr, some[i].form.len, NULL, 0, &needed, &error);
      CHECK(asked == GAZTAG_MORE && strlen(some[i].form.ptr) == some[i].form.len);
      languages = malloc(needed + 1);
      OK(gaztag_surface_languages(gazetteer, entity, some[i].form.ptr, some[i].form.len, languages, needed + 1, &needed, &error));
      CHECK(strlen(languages) == needed);
      free(languages);
    }
    total += len;
    free(some);
  } while (status == GAZTAG_MORE);
  CHECK(total > 3);
  gaztag_retired_key *retired = malloc(100 * sizeof *retired);
  CHECK(gaztag_gazetteer_retired_keys(gazetteer, NULL, retired, 100, &len, &error) >= 0);
  free(retired);
  gaztag_attribute *attributes = malloc(100 * sizeof *attributes);
  OK(gaztag_entity_attributes(gazetteer, entity, NULL, attributes, 100, &len, &error));
  CHECK(len > 2 && attributes[0].value_type <= GAZTAG_ATTRIBUTE_ENTITY);
  free(attributes);
  gaztag_membership *memberships = malloc(100 * sizeof *memberships);
  OK(gaztag_entity_memberships(gazetteer, entity, NULL, memberships, 100, &len, &error));
  CHECK(len > 2 && memberships[0].member == entity);
  free(memberships);
  facts(gazetteer, entity);
  gaztag_surface *found = malloc(32 * sizeof *found);
  OK(gaztag_gazetteer_look_up(gazetteer, TEXT("congo"), NULL, found, 32, &len, &error));
  CHECK(len > 1);
  GIVES(GAZTAG_MORE, gaztag_gazetteer_decoys(gazetteer, NULL, found, 32, &len, &error));
  CHECK(len == 32 && found[31].entity == GAZTAG_NO_ENTITY);
  free(found);
}

static gaztag_str string(const char *text) {
  gaztag_str made;
  made.ptr = text;
  made.len = strlen(text);
  return made;
}

static gaztag_gazetteer *build(void) {
  gaztag_builder *builder;
  gaztag_gazetteer *gazetteer;
  size_t forms = 0;
  uint32_t mines;
  int errors = 0;
  gaztag_form form = {0};
  gaztag_spell spell = {0};
  gaztag_records fields;
  gaztag_retired_key retired;
  OK(gaztag_builder_new(&builder, &error));
  OK(gaztag_builder_set_data_version(builder, TEXT("7"), &error));
  OK(gaztag_builder_add_entity(builder, TEXT("country/MLI"), TEXT("Mali"), &error));
  OK(gaztag_builder_add_entity(builder, TEXT("bloc/aes"), TEXT("Alliance"), &error));
  OK(gaztag_builder_add_entity(builder, TEXT("company/acme"), TEXT("Acme"), &error));
  OK(gaztag_builder_set_attribute(builder, TEXT("country/MLI"), TEXT("alpha2"), GAZTAG_ATTRIBUTE_TEXT, TEXT("ML"), &error));
  GIVES(GAZTAG_ERR_PARSE, gaztag_builder_set_attribute(builder, TEXT("company/acme"), TEXT("founded"), GAZTAG_ATTRIBUTE_DATE, TEXT("May 1950"), &error));
  OK(gaztag_builder_set_attribute(builder, TEXT("company/acme"), TEXT("founded"), GAZTAG_ATTRIBUTE_DATE, TEXT("1950-05"), &error));
  OK(gaztag_builder_retire_key(builder, TEXT("company/acme-corp"), TEXT("company/acme"), &error));
  spell.struct_size = sizeof spell;
  spell.status = string("member");
  spell.joined = string("2023-09-16");
  OK(gaztag_builder_add_member(builder, TEXT("bloc/aes"), TEXT("country/MLI"), &spell, &error));
  form.struct_size = sizeof form;
  form.form = "Acme Corporation";
  form.form_len = strlen(form.form);
  form.role = GAZTAG_ROLE_OFFICIAL;
  form.case_rule = GAZTAG_CASE_CAPITALISED;
  OK(gaztag_builder_add_surface(builder, TEXT("company/acme"), &form, &error));
  form.form = "Acme Bakery";
  form.form_len = strlen(form.form);
  OK(gaztag_builder_add_decoy(builder, &form, &error));
  form.form = "corpor";
  form.form_len = strlen(form.form);
  form.role = GAZTAG_ROLE_ALIAS;
  form.case_rule = GAZTAG_CASE_ANY;
  form.bounds = GAZTAG_BOUNDS_START;
  OK(gaztag_builder_add_surface(builder, TEXT("company/acme"), &form, &error));
  GIVES(GAZTAG_ERR_ARG, gaztag_builder_set_file_bounds(builder, 4, &error));
  OK(gaztag_builder_set_file_bounds(builder, GAZTAG_BOUNDS_WORD, &error));
  GIVES(GAZTAG_ERR_ARG, gaztag_builder_set_preference(builder, 2, &error));
  OK(gaztag_builder_set_preference(builder, GAZTAG_PREFERENCE_OWN, &error));
  GIVES(GAZTAG_ERR_ARG, gaztag_builder_set_file_case(builder, 4, &error));
  OK(gaztag_builder_set_file_case(builder, GAZTAG_CASE_DEFAULT, &error));
  CHECK(gaztag_format_guess(TEXT("rows.json"), NULL, 0) == GAZTAG_FORMAT_FLASHTEXT);
  OK(gaztag_builder_read(builder, GAZTAG_FORMAT_TSV, TEXT("rows"), TEXT("key\tform\ncountry/MLI\tMali\ncompany/acme\tAcme\n"), &forms, &error));
  CHECK(forms == 2);
  GIVES(GAZTAG_ERR_PARSE, gaztag_builder_read(builder, GAZTAG_FORMAT_TSV, TEXT("rows"), TEXT("key\tform\nno key\tx\nalso none\ty\n"), &forms, &error));
  CHECK(forms == 0 && error.line == 2);
  OK(gaztag_builder_read_lenient(builder, GAZTAG_FORMAT_TSV, TEXT("rows"), TEXT("key\tform\ncompany/acme\tAcme \n"), &forms, error_found, &errors, &error));
  CHECK(forms == 1 && errors == 1);
  memset(&fields, 0, sizeof fields);
  fields.struct_size = sizeof fields;
  fields.kind = string("company");
  fields.forms = string("name\nticker\tacronym");
  fields.attributes = string("size\tnumber");
  fields.without_legal_forms = 1;
  OK(gaztag_builder_add_records(builder, &fields, TEXT("{\"name\": \"Zyx, Inc.\", \"ticker\": \"ZYX\", \"size\": 7}"), &forms, &error));
  CHECK(forms == 3);
  OK(gaztag_builder_remove_entity(builder, TEXT("company/zyx-inc"), &error));
  errors = 0;
  OK(gaztag_builder_warnings(builder, error_found, &errors, &error));
  CHECK(errors == 0);
  OK(gaztag_builder_check(builder, GAZTAG_FORMAT_TSV, TEXT("rows"), TEXT("key\tform\nno key\tx\nalso none\ty\n"), error_found, &errors, &error));
  CHECK(errors == 2);
  OK(gaztag_builder_add_word_class(builder, TEXT("mine\nmines\n"), &mines, &error));
  OK(gaztag_builder_add_cue(builder, TEXT("Mali"), TEXT("country/MLI"), TEXT("near 4"), mines, 3, &error));
  GIVES(GAZTAG_NONE, gaztag_builder_remove_entity(builder, TEXT("country/XXX"), &error));
  OK(gaztag_builder_remove_surface(builder, TEXT("company/acme"), TEXT("Acme"), &error));
  OK(gaztag_builder_remove_decoy(builder, TEXT("Acme Bakery"), &error));
  OK(gaztag_builder_build(builder, &gazetteer, &error));
  gaztag_builder_free(builder);
  OK(gaztag_builder_from(gazetteer, &builder, &error));
  gaztag_gazetteer_free(gazetteer);
  OK(gaztag_builder_build(builder, &gazetteer, &error));
  gaztag_builder_free(builder);
  CHECK(gaztag_gazetteer_len(gazetteer) == 3);
  OK(gaztag_gazetteer_retired_keys(gazetteer, NULL, &retired, 1, &forms, &error));
  CHECK(forms == 1 && is_text(retired.key, "company/acme-corp") && is_text(gaztag_entity_key(gazetteer, retired.successor), "company/acme"));
  return gazetteer;
}

static void images(const char *path) {
  gaztag_gazetteer *gazetteer = build(), *other, *third;
  const uint8_t *image;
  size_t len;
  FILE *file = fopen(path, "wb");
  OK(gaztag_gazetteer_image(gazetteer, &image, &len, &error));
  CHECK(file != NULL && fwrite(image, 1, len, file) == len && fclose(file) == 0);
  uint8_t *own = malloc(len);
  memcpy(own, image, len);
  gaztag_gazetteer_free(gazetteer);
  OK(gaztag_gazetteer_from_image(own, len, &gazetteer, &error));
  OK(gaztag_gazetteer_borrow_image(own, len, &other, &error));
  gaztag_gazetteer_free(gazetteer);
  /* Layers. */
  gaztag_builder *above;
  gaztag_gazetteer *upper, *both, *layer;
  gaztag_tagger *layered;
  gaztag_mention found[4];
  size_t found_len;
  OK(gaztag_gazetteer_builtin(&layer, &error));
  OK(gaztag_builder_above(layer, &above, &error));
  OK(gaztag_builder_add_entity(above, TEXT("ship/mali"), TEXT("Mali Star"), &error));
  gaztag_form star;
  memset(&star, 0, sizeof star);
  star.struct_size = sizeof star;
  star.form = "Mali Star";
  star.form_len = strlen(star.form);
  OK(gaztag_builder_add_surface(above, TEXT("ship/mali"), &star, &error));
  OK(gaztag_builder_remove_surface(above, TEXT("country/MLI"), TEXT("Malian"), &error));
  OK(gaztag_builder_build(above, &upper, &error));
  OK(gaztag_gazetteer_with_layer(layer, upper, GAZTAG_PREFERENCE_BUILTIN, &both, &error));
  CHECK(gaztag_gazetteer_layer_count(both) == 2 && gaztag_gazetteer_layer_count(upper) == 1);
  CHECK(gaztag_gazetteer_len(both) == gaztag_gazetteer_len(layer) + 1);
  OK(gaztag_tagger_new(both, NULL, &layered, &error));
  OK(gaztag_tag(layered, TEXT("Mali Star, Malian, Mali"), NULL, NULL, found, 4, &found_len, &error));
  CHECK(found_len == 2 && found[0].entity >> 32 == 1 && found[1].entity >> 32 == 0);
  CHECK(is_text(gaztag_entity_key(both, found[0].entity), "ship/mali"));
  CHECK(is_text(gaztag_kind_name(both, found[0].kind), "ship"));
  CHECK(is_text(gaztag_entity_key(both, found[1].entity), "country/MLI"));
  CHECK(gaztag_entity_at(both, gaztag_gazetteer_len(layer)) == found[0].entity);
  CHECK(gaztag_entity_position(both, found[0].entity) == gaztag_gazetteer_len(layer));
  GIVES(GAZTAG_ERR_UNSUPPORTED, gaztag_gazetteer_image(both, &image, &len, &error));
  GIVES(GAZTAG_ERR_ARG, gaztag_gazetteer_with_layer(layer, upper, 2, &third, &error));
  GIVES(GAZTAG_ERR_ARG, gaztag_gazetteer_layer(both, 2, &third, &error));
  gaztag_gazetteer_free(layer);
  OK(gaztag_gazetteer_layer(both, 1, &layer, &error));
  CHECK(gaztag_gazetteer_len(layer) == 1);
  gaztag_gazetteer_free(layer);
  gaztag_gazetteer_free(upper);
  gaztag_gazetteer_free(both);
  gaztag_tagger_free(layered);
  gaztag_builder_free(above);
  OK(gaztag_gazetteer_image(other, &image, &len, &error));

  OK(gaztag_gazetteer_clone(other, &third, &error));
  gaztag_gazetteer_free(other);
  CHECK(is_text(gaztag_entity_key(third, 0), "bloc/aes"));
  gaztag_gazetteer_free(third);
  for (size_t cut = 0; cut < len; cut += 1 + len / 50) {
    uint8_t *less = malloc(cut ? cut : 1);
    memcpy(less, own, cut);
    GIVES(GAZTAG_ERR_CORRUPT, gaztag_gazetteer_from_image(less, cut, &gazetteer, &error));
    CHECK(gazetteer == NULL);
    free(less);
  }
  free(own);
  OK(gaztag_gazetteer_open(path, &gazetteer, &error));
  CHECK(is_text(gaztag_entity_name(gazetteer, 1), "Acme"));
  gaztag_gazetteer_free(gazetteer);
  OK(gaztag_gazetteer_open_trusted(path, &gazetteer, &error));
  CHECK(is_text(gaztag_entity_name(gazetteer, 1), "Acme"));
  gaztag_gazetteer_free(gazetteer);
  OK(gaztag_gazetteer_load(path, &gazetteer, &error));
  CHECK(remove(path) == 0);
  CHECK(is_text(gaztag_entity_name(gazetteer, 1), "Acme"));
  gaztag_gazetteer_free(gazetteer);
  GIVES(GAZTAG_ERR_IO, gaztag_gazetteer_open(path, &gazetteer, &error));
  GIVES(GAZTAG_ERR_IO, gaztag_gazetteer_open_trusted(path, &gazetteer, &error));
  GIVES(GAZTAG_ERR_IO, gaztag_gazetteer_load(path, &gazetteer, &error));
}

static void tag(const gaztag_gazetteer *gazetteer, const char *text, size_t len) {
  gaztag_options options;
  gaztag_text_options known = {0};
  gaztag_cursor *cursor;
  gaztag_tagger *first, *tagger;
  gaztag_gazetteer *same;
  size_t found, total, calls = 0, all;
  gaztag_status status;
  int32_t any;
  uint64_t sum;
  gaztag_options_init(&options, sizeof options);
  options.min_confidence = -1;
  known.struct_size = sizeof known;
  known.language = "en";
  known.language_len = 2;
  OK(gaztag_tagger_new(gazetteer, &options, &first, &error));
  OK(gaztag_tagger_clone(first, &tagger, &error));
  gaztag_tagger_free(first);
  OK(gaztag_tagger_gazetteer(tagger, &same, &error));
  CHECK(gaztag_tagger_backend(tagger) != GAZTAG_BACKEND_FASTEST && gaztag_tagger_memory_usage(tagger) > 1000);
  OK(gaztag_is_match(tagger, text, len, &known, &any, &error));
  uint64_t *counts = calloc(gaztag_gazetteer_len(same), sizeof *counts);
  OK(gaztag_count(tagger, text, len, &known, counts, gaztag_gazetteer_len(same), &sum, &error));
  all = (size_t)sum;
  CHECK(any == (all > 0));
  free(counts);
  OK(gaztag_tag_each(tagger, text, len, &known, mentions_found, &calls, &error));
  CHECK(calls == all);
  OK(gaztag_cursor_new(&cursor, &error));
  for (size_t capacity = 1; capacity <= all + 1; ++capacity) {
    total = 0;
    do {
      gaztag_mention *mentions = malloc(capacity * sizeof *mentions);
      status = gaztag_tag(tagger, text, len, &known, cursor, mentions, capacity, &found, &error);
      CHECK(status >= 0 && found <= capacity);
      for (size_t i = 0; i < found; ++i) {
        gaztag_candidate candidates[32];
        size_t could;
        CHECK(mentions[i].end <= len && mentions[i].reserved[4] == 0);
        OK(gaztag_candidates(tagger, mentions[i].entity, mentions[i].readings, NULL, candidates, 32, &could, &error));
        CHECK(could >= 1);
      }
      total += found;
      free(mentions);
    } while (status == GAZTAG_MORE);
    CHECK(total == all);
  }
  /* Reset in the middle of the text. */
  CHECK(gaztag_tag(tagger, text, len, NULL, cursor, NULL, 0, &found, &error) == (all ? GAZTAG_MORE : GAZTAG_OK));
  gaztag_cursor_reset(cursor);
  CHECK(gaztag_tag(tagger, text, len, NULL, cursor, NULL, 0, &found, &error) == (all ? GAZTAG_MORE : GAZTAG_OK));
  gaztag_cursor_free(cursor);
  int64_t starts[3] = {0, (int64_t)len, (int64_t)len};
  gaztag_mention *mentions = malloc((len + 1) * sizeof *mentions);
  gaztag_str languages[2] = {{NULL, 0}, {"en", 2}};
  size_t *ends = malloc(2 * sizeof *ends), next = 0;
  OK(gaztag_tag_batch(tagger, text, len, starts, 2, languages, &next, mentions, len + 1, &found, ends, &error));
  CHECK(found == all && ends[0] == all && ends[1] == all && next == 2);
  free(ends);
  free(mentions);
  char new_text[] = "<>";
  status = gaztag_replace(tagger, text, len, &known, replaced, new_text, NULL, 0, &found, &error);
  CHECK(status >= 0);
  char *out = malloc(found ? found : 1);
  total = found;
  OK(gaztag_replace(tagger, text, len, &known, replaced, new_text, out, total, &found, &error));
  CHECK(found == total);
  free(out);
  gaztag_incremental *stream;
  OK(gaztag_incremental_new(tagger, &known, &stream, &error));
  for (size_t step = 1; step <= 7; step += 3) {
    size_t filled = 0, called = 0, consumed;
    for (size_t at = 0; at < len; at += step) {
      size_t size = len - at < step ? len - at : step;
      char *chunk = copy(text + at, size);
      OK(gaztag_incremental_feed_each(stream, chunk, size, &consumed, stream_found, &called, &error));
      CHECK(consumed == size && gaztag_incremental_settled(stream) <= at + size);
      free(chunk);
    }
    OK(gaztag_incremental_finish_each(stream, stream_found, &called, &error));
    for (size_t at = 0; at < len; at += step) {
      size_t size = len - at < step ? len - at : step;
      char *chunk = copy(text + at, size);
      gaztag_mention *one = malloc(sizeof *one);
      OK(gaztag_incremental_feed(stream, chunk, size, &consumed, one, 1, &found, &error));
      filled += found;
      free(one);
      free(chunk);
    }
    do {
      gaztag_mention *one = malloc(sizeof *one);
      status = gaztag_incremental_finish(stream, one, 1, &found, &error);
      filled += found;
      free(one);
    } while (status == GAZTAG_MORE);
    CHECK(status == GAZTAG_OK && filled == called);
    OK(gaztag_incremental_feed(stream, text, len, &consumed, NULL, 0, &found, &error));
    gaztag_incremental_reset(stream);
  }
  gaztag_topic topics[4];
  size_t topic = 0, some;
  do {
    gaztag_topic *page = malloc(2 * sizeof *page);
    status = gaztag_about(tagger, text, len, &known, GAZTAG_ABOUT_ROLL_UP | GAZTAG_ABOUT_PLACES, &topic, page, 2, &some, &error);
    CHECK(status == GAZTAG_OK || (status == GAZTAG_MORE && some == 2));
    for (size_t i = 0; i < some; ++i) {
      CHECK(page[i].weight >= 1 && page[i].weight <= 8 && page[i].mentions <= all && page[i].in_title <= page[i].in_lead);
      CHECK(gaztag_entity_key(same, page[i].entity).len > 0);
    }
    free(page);
  } while (status == GAZTAG_MORE);
  OK(gaztag_about(tagger, TEXT("Mali: Mali, gold, gold"), NULL, 0, NULL, topics, 4, &some, &error));
  gaztag_explanation *explanation;
  OK(gaztag_explain(tagger, text, len, &known, &explanation, &error));
  gaztag_tagger_free(tagger);
  gaztag_incremental_free(stream);
  gaztag_gazetteer_free(same);
  CHECK(gaztag_explanation_len(explanation) >= all);
  for (size_t index = 0; index < gaztag_explanation_len(explanation); ++index) {
    gaztag_finding finding;
    gaztag_weighed weighed;
    OK(gaztag_explanation_finding(explanation, index, &finding, &error));
    CHECK(strlen(finding.form.ptr) == finding.form.len && finding.end <= len);
    for (size_t at = 0; at < finding.weighed; ++at) {
      OK(gaztag_explanation_weighed(explanation, index, at, &weighed, &error));
      CHECK(weighed.end <= len && weighed.weight != 0);
    }
  }
  gaztag_explanation_free(explanation);
  uint64_t *offsets = malloc((len + 1) * sizeof *offsets);
  for (size_t i = 0; i <= len; ++i) offsets[i] = i;
  OK(gaztag_convert_offsets(text, len, GAZTAG_UNIT_BYTES, GAZTAG_UNIT_UTF16, offsets, len + 1, &error));
  CHECK(offsets[len] == gaztag_count_units(text, len, GAZTAG_UNIT_UTF16));
  free(offsets);
}

/* Texts at the end and at the start of memory between two pages that cannot be read. */
static void tag_between_pages(const char *text, size_t len) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), inside = (len + page - 1) / page * page;
  char *memory = mmap(NULL, inside + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(memory != MAP_FAILED);
  CHECK(mprotect(memory, page, PROT_NONE) == 0 && mprotect(memory + page + inside, page, PROT_NONE) == 0);
  memcpy(memory + page + inside - len, text, len);
  tag(NULL, memory + page + inside - len, len);
  memcpy(memory + page, text, len);
  tag(NULL, memory + page, len);
  CHECK(munmap(memory, inside + 2 * page) == 0);
}

static int32_t count_likely(void *user, const gaztag_likely_name *name) {
  ++*(size_t *)user;
  return name->start == 0;
}

static void screen(const gaztag_gazetteer *gazetteer) {
  static const char text[] = "Faso Burkina, Darussalam Brunei";
  gaztag_screener *screener;
  gaztag_gazetteer *same;
  gaztag_likely_name *name;
  size_t resume = 0, some, calls = 0, len = sizeof text - 1;
  uint8_t country = GAZTAG_KIND_COUNTRY;
  OK(gaztag_screener_new(gazetteer, &country, 1, &screener, &error));
  OK(gaztag_screener_gazetteer(screener, &same, &error));
  CHECK(gaztag_screener_len(screener) > 1000);
  name = malloc(sizeof *name);
  GIVES(GAZTAG_MORE, gaztag_screen(screener, text, len, GAZTAG_UNIT_BYTES, &resume, name, 1, &some, &error));
  CHECK(some == 1 && name->start == 0 && name->end == 12 && name->differences == GAZTAG_DIFFERENCE_ORDER);
  CHECK(is_text(gaztag_entity_key(same, name->entity), "country/BFA") && name->confidence > 80);
  OK(gaztag_screen(screener, text, len, GAZTAG_UNIT_UTF16, &resume, name, 1, &some, &error));
  CHECK(some == 1 && name->start == 14);
  free(name);
  GIVES(GAZTAG_STOPPED, gaztag_screen_each(screener, text, len, GAZTAG_UNIT_BYTES, count_likely, &calls, &error));
  CHECK(calls == 1);
  for (; len > 0; --len) {
    char *part = copy(text, len);
    OK(gaztag_screen_each(screener, part + 1, len - 1, GAZTAG_UNIT_CODE_POINTS, count_likely, &calls, &error));
    free(part);
  }
  CHECK(calls >= 2);
  gaztag_screener_free(screener);
  gaztag_gazetteer_free(same);
}

int main(int count, char **arguments) {
  gaztag_gazetteer *builtin;
  CHECK(count == 2);
  which_library();
  OK(gaztag_gazetteer_builtin(&builtin, &error));
  what_it_knows(builtin);
  screen(builtin);
  gaztag_gazetteer *own = build();
  tag(own, TEXT("Acme Corporation of Mali, Acme Bakery"));
  gaztag_gazetteer_free(own);
  images(arguments[1]);
  for (size_t len = 0; len < sizeof NEWS; len += len < 40 ? 1 : 7) {
    char *text = copy(NEWS, len);
    tag(builtin, text, len);
    free(text);
    tag_between_pages(NEWS, len);
  }
  tag(builtin, TEXT(NEWS));
  gaztag_gazetteer_free(builtin);
  puts("all right");
  return 0;
}
