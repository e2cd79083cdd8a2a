// gaztag for C++17 and later: everything in gaztag.h, with owners, ranges, string_view and
// exceptions. Header only; link libgaztag. The manual is docs/cpp.md.
//
// Every function of `tagger` judges names with the whole text, and all find the same mentions. Only
// `incremental_tagger`, which reads a text in chunks, judges them without the rest of the text.
// No function copies a text. A string_view into the gazetteer (key, name, form) is valid as long as
// any object that keeps the gazetteer. The text of a mention is a view into the caller's text.
// Objects can be destroyed in any order: each keeps what it needs.
// Threads: gazetteers, taggers and screeners are immutable; any number of threads may use one
// object at the same time. Builders, cursors and incremental taggers are for one thread at a time.
//
// MIT OR Apache-2.0

#ifndef GAZTAG_HPP
#define GAZTAG_HPP

#include "gaztag.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace gaztag {

// The error of a failed call. If there is no memory, a call throws std::bad_alloc instead.
class error : public std::exception {
public:
  explicit error(const gaztag_error &what) noexcept : error_(what) {}

  // One line that says what is wrong and what to do.
  const char *what() const noexcept override { return error_.message; }
  // The status, a number of gaztag_status_code, and its name.
  gaztag_status code() const noexcept { return error_.code; }
  const char *code_name() const noexcept { return gaztag_status_name(error_.code); }
  // The line and column in a gazetteer file, counted from 1; 0 if not applicable.
  std::uint32_t line() const noexcept { return error_.line; }
  std::uint32_t column() const noexcept { return error_.column; }
  // The byte offset in the file, image or text; 0 if not applicable.
  std::uint64_t offset() const noexcept { return error_.offset; }

private:
  gaztag_error error_;
};

// The enumerations of gaztag.h, which describes each value.

// Kinds below kind::other are those of the library. A gazetteer may have kinds of its own, numbered
// from kind::other on; `gazetteer::find_kind` and `gazetteer::kind_name` convert them.
enum class kind : std::uint8_t { country, bloc, mineral, other = 64 };
enum class role : std::uint8_t { name, official, alias, former, demonym, acronym, code, symbol, capital, misspelling, compound };
enum class case_rule : std::uint8_t { by_default, any, capitalised, exact };
// Whether a form may begin or end inside a word.
enum class bounds : std::uint8_t { word, start, end, anywhere };
enum class attribute_type : std::uint32_t { text, number, date, list, entity, entities };
// Which spells of membership count: those of members, suspended or not; or also those of observers,
// associates and candidates.
enum class statuses : std::uint32_t { full, any };
enum class format : std::uint8_t { tsv, json_lines, flashtext, spacy };
// Which form counts where one that is added equals one of another entity.
enum class preference : std::uint8_t { builtin, own };
enum class overlap : std::uint8_t { longest, all };
enum class input : std::uint8_t { text, html };
enum class unit : std::uint8_t { bytes, utf16, code_points };
enum class backend : std::uint8_t { fastest, scalar, sse2, avx2, neon };
enum class reason : std::uint8_t { kept, case_rule, folding, decoy, not_asked_for, inside, less_likely, confidence, link, remainder, outranked, unpaired };
enum class ground : std::uint8_t { cue, sense, definition, list, language, named, country };
enum class use : std::uint32_t { nested = 1, team = 2, language = 4, firm = 8, adjective = 16, place = 32, compound = 64 };
enum class place : std::uint8_t { none, before, after, before_comma, after_comma, left, right, near, document };

// The name of a role as in gazetteer files, such as "name".
inline const char *role_name(role of) noexcept { return gaztag_role_name(static_cast<std::uint32_t>(of)); }
// The text of a reason, such as "inside a longer name".
inline const char *reason_text(reason of) noexcept { return gaztag_reason_text(static_cast<std::uint32_t>(of)); }

namespace detail {

// Returns the status of a call, or throws if it failed.
inline gaztag_status check(gaztag_status status, const gaztag_error &error) {
  if (status >= 0) {
    return status;
  }
  if (status == GAZTAG_ERR_NOMEM) {
    throw std::bad_alloc();
  }
  throw gaztag::error(error);
}

// Throws for an argument that this header checks itself.
[[noreturn]] inline void wrong_argument(const std::string &message) {
  gaztag_error error = {};
  error.code = GAZTAG_ERR_ARG;
  message.copy(error.message, sizeof error.message - 1);
  throw gaztag::error(error);
}

// Calls a function of gaztag.h, and throws if it fails.
template <typename Function, typename... Arguments> gaztag_status call(Function function, Arguments... arguments) {
  gaztag_error error;
  return check(function(arguments..., &error), error);
}

// Returns the handle that a function of gaztag.h makes.
template <typename Handle, typename Function, typename... Arguments> Handle *make(Function function, Arguments... arguments) {
  Handle *handle = nullptr;
  call(function, arguments..., &handle);
  return handle;
}

template <typename Handle, void (*Free)(Handle *)> struct free_with {
  void operator()(Handle *handle) const noexcept { Free(handle); }
};
template <typename Handle, void (*Free)(Handle *)> using owner = std::unique_ptr<Handle, free_with<Handle, Free>>;
template <typename Handle, void (*Free)(Handle *)> std::shared_ptr<Handle> share(Handle *handle) { return {handle, free_with<Handle, Free>()}; }

// A text as a gaztag_str; NULL if it is empty.
inline gaztag_str str_if_any(std::string_view text) noexcept { return {text.empty() ? nullptr : text.data(), text.size()}; }
inline std::string_view view(const gaztag_str &text) noexcept { return {text.ptr, text.len}; }
inline std::optional<std::string_view> view_if_any(const gaztag_str &text) noexcept { return text.ptr == nullptr ? std::nullopt : std::optional(view(text)); }

// The address of a gazetteer's image, which all its handles share.
inline const std::uint8_t *image_of(const gaztag_gazetteer *of) noexcept {
  const std::uint8_t *first = nullptr;
  std::size_t len = 0;
  gaztag_gazetteer_image(of, &first, &len, nullptr);
  return first;
}

// The whole list that a function returns in pages. Each call iterates over the elements before, so
// the pages grow, which keeps the total time linear.
template <typename Item, typename Function> std::vector<Item> list(Function page) {
  std::vector<Item> items;
  std::size_t resume = 0, len = 0;
  for (;;) {
    items.resize(len < 16 ? 32 : len * 2);
    std::size_t added = 0;
    gaztag_error error;
    const gaztag_status status = check(page(&resume, items.data() + len, items.size() - len, &added, &error), error);
    len += added;
    if (status != GAZTAG_MORE) {
      items.resize(len);
      return items;
    }
  }
}

// Iterates over a range that has `size` and `operator[]`.
template <typename Range> class iterator {
public:
  using value_type = std::decay_t<decltype(std::declval<const Range &>()[0])>;
  using reference = value_type;
  using pointer = void;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;
  using iterator_concept = std::forward_iterator_tag;

  iterator() = default;
  iterator(const Range *range, std::size_t index) noexcept : range_(range), index_(index) {}
  reference operator*() const { return (*range_)[index_]; }
  iterator &operator++() noexcept {
    ++index_;
    return *this;
  }
  iterator operator++(int) noexcept {
    iterator before = *this;
    ++index_;
    return before;
  }
  friend bool operator==(const iterator &a, const iterator &b) noexcept { return a.index_ == b.index_; }
  friend bool operator!=(const iterator &a, const iterator &b) noexcept { return a.index_ != b.index_; }

private:
  const Range *range_ = nullptr;
  std::size_t index_ = 0;
};

// Runs the user's function inside a callback of C. An exception, which must not pass through C, is
// kept and thrown again when the call has ended.
class passage {
public:
  template <typename Function> std::int32_t run(Function &&function) noexcept {
    try {
      if constexpr (std::is_void_v<decltype(function())>) {
        function();
        return 0;
      } else {
        return function() ? 0 : 1;
      }
    } catch (...) {
      thrown_ = std::current_exception();
      return 1;
    }
  }
  // Throws the exception of the user's function, if any, or the error of the call. Returns whether
  // the function did not stop the call.
  bool leave(gaztag_status status, const gaztag_error &error) {
    if (thrown_) {
      std::rethrow_exception(thrown_);
    }
    return check(status, error) != GAZTAG_STOPPED;
  }

private:
  std::exception_ptr thrown_;
};

} // namespace detail

// -------------------------------------------------------------------------------------------------
// The library

// The version of the library at run time: major * 1000000 + minor * 1000 + patch, and as text. The
// header has its own version, GAZTAG_VERSION_NUMBER.
inline std::uint32_t version() noexcept { return gaztag_version(); }
inline std::string_view version_string() noexcept { return gaztag_version_string(); }
// The version of the library's ABI. This program may break if it is not GAZTAG_ABI_VERSION.
inline std::uint32_t abi_version() noexcept { return gaztag_abi_version(); }
// The version of the built-in gazetteer's data, such as "2026.11"; see `gazetteer::data_version`.
inline std::string_view data_version() noexcept { return detail::view(gaztag_data_version()); }
// The parts that the library was built with: bits of gaztag_feature.
inline std::uint64_t features() noexcept { return gaztag_features(); }

