// Tests of every class of bindings/cpp/gaztag.hpp, with cases as in tests/suite. scripts/examples
// compiles them as C++17 and C++20.

#include <gaztag.hpp>

// Included twice to test the include guard.
#include <gaztag.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>
#if __cplusplus >= 202002L
#include <ranges>
static_assert(std::ranges::forward_range<const gaztag::mentions>);
static_assert(std::ranges::forward_range<const gaztag::documents>);
static_assert(std::ranges::forward_range<const gaztag::gazetteer>);
static_assert(std::ranges::forward_range<const gaztag::explanation>);
#endif

// The numbers of the enumerations are those of gaztag.h.
template <typename Enum> constexpr bool is_number(Enum value, int number) { return static_cast<int>(value) == number; }
static_assert(is_number(gaztag::kind::country, GAZTAG_KIND_COUNTRY) && is_number(gaztag::kind::bloc, GAZTAG_KIND_BLOC));
static_assert(is_number(gaztag::kind::mineral, GAZTAG_KIND_MINERAL) && is_number(gaztag::kind::other, GAZTAG_KIND_OTHER));
static_assert(is_number(gaztag::role::name, GAZTAG_ROLE_NAME) && is_number(gaztag::role::misspelling, GAZTAG_ROLE_MISSPELLING) && is_number(gaztag::role::compound, GAZTAG_ROLE_COMPOUND));
static_assert(is_number(gaztag::case_rule::by_default, GAZTAG_CASE_DEFAULT) && is_number(gaztag::case_rule::exact, GAZTAG_CASE_EXACT));
static_assert(is_number(gaztag::bounds::word, GAZTAG_BOUNDS_WORD) && is_number(gaztag::bounds::start, GAZTAG_BOUNDS_START));
static_assert(is_number(gaztag::bounds::end, GAZTAG_BOUNDS_END) && is_number(gaztag::bounds::anywhere, GAZTAG_BOUNDS_ANYWHERE));
static_assert(is_number(gaztag::preference::builtin, GAZTAG_PREFERENCE_BUILTIN) && is_number(gaztag::preference::own, GAZTAG_PREFERENCE_OWN));
static_assert(is_number(gaztag::difference::order, GAZTAG_DIFFERENCE_ORDER) && is_number(gaztag::difference::transliteration, GAZTAG_DIFFERENCE_TRANSLITERATION) && is_number(gaztag::difference::letter, GAZTAG_DIFFERENCE_LETTER));
static_assert(is_number(gaztag::reason::outranked, GAZTAG_REASON_OUTRANKED) && is_number(gaztag::reason::unpaired, GAZTAG_REASON_UNPAIRED));
static_assert(is_number(gaztag::attribute_type::text, GAZTAG_ATTRIBUTE_TEXT) && is_number(gaztag::attribute_type::number, GAZTAG_ATTRIBUTE_NUMBER));
static_assert(is_number(gaztag::attribute_type::date, GAZTAG_ATTRIBUTE_DATE) && is_number(gaztag::attribute_type::list, GAZTAG_ATTRIBUTE_LIST));
static_assert(is_number(gaztag::attribute_type::entity, GAZTAG_ATTRIBUTE_ENTITY) && is_number(gaztag::attribute_type::entities, GAZTAG_ATTRIBUTE_ENTITIES));
static_assert(static_cast<std::uint32_t>(gaztag::statuses::any) == GAZTAG_MEMBERS_ANY_STATUS);
static_assert(is_number(gaztag::backend::fastest, GAZTAG_BACKEND_FASTEST) && is_number(gaztag::backend::scalar, GAZTAG_BACKEND_SCALAR));
static_assert(is_number(gaztag::backend::sse2, GAZTAG_BACKEND_SSE2) && is_number(gaztag::backend::avx2, GAZTAG_BACKEND_AVX2) && is_number(gaztag::backend::neon, GAZTAG_BACKEND_NEON));
static_assert(is_number(gaztag::use::nested, GAZTAG_USE_NESTED) && is_number(gaztag::use::team, GAZTAG_USE_TEAM) && is_number(gaztag::use::language, GAZTAG_USE_LANGUAGE) && is_number(gaztag::use::firm, GAZTAG_USE_FIRM) && is_number(gaztag::use::adjective, GAZTAG_USE_ADJECTIVE) && is_number(gaztag::use::place, GAZTAG_USE_PLACE) && is_number(gaztag::use::compound, GAZTAG_USE_COMPOUND));

// Columns of the Arrow C Data Interface.
struct ArrowSchema {
  const char *format, *name, *metadata;
  std::int64_t flags, n_children;
  ArrowSchema **children, *dictionary;
  void (*release)(ArrowSchema *);
  void *private_data;
};
struct ArrowArray {
  std::int64_t length, null_count, offset, n_buffers, n_children;
  const void **buffers;
  ArrowArray **children, *dictionary;
  void (*release)(ArrowArray *);
  void *private_data;
};

std::size_t in_other_file();

