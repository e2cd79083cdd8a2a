// gaztag for C++17 and later: what gaztag.h declares, with owners, ranges, string_view and
// exceptions. Header only; link libgaztag. The manual is docs/cpp.md.
//
// Every call of `tagger` judges a text as a whole, and all find the same mentions. Only
// `incremental_tagger`, which is given a text in chunks, judges with what it has read.
// Nothing copies a text. What is returned as a string_view into the gazetteer (keys, names, forms)
// stays as long as any object that was made of it; the text of a mention is that of the caller.
// Objects can be destroyed in any order: each keeps what it needs.
// Threads: gazetteers and taggers are immutable, any number of threads may use one object at once.
// Builders, cursors and incremental taggers: one thread at a time.
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

// What a failed call said. A call for which there is no memory throws std::bad_alloc instead.
class error : public std::exception {
public:
  explicit error(const gaztag_error &what) noexcept : error_(what) {}

  // One line that says what is wrong and what to do.
  const char *what() const noexcept override { return error_.message; }
  // A number of gaztag_status_code, and its name.
  gaztag_status code() const noexcept { return error_.code; }
  const char *code_name() const noexcept { return gaztag_status_name(error_.code); }
  // The place in a gazetteer file, counted from 1; 0 if there is none.
  std::uint32_t line() const noexcept { return error_.line; }
  std::uint32_t column() const noexcept { return error_.column; }
  // The byte in the file, image or text.
  std::uint64_t offset() const noexcept { return error_.offset; }

private:
  gaztag_error error_;
};

// The enumerations of gaztag.h, which tells what each value means.

// Kinds below kind::other are those of the library. A gazetteer of a user has further kinds,
// numbered from kind::other on: `gazetteer::find_kind` and `gazetteer::kind_name` tell which.
enum class kind : std::uint8_t { country, bloc, mineral, other = 64 };
enum class role : std::uint8_t { name, official, alias, former, demonym, acronym, code, symbol, capital, misspelling };
enum class case_rule : std::uint8_t { by_default, any, capitalised, exact };
// Only bounds::word can be used yet.
enum class bounds : std::uint8_t { word, start, end, anywhere };
enum class attribute_type : std::uint32_t { text, number, date, list, entity };
enum class format : std::uint8_t { tsv, json_lines, flashtext, spacy };
enum class overlap : std::uint8_t { longest, all };
enum class input : std::uint8_t { text, html };
enum class unit : std::uint8_t { bytes, utf16, code_points };
enum class backend : std::uint8_t { fastest, scalar, sse2, avx2 };
enum class reason : std::uint8_t { kept, case_rule, folding, decoy, not_asked_for, inside, less_likely, confidence };
enum class ground : std::uint8_t { cue, sense, definition };
enum class use : std::uint32_t { nested = 1, team = 2, language = 4 };
enum class place : std::uint8_t { none, before, after, before_comma, after_comma, left, right, near, document };

// The name of a role, as files and the command line have it.
inline const char *role_name(role of) noexcept { return gaztag_role_name(static_cast<std::uint32_t>(of)); }
// A reason in words.
inline const char *reason_text(reason of) noexcept { return gaztag_reason_text(static_cast<std::uint32_t>(of)); }

namespace detail {

// Throws if a call failed, else gives its status.
inline gaztag_status check(gaztag_status status, const gaztag_error &error) {
  if (status >= 0) {
    return status;
  }
  if (status == GAZTAG_ERR_NOMEM) {
    throw std::bad_alloc();
  }
  throw gaztag::error(error);
}

// Throws for an argument that the header refuses itself.
[[noreturn]] inline void wrong_argument(const std::string &message) {
  gaztag_error error = {};
  error.code = GAZTAG_ERR_ARG;
  message.copy(error.message, sizeof error.message - 1);
  throw gaztag::error(error);
}

// Calls a function of gaztag.h with a place for its error.
template <typename Function, typename... Arguments> gaztag_status call(Function function, Arguments... arguments) {
  gaztag_error error;
  return check(function(arguments..., &error), error);
}

// The handle that a function makes.
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

// A text as C has it, where an empty one stands for none: NULL.
inline gaztag_str str_if_any(std::string_view text) noexcept { return {text.empty() ? nullptr : text.data(), text.size()}; }
inline std::string_view view(const gaztag_str &text) noexcept { return {text.ptr, text.len}; }
inline std::optional<std::string_view> view_if_any(const gaztag_str &text) noexcept { return text.ptr == nullptr ? std::nullopt : std::optional(view(text)); }

// Where the image of a gazetteer lies, which all its handles share.
inline const std::uint8_t *image_of(const gaztag_gazetteer *of) noexcept {
  const std::uint8_t *first = nullptr;
  std::size_t len = 0;
  gaztag_gazetteer_image(of, &first, &len, nullptr);
  return first;
}

// All of a list that a function gives page by page. Every page passes over those before it: twice
// as much room each time keeps the whole linear.
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

// Goes over what has `size` and `operator[]`.
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

// Runs what a caller's function does inside a callback of C, through which no exception may pass:
// kept, and thrown when the call has ended.
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
  // What a call gave, if nothing was thrown in it: whether it was not stopped.
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

// Of the library that runs: major * 1000000 + minor * 1000 + patch, and as text.
// GAZTAG_VERSION_NUMBER is that of the header.
inline std::uint32_t version() noexcept { return gaztag_version(); }
inline std::string_view version_string() noexcept { return gaztag_version_string(); }
// Of the library that runs: another one than GAZTAG_ABI_VERSION may break this program.
inline std::uint32_t abi_version() noexcept { return gaztag_abi_version(); }
// The version of the built-in gazetteer's data, such as "2026.11". `gazetteer::data_version` tells
// that of any gazetteer.
inline std::string_view data_version() noexcept { return detail::view(gaztag_data_version()); }
// Bits of gaztag_feature.
inline std::uint64_t features() noexcept { return gaztag_features(); }

// Converts ascending offsets into a text from one unit to another, in place.
inline void convert_offsets(std::string_view text, unit from, unit to, std::vector<std::uint64_t> &offsets) {
  detail::call(gaztag_convert_offsets, text.data(), text.size(), static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to), offsets.data(), offsets.size());
}
// How many units a text has.
inline std::uint64_t count_units(std::string_view text, unit of) noexcept { return gaztag_count_units(text.data(), text.size(), static_cast<std::uint32_t>(of)); }