// Converts offsets into a text, which must not descend, from one unit to another, in place.
inline void convert_offsets(std::string_view text, unit from, unit to, std::vector<std::uint64_t> &offsets) {
  detail::call(gaztag_convert_offsets, text.data(), text.size(), static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to), offsets.data(), offsets.size());
}
// The length of a text in a unit.
inline std::uint64_t count_units(std::string_view text, unit of) noexcept { return gaztag_count_units(text.data(), text.size(), static_cast<std::uint32_t>(of)); }

// -------------------------------------------------------------------------------------------------
// Gazetteers and their content

class entity;

// A date; a month or day that is unknown is 0.
using date = gaztag_date;

// A fact about an entity. The value is text; `type` is its type.
struct attribute {
  std::string_view name, value;
  attribute_type type;
};

// A surface form of an entity, or a decoy.
class surface {
public:
  surface(std::shared_ptr<const gaztag_gazetteer> of, const gaztag_surface &raw) noexcept : gazetteer_(std::move(of)), raw_(raw) {}

  // The form as it was added.
  std::string_view form() const noexcept { return detail::view(raw_.form); }
  // Whether it is a decoy, which means no entity.
  bool is_decoy() const noexcept { return raw_.entity == GAZTAG_NO_ENTITY; }
  // The entity that it means; empty for a decoy.
  std::optional<gaztag::entity> entity() const noexcept;
  // The role of the form for its entity.
  gaztag::role role() const noexcept { return static_cast<gaztag::role>(raw_.role); }
  // Which capitalisation matches; never case_rule::by_default.
  gaztag::case_rule case_rule() const noexcept { return static_cast<gaztag::case_rule>(raw_.case_rule); }
  // Whether it may begin or end inside a word.
  gaztag::bounds bounds() const noexcept { return static_cast<gaztag::bounds>(raw_.bounds); }
  // Of 100 occurrences of the form in texts, how many mean the entity.
  int prior() const noexcept { return raw_.prior; }
  // Whether the form in lower case is a common word.
  bool is_word() const noexcept { return raw_.word != 0; }
  // Whether a text must have the accents of the form, and no others.
  bool needs_accents() const noexcept { return raw_.accents != 0; }
  // Language codes separated by "|"; empty for a form of no particular language.
  std::string languages() const {
    std::string text(raw_.languages * 9 + 1, '\0');
    for (;;) {
      std::size_t len = 0;
      const gaztag_status status =
          detail::call(gaztag_surface_languages, gazetteer_.get(), raw_.entity, raw_.form.ptr, raw_.form.len, text.data(), text.size(), &len);
      if (status != GAZTAG_MORE) {
        text.resize(len);
        return text;
      }
      text.resize(len + 1);
    }
  }
  // The struct of gaztag.h.
  const gaztag_surface &raw() const noexcept { return raw_; }

private:
  std::shared_ptr<const gaztag_gazetteer> gazetteer_;
  gaztag_surface raw_;
};

class membership;

// An entity: a country, bloc, mineral, or one of a user's own kind. Keeps its gazetteer.
class entity {
public:
  entity(std::shared_ptr<const gaztag_gazetteer> of, std::uint64_t id) noexcept : gazetteer_(std::move(of)), id_(id) {}

  // The id as in gaztag_mention, which `gazetteer::find_id` converts back. It is valid for one
  // gazetteer only, and changes with the data: store the key instead.
  std::uint64_t id() const noexcept { return id_; }
  // The layer, which is the upper half of the id: always 0 in this version.
  std::uint32_t layer() const noexcept { return static_cast<std::uint32_t>(id_ >> 32); }
  // The position in its gazetteer, counted from 0 without gaps: the index for
  // `gazetteer::operator[]` and for the counts of `tagger::count`.
  std::size_t position() const noexcept { return gaztag_entity_position(gazetteer_.get(), id_); }
  // The key, such as "country/MLI".
  std::string_view key() const noexcept { return detail::view(gaztag_entity_key(gazetteer_.get(), id_)); }
  // The usual English name.
  std::string_view name() const noexcept { return detail::view(gaztag_entity_name(gazetteer_.get(), id_)); }
  // The kind.
  gaztag::kind kind() const {
    std::uint32_t number = 0;
    detail::call(gaztag_entity_kind, gazetteer_.get(), id_, &number);
    return static_cast<gaztag::kind>(number);
  }
  // The value of an attribute by its name, such as alpha2, alpha3, numeric or symbol.
  std::optional<std::string_view> attribute(std::string_view name) const noexcept {
    return detail::view_if_any(gaztag_entity_attribute(gazetteer_.get(), id_, name.data(), name.size()));
  }
  // All attributes with their types.
  std::vector<gaztag::attribute> attributes() const {
    std::vector<gaztag::attribute> all;
    for (const gaztag_attribute &raw : detail::list<gaztag_attribute>([this](auto... page) { return gaztag_entity_attributes(gazetteer_.get(), id_, page...); })) {
      all.push_back({detail::view(raw.name), detail::view(raw.value), static_cast<attribute_type>(raw.value_type)});
    }
    return all;
  }
  // The value of an attribute of the type number; empty if there is none.
  std::optional<double> number(std::string_view name) const {
    double value = 0;
    const gaztag_status status = detail::call(gaztag_entity_number, gazetteer_.get(), id_, name.data(), name.size(), &value);
    return status == GAZTAG_NONE ? std::nullopt : std::optional(value);
  }
  // The value of an attribute of the type date; empty if there is none.
  std::optional<gaztag::date> date(std::string_view name) const {
    gaztag::date value = {};
    const gaztag_status status = detail::call(gaztag_entity_date, gazetteer_.get(), id_, name.data(), name.size(), &value);
    return status == GAZTAG_NONE ? std::nullopt : std::optional(value);
  }
  // The items of an attribute that is a list; a value of another type is one item.
  std::vector<std::string_view> items(std::string_view name) const {
    std::vector<std::string_view> all;
    for (const gaztag_str &raw : detail::list<gaztag_str>([this, name](auto... page) { return gaztag_entity_items(gazetteer_.get(), id_, name.data(), name.size(), page...); })) {
      all.push_back(detail::view(raw));
    }
    return all;
  }
  // The entities that an attribute names, such as "contains" of a mineral.
  std::vector<entity> related(std::string_view name) const {
    std::vector<entity> all;
    for (const std::uint64_t raw : detail::list<std::uint64_t>([this, name](auto... page) { return gaztag_entity_related(gazetteer_.get(), id_, name.data(), name.size(), page...); })) {
      all.emplace_back(gazetteer_, raw);
    }
    return all;
  }
  // The entity that counts of this one are added to: spodumene counts as lithium, terbium as rare
  // earths, an organ as its bloc. Other entities count as themselves.
  entity roll_up() const noexcept { return {gazetteer_, gaztag_entity_roll_up(gazetteer_.get(), id_)}; }
  // All surface forms, without those that are derived by rule.
  std::vector<surface> surfaces() const {
    std::vector<surface> all;
    for (const gaztag_surface &raw : detail::list<gaztag_surface>([this](auto... page) { return gaztag_entity_surfaces(gazetteer_.get(), id_, page...); })) {
      all.emplace_back(gazetteer_, raw);
    }
    return all;
  }
  // All spells of membership of the entity, as bloc or as member, ordered by bloc, member and date,
  // with every status.
  std::vector<membership> memberships() const;
  // The members of a bloc on a day ("YYYY-MM-DD", "YYYY-MM" or "YYYY"), ordered by key.
  // gaztag_entity_members_on says which they are.
  std::vector<membership> members_on(std::string_view day, statuses which = statuses::full) const;
  // The blocs that a country or a bloc was in on a day, ordered by key.
  std::vector<membership> blocs_on(std::string_view day, statuses which = statuses::full) const;

  // Whether both are the same entity of the same gazetteer. Handles of one gazetteer are equal; two
  // gazetteers with the same content are not.
  friend bool operator==(const entity &a, const entity &b) noexcept {
    return a.id_ == b.id_ && (a.gazetteer_ == b.gazetteer_ || detail::image_of(a.gazetteer_.get()) == detail::image_of(b.gazetteer_.get()));
  }
  friend bool operator!=(const entity &a, const entity &b) noexcept { return !(a == b); }

private:
  std::shared_ptr<const gaztag_gazetteer> gazetteer_;
  std::uint64_t id_;
};

inline std::optional<entity> surface::entity() const noexcept { return is_decoy() ? std::nullopt : std::optional<gaztag::entity>(std::in_place, gazetteer_, raw_.entity); }

