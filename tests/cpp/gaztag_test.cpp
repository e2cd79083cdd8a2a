// Every class of bindings/cpp/gaztag.hpp, and cases as in tests/suite. Compiled as C++17 and C++20 by scripts/examples.

#include <gaztag.hpp>

// A second time: the guard holds.
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

// The code of the error that a call must throw; 0 if it throws none.
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

// What must hold of a text through every door.
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
  index = 0;
  CHECK(tagger.for_each(text, [&](const gaztag::mention &found) { check(is_same(index++, found), "the mention of for_each is as expected", line); }));
  check(index == all.size(), "for_each gives all", line);
  check(tagger.count(text) == all.size(), "count counts all", line);
  check(tagger.is_match(text) == !all.empty(), "is_match", line);

  for (std::size_t capacity = 1; capacity <= all.size() + 1; ++capacity) {
    std::vector<gaztag_mention> room(capacity);
    std::size_t resume = 0, total = 0;
    bool more = true;
    while (more) {
      const auto [len, has_more] = tagger.tag_into(text, resume, room.data(), capacity);
      for (std::size_t at = 0; at < len; ++at) {
        check(total < all.size() && room[at].start == all[total].start && room[at].end == all[total].end, "the mention in memory of the caller is as expected", line);
        ++total;
      }
      more = has_more;
    }
    check(total == all.size(), "tag_into gives all", line);
  }

  const std::int32_t offsets[] = {0, 0, static_cast<std::int32_t>(text.size()), static_cast<std::int32_t>(text.size())};
  const gaztag::documents documents = tagger.tag_batch(text, offsets, 3);
  check(documents.size() == 3 && documents[0].empty() && documents[2].empty() && documents[1].size() == all.size(), "the documents have what they have", line);
  index = 0;
  for (const gaztag::mention found : documents[1]) {
    check(is_same(index++, found), "the mention of the document is as expected", line);
  }

  gaztag::stream stream(tagger);
  for (std::size_t split = 0; split <= text.size(); ++split) {
    index = 0;
    const auto take = [&](const gaztag::mention &found) { check(is_same(index++, found), "the mention of the stream is as expected", line); };
    check(stream.feed(text.substr(0, split), take) == split, "all was taken", line);
    check(stream.feed(text.substr(split), take) == text.size() - split, "all was taken", line);
    check(stream.finish(take), "the stream ended", line);
    check(index == all.size(), "the stream gives all", line);
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

  // A range outlives the tagger that made it.
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
  // More names than a callback is given at once, and than are remembered without a second reading.
  std::string text;
  for (int index = 0; index < 500; ++index) {
    text += "Mali and gold. ";
  }
  const gaztag::tagger tagger;
  CHECK(tagger.tag(text).size() == 1000);
  std::vector<std::uint64_t> counts;
  CHECK(tagger.count(text, counts) == 1000 && tagger.count(text, counts) == 1000);
  CHECK(counts.size() == tagger.gazetteer().size() && counts[tagger.gazetteer().find("country/MLI")->index()] == 1000);
  int seen = 0;
  CHECK(!tagger.for_each(text, [&](const gaztag::mention &) { return ++seen < 70; }) && seen == 70);
  // What a function throws comes out.
  try {
    tagger.for_each(text, [](const gaztag::mention &) { throw std::runtime_error("mine"); });
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
  const std::int32_t backwards[] = {5, 0};
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
  CHECK(gaztag::tagger(with).tag("South\nSudan")[0].key() == "country/SDN" && gaztag::tagger().tag("South\nSudan")[0].key() == "country/SSD");
  with = {};
  with.languages = "en|de";
  CHECK(gaztag::tagger(with).count("Alemania") == 0 && gaztag::tagger().count("Alemania") == 1);
  // Empty is all, whatever the view points to.
  with.languages = "";
  CHECK(gaztag::tagger(with).count("Alemania") == 1);
  with = {};
  with.lower_case = true;
  CHECK(gaztag::tagger(with).count("gold in burkina faso") == 2 && gaztag::tagger().count("gold in burkina faso") == 1);
  with = {};
  with.uses_counted = GAZTAG_USE_LANGUAGE;
  with.uses_dropped = GAZTAG_USE_TEAM;
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
  // More than there is room for at first.
  const std::string large(1000, 'x');
  CHECK(tagger.replace("Mali, Niger", [&](const gaztag::mention &) -> const std::string & { return large; }) == large + ", " + large);
  try {
    tagger.replace("Mali", [](const gaztag::mention &) -> std::string_view { throw std::logic_error("mine"); });
    CHECK(false);
  } catch (const std::logic_error &) {
  }
}

void streams() {
  gaztag::options with;
  with.offset_unit = gaztag::unit::utf16;
  const gaztag::tagger tagger(with);
  gaztag::stream stream(tagger);
  std::string texts;
  const auto take = [&](const gaztag::mention &found) { texts.append(found.text()).append(" "); };
  for (const char byte : TEXT) {
    stream.feed({&byte, 1}, take);
  }
  CHECK(stream.settled() <= TEXT.size());
  CHECK(stream.finish(take) && texts == "Mali gold Côte d'Ivoire U.S. ECOWAS ");

  // Stopped: the rest waits.
  CHECK(stream.feed("Mali, Niger and Chad", take) == 20);
  int seen = 0;
  CHECK(!stream.finish([&](const gaztag::mention &) { return ++seen < 1; }) && seen == 1);
  gaztag_mention room[1];
  std::size_t len = 0;
  bool more = true;
  while (more) {
    const auto [some, has_more] = stream.finish_into(room, 1);
    len += some;
    more = has_more;
  }
  CHECK(len == 2);

  // In memory of the caller.
  std::string text;
  for (int index = 0; index < 3000; ++index) {
    text += "Mali and gold. ";
  }
  std::string_view chunk = text;
  len = 0;
  more = true;
  while (more) {
    const auto [some, has_more] = stream.feed_into(chunk, room, 1);
    len += some;
    more = has_more;
  }
  CHECK(chunk.empty() && len > 1000);
  stream.reset();
  texts.clear();
  CHECK(stream.finish(take) && texts.empty());

  // What a function throws comes out, and the stream is no worse for it.
  stream.feed("Mali", take);
  try {
    stream.finish([](const gaztag::mention &) { throw std::runtime_error("mine"); });
    CHECK(false);
  } catch (const std::runtime_error &) {
  }
  // From its own callback it is in use.
  stream.reset();
  stream.feed("Mali", take);
  CHECK(stream.finish([&](const gaztag::mention &) { CHECK(thrown([&] { stream.feed("x", take); }) == GAZTAG_ERR_STATE); }));
  gaztag::stream moved = std::move(stream);
  CHECK(moved.get() != nullptr);
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
  CHECK(mali.key() == "country/MLI" && mali.name() == "Mali" && builtin[mali.index()] == mali);
  // Handles of one gazetteer are the same gazetteer; another with the same content is not.
  const gaztag::tagger tagger;
  CHECK(mali == gaztag::gazetteer::builtin().find("country/MLI") && mali == tagger.gazetteer().find("country/MLI") && mali == tagger.tag("Mali")[0].entity());
  CHECK(mali != builtin.find("country/NER").value() && mali != gaztag::gazetteer::from_image(builtin.image()).find("country/MLI").value());
  CHECK(mali.attribute("alpha2") == "ML" && !mali.attribute("symbol"));
  const std::vector<gaztag::attribute> attributes = mali.attributes();
  CHECK(std::any_of(attributes.begin(), attributes.end(), [](const gaztag::attribute &each) { return each.name == "alpha2" && each.value == "ML"; }));
  const std::vector<gaztag::surface> surfaces = mali.surfaces();
  const auto demonym = std::find_if(surfaces.begin(), surfaces.end(), [](const gaztag::surface &each) { return each.form() == "Malian"; });
  CHECK(demonym != surfaces.end() && demonym->role() == gaztag::role::demonym && demonym->case_rule() == gaztag::case_rule::capitalised && demonym->prior() > 50);
  CHECK(demonym->languages() == "en" && !demonym->is_decoy() && demonym->entity_index() == mali.index() && !demonym->is_word() && demonym->raw().reserved == 0);
  std::size_t left = 0;
  for (const gaztag::membership &each : mali.memberships()) {
    CHECK(each.country() == mali && each.bloc().kind() == gaztag::kind::bloc && !each.status().empty());
    left += each.bloc().key() == "bloc/ecowas" && each.joined() && each.left();
  }
  CHECK(left == 1);
  CHECK(!builtin.find("country/XXX") && builtin.kind_name(gaztag::kind::bloc) == "bloc" && builtin.find_kind("mineral") == gaztag::kind::mineral && !builtin.find_kind("company"));
  const std::vector<gaztag::surface> decoys = builtin.decoys();
  CHECK(decoys.size() > 100 && decoys[0].is_decoy());
  const std::vector<gaztag::surface> readings = builtin.look_up("congo");
  CHECK(readings.size() == 2 && readings[0].prior() >= readings[1].prior());
  CHECK(thrown([&] { builtin.find("\xff"); }) == GAZTAG_ERR_UTF8);
  CHECK(thrown([] { gaztag::gazetteer::open(std::string("/nowhere/at/all.gaz")); }) == GAZTAG_ERR_IO);
  CHECK(thrown([] { gaztag::gazetteer::load(std::string("/nowhere/at/all.gaz")); }) == GAZTAG_ERR_IO);
  const std::uint8_t none[] = {1, 2, 3};
  CHECK(thrown([&] { gaztag::gazetteer::from_image({none, sizeof none}); }) == GAZTAG_ERR_CORRUPT);

  // An object of C becomes one of C++.
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
  builder.add_entity("country/AAA", "Aaa").add_surface("country/AAA", {"Aaaland"}).add_entity("bloc/b", "Bbb").add_member("bloc/b", "country/AAA", "member", "2001");
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
  CHECK(memberships.size() == 1 && memberships[0].country().key() == "country/AAA" && memberships[0].joined() == "2001" && !memberships[0].left());
  const gaztag::tagger tagger(own);
  same(tagger, "ACM shares, Acme Bakery", {{0, 3, "company/acme"}}, __LINE__);
  gaztag::options teams;
  teams.uses_dropped = GAZTAG_USE_TEAM;
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
  CHECK(gaztag::tagger(gaztag::gazetteer::open(path)).count("ACM") == 1);
  CHECK(gaztag::tagger(gaztag::gazetteer::load(path)).count("ACM") == 1);

  // On top of another one.
  gaztag::builder more{gaztag::gazetteer::builtin()};
  more.read(gaztag::format::json_lines, R"({"key": "company/acme", "name": "Acme", "forms": ["Acme"]})");
  CHECK(gaztag::tagger(more.build()).count("Acme in Mali") == 2 && more.get() != nullptr);
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
      CHECK(each.entity()->key() == "country/GEO" && each.confidence().value() > 50 && each.raw().reserved == 0);
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

void arrow() {
  // Structs of zeros are released columns.
  struct column {
    std::uint64_t words[16] = {};
  } schema, array, out_schema, out_array;
  if ((gaztag::features() & GAZTAG_FEATURE_ARROW) == 0) {
    return;
  }
  CHECK(thrown([&] {
          gaztag::tagger().tag_arrow(*reinterpret_cast<ArrowSchema *>(schema.words), *reinterpret_cast<ArrowArray *>(array.words), *reinterpret_cast<ArrowSchema *>(out_schema.words),
                                     *reinterpret_cast<ArrowArray *>(out_array.words));
        }) == GAZTAG_ERR_ARG);
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
    mentions();
    long_text();
    options();
    replacing();
    streams();
    gazetteers();
    builders(argc > 1 ? argv[1] : "own.gaz");
    explaining();
    library();
    arrow();
    threads();
  } catch (const std::exception &wrong) {
    std::fprintf(stderr, "thrown: %s\n", wrong.what());
    return 1;
  }
  std::printf("%d checks, %d failed\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