namespace {

int checks = 0, failures = 0;

void check(bool holds, const char *what, int line) {
  ++checks;
  if (!holds) {
    ++failures;
    std::fprintf(stderr, "line %d: %s\n", line, what);
  }
}
#define CHECK(...) check((__VA_ARGS__), #__VA_ARGS__, __LINE__)

// The code of the error that a call throws; 0 if it does not throw.
template <typename Function> gaztag_status thrown(Function &&function) {
  try {
    function();
  } catch (const gaztag::error &wrong) {
    return wrong.code();
  }
  return 0;
}

constexpr std::string_view TEXT = "Mali’s gold left for Côte d'Ivoire by the U.S.-built road, ECOWAS said.";

struct expected {
  std::uint64_t start, end;
  std::string_view key;
};

// All calls must find the same mentions in a text. Pages of any size must have the mentions of a
// single call, and report more mentions only if there are more.
void judged_alike(const gaztag::tagger &tagger, std::string_view text, const std::vector<std::size_t> &capacities, int line) {
  const gaztag::mentions mentions = tagger.tag(text);
  const std::vector<gaztag_mention> &all = mentions.raw();
  const auto is_same = [&](std::size_t index, const gaztag_mention &found) { return index < all.size() && std::memcmp(&found, &all[index], sizeof found) == 0; };
  check(tagger.is_match(text) == !all.empty(), "is_match is whether tag finds any", line);
  check(tagger.count(text) == all.size(), "count is how many tag finds", line);
  std::vector<std::uint64_t> counts, expected(tagger.gazetteer().size());
  for (const gaztag::mention found : mentions) {
    ++expected[found.entity().position()];
  }
  check(tagger.count(text, counts) == all.size() && counts == expected, "the counts are at the positions of the entities", line);

  std::size_t index = 0;
  check(tagger.tag_each(text, [&](const gaztag::mention &found) { check(is_same(index++, found.raw()), "the mention of tag_each is that of tag", line); }), "tag_each is not stopped", line);
  check(index == all.size(), "tag_each gives all", line);

  std::string replaced;
  std::size_t end = 0;
  for (const gaztag_mention &found : all) {
    replaced.append(text.substr(end, found.start - end)).append("<>");
    end = found.end;
  }
  check(tagger.replace(text, [](const gaztag::mention &) { return "<>"; }) == replaced.append(text.substr(end)), "replace replaces what tag finds", line);

  index = 0;
  for (const gaztag::finding found : tagger.explain(text)) {
    if (found.is_kept()) {
      check(index < all.size() && found.start() == all[index].start && found.entity()->id() == all[index].entity, "explain keeps what tag finds", line);
      ++index;
    }
  }
  check(index == all.size(), "explain keeps all", line);

  gaztag::cursor cursor;
  for (const std::size_t capacity : capacities) {
    std::vector<gaztag_mention> page(capacity);
    index = 0;
    for (bool more = true; more;) {
      const auto [len, has_more] = tagger.tag_into(text, cursor, page.data(), capacity);
      for (std::size_t at = 0; at < len; ++at) {
        check(is_same(index++, page[at]), "the mention of a page is that of tag", line);
      }
      check(has_more == (index < all.size()), "there is more only if there is", line);
      check(len == capacity || !has_more, "a page is full", line);
      more = has_more && len != 0;
    }
    check(index == all.size(), "the pages have all", line);
  }
}

// Checks a text by every call.
void same(const gaztag::tagger &tagger, std::string_view text, const std::vector<expected> &all, int line) {
  const auto is_same = [&](std::size_t index, const gaztag::mention &found) {
    return index < all.size() && found.start() == all[index].start && found.end() == all[index].end && found.key() == all[index].key;
  };
  const gaztag::mentions mentions = tagger.tag(text);
  check(mentions.size() == all.size(), "as many mentions as expected", line);
  std::size_t index = 0;
  for (const gaztag::mention found : mentions) {
    check(is_same(index++, found), "the mention is as expected", line);
  }
  judged_alike(tagger, text, {1, 2, 3, all.size() + 1}, line);

  const std::int64_t offsets[] = {0, 0, static_cast<std::int64_t>(text.size()), static_cast<std::int64_t>(text.size())};
  const gaztag::documents documents = tagger.tag_batch(text, offsets, 3);
  check(documents.size() == 3 && documents[0].empty() && documents[2].empty() && documents[1].size() == all.size(), "the documents have the mentions of the text", line);
  index = 0;
  for (const gaztag::mention found : documents[1]) {
    check(is_same(index++, found), "the mention of the document is as expected", line);
  }

  gaztag::incremental_tagger incremental(tagger);
  for (std::size_t split = 0; split <= text.size(); ++split) {
    index = 0;
    const auto take = [&](const gaztag::mention &found) { check(is_same(index++, found), "the mention of the chunks is as expected", line); };
    check(incremental.feed(text.substr(0, split), take) == split, "all was taken", line);
    check(incremental.feed(text.substr(split), take) == text.size() - split, "all was taken", line);
    check(incremental.finish(take), "the text ended", line);
    check(index == all.size(), "the chunks give all", line);
  }
}

void cases() {
  const gaztag::tagger tagger;
  same(tagger, "", {}, __LINE__);
  same(tagger, "a woman in Somalia reads", {{11, 18, "country/SOM"}}, __LINE__);
  same(tagger, TEXT, {{0, 4, "country/MLI"}, {9, 13, "mineral/gold"}, {23, 37, "country/CIV"}, {45, 49, "country/USA"}, {62, 68, "bloc/ecowas"}}, __LINE__);
  same(tagger, "South Sudan, not Sudan", {{0, 11, "country/SSD"}, {17, 22, "country/SDN"}}, __LINE__);
  same(tagger, "Georgia Tech", {}, __LINE__);
  same(tagger, std::string_view("Mali\0\xff Niger", 12), {{0, 4, "country/MLI"}, {7, 12, "country/NER"}}, __LINE__);
}

// Mentions that depend on the text after them: all calls judge with the whole text, except the
// incremental tagger, whose mentions differ.
void judgement() {
  struct late {
    std::vector<gaztag::kind> kinds;
    std::string_view text, whole, incremental;
  };
  const late texts[] = {
      {{gaztag::kind::bloc}, "The AES met on Monday. Officials from Mali, Niger and Burkina Faso signed.", "bloc/alliance-of-sahel-states ", ""},
      {{}, "Georgia was quiet. Police in Atlanta said so.", "", "country/GEO "},
      {{}, "Georgia was quiet. Officials in Tbilisi said so.", "country/GEO ", "country/GEO "},
      {{}, "Nothing here.", "", ""},
  };
  for (const late &each : texts) {
    gaztag::options with;
    with.kinds = each.kinds;
    const gaztag::tagger tagger(with);
    std::string whole, read;
    for (const gaztag::mention found : tagger.tag(each.text)) {
      whole.append(found.key()).append(" ");
    }
    gaztag::incremental_tagger incremental(tagger);
    const auto take = [&](const gaztag::mention &found) { read.append(found.key()).append(" "); };
    incremental.feed(each.text, take);
    incremental.finish(take);
    CHECK(whole == each.whole && read == each.incremental);
    judged_alike(tagger, each.text, {1, 2, 64}, __LINE__);
  }
}

void cursors() {
  // More names than the library keeps without a second pass, some of which the end decides.
  std::string text;
  for (int index = 0; index < 700; ++index) {
    text += index % 3 == 0 ? "Mali and gold. " : "Georgia and Niger. ";
  }
  text += "Police in Atlanta said so.";
  const gaztag::tagger tagger;
  judged_alike(tagger, text, {1, 7, 63, 64, 65, 512, 5000}, __LINE__);
  CHECK(tagger.count(text) > 512);

  // In the middle of a text, a cursor refuses others until it is reset.
  gaztag::cursor cursor;
  gaztag_mention page[2];
  CHECK(tagger.tag_into(text, cursor, page, 2) == std::pair<std::size_t, bool>(2, true) && page[0].start == 0);
  CHECK(thrown([&] { tagger.tag_into("Mali", cursor, page, 2); }) == GAZTAG_ERR_STATE);
  gaztag::cursor moved = std::move(cursor);
  CHECK(tagger.tag_into(text, moved, page, 1).second && page[0].start > 0);
  moved.reset();
  CHECK(tagger.tag_into("Mali", moved, page, 2) == std::pair<std::size_t, bool>(1, false) && moved.get() != nullptr);
  // With a capacity of 0 it only finds out whether there is a mention.
  CHECK(tagger.tag_into("Mali", moved, nullptr, 0) == std::pair<std::size_t, bool>(0, true));
  moved.reset();
  CHECK(tagger.tag_into("nothing", moved, nullptr, 0) == std::pair<std::size_t, bool>(0, false));
}

// Every call accepts a language, which is evidence for judging names, and refuses an invalid one.
void languages() {
  const gaztag::tagger tagger;
  gaztag_mention page[16];
  std::vector<std::uint64_t> counts;
  const auto ignore = [](const gaztag::mention &) {};
  const auto key = [](const gaztag::mention &found) { return found.key(); };
  const std::int64_t offsets[] = {0, 4, 8};
  for (const std::string_view good : {std::string_view(), std::string_view("en", 0), std::string_view("fr"), std::string_view("de")}) {
    const gaztag::text_options about{good};
    gaztag::cursor cursor;
    CHECK(tagger.tag(TEXT, about).raw().size() == 5 && tagger.tag_into(TEXT, cursor, page, 16, about).first == 5 && tagger.tag_each(TEXT, ignore, about));
    CHECK(tagger.is_match(TEXT, about) && tagger.count(TEXT, about) == 5 && tagger.count(TEXT, counts, about) == 5);
    CHECK(tagger.replace("gold", key, about) == "mineral/gold" && !tagger.explain("gold", about).empty());
    CHECK(tagger.about("gold", about).size() == 1);
    CHECK(tagger.tag_batch("Maligold", offsets, 2, {good, ""})[1].size() == 1 && tagger.tag_batch("Maligold", offsets, 2, {"", good})[0].size() == 1);
    std::size_t len = 0;
    gaztag::incremental_tagger incremental(tagger, about);
    incremental.feed(TEXT, ignore);
    CHECK(incremental.finish([&](const gaztag::mention &) { ++len; }) && len == 5);
  }
  CHECK(tagger.tag("gold", {"en"}).size() == 1 && tagger.count("gold", {"en"}) == 1);
  // The acronym of the United Nations in French and Spanish.
  CHECK(tagger.count("ONU") == 1 && tagger.count("ONU", {"fr"}) == 1 && tagger.count("ONU", {"en"}) == 0);

  const gaztag::text_options wrong{"English"};
  gaztag::cursor cursor;
  CHECK(thrown([&] { tagger.tag(TEXT, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.tag_into(TEXT, cursor, page, 16, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.tag_each(TEXT, ignore, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.is_match(TEXT, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.count(TEXT, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.count(TEXT, counts, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.replace(TEXT, key, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.explain(TEXT, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.about(TEXT, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { gaztag::incremental_tagger incremental(tagger, wrong); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.tag_batch("Maligold", offsets, 2, {"en", wrong.language}); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.tag_batch("Maligold", offsets, 2, {wrong.language, "en"}); }) == GAZTAG_ERR_ARG);
  // One for each document, or none.
  try {
    tagger.tag_batch("Maligold", offsets, 2, {"en"});
    CHECK(false);
  } catch (const gaztag::error &few) {
    CHECK(few.code() == GAZTAG_ERR_ARG && few.what() == std::string_view("1 languages are given; expected one for each of the 2 documents, or none"));
  }
  CHECK(thrown([&] { tagger.tag_batch("Maligold", offsets, 2, {"en", "en", "en"}); }) == GAZTAG_ERR_ARG);
  CHECK(tagger.tag_batch("Maligold", offsets, 2).size() == 2 && tagger.tag_batch("", offsets, 0).empty());
}

void mentions() {
  const gaztag::tagger tagger;
  gaztag::mentions found = tagger.tag(TEXT);
  CHECK(!found.empty());
  const gaztag::mention mali = found[0];
  CHECK(mali.text() == "Mali" && mali.name() == "Mali" && mali.kind() == gaztag::kind::country && mali.role() == gaztag::role::name && mali.confidence() > 50);
  CHECK(mali.raw().start == 0 && found.raw().size() == found.size());
  CHECK(mali.entity().key() == "country/MLI");
  CHECK(found[3].role() == gaztag::role::acronym && gaztag::role_name(found[3].role()) == std::string_view("acronym"));
  const std::vector<gaztag::candidate> candidates = tagger.tag("Congo")[0].candidates();
  CHECK(candidates.size() == 2 && candidates[0].entity.kind() == gaztag::kind::country && candidates[0].entity != candidates[1].entity);

  // A range can outlive the tagger that made it.
  gaztag::mentions kept = gaztag::tagger().tag("gold in Mali");
  CHECK(kept.size() == 2 && kept[1].key() == "country/MLI");
  kept = found;
  CHECK(kept[0].text().data() == TEXT.data());
  CHECK(std::distance(kept.begin(), kept.end()) == static_cast<std::ptrdiff_t>(kept.size()));
  CHECK(std::find_if(kept.begin(), kept.end(), [](const gaztag::mention &each) { return each.kind() == gaztag::kind::bloc; }) != kept.end());
  auto at = kept.begin();
  CHECK((*at++).text() == "Mali" && (*at).text() == "gold");
#if __cplusplus >= 202002L
  std::string keys;
  for (const auto key : found | std::views::filter([](const auto &each) { return each.kind() == gaztag::kind::country; }) | std::views::transform([](const auto &each) { return each.key(); })) {
    keys.append(key).append(" ");
  }
  CHECK(keys == "country/MLI country/CIV country/USA ");
#endif
}

void long_text() {
  // More names than a callback receives at once, and than the library keeps without a second pass.
  std::string text;
  for (int index = 0; index < 500; ++index) {
    text += "Mali and gold. ";
  }
  const gaztag::tagger tagger;
  CHECK(tagger.tag(text).size() == 1000);
  std::vector<std::uint64_t> counts;
  CHECK(tagger.count(text, counts) == 1000 && tagger.count(text, counts) == 1000);
  CHECK(counts.size() == tagger.gazetteer().size() && counts[tagger.gazetteer().find("country/MLI")->position()] == 1000);
  int seen = 0;
  CHECK(!tagger.tag_each(text, [&](const gaztag::mention &) { return ++seen < 70; }) && seen == 70);
  // An exception of the function leaves the call.
  try {
    tagger.tag_each(text, [](const gaztag::mention &) { throw std::runtime_error("mine"); });
    CHECK(false);
  } catch (const std::runtime_error &mine) {
    CHECK(mine.what() == std::string_view("mine"));
  }
  const std::vector<std::int64_t> offsets = {0, 15, static_cast<std::int64_t>(text.size())};
  const gaztag::documents documents = tagger.tag_batch(text, offsets.data(), 2);
  std::size_t all = 0;
  for (const auto document : documents) {
    CHECK(document.text().substr(0, 4) == "Mali");
    for (const gaztag::mention found : document) {
      CHECK(found.text() == (all++ % 2 == 0 ? "Mali" : "gold"));
    }
  }
  CHECK(all == 1000 && documents[0].size() == 2);
  const std::int64_t backwards[] = {5, 0};
  CHECK(thrown([&] { tagger.tag_batch(text, backwards, 1); }) == GAZTAG_ERR_ARG);
}

void options() {
  gaztag::options with;
  with.kinds = {gaztag::kind::mineral, gaztag::kind::bloc};
  CHECK(gaztag::tagger(with).count(TEXT) == 2);
  with = {};
  with.roles = gaztag::roles_of({gaztag::role::acronym, gaztag::role::capital});
  CHECK(gaztag::tagger(with).tag("Bamako in Mali, the U.S.").size() == 2);
  with = {};
  with.offset_unit = gaztag::unit::code_points;
  const gaztag::mentions found = gaztag::tagger(with).tag(TEXT);
  CHECK(found[1].start() == 7 && found[1].text().empty());
  with = {};
  with.strict_utf8 = true;
  const gaztag::tagger strict(with);
  try {
    strict.tag("Mali \xff");
    CHECK(false);
  } catch (const gaztag::error &wrong) {
    CHECK(wrong.code() == GAZTAG_ERR_UTF8 && wrong.offset() == 5 && wrong.code_name() == std::string_view("GAZTAG_ERR_UTF8"));
  }
  with = {};
  with.max_text_len = 3;
  CHECK(thrown([&] { gaztag::tagger(with).is_match("Mali"); }) == GAZTAG_ERR_TOO_LARGE);
  with = {};
  with.min_confidence = 101;
  CHECK(thrown([&] { gaztag::tagger broken(with); }) == GAZTAG_ERR_ARG);
  with = {};
  with.overlap = gaztag::overlap::all;
  CHECK(gaztag::tagger(with).count("South Sudan") > 1);
  with = {};
  with.input = gaztag::input::html;
  CHECK(gaztag::tagger(with).tag("<p title='Niger'>M&#97;li</p>").size() == 1);
  with = {};
  with.folding_off = GAZTAG_FOLDING_BLANKS;
  CHECK(gaztag::tagger(with).tag("South\nSudan").empty() && gaztag::tagger().tag("South\nSudan")[0].key() == "country/SSD");
  with = {};
  with.languages = "en|de";
  CHECK(gaztag::tagger(with).count("Alemania") == 0 && gaztag::tagger().count("Alemania") == 1);
  // An empty view selects all, whatever its pointer.
  with.languages = "";
  CHECK(gaztag::tagger(with).count("Alemania") == 1);
  with = {};
  with.lower_case = true;
  CHECK(gaztag::tagger(with).count("gold in burkina faso") == 2 && gaztag::tagger().count("gold in burkina faso") == 1);
  with = {};
  with.links = true;
  CHECK(gaztag::tagger(with).count("https://example.org/Mali") == 1 && gaztag::tagger().count("https://example.org/Mali") == 0);
  with = {};
  CHECK(gaztag::uses_of({}) == 0 && gaztag::uses_of({gaztag::use::team, gaztag::use::nested}) == (GAZTAG_USE_TEAM | GAZTAG_USE_NESTED));
  with.uses_counted = gaztag::uses_of({gaztag::use::language});
  with.uses_dropped = gaztag::uses_of({gaztag::use::team});
  CHECK(gaztag::tagger(with).count("She speaks French.") == 1 && gaztag::tagger().count("She speaks French.") == 0);
  CHECK(gaztag::tagger(with).count("Brazil beat Chile 2-0.") < gaztag::tagger().count("Brazil beat Chile 2-0."));
  with = {};
  with.backend = gaztag::backend::scalar;
  with.context = false;
  const gaztag::tagger scalar(gaztag::gazetteer::builtin(), with);
  CHECK(scalar.backend() == gaztag::backend::scalar && scalar.count("Mali") == 1 && scalar.memory_usage() > 0 && scalar.get() != nullptr);
}

void replacing() {
  const gaztag::tagger tagger;
  CHECK(tagger.replace("gold in Mali", [](const gaztag::mention &found) { return "[" + std::string(found.key()) + "]"; }) == "[mineral/gold] in [country/MLI]");
  CHECK(tagger.replace("gold in Mali", [](const gaztag::mention &found) { return found.text().substr(0, 1); }) == "g in M");
  CHECK(tagger.replace("gold in Mali", [](const gaztag::mention &) { return "x"; }) == "x in x");
  // A result that is larger than the first buffer.
  const std::string large(1000, 'x');
  CHECK(tagger.replace("Mali, Niger", [&](const gaztag::mention &) -> const std::string & { return large; }) == large + ", " + large);
  try {
    tagger.replace("Mali", [](const gaztag::mention &) -> std::string_view { throw std::logic_error("mine"); });
    CHECK(false);
  } catch (const std::logic_error &) {
  }
}

void chunks() {
  gaztag::options with;
  with.offset_unit = gaztag::unit::utf16;
  const gaztag::tagger tagger(with);
  gaztag::incremental_tagger incremental(tagger);
  std::string texts;
  const auto take = [&](const gaztag::mention &found) { texts.append(found.text()).append(" "); };
  for (const char byte : TEXT) {
    incremental.feed({&byte, 1}, take);
  }
  CHECK(incremental.settled() <= TEXT.size());
  CHECK(incremental.finish(take) && texts == "Mali gold Côte d'Ivoire U.S. ECOWAS ");

  // Stopped: later mentions are pending.
  CHECK(incremental.feed("Mali, Niger and Chad", take) == 20);
  int seen = 0;
  CHECK(!incremental.finish([&](const gaztag::mention &) { return ++seen < 1; }) && seen == 1);
  gaztag_mention buffer[1];
  std::size_t len = 0;
  bool more = true;
  while (more) {
    const auto [some, has_more] = incremental.finish_into(buffer, 1);
    len += some;
    more = has_more;
  }
  CHECK(len == 2);

  // Into an array.
  std::string text;
  for (int index = 0; index < 3000; ++index) {
    text += "Mali and gold. ";
  }
  std::string_view chunk = text;
  len = 0;
  more = true;
  while (more) {
    const auto [some, has_more] = incremental.feed_into(chunk, buffer, 1);
    len += some;
    more = has_more;
  }
  CHECK(chunk.empty() && len > 1000);
  incremental.reset();
  texts.clear();
  CHECK(incremental.finish(take) && texts.empty());

  // An exception of the function leaves the call, and the tagger remains usable.
  incremental.feed("Mali", take);
  try {
    incremental.finish([](const gaztag::mention &) { throw std::runtime_error("mine"); });
    CHECK(false);
  } catch (const std::runtime_error &) {
  }
  // In its own callback it is in use.
  incremental.reset();
  incremental.feed("Mali", take);
  CHECK(incremental.finish([&](const gaztag::mention &) { CHECK(thrown([&] { incremental.feed("x", take); }) == GAZTAG_ERR_STATE); }));
  gaztag::incremental_tagger moved = std::move(incremental);
  CHECK(moved.get() != nullptr);
}

void layers() {
  const gaztag::gazetteer builtin = gaztag::gazetteer::builtin();
  gaztag::builder own = gaztag::builder::above(builtin);
  gaztag::form star;
  star.text = "Mali Star";
  own.add_entity("ship/mali", "Mali Star").add_surface("ship/mali", star);
  CHECK(own.remove_entity("country/NER"));
  const gaztag::gazetteer both = builtin.with_layer(own.build());
  CHECK(both.layer_count() == 2 && both.layer(1).size() == 1 && both.size() == builtin.size());
  const gaztag::mentions found = gaztag::tagger(both).tag("Mali Star left Mali and Niger");
  CHECK(found.size() == 2 && found[0].entity().key() == "ship/mali" && found[1].entity().key() == "country/MLI");
  CHECK(found[0].entity().layer() == 1 && both[found[0].entity().position()] == found[0].entity());
  CHECK(thrown([&] { both.image(); }) == GAZTAG_ERR_UNSUPPORTED);
}

void gazetteers() {
  const gaztag::gazetteer builtin = gaztag::gazetteer::builtin();
  CHECK(builtin.data_version() == gaztag::data_version() && !builtin.data_version().empty());
  CHECK(builtin.form_counts().first >= builtin.form_counts().second && builtin.form_counts().second > builtin.size());
  std::size_t countries = 0;
  for (const gaztag::entity each : builtin) {
    countries += each.kind() == gaztag::kind::country;
  }
  CHECK(countries > 190);
  const gaztag::entity mali = builtin.find("country/MLI").value();
  CHECK(mali.key() == "country/MLI" && mali.name() == "Mali" && builtin[mali.position()] == mali);
  for (std::size_t position = 0; position < builtin.size(); ++position) {
    const gaztag::entity each = builtin[position];
    CHECK(each.position() == position && each.layer() == 0 && builtin.find_id(each.id()) == each);
  }
  // Ids have 64 bits, with the layer above the index. There is no entity in another layer, or past
  // the last one.
  const gaztag::entity elsewhere(std::shared_ptr<const gaztag_gazetteer>(builtin.get(), [](const gaztag_gazetteer *) {}), 0x300000005);
  CHECK(elsewhere.layer() == 3 && elsewhere.id() == 0x300000005 && elsewhere.position() == builtin.size() && elsewhere != builtin[5]);
  CHECK(!builtin.find_id(builtin[builtin.size() - 1].id() + 1) && !builtin.find_id(mali.id() + (std::uint64_t{1} << 32)) && !builtin.find_id(GAZTAG_NO_ENTITY));
  CHECK(builtin.find_id(gaztag::tagger().tag("Mali").raw()[0].entity) == mali);
  for (const gaztag::retired_key &each : builtin.retired_keys()) {
    CHECK(builtin.find(each.key) == each.successor);
  }
  // Handles of one gazetteer are equal; another gazetteer with the same content is not.
  const gaztag::tagger tagger;
  CHECK(mali == gaztag::gazetteer::builtin().find("country/MLI") && mali == tagger.gazetteer().find("country/MLI") && mali == tagger.tag("Mali")[0].entity());
  CHECK(mali != builtin.find("country/NER").value() && mali != gaztag::gazetteer::from_image(builtin.image()).find("country/MLI").value());
  CHECK(mali.attribute("alpha2") == "ML" && !mali.attribute("symbol"));
  const std::vector<gaztag::attribute> attributes = mali.attributes();
  CHECK(std::any_of(attributes.begin(), attributes.end(), [](const gaztag::attribute &each) { return each.name == "alpha2" && each.value == "ML" && each.type == gaztag::attribute_type::text; }));
  const std::vector<gaztag::surface> surfaces = mali.surfaces();
  const auto demonym = std::find_if(surfaces.begin(), surfaces.end(), [](const gaztag::surface &each) { return each.form() == "Malian"; });
  CHECK(demonym != surfaces.end() && demonym->role() == gaztag::role::demonym && demonym->case_rule() == gaztag::case_rule::capitalised && demonym->prior() > 50);
  CHECK(demonym->languages() == "en" && !demonym->is_decoy() && demonym->entity() == mali && !demonym->is_word() && demonym->raw().entity == mali.id());
  CHECK(demonym->bounds() == gaztag::bounds::word);
  std::string_view left;
  for (const gaztag::membership &each : mali.memberships()) {
    CHECK(each.member() == mali && each.bloc().kind() == gaztag::kind::bloc && !each.status().empty());
    if (each.bloc().key() == "bloc/ecowas") left = each.left().value_or("");
  }
  CHECK(left == "2025-01-29");
  // Members on a day, typed values, names and codes, rolled-up counts.
  const gaztag::entity ecowas = builtin.resolve("ECOWAS");
  CHECK(ecowas.members_on("2024-06-01").size() == 15 && ecowas.members_on("2025-06-01").size() == 12);
  CHECK(ecowas.members_on("2024-06-01")[0].status() == "member" && ecowas.members_on("2024-06-01")[0].bloc() == ecowas);
  const gaztag::entity union_of_europe = builtin.resolve("EU");
  CHECK(union_of_europe.members_on("2024-06-01").size() == 27 && union_of_europe.members_on("2024-06-01", gaztag::statuses::any).size() > 27);
  const std::vector<gaztag::membership> blocs = mali.blocs_on("2025-06-01");
  CHECK(blocs.size() > 10 && std::none_of(blocs.begin(), blocs.end(), [&](const gaztag::membership &each) { return each.bloc() == ecowas; }));
  CHECK(builtin.resolve("466") == mali && builtin.resolve("SU").key() == "country/SUN");
  CHECK(thrown([&] { builtin.resolve("Congo"); }) == GAZTAG_ERR_AMBIGUOUS && thrown([&] { builtin.resolve("country/MALI"); }) == GAZTAG_ERR_UNKNOWN);
  CHECK(thrown([&] { ecowas.members_on("June"); }) == GAZTAG_ERR_ARG);
  CHECK(mali.number("latitude") == 17.0 && !mali.number("alpha2") && !mali.number("nothing"));
  CHECK(ecowas.date("founded")->year == 1975 && ecowas.date("founded")->day == 28 && !mali.date("alpha2"));
  CHECK(builtin.resolve("South Africa").items("capital").at(1) == "Cape Town" && mali.items("nothing").empty());
  const std::vector<gaztag::entity> parts = builtin.resolve("coltan").related("contains");
  CHECK(parts.size() == 2 && parts[0].name() == "tantalum");
  CHECK(builtin.resolve("spodumene").roll_up().key() == "mineral/lithium" && mali.roll_up() == mali);
  CHECK(!builtin.find("country/XXX") && builtin.kind_name(gaztag::kind::bloc) == "bloc" && builtin.find_kind("mineral") == gaztag::kind::mineral && !builtin.find_kind("company"));
  const std::vector<gaztag::surface> decoys = builtin.decoys();
  CHECK(decoys.size() > 100 && decoys[0].is_decoy() && !decoys[0].entity());
  const std::vector<gaztag::surface> readings = builtin.look_up("congo");
  CHECK(readings.size() == 2 && readings[0].prior() >= readings[1].prior());
  CHECK(thrown([&] { builtin.find("\xff"); }) == GAZTAG_ERR_UTF8);
  CHECK(thrown([] { gaztag::gazetteer::open(std::string("/nowhere/at/all.gaz")); }) == GAZTAG_ERR_IO);
  CHECK(thrown([] { gaztag::gazetteer::load(std::string("/nowhere/at/all.gaz")); }) == GAZTAG_ERR_IO);
  const std::uint8_t none[] = {1, 2, 3};
  CHECK(thrown([&] { gaztag::gazetteer::from_image({none, sizeof none}); }) == GAZTAG_ERR_CORRUPT);

  // An object of C++ takes a handle of C.
  gaztag_gazetteer *raw = nullptr;
  CHECK(gaztag_gazetteer_builtin(&raw, nullptr) == GAZTAG_OK);
  CHECK(gaztag::gazetteer(raw).size() == builtin.size());
}

void builders(const char *path) {
  CHECK(gaztag::guess_format("my.json", "{}") == gaztag::format::flashtext && gaztag::guess_format({}, {}) == gaztag::format::tsv);
  gaztag::builder builder;
  CHECK(builder.read(gaztag::format::tsv, "key\tform\trole\ncompany/acme\tAcme Corporation\t\ncompany/acme\tACM\tacronym\n-\tAcme Bakery\t\n") == 3);
  try {
    builder.read(gaztag::format::tsv, "key\tform\trole\ncompany/acme\tAcme\tnmae\n", "my.tsv");
    CHECK(false);
  } catch (const gaztag::error &wrong) {
    CHECK(wrong.code() == GAZTAG_ERR_PARSE && wrong.line() == 2 && wrong.column() == 3 && wrong.offset() > 0 && std::strstr(wrong.what(), "my.tsv") != nullptr);
  }
  const std::vector<gaztag::error> wrong = builder.check(gaztag::format::tsv, "key\tform\nacme\tAcme\ncompany/x\t\n");
  CHECK(wrong.size() == 2 && wrong[0].line() == 2 && wrong[1].line() == 3);
  builder.set_data_version("7").add_entity("project/orion", "Orion").set_attribute("project/orion", "stage", "feasibility");
  gaztag::form orion{"Orion"};
  orion.prior = 30;
  orion.languages = "en|de";
  builder.add_surface("project/orion", orion).add_decoy({"Orion Pictures"});
  builder.add_cue("Orion", "project/orion", "after", builder.add_word_class("mine\nshares\n"), 6);
  builder.add_use_cue("Aaaland", gaztag::use::team, "after", builder.add_word_class("won"), -12);
  builder.add_entity("country/AAA", "Aaa").add_surface("country/AAA", {"Aaaland"}).add_entity("bloc/b", "Bbb").add_member("bloc/b", "country/AAA", {"member", "2001"});
  builder.add_entity("company/gone", "Gone").add_surface("company/gone", {"Gone"});
  CHECK(builder.remove_entity("company/gone") && !builder.remove_entity("company/gone"));
  builder.add_decoy({"Nothing"});
  CHECK(builder.remove_decoy("Nothing") && !builder.remove_decoy("Nothing"));
  builder.add_surface("country/AAA", {"Aaaria"});
  CHECK(builder.remove_surface("country/AAA", "Aaaria") && !builder.remove_surface("country/AAA", "Aaaria"));
  CHECK(thrown([&] { builder.add_surface("company/none", {"None"}); }) == GAZTAG_ERR_PARSE);

  const gaztag::gazetteer own = builder.build();
  CHECK(own.data_version() == "7" && own.size() == 4 && own.kind_name(own.find("project/orion")->kind()) == "project");
  CHECK(own.find("project/orion")->attribute("stage") == "feasibility" && own.find("project/orion")->surfaces()[0].languages() == "en|de");
  const std::vector<gaztag::membership> memberships = own.find("bloc/b")->memberships();
  CHECK(memberships.size() == 1 && memberships[0].member().key() == "country/AAA" && memberships[0].joined() == "2001" && !memberships[0].left());
  const gaztag::tagger tagger(own);
  same(tagger, "ACM shares, Acme Bakery", {{0, 3, "company/acme"}}, __LINE__);
  gaztag::options teams;
  teams.uses_dropped = gaztag::uses_of({gaztag::use::team});
  CHECK(tagger.count("Aaaland won") == 1 && gaztag::tagger(own, teams).count("Aaaland won") == 0 && gaztag::tagger(own, teams).count("Aaaland has") == 1);
  CHECK(tagger.count("Orion mine") == 1 && tagger.count("Orion") == 0);

  // A list of many pages.
  std::string rows = "key\tform\n";
  for (int index = 0; index < 20000; ++index) {
    rows += "-\tdecoy " + std::to_string(index) + "\n";
  }
  gaztag::builder many;
  CHECK(many.read(gaztag::format::tsv, rows) == 20000);
  std::vector<std::string_view> forms;
  const std::vector<gaztag::surface> pages = many.build().decoys();
  for (const gaztag::surface &each : pages) {
    forms.push_back(each.form());
  }
  std::sort(forms.begin(), forms.end());
  CHECK(forms.size() == 20000 && std::unique(forms.begin(), forms.end()) == forms.end() && forms[0] == "decoy 0");

  // Image: copied, borrowed, from a file.
  const gaztag::bytes image = own.image();
  CHECK(gaztag::tagger(gaztag::gazetteer::from_image(image)).count("ACM") == 1);
  CHECK(gaztag::tagger(gaztag::gazetteer::borrow_image(image)).count("ACM") == 1);
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char *>(image.data), static_cast<std::streamsize>(image.size));
  CHECK(gaztag::tagger(gaztag::gazetteer::borrow_trusted_image(image)).count("ACM") == 1);
  CHECK(gaztag::tagger(gaztag::gazetteer::open_trusted(path)).count("ACM") == 1);
  CHECK(gaztag::tagger(gaztag::gazetteer::open(path)).count("ACM") == 1);
  CHECK(gaztag::tagger(gaztag::gazetteer::load(path)).count("ACM") == 1);

  // A builder with the content of another gazetteer.
  gaztag::builder more{gaztag::gazetteer::builtin()};
  more.read(gaztag::format::json_lines, R"({"key": "company/acme", "name": "Acme", "forms": ["Acme"]})");
  CHECK(gaztag::tagger(more.build()).count("Acme in Mali") == 2 && more.get() != nullptr);
}

// Forms that may begin or end inside a word, of calls and of files.
void bounds() {
  gaztag::builder builder;
  builder.add_entity("x/mali", "x").add_entity("x/somalia", "x").add_entity("x/berg", "x").add_entity("x/gold", "x");
  gaztag::form mali{"Máli"};
  mali.case_rule = gaztag::case_rule::any;
  mali.bounds = gaztag::bounds::anywhere;
  gaztag::form berg{"berg"}, gold{"gold"};
  berg.bounds = gaztag::bounds::end;
  gold.bounds = gaztag::bounds::start;
  builder.add_surface("x/mali", mali).add_surface("x/berg", berg).add_surface("x/gold", gold).add_surface("x/somalia", {"Somalia"});
  const gaztag::gazetteer own = builder.build();
  CHECK(own.find("x/berg")->surfaces()[0].bounds() == gaztag::bounds::end && own.find("x/somalia")->surfaces()[0].bounds() == gaztag::bounds::word);
  // Case and accents are folded, and the longest of both kinds of names counts.
  same(gaztag::tagger(own), "Somalia MALIAN golden marigold, Heidelberg: Bergama, somáliland",
       {{0, 7, "x/somalia"}, {8, 12, "x/mali"}, {15, 19, "x/gold"}, {38, 42, "x/berg"}, {55, 60, "x/mali"}}, __LINE__);

  gaztag::builder files;
  files.set_file_bounds(gaztag::bounds::anywhere).read(gaztag::format::tsv, "key\tform\tbounds\nx/mali\tmali\t\nx/gold\tgold\tword\n");
  same(gaztag::tagger(files.build()), "somalia marigold", {{2, 6, "x/mali"}}, __LINE__);
  CHECK(files.check(gaztag::format::tsv, "key\tform\tbounds\nx/mali\tmali\tinside\n").size() == 1);
  CHECK(thrown([&] { files.set_file_bounds(static_cast<gaztag::bounds>(4)); }) == GAZTAG_ERR_ARG);

  gaztag::builder ships(gaztag::gazetteer::builtin());
  gaztag::form anh{"Anh"};
  anh.needs_accents = true;
  ships.set_preference(gaztag::preference::own).set_file_case(gaztag::case_rule::any);
  gaztag::records of_ships{"ship", "name"};
  of_ships.attributes = "built\tnumber";
  CHECK(ships.add_records(of_ships, "{\"name\": [\"Zarla\", \"MV Zarla\"], \"built\": 1999}\n") == 2);
  CHECK(thrown([&] { ships.add_records({"ship", "name\tshort"}, ""); }) == GAZTAG_ERR_PARSE);
  const auto [forms, mended] = ships.read_lenient(gaztag::format::tsv, "key\tform\nship/morocco\tMorocco\nterm/heart-attack\tHeart Attack \n");
  CHECK(forms == 2 && mended.size() == 1 && mended[0].line() == 3 && ships.warnings().empty());
  ships.add_surface("ship/morocco", anh);
  const gaztag::gazetteer with_ships = ships.build();
  CHECK(with_ships.find("ship/morocco")->surfaces()[0].needs_accents() != with_ships.find("ship/morocco")->surfaces()[1].needs_accents());
  same(gaztag::tagger(with_ships), "Morocco: a heart attack", {{0, 7, "ship/morocco"}, {11, 23, "term/heart-attack"}}, __LINE__);
  for (const gaztag::finding each : gaztag::tagger(with_ships).explain("Morocco")) {
    CHECK(each.is_kept() || each.reason() == gaztag::reason::outranked);
  }
  CHECK(thrown([&] { ships.set_preference(static_cast<gaztag::preference>(2)); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { ships.set_file_case(static_cast<gaztag::case_rule>(4)); }) == GAZTAG_ERR_ARG);
  gold.bounds = static_cast<gaztag::bounds>(4);
  CHECK(thrown([&] { builder.add_surface("x/gold", gold); }) == GAZTAG_ERR_ARG && thrown([&] { builder.add_decoy(gold); }) == GAZTAG_ERR_ARG);
  for (const gaztag::finding each : gaztag::tagger(own).explain("Heidelberg")) {
    CHECK(each.bounds() == gaztag::bounds::end);
  }
}

void kinds() {
  gaztag::builder builder;
  builder.add_entity("project/orion", "Orion").add_surface("project/orion", {"Orion"}).add_entity("company/acme", "Acme").add_surface("company/acme", {"Acme"});
  const gaztag::gazetteer own = builder.build();
  const gaztag::kind company = own.find_kind("company").value(), project = own.find_kind("project").value();
  CHECK(std::min(company, project) == gaztag::kind::other && static_cast<int>(std::max(company, project)) == GAZTAG_KIND_OTHER + 1);
  CHECK(own.kind_name(company) == "company" && own.find("project/orion")->kind() == project && own.kind_name(gaztag::kind{63}) == "?");
  gaztag::options with;
  with.kinds = {company};
  const gaztag::mentions found = gaztag::tagger(own, with).tag("Orion and Acme");
  CHECK(found.size() == 1 && found[0].kind() == company && found[0].key() == "company/acme");
}

void attributes() {
  struct typed {
    gaztag::attribute_type type;
    std::string_view name, good, bad;
  };
  // In the order of their names.
  const typed all[] = {
      {gaztag::attribute_type::entity, "home", "country/AAA", "nowhere"},
      {gaztag::attribute_type::list, "metals", "gold|tin", "gold||tin"},
      {gaztag::attribute_type::date, "opened", "2019-04", "April 2019"},
      {gaztag::attribute_type::text, "stage", "feasibility", std::string_view("\0", 1)},
      {gaztag::attribute_type::number, "tonnes", "-1.5e3", "many"},
  };
  gaztag::builder builder;
  builder.add_entity("country/AAA", "Aaa").add_entity("project/orion", "Orion");
  for (const typed &each : all) {
    CHECK(thrown([&] { builder.set_attribute("project/orion", each.name, each.bad, each.type); }) == GAZTAG_ERR_PARSE);
    builder.set_attribute("project/orion", each.name, each.good, each.type);
  }
  CHECK(thrown([&] { builder.set_attribute("project/orion", "x", "y", static_cast<gaztag::attribute_type>(6)); }) == GAZTAG_ERR_ARG);
  builder.set_attribute("country/AAA", "tonnes", "many");
  const gaztag::gazetteer own = builder.build();
  const std::vector<gaztag::attribute> found = own.find("project/orion")->attributes();
  CHECK(found.size() == std::size(all));
  for (std::size_t index = 0; index < found.size(); ++index) {
    CHECK(found[index].name == all[index].name && found[index].value == all[index].good && found[index].type == all[index].type);
    CHECK(own.find("project/orion")->attribute(all[index].name) == all[index].good);
  }
  CHECK(own.find("country/AAA")->attributes()[0].type == gaztag::attribute_type::text);
}

void spells() {
  gaztag::builder builder;
  builder.add_entity("bloc/b", "Bbb").add_entity("bloc/c", "Ccc").add_entity("country/AAA", "Aaa");
  gaztag::spell again{"observer", "2017"};
  again.source = "https://example.org/aaa";
  again.as_of = "2026-11-01";
  builder.add_member("bloc/b", "country/AAA", again).add_member("bloc/b", "country/AAA", {"former", "1984", "2001-02"}).add_member("bloc/b", "bloc/c", {"member"});
  const gaztag::gazetteer own = builder.build();
  const gaztag::entity bloc = own.find("bloc/b").value(), part = own.find("bloc/c").value(), country = own.find("country/AAA").value();
  const std::vector<gaztag::membership> all = bloc.memberships();
  CHECK(all.size() == 3 && all[0].member() == part && all[1].member() == country && all[2].member() == country);
  CHECK(all[0].bloc() == bloc && all[0].status() == "member" && !all[0].joined() && !all[0].left() && !all[0].source() && !all[0].as_of());
  CHECK(all[1].status() == "former" && all[1].joined() == "1984" && all[1].left() == "2001-02" && !all[1].source());
  CHECK(all[2].status() == "observer" && all[2].joined() == "2017" && !all[2].left() && all[2].source() == again.source && all[2].as_of() == again.as_of);
  CHECK(all[2].raw().bloc == bloc.id() && country.memberships().size() == 2 && part.memberships().size() == 1 && part.memberships()[0].bloc() == bloc);
  CHECK(thrown([&] { builder.add_member("bloc/b", "country/XXX", {"member"}); }) == GAZTAG_ERR_PARSE);
  CHECK(thrown([&] { builder.add_member("bloc/b", "country/AAA", {std::string_view("\0", 1)}); }) == GAZTAG_ERR_PARSE);
}

void retired() {
  gaztag::builder builder;
  builder.add_entity("company/first", "First").add_entity("company/new", "New").add_entity("company/old", "Old").add_surface("company/old", {"Oldco"});
  builder.retire_key("company/old", "company/new");
  // Files that still have the key add to its successor.
  builder.read(gaztag::format::tsv, "key\tform\ncompany/old\tNewco\n");
  for (int index = 0; index < 1000; ++index) {
    builder.retire_key("company/old-" + std::to_string(index), "company/new");
  }
  CHECK(thrown([&] { builder.retire_key("company/x", "company/none"); }) == GAZTAG_ERR_PARSE);
  const gaztag::gazetteer own = builder.build();
  const gaztag::entity successor = own.find("company/new").value();
  CHECK(own.size() == 2 && own.find("company/old") == successor && own.find("company/old-999") == successor && !own.find("company/old-1000"));
  const std::vector<gaztag::retired_key> keys = own.retired_keys();
  CHECK(keys.size() == 1001 && keys[0].key == "company/old" && keys[1].key == "company/old-0" && keys.back().key == "company/old-999" && keys.back().successor == successor);
  CHECK(std::is_sorted(keys.begin(), keys.end(), [](const gaztag::retired_key &a, const gaztag::retired_key &b) { return a.key < b.key; }));
  CHECK(gaztag::tagger(own).tag("Newco")[0].entity() == successor && !gaztag::tagger(own).is_match("Oldco"));
  CHECK(gaztag::builder().build().retired_keys().empty());
}

void explaining() {
  const gaztag::tagger tagger;
  const gaztag::explanation explained = tagger.explain("Georgia Tech of Georgia, near Tbilisi; mali");
  CHECK(!explained.empty());
  std::map<gaztag::reason, int> reasons;
  bool is_weighed = false;
  for (const gaztag::finding each : explained) {
    ++reasons[each.reason()];
    CHECK(each.start() < each.end() && each.text().size() == each.end() - each.start() && !each.form().empty() && each.prior() > 0);
    CHECK(each.is_kept() == (each.reason() == gaztag::reason::kept) && gaztag::reason_text(each.reason()) != std::string_view("?"));
    if (each.is_kept()) {
      CHECK(each.entity()->key() == "country/GEO" && each.confidence().value() > 50 && each.raw().bounds == GAZTAG_BOUNDS_WORD);
      for (const gaztag::weighed &ground : each.weighed()) {
        is_weighed = is_weighed || (ground.ground == gaztag::ground::cue && ground.weight > 0 && ground.place != gaztag::place::none && ground.number > 0);
      }
      CHECK(each.before().has_value());
    }
    if (each.reason() == gaztag::reason::inside) {
      CHECK(each.inside().second > each.end());
    }
    if (each.reason() == gaztag::reason::case_rule) {
      CHECK(each.text() == "mali" && each.case_rule() == gaztag::case_rule::capitalised && each.role() == gaztag::role::name);
    }
    if (each.reason() == gaztag::reason::decoy) {
      CHECK(each.form() == "Georgia Tech" && !each.entity());
    }
  }
  CHECK(reasons[gaztag::reason::kept] == 1 && reasons[gaztag::reason::inside] >= 1 && reasons[gaztag::reason::case_rule] == 1 && reasons[gaztag::reason::decoy] == 1 && is_weighed);
}

void topics() {
  const gaztag::tagger tagger;
  const std::vector<gaztag::topic> about = tagger.about("Mali raises tax on gold\n\nMali said that miners of gold, gold pay.");
  CHECK(about.size() == 2 && about[0].entity.key() == "mineral/gold" && about[0].mentions == 3 && about[0].weight == 7 && about[0].in_title && about[0].in_lead);
  CHECK(about[1].entity.name() == "Mali" && about[1].weight == 6);
  CHECK(tagger.about("").empty());
  gaztag::about_options as;
  CHECK(tagger.about("Spodumene and lithium\n", {}, as).size() == 2);
  as.roll_up = true;
  const std::vector<gaztag::topic> rolled = tagger.about("Spodumene and lithium\n", {}, as);
  CHECK(rolled.size() == 1 && rolled[0].mentions == 2);
  gaztag::builder builder;
  builder.add_entity("country/MLI", "Mali").add_entity("city/gao", "Gao").add_surface("city/gao", {"Gao"}).set_attribute("city/gao", "country", "Mali");
  const gaztag::tagger own(builder.build());
  CHECK(own.about("Gao").front().entity.key() == "city/gao");
  as.places = true;
  CHECK(own.about("Gao", {}, as).front().entity.key() == "country/MLI");
}

void library() {
  CHECK(gaztag::version() == GAZTAG_VERSION_NUMBER && gaztag::version_string() == GAZTAG_VERSION_STRING && gaztag::abi_version() == GAZTAG_ABI_VERSION);
  CHECK((gaztag::features() & GAZTAG_FEATURE_BUILTIN) != 0);
  std::vector<std::uint64_t> offsets = {0, 4, 9};
  gaztag::convert_offsets(TEXT, gaztag::unit::bytes, gaztag::unit::utf16, offsets);
  CHECK(offsets == std::vector<std::uint64_t>{0, 4, 7});
  CHECK(gaztag::count_units("Mali’s", gaztag::unit::code_points) == 6);
  offsets = {999};
  CHECK(thrown([&] { gaztag::convert_offsets(TEXT, gaztag::unit::bytes, gaztag::unit::utf16, offsets); }) == GAZTAG_ERR_ARG);
  CHECK(in_other_file() == 1);
}

// A column of texts, which owns its buffers.
struct column {
  std::vector<std::int32_t> offsets = {0};
  std::string values;
  std::uint8_t validity = 0;
  const void *buffers[3] = {};
  ArrowSchema schema = {};
  ArrowArray array = {};

  explicit column(const std::vector<std::optional<std::string_view>> &texts) {
    for (std::size_t index = 0; index < texts.size(); ++index) {
      values.append(texts[index].value_or(""));
      offsets.push_back(static_cast<std::int32_t>(values.size()));
      validity = static_cast<std::uint8_t>(validity | (texts[index] ? 1U << index : 0U));
    }
    buffers[0] = &validity;
    buffers[1] = offsets.data();
    buffers[2] = values.data();
    schema.format = "u";
    schema.flags = 2;
    schema.release = [](ArrowSchema *of) { of->release = nullptr; };
    array.length = static_cast<std::int64_t>(texts.size());
    array.null_count = -1;
    array.n_buffers = 3;
    array.buffers = buffers;
    array.release = [](ArrowArray *of) { of->release = nullptr; };
  }
};

void arrow() {
  if ((gaztag::features() & GAZTAG_FEATURE_ARROW) == 0) {
    return;
  }
  const gaztag::tagger tagger;
  const column texts({"gold in Mali", std::nullopt, "Niger"}), languages({"en", "fr", std::nullopt}), wrong({"English", "fr", std::nullopt}), few({"en"});
  ArrowSchema schema = {};
  ArrowArray array = {};
  const auto lists_of = [&](auto &&tag) {
    tag();
    const auto *ends = static_cast<const std::int32_t *>(array.buffers[1]);
    const std::vector<std::int32_t> lens = {ends[1] - ends[0], ends[2] - ends[1], ends[3] - ends[2]};
    schema.release(&schema);
    array.release(&array);
    return lens;
  };
  const std::vector<std::int32_t> expected = {2, 0, 1};
  CHECK(lists_of([&] { tagger.tag_arrow(texts.schema, texts.array, schema, array); }) == expected);
  CHECK(lists_of([&] { tagger.tag_arrow(texts.schema, texts.array, languages.schema, languages.array, schema, array); }) == expected);
  std::string_view id;
  lists_of([&] {
    tagger.tag_arrow(texts.schema, texts.array, languages.schema, languages.array, schema, array, GAZTAG_ARROW_DICTIONARIES);
    id = schema.children[0]->children[2]->dictionary != nullptr ? "dictionary" : "plain";
  });
  CHECK(id == "dictionary");
  lists_of([&] {
    tagger.tag_arrow(texts.schema, texts.array, schema, array, GAZTAG_ARROW_ATTRIBUTES);
    id = schema.children[0]->children[7]->name;
  });
  CHECK(id == "attributes");
  CHECK(thrown([&] { tagger.tag_arrow(texts.schema, texts.array, wrong.schema, wrong.array, schema, array); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.tag_arrow(texts.schema, texts.array, few.schema, few.array, schema, array); }) == GAZTAG_ERR_ARG);
  CHECK(thrown([&] { tagger.tag_arrow(texts.schema, texts.array, schema, array, 4); }) == GAZTAG_ERR_ARG);
  // Structs of zeros are released columns.
  const ArrowSchema no_schema = {};
  const ArrowArray no_array = {};
  CHECK(thrown([&] { tagger.tag_arrow(no_schema, no_array, schema, array); }) == GAZTAG_ERR_ARG);
}

std::vector<std::string> lines_of(const char *path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  CHECK(lines.size() > 10);
  return lines;
}

void screening() {
  std::string names;
  for (const std::string &line : lines_of("tests/screening/names.tsv")) {
    names += line + "\n";
  }
  gaztag::builder builder;
  builder.read(gaztag::format::tsv, names, "names.tsv");
  const gaztag::screener screener(builder.build());
  CHECK(screener.size() == 18);
  std::vector<std::string> rows = {"text\tbytes\tutf16\tpoints\tid\tdiffers\tconfidence"};
  std::size_t number = 0;
  for (const std::string &text : lines_of("tests/screening/texts.txt")) {
    ++number;
    const std::vector<gaztag::likely_name> found = screener.screen(text);
    const std::vector<gaztag::likely_name> utf16 = screener.screen(text, gaztag::unit::utf16), points = screener.screen(text, gaztag::unit::code_points);
    CHECK(utf16.size() == found.size() && points.size() == found.size());
    for (std::size_t at = 0; at < found.size(); ++at) {
      std::string row = std::to_string(number);
      for (const gaztag::likely_name &name : {found[at], utf16[at], points[at]}) {
        row += "\t" + std::to_string(name.start()) + "-" + std::to_string(name.end());
      }
      const gaztag::likely_name &name = found[at];
      CHECK(name.text() == std::string_view(text).substr(name.start(), name.end() - name.start()) && utf16[at].text().empty());
      std::string ways;
      for (const auto &[way, what] : {std::pair(gaztag::difference::order, "order"), std::pair(gaztag::difference::transliteration, "transliteration"), std::pair(gaztag::difference::letter, "letter")}) {
        ways += name.differs_in(way) ? (ways.empty() ? "" : "|") + std::string(what) : "";
      }
      rows.push_back(row + "\t" + std::string(name.entity().key()) + "\t" + ways + "\t" + std::to_string(name.confidence()));
    }
  }
  CHECK(rows == lines_of("tests/screening/expected.tsv"));
  std::size_t calls = 0;
  CHECK(!screener.screen_each("Qorbani Darya, Qorbani Darya", [&](const gaztag::likely_name &name) { return ++calls < 1 && name.raw().end > 0; }) && calls == 1);
  CHECK(screener.screen_each("Qorbani Darya, Qorbani Darya", [&](const gaztag::likely_name &) { ++calls; }) && calls == 3);
  try {
    screener.screen_each("Qorbani Darya", [](const gaztag::likely_name &) { throw std::runtime_error("own"); });
    CHECK(false);
  } catch (const std::runtime_error &) {
  }
  const gaztag::gazetteer builtin = gaztag::gazetteer::builtin();
  const gaztag::screener countries(builtin, {gaztag::kind::country});
  CHECK(countries.screen("Faso Burkina").at(0).entity() == builtin.find("country/BFA") && gaztag::screener(builtin).size() == 0);
  CHECK(thrown([&] { gaztag::screener(builtin, {gaztag::kind::other}); }) == GAZTAG_ERR_ARG);
}

void threads() {
  const gaztag::tagger tagger;
  std::atomic<std::size_t> all{0};
  std::vector<std::thread> running;
  for (int index = 0; index < 4; ++index) {
    running.emplace_back([&all, tagger] {
      for (int again = 0; again < 50; ++again) {
        all += tagger.tag(TEXT).size();
      }
    });
  }
  for (std::thread &each : running) {
    each.join();
  }
  CHECK(all == 4 * 50 * 5);
}

} // namespace

int main(int argc, char **argv) {
  try {
    cases();
    judgement();
    cursors();
    languages();
    mentions();
    long_text();
    options();
    replacing();
    chunks();
    gazetteers();
    layers();
    builders(argc > 1 ? argv[1] : "own.gaz");
    kinds();
    attributes();
    spells();
    retired();
    bounds();
    explaining();
    topics();
    library();
    arrow();
    screening();
    threads();
  } catch (const std::exception &wrong) {
    std::fprintf(stderr, "thrown: %s\n", wrong.what());
    return 1;
  }
  std::printf("%d checks, %d failed\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