// A spell of membership: a period without a break in which a country, or a bloc, is or was in a
// bloc. A member that left and came back has several.
class membership {
public:
  membership(const std::shared_ptr<const gaztag_gazetteer> &of, const gaztag_membership &raw) noexcept : gazetteer_(of), raw_(raw) {}

  // The bloc.
  entity bloc() const noexcept { return {gazetteer_, raw_.bloc}; }
  // The member: a country, or a bloc.
  entity member() const noexcept { return {gazetteer_, raw_.member}; }
  // "member", "observer", "associate", "candidate", "suspended" or "former".
  std::string_view status() const noexcept { return detail::view(raw_.status); }
  // When the spell began: YYYY-MM-DD, YYYY-MM or YYYY; empty if unknown.
  std::optional<std::string_view> joined() const noexcept { return detail::view_if_any(raw_.joined); }
  // The first day, month or year that the spell does not include; empty if it lasts, or if that is
  // unknown.
  std::optional<std::string_view> left() const noexcept { return detail::view_if_any(raw_.left); }
  // The source of this information, and the day on which it was checked; empty if unknown.
  std::optional<std::string_view> source() const noexcept { return detail::view_if_any(raw_.source); }
  std::optional<std::string_view> as_of() const noexcept { return detail::view_if_any(raw_.as_of); }
  // The struct of gaztag.h.
  const gaztag_membership &raw() const noexcept { return raw_; }

private:
  std::shared_ptr<const gaztag_gazetteer> gazetteer_;
  gaztag_membership raw_;
};

inline std::vector<membership> entity::memberships() const {
  std::vector<membership> all;
  for (const gaztag_membership &raw : detail::list<gaztag_membership>([this](auto... page) { return gaztag_entity_memberships(gazetteer_.get(), id_, page...); })) {
    all.emplace_back(gazetteer_, raw);
  }
  return all;
}

inline std::vector<membership> entity::members_on(std::string_view day, statuses which) const {
  std::vector<membership> all;
  for (const gaztag_membership &raw : detail::list<gaztag_membership>([&](auto... page) {
         return gaztag_entity_members_on(gazetteer_.get(), id_, day.data(), day.size(), static_cast<std::uint32_t>(which), page...);
       })) {
    all.emplace_back(gazetteer_, raw);
  }
  return all;
}

inline std::vector<membership> entity::blocs_on(std::string_view day, statuses which) const {
  std::vector<membership> all;
  for (const gaztag_membership &raw : detail::list<gaztag_membership>([&](auto... page) {
         return gaztag_entity_blocs_on(gazetteer_.get(), id_, day.data(), day.size(), static_cast<std::uint32_t>(which), page...);
       })) {
    all.emplace_back(gazetteer_, raw);
  }
  return all;
}

// A retired key, and the entity that replaces it.
struct retired_key {
  std::string_view key;
  entity successor;
};

// A view of bytes.
struct bytes {
  const std::uint8_t *data;
  std::size_t size;
};

// Entities with their surface forms and facts, and decoys: a range of entities, sorted by key.
// Copies share one gazetteer.
class gazetteer {
public:
  // The built-in gazetteer, in constant time.
  static gazetteer builtin() { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_builtin)); }
  // Loads an image, which is copied.
  static gazetteer from_image(bytes image) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_from_image, image.data, image.size)); }
  // Loads an image without a copy: it must stay unchanged at its address until everything made from
  // it is destroyed.
  static gazetteer borrow_image(bytes image) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_borrow_image, image.data, image.size)); }
  // The same in constant time, for an image whose source is trusted: see
  // gaztag_gazetteer_borrow_trusted_image.
  static gazetteer borrow_trusted_image(bytes image) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_borrow_trusted_image, image.data, image.size)); }
  // Maps an image in a file, which must not change while anything made from it exists: see
  // gaztag_gazetteer_open.
  static gazetteer open(const char *path) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_open, path)); }
  static gazetteer open(const std::string &path) { return open(path.c_str()); }
  // The same in constant time, for an image whose source is trusted: see
  // gaztag_gazetteer_open_trusted.
  static gazetteer open_trusted(const char *path) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_open_trusted, path)); }
  static gazetteer open_trusted(const std::string &path) { return open_trusted(path.c_str()); }
  // Reads an image in a file into memory.
  static gazetteer load(const char *path) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_load, path)); }
  static gazetteer load(const std::string &path) { return load(path.c_str()); }

  // Takes ownership of a handle of gaztag.h.
  explicit gazetteer(gaztag_gazetteer *handle) : handle_(detail::share<gaztag_gazetteer, gaztag_gazetteer_free>(handle)) {}
  // The handle, for calls of gaztag.h.
  const gaztag_gazetteer *get() const noexcept { return handle_.get(); }

  // This gazetteer with another one as a layer above it. Both stay as they are and are shared: see
  // gaztag_gazetteer_with_layer.
  gazetteer with_layer(const gazetteer &upper, gaztag_preference preference = GAZTAG_PREFERENCE_BUILTIN) const {
    return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_with_layer, get(), upper.get(), static_cast<std::uint32_t>(preference)));
  }
  // The number of layers.
  std::size_t layer_count() const noexcept { return gaztag_gazetteer_layer_count(get()); }
  // A layer as a gazetteer of its own, from 0, the lowest, on.
  gazetteer layer(std::size_t number) const {
    return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_layer, get(), static_cast<std::uint32_t>(number)));
  }

  // The image, valid as long as the gazetteer. A gazetteer with several layers has none.
  bytes image() const {
    bytes image{nullptr, 0};
    detail::call(gaztag_gazetteer_image, get(), &image.data, &image.size);
    return image;
  }
  // The version of the data, such as "2026.11"; empty if the builder set none.
  std::string_view data_version() const noexcept { return detail::view(gaztag_gazetteer_data_version(get())); }
  // The number of surface forms, and the number of different texts after folding.
  std::pair<std::size_t, std::size_t> form_counts() const {
    std::pair<std::size_t, std::size_t> counts;
    detail::call(gaztag_gazetteer_form_counts, get(), &counts.first, &counts.second);
    return counts;
  }

  // The number of entities.
  std::size_t size() const noexcept { return gaztag_gazetteer_len(get()); }
  // The entity at a position, which must be below `size()`.
  entity operator[](std::size_t position) const noexcept { return {handle_, gaztag_entity_at(get(), position)}; }
  detail::iterator<gazetteer> begin() const noexcept { return {this, 0}; }
  detail::iterator<gazetteer> end() const noexcept { return {this, size()}; }
  // Finds an entity by its key; for a retired key, the entity that replaces it.
  std::optional<entity> find(std::string_view key) const {
    std::uint64_t id = 0;
    const gaztag_status status = detail::call(gaztag_entity_find, get(), key.data(), key.size(), &id);
    return status == GAZTAG_NONE ? std::nullopt : std::optional<entity>(std::in_place, handle_, id);
  }
  // The one entity that a key, a name or a code means: "Mali", "ML", "MLI", "466". Throws an error
  // with the code GAZTAG_ERR_AMBIGUOUS or GAZTAG_ERR_UNKNOWN.
  entity resolve(std::string_view name) const {
    std::uint64_t id = 0;
    detail::call(gaztag_entity_resolve, get(), name.data(), name.size(), &id);
    return {handle_, id};
  }
  // Finds an entity by its id in this gazetteer, such as the one in a gaztag_mention.
  std::optional<entity> find_id(std::uint64_t id) const noexcept {
    return gaztag_entity_position(get(), id) < size() ? std::optional<entity>(std::in_place, handle_, id) : std::nullopt;
  }
  // All retired keys in order.
  std::vector<retired_key> retired_keys() const {
    std::vector<retired_key> all;
    for (const gaztag_retired_key &raw : detail::list<gaztag_retired_key>([this](auto... page) { return gaztag_gazetteer_retired_keys(get(), page...); })) {
      all.push_back({detail::view(raw.key), entity(handle_, raw.successor)});
    }
    return all;
  }

  // The name of a kind, which is the part of a key before the slash; "?" for an unknown kind.
  std::string_view kind_name(kind of) const noexcept { return detail::view(gaztag_kind_name(get(), static_cast<std::uint32_t>(of))); }
  // Finds a kind by its name.
  std::optional<kind> find_kind(std::string_view name) const {
    std::uint32_t number = 0;
    const gaztag_status status = detail::call(gaztag_kind_find, get(), name.data(), name.size(), &number);
    return status == GAZTAG_NONE ? std::nullopt : std::optional(static_cast<kind>(number));
  }
  // All decoys, in the order of their folded forms.
  std::vector<surface> decoys() const {
    return surfaces([this](auto... page) { return gaztag_gazetteer_decoys(get(), page...); });
  }
  // The surface forms that are equal to a form after folding, the most likely first.
  std::vector<surface> look_up(std::string_view form) const {
    return surfaces([this, form](auto... page) { return gaztag_gazetteer_look_up(get(), form.data(), form.size(), page...); });
  }