// -------------------------------------------------------------------------------------------------
// Gazetteers, and what they know

class entity;

// A fact about an entity. `type` tells what the text of the value is.
struct attribute {
  std::string_view name, value;
  attribute_type type;
};

// One written form of an entity, or of a decoy.
class surface {
public:
  surface(std::shared_ptr<const gaztag_gazetteer> of, const gaztag_surface &raw) noexcept : gazetteer_(std::move(of)), raw_(raw) {}

  // The form as it was given.
  std::string_view form() const noexcept { return detail::view(raw_.form); }
  // Whether it means no entity.
  bool is_decoy() const noexcept { return raw_.entity == GAZTAG_NO_ENTITY; }
  // What it means; nothing for a decoy.
  std::optional<gaztag::entity> entity() const noexcept;
  // What it is to its entity.
  gaztag::role role() const noexcept { return static_cast<gaztag::role>(raw_.role); }
  // How it may be cased in a text; never case_rule::by_default.
  gaztag::case_rule case_rule() const noexcept { return static_cast<gaztag::case_rule>(raw_.case_rule); }
  // Where in a word it may begin and end.
  gaztag::bounds bounds() const noexcept { return static_cast<gaztag::bounds>(raw_.bounds); }
  // Of 100 places where the form stands, how many mean the entity.
  int prior() const noexcept { return raw_.prior; }
  // Whether the form, in lower case, is a common word too.
  bool is_word() const noexcept { return raw_.word != 0; }
  // Codes separated by "|"; empty for a form of no language in particular.
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
  // As gaztag.h has it.
  const gaztag_surface &raw() const noexcept { return raw_; }

private:
  std::shared_ptr<const gaztag_gazetteer> gazetteer_;
  gaztag_surface raw_;
};

class membership;

// A country, bloc, mineral, or something of a user's own. Keeps its gazetteer.
class entity {
public:
  entity(std::shared_ptr<const gaztag_gazetteer> of, std::uint64_t id) noexcept : gazetteer_(std::move(of)), id_(id) {}

  // As gaztag_mention has it: `gazetteer::find_id` makes it an entity again. Valid for one
  // gazetteer, and another one with the next version of the data: store the key, not the id.
  std::uint64_t id() const noexcept { return id_; }
  // The layer that is part of the id. A gazetteer is one layer, and there is only the layer 0 yet.
  std::uint32_t layer() const noexcept { return static_cast<std::uint32_t>(id_ >> 32); }
  // Its place in its gazetteer, counted from 0 without gaps: that of `gazetteer::operator[]`, and
  // of the counts of `tagger::count`.
  std::size_t position() const noexcept { return gaztag_entity_position(gazetteer_.get(), id_); }
  // Such as "country/MLI".
  std::string_view key() const noexcept { return detail::view(gaztag_entity_key(gazetteer_.get(), id_)); }
  // Its usual English name.
  std::string_view name() const noexcept { return detail::view(gaztag_entity_name(gazetteer_.get(), id_)); }
  // What kind of thing it is.
  gaztag::kind kind() const {
    std::uint32_t number = 0;
    detail::call(gaztag_entity_kind, gazetteer_.get(), id_, &number);
    return static_cast<gaztag::kind>(number);
  }
  // The value of a fact by its name: alpha2, alpha3, numeric, symbol ...
  std::optional<std::string_view> attribute(std::string_view name) const noexcept {
    return detail::view_if_any(gaztag_entity_attribute(gazetteer_.get(), id_, name.data(), name.size()));
  }
  // All that is known of it, with types.
  std::vector<gaztag::attribute> attributes() const {
    std::vector<gaztag::attribute> all;
    for (const gaztag_attribute &raw : detail::list<gaztag_attribute>([this](auto... page) { return gaztag_entity_attributes(gazetteer_.get(), id_, page...); })) {
      all.push_back({detail::view(raw.name), detail::view(raw.value), static_cast<attribute_type>(raw.value_type)});
    }
    return all;
  }
  // Its surface forms, without those that were derived by rule.
  std::vector<surface> surfaces() const {
    std::vector<surface> all;
    for (const gaztag_surface &raw : detail::list<gaztag_surface>([this](auto... page) { return gaztag_entity_surfaces(gazetteer_.get(), id_, page...); })) {
      all.emplace_back(gazetteer_, raw);
    }
    return all;
  }
  // The members of a bloc, the blocs of a member: one for each spell of membership, by bloc, by
  // member, then by date.
  std::vector<membership> memberships() const;