private:
  template <typename Function> std::vector<surface> surfaces(Function page) const {
    std::vector<surface> all;
    for (const gaztag_surface &raw : detail::list<gaztag_surface>(page)) {
      all.emplace_back(handle_, raw);
    }
    return all;
  }

  std::shared_ptr<const gaztag_gazetteer> handle_;
};

// A surface form to add to a builder; gaztag_form of gaztag.h describes the fields.
struct form {
  std::string_view text;
  gaztag::role role = gaztag::role::name;
  gaztag::case_rule case_rule = gaztag::case_rule::by_default;
  // Codes separated by "|".
  std::string_view languages = {};
  // 1 to 100; 0: the default.
  unsigned prior = 0;
  bool is_word = false;
  // Whether the form may begin or end inside a word.
  gaztag::bounds bounds = gaztag::bounds::word;
  // Whether a text must have the accents of the form, and no others.
  bool needs_accents = false;
};

// A spell of membership to add to a builder. Empty fields are unknown.
struct spell {
  // "member", "observer", "associate", "candidate", "suspended" or "former".
  std::string_view status;
  // When it began and when it ended: YYYY-MM-DD, YYYY-MM or YYYY.
  std::string_view joined = {};
  std::string_view left = {};
  // The source of this information, and the day on which it was checked.
  std::string_view source = {};
  std::string_view as_of = {};
};

// Which fields of records have the forms, the key and the attributes; gaztag_records of gaztag.h
// describes them.
struct records {
  std::string_view kind;
  // Fields with forms, one in each line, with their roles after a tab.
  std::string_view forms;
  std::string_view key = {};
  std::string_view separator = {};
  // Fields that become attributes, one in each line, with their types after a tab.
  std::string_view attributes = {};
  std::string_view weight = {};
  gaztag::case_rule case_rule = gaztag::case_rule::by_default;
  // Whether names of companies without their legal form are added as aliases.
  bool without_legal_forms = false;
};

// The most likely format of a gazetteer file, by its name and its first line.
inline format guess_format(std::string_view file, std::string_view text) noexcept {
  return static_cast<format>(gaztag_format_guess(file.data(), file.size(), text.data(), text.size()));
}

// A class of words, for the cues of one builder.
enum class word_class : std::uint32_t {};

// Builds a gazetteer. The order in which things are added does not matter.
class builder {
public:
  // An empty builder.
  builder() : handle_(detail::make<gaztag_builder>(gaztag_builder_new)) {}
  // A builder with the whole content of a gazetteer.
  explicit builder(const gazetteer &from) : handle_(detail::make<gaztag_builder>(gaztag_builder_from, from.get())) {}
  // An empty builder of a layer that will be above a gazetteer: see gaztag_builder_above.
  static builder above(const gazetteer &lower) { return builder(detail::make<gaztag_builder>(gaztag_builder_above, lower.get())); }
  // The handle, for calls of gaztag.h.
  gaztag_builder *get() const noexcept { return handle_.get(); }

  // Sets the version of the data.
  builder &set_data_version(std::string_view version) {
    detail::call(gaztag_builder_set_data_version, get(), version.data(), version.size());
    return *this;
  }
  // Adds an entity. The key is a kind, a slash and an identifier. The name is not a surface form:
  // add it as one if texts use it.
  builder &add_entity(std::string_view key, std::string_view name) {
    detail::call(gaztag_builder_add_entity, get(), key.data(), key.size(), name.data(), name.size());
    return *this;
  }
  // Adds or replaces an attribute of an entity. The value must fit the type.
  builder &set_attribute(std::string_view key, std::string_view name, std::string_view value, attribute_type type = attribute_type::text) {
    detail::call(gaztag_builder_set_attribute, get(), key.data(), key.size(), name.data(), name.size(), static_cast<std::uint32_t>(type), value.data(), value.size());
    return *this;
  }
  // Adds one spell of membership of a country, or of a bloc, in a bloc.
  builder &add_member(std::string_view bloc, std::string_view member, const spell &of) {
    using detail::str_if_any;
    const gaztag_spell raw = {sizeof raw, str_if_any(of.status), str_if_any(of.joined), str_if_any(of.left), str_if_any(of.source), str_if_any(of.as_of)};
    detail::call(gaztag_builder_add_member, get(), bloc.data(), bloc.size(), member.data(), member.size(), &raw);
    return *this;
  }
  // Retires a key, which means its successor from then on: in this builder, in files that it reads
  // and in gazetteers that it builds. An entity with the key is removed.
  builder &retire_key(std::string_view key, std::string_view successor) {
    detail::call(gaztag_builder_retire_key, get(), key.data(), key.size(), successor.data(), successor.size());
    return *this;
  }
  // Adds a surface form to an entity. If the entity has the form already, it is replaced, and the
  // languages of both are joined.
  builder &add_surface(std::string_view key, const form &of) {
    const gaztag_form raw = raw_form(of);
    detail::call(gaztag_builder_add_surface, get(), key.data(), key.size(), &raw);
    return *this;
  }
  // Adds a decoy, which means no entity and hides the names inside it. Role and prior are ignored.
  builder &add_decoy(const form &of) {
    const gaztag_form raw = raw_form(of);
    detail::call(gaztag_builder_add_decoy, get(), &raw);
    return *this;
  }
  // Each removes something, and returns whether it was there.
  bool remove_entity(std::string_view key) { return detail::call(gaztag_builder_remove_entity, get(), key.data(), key.size()) == GAZTAG_OK; }
  bool remove_surface(std::string_view key, std::string_view form) {
    return detail::call(gaztag_builder_remove_surface, get(), key.data(), key.size(), form.data(), form.size()) == GAZTAG_OK;
  }
  bool remove_decoy(std::string_view form) { return detail::call(gaztag_builder_remove_decoy, get(), form.data(), form.size()) == GAZTAG_OK; }

  // Sets which form counts where one that is added from then on equals one of another entity of
  // the gazetteer that the builder started from, and has no prior.
  builder &set_preference(preference of) {
    detail::call(gaztag_builder_set_preference, get(), static_cast<std::uint32_t>(of));
    return *this;
  }
  // Sets the case rule of the forms and decoys of files that give none of their own, from then on.
  builder &set_file_case(case_rule of) {
    detail::call(gaztag_builder_set_file_case, get(), static_cast<std::uint32_t>(of));
    return *this;
  }
  // Sets the bounds of the forms and decoys of files that give none of their own, from then on. The
  // default is bounds::word.
  builder &set_file_bounds(bounds of) {
    detail::call(gaztag_builder_set_file_bounds, get(), static_cast<std::uint32_t>(of));
    return *this;
  }
  // Adds the content of a gazetteer file; `file` is its name in messages. Returns the number of
  // forms in the file. After an error the builder is unchanged.
  std::size_t read(format of, std::string_view text, std::string_view file = {}) {
    std::size_t forms = 0;
    detail::call(gaztag_builder_read, get(), static_cast<std::uint32_t>(of), file.data(), file.size(), text.data(), text.size(), &forms);
    return forms;
  }
  // Adds a gazetteer file like `read`, and mends blanks around forms and repeated forms. Returns
  // the number of forms, and what was mended, in the order of the file.
  std::pair<std::size_t, std::vector<error>> read_lenient(format of, std::string_view text, std::string_view file = {}) {
    std::size_t forms = 0;
    std::vector<error> mended = errors_of([&](gaztag_error_fn take, void *user, gaztag_error *error) {
      return gaztag_builder_read_lenient(get(), static_cast<std::uint32_t>(of), file.data(), file.size(), text.data(), text.size(), &forms, take, user, error);
    });
    return {forms, std::move(mended)};
  }
  // Adds the entities of records, one JSON object in each line. Returns the number of forms.
  std::size_t add_records(const records &of, std::string_view lines) {
    using detail::str_if_any;
    std::size_t forms = 0;
    const gaztag_records raw = {sizeof raw, str_if_any(of.kind), str_if_any(of.forms), str_if_any(of.key), str_if_any(of.separator), str_if_any(of.attributes), str_if_any(of.weight),
                                static_cast<std::uint32_t>(of.case_rule), of.without_legal_forms ? 1U : 0U};
    detail::call(gaztag_builder_add_records, get(), &raw, lines.data(), lines.size(), &forms);
    return forms;
  }
  // What the files that were read have that is left out of what is built: rows of names that more
  // than 32 entities with weights have.
  std::vector<error> warnings() const {
    return errors_of([&](gaztag_error_fn take, void *user, gaztag_error *error) { return gaztag_builder_warnings(get(), take, user, error); });
  }
  // All errors of a gazetteer file, in the order of the file.
  std::vector<error> check(format of, std::string_view text, std::string_view file = {}) const {
    return errors_of([&](gaztag_error_fn take, void *user, gaztag_error *error) {
      return gaztag_builder_check(get(), static_cast<std::uint32_t>(of), file.data(), file.size(), text.data(), text.size(), take, user, error);
    });
  }

  // Adds a class of words, one in each line, which cues refer to.
  word_class add_word_class(std::string_view words) {
    std::uint32_t number = 0;
    detail::call(gaztag_builder_add_word_class, get(), words.data(), words.size(), &number);
    return static_cast<word_class>(number);
  }
  // Adds a cue; with an empty key, for every entity that the form can mean. gaztag_builder_add_cue
  // describes places and weights.
  builder &add_cue(std::string_view form, std::string_view key, std::string_view place, word_class words, int weight) {
    detail::call(gaztag_builder_add_cue, get(), form.data(), form.size(), key.empty() ? nullptr : key.data(), key.size(), place.data(), place.size(), static_cast<std::uint32_t>(words),
                 static_cast<std::int32_t>(weight));
    return *this;
  }
  // Adds a cue that shows a use of a name.
  builder &add_use_cue(std::string_view form, use of, std::string_view place, word_class words, int weight) {
    detail::call(gaztag_builder_add_use_cue, get(), form.data(), form.size(), static_cast<std::uint32_t>(of), place.data(), place.size(), static_cast<std::uint32_t>(words),
                 static_cast<std::int32_t>(weight));
    return *this;
  }

  // Builds the gazetteer. The builder is unchanged and can be used again.
  gazetteer build() const { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_builder_build, get())); }

private:
  // The errors that a call gives to a callback.
  template <typename Call> static std::vector<error> errors_of(const Call &call) {
    struct state {
      detail::passage passage;
      std::vector<error> errors;
    } found;
    const auto take = [](void *user, const gaztag_error *wrong) noexcept -> std::int32_t {
      state &to = *static_cast<state *>(user);
      return to.passage.run([&] { to.errors.emplace_back(*wrong); });
    };
    gaztag_error error;
    found.passage.leave(call(take, &found, &error), error);
    return std::move(found.errors);
  }
  static gaztag_form raw_form(const form &of) noexcept {
    return {sizeof(gaztag_form),
            of.text.data(),
            of.text.size(),
            of.languages.data(),
            of.languages.size(),
            static_cast<std::uint32_t>(of.role),
            static_cast<std::uint32_t>(of.case_rule),
            of.prior,
            of.is_word ? 1U : 0U,
            static_cast<std::uint32_t>(of.bounds),
            of.needs_accents ? 1U : 0U};
  }

  explicit builder(gaztag_builder *handle) : handle_(handle) {}

  detail::owner<gaztag_builder, gaztag_builder_free> handle_;
};

// -------------------------------------------------------------------------------------------------
// Tagging

// The options of a tagger; gaztag_options of gaztag.h describes the fields.
struct options {
  // Empty: all.
  std::vector<gaztag::kind> kinds = {};
  // Language codes separated by "|"; empty: all.
  std::string_view languages = {};
  // Bits of `roles_of`; 0: all but capitals and codes of letters.
  std::uint32_t roles = 0;
  // Bits of gaztag_folding.
  std::uint32_t folding_off = 0;
  bool strict_utf8 = false;
  // Whether names are judged by their context.
  bool context = true;
  // Whether names that require capitals match in lower case too.
  bool lower_case = false;
  // Whether names inside web addresses, mail addresses and paths are mentions too.
  bool links = false;
  // 1 to 100; 0: the default; -1: no limit.
  int min_confidence = 0;
  // In bytes; 0: no limit.
  std::uint64_t max_text_len = 0;
  gaztag::overlap overlap = gaztag::overlap::longest;
  gaztag::input input = gaztag::input::text;
  unit offset_unit = unit::bytes;
  gaztag::backend backend = gaztag::backend::fastest;
  // Uses of a name to count, or not to count, as mentions: bits of `uses_of`.
  std::uint32_t uses_counted = 0;
  std::uint32_t uses_dropped = 0;
};

// The bits of `options::roles`.
inline std::uint32_t roles_of(std::initializer_list<role> roles) noexcept {
  std::uint32_t bits = 0;
  for (const role each : roles) {
    bits |= std::uint32_t{1} << static_cast<unsigned>(each);
  }
  return bits;
}

// The bits of `options::uses_counted` and `options::uses_dropped`.
inline std::uint32_t uses_of(std::initializer_list<use> uses) noexcept {
  std::uint32_t bits = 0;
  for (const use each : uses) {
    bits |= static_cast<std::uint32_t>(each);
  }
  return bits;
}

// What the caller knows about a text; gaztag_text_options of gaztag.h describes the fields.
struct text_options {
  // An ISO 639 code such as "en", which the gazetteer must have; empty: unknown. It is evidence
  // against forms of other languages, not a filter.
  std::string_view language = {};
};

namespace detail {

inline gaztag_text_options raw_options(const text_options &of) noexcept {
  const gaztag_str language = str_if_any(of.language);
  return {sizeof(gaztag_text_options), language.ptr, language.len};
}

// The parts of a tagger that its mentions need.
struct tagging {
  owner<gaztag_tagger, gaztag_tagger_free> tagger;
  std::shared_ptr<const gaztag_gazetteer> gazetteer;
  unit offset_unit;
};

} // namespace detail

// An entity that a name can mean.
struct candidate {
  gaztag::entity entity;
  gaztag::role role;
};

// A span of a text that names an entity. A view: valid as long as the text and the range, or the
// call, that it comes from.
class mention {
public:
  mention(const detail::tagging *of, const gaztag_mention &raw, std::string_view text) noexcept : of_(of), raw_(raw), text_(text) {}

  // Offsets in the tagger's unit.
  std::uint64_t start() const noexcept { return raw_.start; }
  std::uint64_t end() const noexcept { return raw_.end; }
  // The text of the span. If the tagger's unit is not bytes, it is empty except in `replace` and
  // with incremental taggers.
  std::string_view text() const noexcept { return text_; }
  // Key, name and kind of the entity, and the entity itself.
  std::string_view key() const noexcept { return detail::view(gaztag_entity_key(of_->gazetteer.get(), raw_.entity)); }
  std::string_view name() const noexcept { return detail::view(gaztag_entity_name(of_->gazetteer.get(), raw_.entity)); }
  gaztag::kind kind() const noexcept { return static_cast<gaztag::kind>(raw_.kind); }
  gaztag::entity entity() const noexcept { return {of_->gazetteer, raw_.entity}; }
  // The role of the matched surface form.
  gaztag::role role() const noexcept { return static_cast<gaztag::role>(raw_.role); }
  // 0 to 100: of 100 mentions with this confidence, about so many are correct.
  int confidence() const noexcept { return raw_.confidence; }
  // All entities that the name can mean, the most likely first.
  std::vector<candidate> candidates() const {
    std::vector<candidate> all;
    for (const gaztag_candidate &raw : detail::list<gaztag_candidate>([this](auto... page) { return gaztag_candidates(of_->tagger.get(), raw_.entity, raw_.readings, page...); })) {
      all.push_back({gaztag::entity(of_->gazetteer, raw.entity), static_cast<gaztag::role>(raw.role)});
    }
    return all;
  }
  // The struct of gaztag.h, which can be copied and kept.
  const gaztag_mention &raw() const noexcept { return raw_; }

private:
  const detail::tagging *of_;
  gaztag_mention raw_;
  std::string_view text_;
};

namespace detail {

inline mention mention_in(const tagging *of, const gaztag_mention &raw, std::string_view text) noexcept {
  const bool is_known = of->offset_unit == unit::bytes;
  return {of, raw, is_known ? text.substr(static_cast<std::size_t>(raw.start), static_cast<std::size_t>(raw.end - raw.start)) : std::string_view()};
}

} // namespace detail

// The mentions of a text: a range of `mention`. Keeps the tagger, but not the text.
class mentions {
public:
  mentions(std::shared_ptr<const detail::tagging> of, std::string_view text, std::vector<gaztag_mention> raw) noexcept : of_(std::move(of)), text_(text), raw_(std::move(raw)) {}

  std::size_t size() const noexcept { return raw_.size(); }
  bool empty() const noexcept { return raw_.empty(); }
  mention operator[](std::size_t index) const noexcept { return detail::mention_in(of_.get(), raw_[index], text_); }
  detail::iterator<mentions> begin() const noexcept { return {this, 0}; }
  detail::iterator<mentions> end() const noexcept { return {this, size()}; }
  // The structs of gaztag.h.
  const std::vector<gaztag_mention> &raw() const noexcept { return raw_; }

private:
  std::shared_ptr<const detail::tagging> of_;
  std::string_view text_;
  std::vector<gaztag_mention> raw_;
};

// The mentions of many documents: a range of ranges of `mention`. Keeps the tagger, but not the
// texts.
class documents {
public:
  // The mentions of one document.
  class document {
  public:
    document(const detail::tagging *of, std::string_view text, const gaztag_mention *first, std::size_t size) noexcept : of_(of), text_(text), first_(first), size_(size) {}