  // Whether both are the same entity of the same gazetteer, by whatever handles; of two gazetteers
  // that only have the same content, it is not.
  friend bool operator==(const entity &a, const entity &b) noexcept {
    return a.id_ == b.id_ && (a.gazetteer_ == b.gazetteer_ || detail::image_of(a.gazetteer_.get()) == detail::image_of(b.gazetteer_.get()));
  }
  friend bool operator!=(const entity &a, const entity &b) noexcept { return !(a == b); }

private:
  std::shared_ptr<const gaztag_gazetteer> gazetteer_;
  std::uint64_t id_;
};

inline std::optional<entity> surface::entity() const noexcept { return is_decoy() ? std::nullopt : std::optional<gaztag::entity>(std::in_place, gazetteer_, raw_.entity); }

// One spell of membership: that a country (or a bloc) is or was in a bloc. A member that left and
// came back has several.
class membership {
public:
  membership(const std::shared_ptr<const gaztag_gazetteer> &of, const gaztag_membership &raw) noexcept : gazetteer_(of), raw_(raw) {}

  // The whole.
  entity bloc() const noexcept { return {gazetteer_, raw_.bloc}; }
  // The part: a country, or a bloc.
  entity member() const noexcept { return {gazetteer_, raw_.member}; }
  // "member", "observer", "associate", "candidate", "suspended" or "former".
  std::string_view status() const noexcept { return detail::view(raw_.status); }
  // Since when: YYYY, YYYY-MM or YYYY-MM-DD, if known.
  std::optional<std::string_view> joined() const noexcept { return detail::view_if_any(raw_.joined); }
  // Until when, if it has ended and that is known.
  std::optional<std::string_view> left() const noexcept { return detail::view_if_any(raw_.left); }
  // Where this is known from, and on which day it was known to be so; if said.
  std::optional<std::string_view> source() const noexcept { return detail::view_if_any(raw_.source); }
  std::optional<std::string_view> as_of() const noexcept { return detail::view_if_any(raw_.as_of); }
  // As gaztag.h has it.
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

// A key that was retired, and the entity that took its place.
struct retired_key {
  std::string_view key;
  entity successor;
};

// Bytes that someone else owns.
struct bytes {
  const std::uint8_t *data;
  std::size_t size;
};

// Entities with their surface forms, and decoys. A range of entities, sorted by key. Copies share
// one gazetteer.
class gazetteer {
public:
  // The built-in one: no work.
  static gazetteer builtin() { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_builtin)); }
  // Of an image, which is copied.
  static gazetteer from_image(bytes image) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_from_image, image.data, image.size)); }
  // Of an image that stays where it is, unchanged, until everything that was made of it is gone.
  static gazetteer borrow_image(bytes image) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_borrow_image, image.data, image.size)); }
  // Of an image in a file, which is mapped and must not be changed meanwhile: see
  // gaztag_gazetteer_open.
  static gazetteer open(const char *path) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_open, path)); }
  static gazetteer open(const std::string &path) { return open(path.c_str()); }
  // Of an image in a file, which is read into memory.
  static gazetteer load(const char *path) { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_gazetteer_load, path)); }
  static gazetteer load(const std::string &path) { return load(path.c_str()); }

  // Takes a handle of C, which it frees.
  explicit gazetteer(gaztag_gazetteer *handle) : handle_(detail::share<gaztag_gazetteer, gaztag_gazetteer_free>(handle)) {}
  // The handle, for calls of gaztag.h.
  const gaztag_gazetteer *get() const noexcept { return handle_.get(); }

  // Its image: valid as long as the gazetteer.
  bytes image() const {
    bytes image{nullptr, 0};
    detail::call(gaztag_gazetteer_image, get(), &image.data, &image.size);
    return image;
  }
  // The version of its data, such as "2026.11"; empty if it was built without.
  std::string_view data_version() const noexcept { return detail::view(gaztag_gazetteer_data_version(get())); }
  // How many surface forms it has, and how many different folded texts these make.
  std::pair<std::size_t, std::size_t> form_counts() const {
    std::pair<std::size_t, std::size_t> counts;
    detail::call(gaztag_gazetteer_form_counts, get(), &counts.first, &counts.second);
    return counts;
  }

  // How many entities it has.
  std::size_t size() const noexcept { return gaztag_gazetteer_len(get()); }
  // The entity at a position, which must be below `size()`.
  entity operator[](std::size_t position) const noexcept { return {handle_, gaztag_entity_at(get(), position)}; }
  detail::iterator<gazetteer> begin() const noexcept { return {this, 0}; }
  detail::iterator<gazetteer> end() const noexcept { return {this, size()}; }
  // The entity with a key, or the one that took its place if the key was retired.
  std::optional<entity> find(std::string_view key) const {
    std::uint64_t id = 0;
    const gaztag_status status = detail::call(gaztag_entity_find, get(), key.data(), key.size(), &id);
    return status == GAZTAG_NONE ? std::nullopt : std::optional<entity>(std::in_place, handle_, id);
  }
  // The entity with an id, which is one of this gazetteer, such as that of a gaztag_mention.
  std::optional<entity> find_id(std::uint64_t id) const noexcept {
    return gaztag_entity_position(get(), id) < size() ? std::optional<entity>(std::in_place, handle_, id) : std::nullopt;
  }
  // All keys that were retired, sorted.
  std::vector<retired_key> retired_keys() const {
    std::vector<retired_key> all;
    for (const gaztag_retired_key &raw : detail::list<gaztag_retired_key>([this](auto... page) { return gaztag_gazetteer_retired_keys(get(), page...); })) {
      all.push_back({detail::view(raw.key), entity(handle_, raw.successor)});
    }
    return all;
  }

  // The name of a kind, which keys of its entities begin with; "?" for a kind that it does not
  // have.
  std::string_view kind_name(kind of) const noexcept { return detail::view(gaztag_kind_name(get(), static_cast<std::uint32_t>(of))); }
  // The kind with a name.
  std::optional<kind> find_kind(std::string_view name) const {
    std::uint32_t number = 0;
    const gaztag_status status = detail::call(gaztag_kind_find, get(), name.data(), name.size(), &number);
    return status == GAZTAG_NONE ? std::nullopt : std::optional(static_cast<kind>(number));
  }
  // All decoys, sorted by folded form.
  std::vector<surface> decoys() const {
    return surfaces([this](auto... page) { return gaztag_gazetteer_decoys(get(), page...); });
  }
  // The surface forms that fold to the same text as a form, the likeliest first.
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