    std::string_view text() const noexcept { return text_; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    mention operator[](std::size_t index) const noexcept { return detail::mention_in(of_, first_[index], text_); }
    detail::iterator<document> begin() const noexcept { return {this, 0}; }
    detail::iterator<document> end() const noexcept { return {this, size_}; }

  private:
    const detail::tagging *of_;
    std::string_view text_;
    const gaztag_mention *first_;
    std::size_t size_;
  };

  std::size_t size() const noexcept { return ends_.size(); }
  bool empty() const noexcept { return ends_.empty(); }
  document operator[](std::size_t index) const noexcept {
    const std::size_t first = index == 0 ? 0 : ends_[index - 1];
    return {of_.get(), texts_[index], raw_.data() + first, ends_[index] - first};
  }
  detail::iterator<documents> begin() const noexcept { return {this, 0}; }
  detail::iterator<documents> end() const noexcept { return {this, size()}; }

private:
  friend class tagger;

  std::shared_ptr<const detail::tagging> of_;
  std::vector<std::string_view> texts_;
  std::vector<gaztag_mention> raw_;
  std::vector<std::size_t> ends_;
};

// A piece of evidence for or against a finding.
struct weighed {
  // Byte offsets of the word; both 0 if it is not near the name.
  std::uint64_t start, end;
  // The number of times that it doubled the odds, or halved them if below 0.
  int weight;
  gaztag::ground ground;
  gaztag::place place;
  int number;
};

// A finding: a surface form in a text, and whether it became a mention. A view: valid as long as
// the explanation and the text.
class finding {
public:
  finding(const detail::tagging *of, const gaztag_explanation *in, std::size_t index, std::string_view text) : of_(of), in_(in), index_(index) {
    detail::call(gaztag_explanation_finding, in_, index_, &raw_);
    text_ = text.substr(static_cast<std::size_t>(raw_.start), static_cast<std::size_t>(raw_.end - raw_.start));
  }

  // Byte offsets, whatever the tagger's unit.
  std::uint64_t start() const noexcept { return raw_.start; }
  std::uint64_t end() const noexcept { return raw_.end; }
  std::string_view text() const noexcept { return text_; }
  std::string_view form() const noexcept { return detail::view(raw_.form); }
  // The entity that the form means; empty for a decoy.
  std::optional<gaztag::entity> entity() const { return raw_.entity == GAZTAG_NO_ENTITY ? std::nullopt : std::optional<gaztag::entity>(std::in_place, of_->gazetteer, raw_.entity); }
  bool is_kept() const noexcept { return raw_.reason == GAZTAG_REASON_KEPT; }
  gaztag::reason reason() const noexcept { return static_cast<gaztag::reason>(raw_.reason); }
  // The confidence, and the confidence by the priors only; empty if not judged.
  std::optional<int> confidence() const noexcept { return if_any(raw_.confidence); }
  std::optional<int> before() const noexcept { return if_any(raw_.before); }
  gaztag::role role() const noexcept { return static_cast<gaztag::role>(raw_.role); }
  gaztag::case_rule case_rule() const noexcept { return static_cast<gaztag::case_rule>(raw_.case_rule); }
  gaztag::bounds bounds() const noexcept { return static_cast<gaztag::bounds>(raw_.bounds); }
  int prior() const noexcept { return raw_.prior; }
  // Byte offsets of the longer name that contains it; both 0 if there is none.
  std::pair<std::uint64_t, std::uint64_t> inside() const noexcept { return {raw_.inside_start, raw_.inside_end}; }
  // The evidence for and against it.
  std::vector<gaztag::weighed> weighed() const {
    std::vector<gaztag::weighed> all;
    gaztag_weighed raw;
    while (detail::call(gaztag_explanation_weighed, in_, index_, all.size(), &raw) == GAZTAG_OK) {
      all.push_back({raw.start, raw.end, raw.weight, static_cast<gaztag::ground>(raw.ground), static_cast<gaztag::place>(raw.place), raw.number});
    }
    return all;
  }
  // The struct of gaztag.h.
  const gaztag_finding &raw() const noexcept { return raw_; }

private:
  static std::optional<int> if_any(std::uint8_t confidence) noexcept { return confidence == GAZTAG_NO_CONFIDENCE ? std::nullopt : std::optional<int>(confidence); }

  const detail::tagging *of_;
  const gaztag_explanation *in_;
  std::size_t index_;
  gaztag_finding raw_;
  std::string_view text_;
};

// All surface forms in a text, whether they became mentions or not: a range of `finding`. Keeps the
// tagger, but not the text.
class explanation {
public:
  explanation(std::shared_ptr<const detail::tagging> of, std::string_view text, const gaztag_text_options &about)
      : of_(std::move(of)), text_(text), handle_(detail::make<gaztag_explanation>(gaztag_explain, of_->tagger.get(), text.data(), text.size(), &about)) {}

  std::size_t size() const noexcept { return gaztag_explanation_len(handle_.get()); }
  bool empty() const noexcept { return size() == 0; }
  finding operator[](std::size_t index) const { return {of_.get(), handle_.get(), index, text_}; }
  detail::iterator<explanation> begin() const noexcept { return {this, 0}; }
  detail::iterator<explanation> end() const noexcept { return {this, size()}; }

private:
  std::shared_ptr<const detail::tagging> of_;
  std::string_view text_;
  detail::owner<gaztag_explanation, gaztag_explanation_free> handle_;
};

// An entity that a text is about, with the reasons.
struct topic {
  gaztag::entity entity;
  // How often the text names it.
  std::uint64_t mentions;
  // How much of the text it is, from 1 to 8: its mentions, at most four, and two each for the title
  // and the lead.
  std::uint32_t weight;
  // Whether the title names it: the first line, if it has at most 200 bytes.
  bool in_title;
  // Whether the first 400 bytes after the title name it, or the title does.
  bool in_lead;
};

// For what `tagger::about` counts mentions beside the entity that they mean.
struct about_options {
  // Entities count as `entity::roll_up` says: minerals as what they are traded as, organs as their
  // blocs.
  bool roll_up = false;
  // Entities with an attribute "country", such as cities of your own, count as their countries, but
  // only in a text that is about no country by its own names. So do capitals, which need a tagger
  // with `role::capital`.
  bool places = false;
};

// The position where `tagger::tag_into` stopped because the array was full. For one text after
// another. Keeps neither the tagger nor the text.
class cursor {
public:
  // A cursor at the start of a text.
  cursor() : handle_(detail::make<gaztag_cursor>(gaztag_cursor_new)) {}
  // The handle, for calls of gaztag.h.
  gaztag_cursor *get() const noexcept { return handle_.get(); }
  // Forgets the text that it is in the middle of, so that the next call starts a text. Not needed
  // after the last mentions of a text.
  void reset() noexcept { gaztag_cursor_reset(get()); }

private:
  detail::owner<gaztag_cursor, gaztag_cursor_free> handle_;
};

// Finds mentions in texts. Every function judges names with the whole text: `is_match(text)` is
// `!tag(text).empty()`, `count(text)` is `tag(text).size()`, and so on. Copies share one tagger.
class tagger {
public:
  // A tagger of the built-in gazetteer with default options.
  tagger() : tagger(nullptr, gaztag::options()) {}
  explicit tagger(const options &with) : tagger(nullptr, with) {}
  explicit tagger(const gaztag::gazetteer &of, const options &with = {}) : tagger(of.get(), with) {}

  // The handle, for calls of gaztag.h.
  const gaztag_tagger *get() const noexcept { return of_->tagger.get(); }
  // The gazetteer whose names it finds.
  gaztag::gazetteer gazetteer() const { return gaztag::gazetteer(detail::make<gaztag_gazetteer>(gaztag_tagger_gazetteer, get())); }
  // The instructions that scan ASCII text; never backend::fastest.
  gaztag::backend backend() const noexcept { return static_cast<gaztag::backend>(gaztag_tagger_backend(get())); }
  // The memory in bytes, including the gazetteer's image, which all objects share.
  std::size_t memory_usage() const noexcept { return gaztag_tagger_memory_usage(get()); }

  // The mentions of a text.
  mentions tag(std::string_view text, const text_options &about = {}) const {
    std::vector<gaztag_mention> found;
    each_batch(text, about, [&](const gaztag_mention *first, std::size_t len) { found.insert(found.end(), first, first + len); });
    return {of_, text, std::move(found)};
  }
  // Writes the mentions of a text to an array, without allocation. Returns how many it wrote, and
  // whether there are more. If so, the next call with the same text, at the same address, and the
  // same cursor continues after them. All calls together take time linear in the text.
  std::pair<std::size_t, bool> tag_into(std::string_view text, cursor &at, gaztag_mention *out, std::size_t capacity, const text_options &about = {}) const {
    const gaztag_text_options raw = detail::raw_options(about);
    std::size_t len = 0;
    const gaztag_status status = detail::call(gaztag_tag, get(), text.data(), text.size(), &raw, at.get(), out, capacity, &len);
    return {len, status == GAZTAG_MORE};
  }
  // Calls a function with every mention, without allocation. A function that returns a bool stops
  // the call by false. Returns whether it did not stop.
  template <typename Function> bool tag_each(std::string_view text, Function &&function, const text_options &about = {}) const {
    return each_batch(text, about, [&](const gaztag_mention *first, std::size_t len) {
      for (std::size_t index = 0; index < len; ++index) {
        const mention found = detail::mention_in(of_.get(), first[index], text);
        if constexpr (std::is_void_v<decltype(function(found))>) {
          function(found);
        } else if (!function(found)) {
          return false;
        }
      }
      return true;
    });
  }
  // Whether a text has a mention. Stops reading at the first one that the rest cannot change.
  bool is_match(std::string_view text, const text_options &about = {}) const {
    const gaztag_text_options raw = detail::raw_options(about);
    std::int32_t found = 0;
    detail::call(gaztag_is_match, get(), text.data(), text.size(), &raw, &found);
    return found != 0;
  }
  // The number of mentions of a text.
  std::uint64_t count(std::string_view text, const text_options &about = {}) const { return count_into(text, about, nullptr, 0); }
  // The number of mentions of a text. Adds 1 for each mention to `counts[entity.position()]`;
  // `counts` is resized to the number of entities if it is shorter.
  std::uint64_t count(std::string_view text, std::vector<std::uint64_t> &counts, const text_options &about = {}) const {
    const std::size_t entities = gaztag_gazetteer_len(of_->gazetteer.get());
    if (counts.size() < entities) {
      counts.resize(entities);
    }
    return count_into(text, about, counts.data(), counts.size());
  }
  // The text with every mention replaced by the result of a function, which must convert to
  // string_view. The function may be called twice for a mention.
  template <typename Function> std::string replace(std::string_view text, Function &&function, const text_options &about = {}) const {
    using result = std::decay_t<decltype(function(std::declval<const mention &>()))>;
    struct state {
      const detail::tagging *of;
      std::remove_reference_t<Function> *function;
      detail::passage passage;
      std::optional<result> last;
    } to{of_.get(), &function, {}, {}};
    const auto give = [](void *user, const gaztag_mention *raw, const char *span, std::size_t span_len, const char **replacement, std::size_t *replacement_len) noexcept -> std::int32_t {
      state &in = *static_cast<state *>(user);
      return in.passage.run([&] {
        in.last.emplace((*in.function)(mention(in.of, *raw, {span, span_len})));
        const std::string_view text_of(*in.last);
        *replacement = text_of.data();
        *replacement_len = text_of.size();
      });
    };
    const gaztag_text_options raw_about = detail::raw_options(about);
    std::string out(text.size() + text.size() / 4 + 64, '\0');
    for (;;) {
      std::size_t len = 0;
      gaztag_error error;
      const gaztag_status status = gaztag_replace(get(), text.data(), text.size(), &raw_about, give, &to, out.data(), out.size(), &len, &error);
      to.passage.leave(status, error);
      out.resize(len);
      if (status != GAZTAG_MORE) {
        return out;
      }
    }
  }
  // Finds all surface forms in a text, with the reason why each is a mention or not.
  gaztag::explanation explain(std::string_view text, const text_options &about = {}) const { return {of_, text, detail::raw_options(about)}; }

  // The entities that a text is about, the largest weight first: those in its title or lead, or
  // named again and again.
  std::vector<topic> about(std::string_view text, const text_options &with = {}, const about_options &as = {}) const {
    const gaztag_text_options raw = detail::raw_options(with);
    const std::uint32_t count_as = (as.roll_up ? GAZTAG_ABOUT_ROLL_UP : 0) | (as.places ? GAZTAG_ABOUT_PLACES : 0);
    std::vector<topic> all;
    for (const gaztag_topic &each : detail::list<gaztag_topic>([&](auto... page) { return gaztag_about(get(), text.data(), text.size(), &raw, count_as, page...); })) {
      all.push_back({gaztag::entity(of_->gazetteer, each.entity), each.mentions, each.weight, each.in_title != 0, each.in_lead != 0});
    }
    return all;
  }

  // The mentions of many documents in one call. Document d is the bytes data[offsets[d]] up to
  // data[offsets[d + 1]], so there are documents + 1 offsets. `languages` is empty, or has a
  // language for each document as in text_options.
  gaztag::documents tag_batch(std::string_view data, const std::int64_t *offsets, std::size_t documents, const std::vector<std::string_view> &languages = {}) const {
    if (!languages.empty() && languages.size() != documents) {
      detail::wrong_argument(std::to_string(languages.size()) + " languages are given; expected one for each of the " + std::to_string(documents) + " documents, or none");
    }
    std::vector<gaztag_str> raw_languages;
    raw_languages.reserve(languages.size());
    for (const std::string_view each : languages) {
      raw_languages.push_back(detail::str_if_any(each));
    }
    const gaztag_str *const known = raw_languages.empty() ? nullptr : raw_languages.data();
    gaztag::documents all;
    all.of_ = of_;
    all.ends_.resize(documents);
    all.raw_.resize(documents + 64);
    std::size_t next = 0, used = 0;
    for (;;) {
      const std::size_t first = next;
      std::size_t len = 0;
      const gaztag_status status =
          detail::call(gaztag_tag_batch, get(), data.data(), data.size(), offsets, documents, known, &next, all.raw_.data() + used, all.raw_.size() - used, &len, all.ends_.data());
      // The call counts from the start of its array.
      for (std::size_t document = first; document < next; ++document) {
        all.ends_[document] += used;
      }
      used += len;
      if (status != GAZTAG_MORE) {
        break;
      }
      all.raw_.resize(all.raw_.size() * 2);
    }
    all.raw_.resize(used);
    all.texts_.reserve(documents);
    for (std::size_t document = 0; document < documents; ++document) {
      all.texts_.push_back(data.substr(static_cast<std::size_t>(offsets[document]), static_cast<std::size_t>(offsets[document + 1] - offsets[document])));
    }
    return all;
  }
  // The mentions of a column of documents, by the Arrow C Data Interface. The caller releases the
  // column that is returned. `flags`: bits of gaztag_arrow_flag. Only in libraries with
  // GAZTAG_FEATURE_ARROW.
  void tag_arrow(const struct ArrowSchema &schema, const struct ArrowArray &array, struct ArrowSchema &out_schema, struct ArrowArray &out_array, std::uint32_t flags = 0) const {
    detail::call(gaztag_tag_arrow, get(), &schema, &array, nullptr, nullptr, flags, &out_schema, &out_array);
  }
  // With a column of the documents' languages, which are null where unknown.
  void tag_arrow(const struct ArrowSchema &schema, const struct ArrowArray &array, const struct ArrowSchema &languages_schema, const struct ArrowArray &languages_array,
                 struct ArrowSchema &out_schema, struct ArrowArray &out_array, std::uint32_t flags = 0) const {
    detail::call(gaztag_tag_arrow, get(), &schema, &array, &languages_schema, &languages_array, flags, &out_schema, &out_array);
  }

private:
  friend class incremental_tagger;

  tagger(const gaztag_gazetteer *of, const options &with) {
    gaztag_options raw;
    gaztag_options_init(&raw, sizeof raw);
    static_assert(sizeof(kind) == 1, "an array of kinds is one of bytes");
    raw.kinds = with.kinds.empty() ? nullptr : reinterpret_cast<const std::uint8_t *>(with.kinds.data());
    raw.kinds_len = with.kinds.size();
    // An empty string_view may have a pointer, which would select no languages.
    raw.languages = with.languages.empty() ? nullptr : with.languages.data();
    raw.languages_len = with.languages.size();
    raw.max_text_len = with.max_text_len;
    raw.roles = with.roles;
    raw.folding_off = with.folding_off;
    raw.flags = (with.strict_utf8 ? std::uint32_t{GAZTAG_FLAG_STRICT_UTF8} : 0) | (with.context ? 0 : std::uint32_t{GAZTAG_FLAG_NO_CONTEXT}) |
                (with.lower_case ? std::uint32_t{GAZTAG_FLAG_LOWER_CASE} : 0) | (with.links ? std::uint32_t{GAZTAG_FLAG_LINKS} : 0);
    raw.min_confidence = with.min_confidence;
    raw.overlap = static_cast<std::uint32_t>(with.overlap);
    raw.input = static_cast<std::uint32_t>(with.input);
    raw.offset_unit = static_cast<std::uint32_t>(with.offset_unit);
    raw.backend = static_cast<std::uint32_t>(with.backend);
    raw.uses_counted = with.uses_counted;
    raw.uses_dropped = with.uses_dropped;
    const auto made = std::make_shared<detail::tagging>();
    made->tagger.reset(detail::make<gaztag_tagger>(gaztag_tagger_new, of, static_cast<const gaztag_options *>(&raw)));
    made->gazetteer = detail::share<gaztag_gazetteer, gaztag_gazetteer_free>(
        detail::make<gaztag_gazetteer>(gaztag_tagger_gazetteer, static_cast<const gaztag_tagger *>(made->tagger.get())));
    made->offset_unit = with.offset_unit;
    of_ = made;
  }