// A surface form to be added: gaztag_form of gaztag.h tells the fields.
struct form {
  std::string_view text;
  gaztag::role role = gaztag::role::name;
  gaztag::case_rule case_rule = gaztag::case_rule::by_default;
  // Codes separated by "|".
  std::string_view languages = {};
  // 1 to 100; 0: by default.
  unsigned prior = 0;
  bool is_word = false;
  // Others than bounds::word fail with GAZTAG_ERR_UNSUPPORTED yet.
  gaztag::bounds bounds = gaztag::bounds::word;
};

// One spell of membership to be added. What is empty is not known.
struct spell {
  // "member", "observer", "associate", "candidate", "suspended" or "former".
  std::string_view status;
  // Since when, and until when: YYYY, YYYY-MM or YYYY-MM-DD.
  std::string_view joined = {};
  std::string_view left = {};
  // Where this is known from, and on which day it was known to be so.
  std::string_view source = {};
  std::string_view as_of = {};
};

// The format that a gazetteer file is likely to have, by its name and its first line.
inline format guess_format(std::string_view file, std::string_view text) noexcept {
  return static_cast<format>(gaztag_format_guess(file.data(), file.size(), text.data(), text.size()));
}

// A class of words, for the cues of one builder.
enum class word_class : std::uint32_t {};

// Puts a gazetteer together. The order in which things are added changes nothing.
class builder {
public:
  // With nothing in it.
  builder() : handle_(detail::make<gaztag_builder>(gaztag_builder_new)) {}
  // With everything of a gazetteer.
  explicit builder(const gazetteer &from) : handle_(detail::make<gaztag_builder>(gaztag_builder_from, from.get())) {}
  // The handle, for calls of gaztag.h.
  gaztag_builder *get() const noexcept { return handle_.get(); }

  // Says which version the data has.
  builder &set_data_version(std::string_view version) {
    detail::call(gaztag_builder_set_data_version, get(), version.data(), version.size());
    return *this;
  }
  // Adds an entity. Its key is a kind, a slash and a name; its name is no surface form by itself.
  builder &add_entity(std::string_view key, std::string_view name) {
    detail::call(gaztag_builder_add_entity, get(), key.data(), key.size(), name.data(), name.size());
    return *this;
  }
  // Adds or replaces a fact about an entity; the value must be one of its type.
  builder &set_attribute(std::string_view key, std::string_view name, std::string_view value, attribute_type type = attribute_type::text) {
    detail::call(gaztag_builder_set_attribute, get(), key.data(), key.size(), name.data(), name.size(), static_cast<std::uint32_t>(type), value.data(), value.size());
    return *this;
  }
  // Says that a country (or a bloc) is or was in a bloc. Each call adds a spell.
  builder &add_member(std::string_view bloc, std::string_view member, const spell &of) {
    using detail::str_if_any;
    const gaztag_spell raw = {sizeof raw, str_if_any(of.status), str_if_any(of.joined), str_if_any(of.left), str_if_any(of.source), str_if_any(of.as_of)};
    detail::call(gaztag_builder_add_member, get(), bloc.data(), bloc.size(), member.data(), member.size(), &raw);
    return *this;
  }
  // From then on the key means its successor, in this builder, in what it builds and in files that
  // it reads. An entity with the key is taken out.
  builder &retire_key(std::string_view key, std::string_view successor) {
    detail::call(gaztag_builder_retire_key, get(), key.data(), key.size(), successor.data(), successor.size());
    return *this;
  }
  // A form that the entity has already is replaced, and its languages add up.
  builder &add_surface(std::string_view key, const form &of) {
    const gaztag_form raw = raw_form(of);
    detail::call(gaztag_builder_add_surface, get(), key.data(), key.size(), &raw);
    return *this;
  }
  // A form that means no entity and hides the names inside it. Role and prior are not used.
  builder &add_decoy(const form &of) {
    const gaztag_form raw = raw_form(of);
    detail::call(gaztag_builder_add_decoy, get(), &raw);
    return *this;
  }
  // Each says whether there was one.
  bool remove_entity(std::string_view key) { return detail::call(gaztag_builder_remove_entity, get(), key.data(), key.size()) == GAZTAG_OK; }
  bool remove_surface(std::string_view key, std::string_view form) {
    return detail::call(gaztag_builder_remove_surface, get(), key.data(), key.size(), form.data(), form.size()) == GAZTAG_OK;
  }
  bool remove_decoy(std::string_view form) { return detail::call(gaztag_builder_remove_decoy, get(), form.data(), form.size()) == GAZTAG_OK; }