  template <typename Function> bool each_batch(std::string_view text, const text_options &about, Function function) const {
    const gaztag_text_options raw = detail::raw_options(about);
    struct state {
      detail::passage passage;
      Function *function;
    } to{{}, &function};
    const auto give = [](void *user, const gaztag_mention *first, std::size_t len) noexcept -> std::int32_t {
      state &in = *static_cast<state *>(user);
      return in.passage.run([&] { return (*in.function)(first, len); });
    };
    gaztag_error error;
    const gaztag_status status = gaztag_tag_each(get(), text.data(), text.size(), &raw, give, &to, &error);
    return to.passage.leave(status, error);
  }

  std::uint64_t count_into(std::string_view text, const text_options &about, std::uint64_t *counts, std::size_t counts_len) const {
    const gaztag_text_options raw = detail::raw_options(about);
    std::uint64_t total = 0;
    detail::call(gaztag_count, get(), text.data(), text.size(), &raw, counts, counts_len, &total);
    return total;
  }

  std::shared_ptr<const detail::tagging> of_;
};

// Tags a text in chunks of any size. A name is judged with the text before it and some words after
// it, so some mentions differ from those of `tagger`, which uses the whole text. How the text is
// split has no effect. For a text that fits in memory, use `tagger`. Keeps its tagger.
class incremental_tagger {
public:
  // `about`: what the caller knows about the texts.
  explicit incremental_tagger(const tagger &with, const text_options &about = {}) : of_(with.of_), handle_(make(with, detail::raw_options(about))) {}
  // The handle, for calls of gaztag.h.
  gaztag_incremental *get() const noexcept { return handle_.get(); }

  // Feeds the next chunk, and calls a function with every mention that the following text cannot
  // change. A function that returns a bool stops the call by false; later mentions are then pending
  // for `feed_into`. Returns the number of bytes that were read: all of them if it did not stop. An
  // exception of the function leaves the call; call `reset` after it, as the number of bytes is
  // unknown.
  template <typename Function> std::size_t feed(std::string_view chunk, Function &&function) {
    std::size_t consumed = 0;
    each(function, [&](gaztag_incremental_fn give, void *user, gaztag_error *error) {
      return gaztag_incremental_feed_each(get(), chunk.data(), chunk.size(), &consumed, give, user, error);
    });
    return consumed;
  }
  // Ends the text, and calls a function with its last mentions. Returns whether the function did
  // not stop: then the next chunk starts another text.
  template <typename Function> bool finish(Function &&function) {
    return each(function, [&](gaztag_incremental_fn give, void *user, gaztag_error *error) { return gaztag_incremental_finish_each(get(), give, user, error); });
  }
  // Feeds the next chunk, and writes the mentions to an array. Returns how many it wrote, and
  // whether more are pending: then process them, and call again. Removes from `chunk` what was
  // read.
  std::pair<std::size_t, bool> feed_into(std::string_view &chunk, gaztag_mention *out, std::size_t capacity) {
    std::size_t consumed = 0, len = 0;
    const gaztag_status status = detail::call(gaztag_incremental_feed, get(), chunk.data(), chunk.size(), &consumed, out, capacity, &len);
    chunk.remove_prefix(consumed);
    return {len, status == GAZTAG_MORE};
  }
  // Ends the text, and writes its last mentions to an array. Returns the same as `feed_into`.
  std::pair<std::size_t, bool> finish_into(gaztag_mention *out, std::size_t capacity) {
    std::size_t len = 0;
    const gaztag_status status = detail::call(gaztag_incremental_finish, get(), out, capacity, &len);
    return {len, status == GAZTAG_MORE};
  }
  // A byte offset before which no later mention will start.
  std::uint64_t settled() const noexcept { return gaztag_incremental_settled(get()); }
  // Drops the text that was fed so far and pending mentions.
  void reset() noexcept { gaztag_incremental_reset(get()); }

private:
  static gaztag_incremental *make(const tagger &with, const gaztag_text_options &about) { return detail::make<gaztag_incremental>(gaztag_incremental_new, with.get(), &about); }

  template <typename Function, typename Call> bool each(Function &function, Call call) {
    struct state {
      const detail::tagging *of;
      detail::passage passage;
      Function *function;
    } to{of_.get(), {}, &function};
    const auto give = [](void *user, const gaztag_mention *raw, const char *text, std::size_t text_len) noexcept -> std::int32_t {
      state &in = *static_cast<state *>(user);
      return in.passage.run([&] { return (*in.function)(mention(in.of, *raw, {text, text_len})); });
    };
    gaztag_error error;
    const gaztag_status status = call(give, &to, &error);
    return to.passage.leave(status, error);
  }

  std::shared_ptr<const detail::tagging> of_;
  detail::owner<gaztag_incremental, gaztag_incremental_free> handle_;
};

// -------------------------------------------------------------------------------------------------
// Screening

// How a name in a text differs from the name in the gazetteer; gaztag_difference of gaztag.h.
enum class difference : std::uint32_t { order = 1, transliteration = 2, letter = 4 };

// A part of a text that is likely to be a name of a gazetteer. A view: valid as long as the text.
class likely_name {
public:
  likely_name(gaztag::entity of, const gaztag_likely_name &raw, std::string_view text) noexcept : entity_(std::move(of)), raw_(raw), text_(text) {}

  // Offsets in the unit of the call.
  std::uint64_t start() const noexcept { return raw_.start; }
  std::uint64_t end() const noexcept { return raw_.end; }
  // The text of the span; empty if the unit is not bytes.
  std::string_view text() const noexcept { return text_; }
  const gaztag::entity &entity() const noexcept { return entity_; }
  // Whether the name is written otherwise in this way.
  bool differs_in(difference way) const noexcept { return (raw_.differences & static_cast<std::uint32_t>(way)) != 0; }
  // 1 to 99: an order for people who look at what was found, not a probability.
  int confidence() const noexcept { return raw_.confidence; }
  // The struct of gaztag.h, which can be copied and kept.
  const gaztag_likely_name &raw() const noexcept { return raw_; }

private:
  gaztag::entity entity_;
  gaztag_likely_name raw_;
  std::string_view text_;
};

// Finds names that are written otherwise than in a gazetteer: see gaztag_screener_new. Immutable:
// any number of threads may use one at the same time. Keeps its gazetteer.
class screener {
public:
  // A screener for the names of these kinds; without any, of the gazetteer's own kinds.
  explicit screener(const gazetteer &of, const std::vector<kind> &kinds = {})
      : handle_(detail::share<gaztag_screener, gaztag_screener_free>(
            detail::make<gaztag_screener>(gaztag_screener_new, of.get(), reinterpret_cast<const std::uint8_t *>(kinds.data()), kinds.size()))),
        gazetteer_(detail::share<gaztag_gazetteer, gaztag_gazetteer_free>(detail::make<gaztag_gazetteer>(gaztag_screener_gazetteer, get()))) {}
  // The handle, for calls of gaztag.h.
  const gaztag_screener *get() const noexcept { return handle_.get(); }

  // The number of names that it looks for.
  std::size_t size() const noexcept { return gaztag_screener_len(get()); }
  // The likely names of a text, in the order of their starts. They do not overlap.
  std::vector<likely_name> screen(std::string_view text, unit offsets = unit::bytes) const {
    std::vector<likely_name> all;
    screen_each(text, [&](const likely_name &name) { all.push_back(name); }, offsets);
    return all;
  }
  // Calls a function with each of them while the text is read. A function that returns a bool stops
  // the call by false. Returns whether it did not stop.
  template <typename Function> bool screen_each(std::string_view text, Function &&function, unit offsets = unit::bytes) const {
    struct state {
      const screener *of;
      std::string_view text;
      bool is_known;
      detail::passage passage;
      std::remove_reference_t<Function> *function;
    } to{this, text, offsets == unit::bytes, {}, &function};
    const auto give = [](void *user, const gaztag_likely_name *raw) noexcept -> std::int32_t {
      state &in = *static_cast<state *>(user);
      return in.passage.run([&] {
        const std::string_view span = in.is_known ? in.text.substr(static_cast<std::size_t>(raw->start), static_cast<std::size_t>(raw->end - raw->start)) : std::string_view();
        return (*in.function)(likely_name(entity(in.of->gazetteer_, raw->entity), *raw, span));
      });
    };
    gaztag_error error;
    const gaztag_status status = gaztag_screen_each(get(), text.data(), text.size(), static_cast<std::uint32_t>(offsets), give, &to, &error);
    return to.passage.leave(status, error);
  }

private:
  std::shared_ptr<const gaztag_screener> handle_;
  std::shared_ptr<const gaztag_gazetteer> gazetteer_;
};

} // namespace gaztag

#endif