  // Reads a gazetteer file whose content is given; `file` is its name for messages. Gives how many
  // forms it had. On an error nothing of it is taken.
  std::size_t read(format of, std::string_view text, std::string_view file = {}) {
    std::size_t forms = 0;
    detail::call(gaztag_builder_read, get(), static_cast<std::uint32_t>(of), file.data(), file.size(), text.data(), text.size(), &forms);
    return forms;
  }
  // All errors that `read` could give, in the order of the file.
  std::vector<error> check(format of, std::string_view text, std::string_view file = {}) const {
    struct state {
      detail::passage passage;
      std::vector<error> errors;
    } found;
    const auto take = [](void *user, const gaztag_error *wrong) noexcept -> std::int32_t {
      state &to = *static_cast<state *>(user);
      return to.passage.run([&] { to.errors.emplace_back(*wrong); });
    };
    gaztag_error error;
    const gaztag_status status =
        gaztag_builder_check(get(), static_cast<std::uint32_t>(of), file.data(), file.size(), text.data(), text.size(), take, &found, &error);
    found.passage.leave(status, error);
    return std::move(found.errors);
  }

  // Words one a line.
  word_class add_word_class(std::string_view words) {
    std::uint32_t number = 0;
    detail::call(gaztag_builder_add_word_class, get(), words.data(), words.size(), &number);
    return static_cast<word_class>(number);
  }
  // An empty key: for all readings of the form. gaztag_builder_add_cue tells the places.
  builder &add_cue(std::string_view form, std::string_view key, std::string_view place, word_class words, int weight) {
    detail::call(gaztag_builder_add_cue, get(), form.data(), form.size(), key.empty() ? nullptr : key.data(), key.size(), place.data(), place.size(), static_cast<std::uint32_t>(words),
                 static_cast<std::int32_t>(weight));
    return *this;
  }
  // A cue that tells what a name is used for.
  builder &add_use_cue(std::string_view form, use of, std::string_view place, word_class words, int weight) {
    detail::call(gaztag_builder_add_use_cue, get(), form.data(), form.size(), static_cast<std::uint32_t>(of), place.data(), place.size(), static_cast<std::uint32_t>(words),
                 static_cast<std::int32_t>(weight));
    return *this;
  }

  // Puts everything together; the builder can be used on.
  gazetteer build() const { return gazetteer(detail::make<gaztag_gazetteer>(gaztag_builder_build, get())); }

private:
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
            0};
  }

  detail::owner<gaztag_builder, gaztag_builder_free> handle_;
};

// -------------------------------------------------------------------------------------------------
// Tagging

// How a tagger is built: gaztag_options of gaztag.h tells the fields.
struct options {
  // Empty: all.
  std::vector<gaztag::kind> kinds = {};
  // Codes separated by "|"; empty: all.
  std::string_view languages = {};
  // Bits 1 << role; 0: all but capitals and codes of letters.
  std::uint32_t roles = 0;
  // Bits of gaztag_folding.
  std::uint32_t folding_off = 0;
  bool strict_utf8 = false;
  // Whether names are judged by what stands around them.
  bool context = true;
  // Whether names that should have capitals count in lower case too.
  bool lower_case = false;
  // 1 to 100; 0: by default; -1: every confidence.
  int min_confidence = 0;
  // 0: any length.
  std::uint64_t max_text_len = 0;
  gaztag::overlap overlap = gaztag::overlap::longest;
  gaztag::input input = gaztag::input::text;
  unit offset_unit = unit::bytes;
  gaztag::backend backend = gaztag::backend::fastest;
  // Uses of a country's name that count although they do not by default, and the other way round:
  // bits that `uses_of` makes.
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

// What is known of a text beside its bytes: gaztag_text_options of gaztag.h tells the fields.
struct text_options {
  // An ISO 639 code such as "en"; empty: unknown. It is checked and not used yet: the mentions are
  // those of a text of an unknown language.
  std::string_view language = {};
};

namespace detail {

inline gaztag_text_options raw_options(const text_options &of) noexcept {
  const gaztag_str language = str_if_any(of.language);
  return {sizeof(gaztag_text_options), language.ptr, language.len};
}

// What mentions need of the tagger that found them.
struct tagging {
  owner<gaztag_tagger, gaztag_tagger_free> tagger;
  std::shared_ptr<const gaztag_gazetteer> gazetteer;
  unit offset_unit;
};

} // namespace detail

// What a name could mean.
struct candidate {
  gaztag::entity entity;
  gaztag::role role;
};

// A span of text judged to name one entity. A view: valid as long as the range or the call that
// gave it, and as the text.
class mention {
public:
  mention(const detail::tagging *of, const gaztag_mention &raw, std::string_view text) noexcept : of_(of), raw_(raw), text_(text) {}

  // In the tagger's unit.
  std::uint64_t start() const noexcept { return raw_.start; }
  std::uint64_t end() const noexcept { return raw_.end; }
  // The text of the span. Of a tagger whose unit is not bytes it is known of incremental taggers
  // and in `replace` only, and empty elsewhere.
  std::string_view text() const noexcept { return text_; }
  // Key, name and kind of the entity, and the entity itself.
  std::string_view key() const noexcept { return detail::view(gaztag_entity_key(of_->gazetteer.get(), raw_.entity)); }
  std::string_view name() const noexcept { return detail::view(gaztag_entity_name(of_->gazetteer.get(), raw_.entity)); }
  gaztag::kind kind() const noexcept { return static_cast<gaztag::kind>(raw_.kind); }
  gaztag::entity entity() const noexcept { return {of_->gazetteer, raw_.entity}; }
  // What the surface form is to the entity.
  gaztag::role role() const noexcept { return static_cast<gaztag::role>(raw_.role); }
  // 0 to 100: of 100 mentions with this confidence about as many are meant to be right.
  int confidence() const noexcept { return raw_.confidence; }
  // All entities that the name could mean, the likeliest first.
  std::vector<candidate> candidates() const {
    std::vector<candidate> all;
    for (const gaztag_candidate &raw : detail::list<gaztag_candidate>([this](auto... page) { return gaztag_candidates(of_->tagger.get(), raw_.entity, raw_.readings, page...); })) {
      all.push_back({gaztag::entity(of_->gazetteer, raw.entity), static_cast<gaztag::role>(raw.role)});
    }
    return all;
  }
  // As gaztag.h has it: plain bytes to copy and keep.
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

// The mentions of a text: a range of `mention`. Keeps the tagger; the text must stay.
class mentions {
public:
  mentions(std::shared_ptr<const detail::tagging> of, std::string_view text, std::vector<gaztag_mention> raw) noexcept : of_(std::move(of)), text_(text), raw_(std::move(raw)) {}

  std::size_t size() const noexcept { return raw_.size(); }
  bool empty() const noexcept { return raw_.empty(); }
  mention operator[](std::size_t index) const noexcept { return detail::mention_in(of_.get(), raw_[index], text_); }
  detail::iterator<mentions> begin() const noexcept { return {this, 0}; }
  detail::iterator<mentions> end() const noexcept { return {this, size()}; }
  // As gaztag.h has them.
  const std::vector<gaztag_mention> &raw() const noexcept { return raw_; }

private:
  std::shared_ptr<const detail::tagging> of_;
  std::string_view text_;
  std::vector<gaztag_mention> raw_;
};

// The mentions of many documents: a range of ranges of `mention`. Keeps the tagger; the texts must
// stay.
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

// Something that spoke for or against a reading.
struct weighed {
  // In bytes; 0 and 0 if not near the name.
  std::uint64_t start, end;
  // Steps by which the odds were doubled, or halved if below 0.
  int weight;
  gaztag::ground ground;
  gaztag::place place;
  int number;
};

// A surface form that stands in a text, and what became of it. A view: valid as long as the
// explanation and the text.
class finding {
public:
  finding(const detail::tagging *of, const gaztag_explanation *in, std::size_t index, std::string_view text) : of_(of), in_(in), index_(index) {
    detail::call(gaztag_explanation_finding, in_, index_, &raw_);
    text_ = text.substr(static_cast<std::size_t>(raw_.start), static_cast<std::size_t>(raw_.end - raw_.start));
  }

  // In bytes whatever the tagger's unit.
  std::uint64_t start() const noexcept { return raw_.start; }
  std::uint64_t end() const noexcept { return raw_.end; }
  std::string_view text() const noexcept { return text_; }
  std::string_view form() const noexcept { return detail::view(raw_.form); }
  // None for a decoy.
  std::optional<gaztag::entity> entity() const { return raw_.entity == GAZTAG_NO_ENTITY ? std::nullopt : std::optional<gaztag::entity>(std::in_place, of_->gazetteer, raw_.entity); }
  bool is_kept() const noexcept { return raw_.reason == GAZTAG_REASON_KEPT; }
  gaztag::reason reason() const noexcept { return static_cast<gaztag::reason>(raw_.reason); }
  // The confidence that it was judged to have, and that by priors alone; if any.
  std::optional<int> confidence() const noexcept { return if_any(raw_.confidence); }
  std::optional<int> before() const noexcept { return if_any(raw_.before); }
  gaztag::role role() const noexcept { return static_cast<gaztag::role>(raw_.role); }
  gaztag::case_rule case_rule() const noexcept { return static_cast<gaztag::case_rule>(raw_.case_rule); }
  gaztag::bounds bounds() const noexcept { return static_cast<gaztag::bounds>(raw_.bounds); }
  int prior() const noexcept { return raw_.prior; }
  // Where the longer name is that it lies inside, in bytes; 0 and 0 if in none.
  std::pair<std::uint64_t, std::uint64_t> inside() const noexcept { return {raw_.inside_start, raw_.inside_end}; }
  // What spoke for and against it, in the order in which it was weighed.
  std::vector<gaztag::weighed> weighed() const {
    std::vector<gaztag::weighed> all;
    gaztag_weighed raw;
    while (detail::call(gaztag_explanation_weighed, in_, index_, all.size(), &raw) == GAZTAG_OK) {
      all.push_back({raw.start, raw.end, raw.weight, static_cast<gaztag::ground>(raw.ground), static_cast<gaztag::place>(raw.place), raw.number});
    }
    return all;
  }
  // As gaztag.h has it.
  const gaztag_finding &raw() const noexcept { return raw_; }

private:
  static std::optional<int> if_any(std::uint8_t confidence) noexcept { return confidence == GAZTAG_NO_CONFIDENCE ? std::nullopt : std::optional<int>(confidence); }

  const detail::tagging *of_;
  const gaztag_explanation *in_;
  std::size_t index_;
  gaztag_finding raw_;
  std::string_view text_;
};

// Every surface form that stands in a text, kept or dropped: a range of `finding`. Keeps the
// tagger; the text must stay.
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

// Where `tagger::tag_into` stopped because the array was full. For one text after another; it keeps
// neither the tagger nor the text.
class cursor {
public:
  // At the start of a text.
  cursor() : handle_(detail::make<gaztag_cursor>(gaztag_cursor_new)) {}
  // The handle, for calls of gaztag.h.
  gaztag_cursor *get() const noexcept { return handle_.get(); }
  // Forgets the text that it is in the middle of: the next call begins a text. After the last
  // mentions of a text this is not needed.
  void reset() noexcept { gaztag_cursor_reset(get()); }

private:
  detail::owner<gaztag_cursor, gaztag_cursor_free> handle_;
};

// Finds mentions, judged with the whole text by every call: `is_match(text)` is
// `!tag(text).empty()`, `count(text)` is `tag(text).size()`, and so on. Copies share one tagger.
class tagger {
public:
  // Of the built-in gazetteer, all options as by default.
  tagger() : tagger(nullptr, gaztag::options()) {}
  explicit tagger(const options &with) : tagger(nullptr, with) {}
  explicit tagger(const gaztag::gazetteer &of, const options &with = {}) : tagger(of.get(), with) {}

  // The handle, for calls of gaztag.h.
  const gaztag_tagger *get() const noexcept { return of_->tagger.get(); }
  // What it finds names of.
  gaztag::gazetteer gazetteer() const { return gaztag::gazetteer(detail::make<gaztag_gazetteer>(gaztag_tagger_gazetteer, get())); }
  // How it reads plain ASCII text; never backend::fastest.
  gaztag::backend backend() const noexcept { return static_cast<gaztag::backend>(gaztag_tagger_backend(get())); }
  // Its bytes, and those of its gazetteer's image, which all objects share.
  std::size_t memory_usage() const noexcept { return gaztag_tagger_memory_usage(get()); }

  // The mentions of a text.
  mentions tag(std::string_view text, const text_options &about = {}) const {
    std::vector<gaztag_mention> found;
    each_batch(text, about, [&](const gaztag_mention *first, std::size_t len) { found.insert(found.end(), first, first + len); });
    return {of_, text, std::move(found)};
  }
  // The mentions of a text page by page into memory of the caller, without allocation: how many
  // this call wrote, and whether there are more. If so, the next call with the same text, at the
  // same address, and the same cursor goes on after them. All calls together read the text twice at
  // most.
  std::pair<std::size_t, bool> tag_into(std::string_view text, cursor &at, gaztag_mention *out, std::size_t capacity, const text_options &about = {}) const {
    const gaztag_text_options raw = detail::raw_options(about);
    std::size_t len = 0;
    const gaztag_status status = detail::call(gaztag_tag, get(), text.data(), text.size(), &raw, at.get(), out, capacity, &len);
    return {len, status == GAZTAG_MORE};
  }
  // Calls a function with every mention, without allocation; one that returns a bool stops by
  // false. Whether it was not stopped.
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
  // Whether a text has a mention. Stops at the first that nothing can change.
  bool is_match(std::string_view text, const text_options &about = {}) const {
    const gaztag_text_options raw = detail::raw_options(about);
    std::int32_t found = 0;
    detail::call(gaztag_is_match, get(), text.data(), text.size(), &raw, &found);
    return found != 0;
  }
  // How many mentions a text has.
  std::uint64_t count(std::string_view text, const text_options &about = {}) const { return count_into(text, about, nullptr, 0); }
  // The same, and adds 1 for each mention to `counts[entity.position()]`. `counts` is made as long
  // as the gazetteer if it is shorter.
  std::uint64_t count(std::string_view text, std::vector<std::uint64_t> &counts, const text_options &about = {}) const {
    const std::size_t entities = gaztag_gazetteer_len(of_->gazetteer.get());
    if (counts.size() < entities) {
      counts.resize(entities);
    }
    return count_into(text, about, counts.data(), counts.size());
  }
  // The text with every mention replaced by what a function returns for it: anything of which a
  // string_view can be made. It may be called twice for a mention.
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
  // Every surface form that stands in a text, kept or dropped, with the reason.
  gaztag::explanation explain(std::string_view text, const text_options &about = {}) const { return {of_, text, detail::raw_options(about)}; }

  // Many documents in one call: document d is data[offsets[d]], up to data[offsets[d + 1]]; there
  // is one offset more than documents. `languages`: one for each document as text_options has it,
  // empty where it is unknown; or none at all.
  gaztag::documents tag_batch(std::string_view data, const std::int64_t *offsets, std::size_t documents, const std::vector<std::string_view> &languages = {}) const {
    return batch(gaztag_tag_batch64, data, offsets, documents, languages);
  }
  gaztag::documents tag_batch(std::string_view data, const std::int32_t *offsets, std::size_t documents, const std::vector<std::string_view> &languages = {}) const {
    return batch(gaztag_tag_batch32, data, offsets, documents, languages);
  }
  // A column of documents of the Arrow C Data Interface; the caller releases what it makes.
  // `flags`: bits of gaztag_arrow_flag. Only in libraries with GAZTAG_FEATURE_ARROW.
  void tag_arrow(const struct ArrowSchema &schema, const struct ArrowArray &array, struct ArrowSchema &out_schema, struct ArrowArray &out_array, std::uint32_t flags = 0) const {
    detail::call(gaztag_tag_arrow, get(), &schema, &array, nullptr, nullptr, flags, &out_schema, &out_array);
  }
  // The same with a column of the documents' languages, null where one is unknown.
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
    // What is empty has a pointer too, which would mean: none.
    raw.languages = with.languages.empty() ? nullptr : with.languages.data();
    raw.languages_len = with.languages.size();
    raw.max_text_len = with.max_text_len;
    raw.roles = with.roles;
    raw.folding_off = with.folding_off;
    raw.flags = (with.strict_utf8 ? std::uint32_t{GAZTAG_FLAG_STRICT_UTF8} : 0) | (with.context ? 0 : std::uint32_t{GAZTAG_FLAG_NO_CONTEXT}) |
                (with.lower_case ? std::uint32_t{GAZTAG_FLAG_LOWER_CASE} : 0);
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

  template <typename Function, typename Offset>
  gaztag::documents batch(Function function, std::string_view data, const Offset *offsets, std::size_t count, const std::vector<std::string_view> &languages) const {
    if (!languages.empty() && languages.size() != count) {
      detail::wrong_argument(std::to_string(languages.size()) + " languages are given; expected one for each of the " + std::to_string(count) + " documents, or none");
    }
    std::vector<gaztag_str> raw_languages;
    raw_languages.reserve(languages.size());
    for (const std::string_view each : languages) {
      raw_languages.push_back(detail::str_if_any(each));
    }
    const gaztag_str *const known = raw_languages.empty() ? nullptr : raw_languages.data();
    gaztag::documents all;
    all.of_ = of_;
    all.ends_.resize(count);
    all.raw_.resize(count + 64);
    std::size_t next = 0, used = 0;
    for (;;) {
      const std::size_t first = next;
      std::size_t len = 0;
      const gaztag_status status =
          detail::call(function, get(), data.data(), data.size(), offsets, count, known, &next, all.raw_.data() + used, all.raw_.size() - used, &len, all.ends_.data());
      // The call counts from the start of its room.
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
    all.texts_.reserve(count);
    for (std::size_t document = 0; document < count; ++document) {
      all.texts_.push_back(data.substr(static_cast<std::size_t>(offsets[document]), static_cast<std::size_t>(offsets[document + 1] - offsets[document])));
    }
    return all;
  }

  std::shared_ptr<const detail::tagging> of_;
};

// Tags a text that comes in chunks of any size. Judges names with what the text has said up to
// them, so some mentions differ from those of `tagger`, which knows the rest; they are the same
// whatever the split. For a text that is there as a whole, use `tagger`. Keeps its tagger.
class incremental_tagger {
public:
  // `about`: what is known of the texts that will come.
  explicit incremental_tagger(const tagger &with, const text_options &about = {}) : of_(with.of_), handle_(make(with, detail::raw_options(about))) {}
  // The handle, for calls of gaztag.h.
  gaztag_incremental *get() const noexcept { return handle_.get(); }

  // Goes on with a chunk, and calls a function with every mention that is sure now; one that
  // returns a bool stops by false, and what was found behind that mention waits for `feed_into`.
  // How many bytes were taken: all of them if it did not stop. What the function throws comes out,
  // and how many were taken is not known then: `reset`.
  template <typename Function> std::size_t feed(std::string_view chunk, Function &&function) {
    std::size_t consumed = 0;
    each(function, [&](gaztag_incremental_fn give, void *user, gaztag_error *error) {
      return gaztag_incremental_feed_each(get(), chunk.data(), chunk.size(), &consumed, give, user, error);
    });
    return consumed;
  }
  // Ends the text. Whether it was not stopped: then it is ready for another text.
  template <typename Function> bool finish(Function &&function) {
    return each(function, [&](gaztag_incremental_fn give, void *user, gaztag_error *error) { return gaztag_incremental_finish_each(get(), give, user, error); });
  }
  // The same into memory of the caller: how many there are, and whether more wait. What was taken
  // is cut off from the chunk; call again with what is left while more wait.
  std::pair<std::size_t, bool> feed_into(std::string_view &chunk, gaztag_mention *out, std::size_t capacity) {
    std::size_t consumed = 0, len = 0;
    const gaztag_status status = detail::call(gaztag_incremental_feed, get(), chunk.data(), chunk.size(), &consumed, out, capacity, &len);
    chunk.remove_prefix(consumed);
    return {len, status == GAZTAG_MORE};
  }
  std::pair<std::size_t, bool> finish_into(gaztag_mention *out, std::size_t capacity) {
    std::size_t len = 0;
    const gaztag_status status = detail::call(gaztag_incremental_finish, get(), out, capacity, &len);
    return {len, status == GAZTAG_MORE};
  }
  // The byte before which no mention that is yet to come starts.
  std::uint64_t settled() const noexcept { return gaztag_incremental_settled(get()); }
  // Forgets the text fed so far.
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

} // namespace gaztag

#endif
