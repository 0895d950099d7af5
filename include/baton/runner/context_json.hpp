// Contexts as JSON.
//
// A context is a struct named to BATON_FIELDS, or anything that nlohmann::json converts (to_json, from_json), or
// nlohmann::json itself. Reading is strict and complete: missing fields keep the struct's defaults, fields that the
// struct does not have are kept and written back, and every value of a wrong type is listed with its JSON path.
#ifndef BATON_RUNNER_CONTEXT_JSON_HPP
#define BATON_RUNNER_CONTEXT_JSON_HPP

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/container_traits.hpp"
#include "../core/error.hpp"
#include "../core/fields.hpp"
#include "../core/time_text.hpp"
#include "bounded_json.hpp"
#include "utf8.hpp"

namespace baton::inline BATON_ABI {

/// The version of a context type, written beside it. Specialize it when an older file needs more than defaults:
///   template <> inline constexpr int baton::context_version<Job> = 2;
///   void baton_upgrade(nlohmann::json& fields, int from, const Job*);   // in the namespace of Job
template <class Context>
inline constexpr int context_version = 1;  // here, not in runner: a specialization names it as baton::context_version

}  // namespace baton::inline BATON_ABI

namespace baton::inline BATON_ABI::runner {

namespace detail {

using json = nlohmann::json;

template <class T>
concept has_upgrade = requires(json& j) {
    baton_upgrade(j, 1, static_cast<const T*>(nullptr));
};

/// "/a/b": a JSON pointer that grows and shrinks with the recursion.
class JsonPath {
public:
    class Step {
    public:
        Step(JsonPath& path, std::string_view name) : path_(path), size_(path.text_.size()) {
            path.text_ += '/';
            for (const char c : name) {
                if (c == '~')
                    path.text_ += "~0";
                else if (c == '/')
                    path.text_ += "~1";
                else
                    path.text_ += c;
            }
        }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;
        ~Step() { path_.text_.resize(size_); }

    private:
        JsonPath& path_;
        std::size_t size_;
    };
    explicit JsonPath(std::string root) : text_(std::move(root)) {}
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

using core::is_list;
using core::is_optional;
using core::is_text_map;

/// False: such a type is saved by its fields or by nlohmann's functions only.
template <class T>
inline constexpr bool is_saved_without_fields = false;

/// Writes values; what cannot be written is listed.
class ContextWriter {
public:
    explicit ContextWriter(std::string root) : path_(std::move(root)) {}

    /// `before`: what was read when the value was loaded; its unknown fields are kept.
    template <class T>
    json write(const T& value, const json* before) {
        if constexpr (core::has_fields<T>) {
            json out = json::object();
            baton_visit_fields(static_cast<const T*>(nullptr), [&](const char* name, auto member) {
                const JsonPath::Step step(path_, name);
                const json* old =
                    before != nullptr && before->is_object() && before->contains(name) ? &(*before)[name] : nullptr;
                out[name] = write(value.*member, old);
            });
            if (before != nullptr && before->is_object())
                for (const auto& [name, old] : before->items())
                    if (!out.contains(name)) out[name] = old;
            return out;
        } else if constexpr (std::is_same_v<T, std::string>) {
            if (!is_utf8(value)) problem("text that is not UTF-8 cannot be saved as JSON");
            return value;
        } else if constexpr (std::is_floating_point_v<T>) {
            if (std::isfinite(value)) return value;
            return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
        } else if constexpr (std::is_same_v<T, core::instant>) {
            return core::to_text(value);
        } else if constexpr (is_list<T>::value) {
            json out = json::array();
            for (std::size_t i = 0; i < value.size(); ++i) {
                const JsonPath::Step step(path_, std::to_string(i));
                out.push_back(write<typename T::value_type>(value[i], nullptr));  // which was which is not known
            }
            return out;
        } else if constexpr (is_text_map<T>::value) {
            json out = json::object();
            for (const auto& [name, item] : value) {
                const JsonPath::Step step(path_, name);
                if (!is_utf8(name)) problem("a key that is not UTF-8 cannot be saved as JSON");
                const json* old =
                    before != nullptr && before->is_object() && before->contains(name) ? &(*before)[name] : nullptr;
                out[name] = write(item, old);
            }
            return out;
        } else if constexpr (is_optional<T>::value) {
            return value ? write(*value, before) : json();
        } else if constexpr (std::is_constructible_v<json, const T&>) {
            return value;
        } else {
            static_assert(is_saved_without_fields<T>,
                          "this type cannot be saved: name its members with BATON_FIELDS(Type, member, ...) after it, "
                          "or give it to_json and from_json (nlohmann)");
            return {};
        }
    }
    [[nodiscard]] const std::vector<core::diagnostic>& findings() const { return findings_; }

private:
    void problem(std::string what) {
        findings_.push_back({core::error_code::the_context_does_not_fit, path_.text(), std::move(what)});
    }
    JsonPath path_;
    std::vector<core::diagnostic> findings_;
};

/// Reads values; what does not fit is listed, and the value is left as it was.
class ContextReader {
public:
    explicit ContextReader(std::string root) : path_(std::move(root)) {}

    template <class T>
    void read(const json& from, T& value) {
        if constexpr (core::has_fields<T>) {
            if (!from.is_object()) return mismatch("an object", from);
            baton_visit_fields(static_cast<const T*>(nullptr), [&](const char* name, auto member) {
                const auto at = from.find(name);
                if (at == from.end()) return;
                const JsonPath::Step step(path_, name);
                read(*at, value.*member);
            });
        } else if constexpr (std::is_same_v<T, bool>) {
            if (!from.is_boolean()) return mismatch("true or false", from);
            value = from.get<bool>();
        } else if constexpr (std::is_same_v<T, std::string>) {
            if (!from.is_string()) return mismatch("a text", from);
            value = from.get<std::string>();
        } else if constexpr (std::is_integral_v<T>) {
            read_integer(from, value);
        } else if constexpr (std::is_floating_point_v<T>) {
            if (from.is_number())
                value = from.get<T>();
            else if (is_text(from, "nan"))
                value = std::numeric_limits<T>::quiet_NaN();
            else if (is_text(from, "inf"))
                value = std::numeric_limits<T>::infinity();
            else if (is_text(from, "-inf"))
                value = -std::numeric_limits<T>::infinity();
            else
                mismatch("a number", from);
        } else if constexpr (std::is_same_v<T, core::instant>) {
            const auto time =
                from.is_string() ? core::instant_from_text(from.get_ref<const std::string&>()) : std::nullopt;
            if (!time) return mismatch("a time like 2026-11-20T12:02:03.000Z", from);
            value = *time;
        } else if constexpr (is_list<T>::value) {
            if (!from.is_array()) return mismatch("a list", from);
            T items;
            for (std::size_t i = 0; i < from.size(); ++i) {
                const JsonPath::Step step(path_, std::to_string(i));
                typename T::value_type item{};
                read(from[i], item);
                items.push_back(std::move(item));
            }
            value = std::move(items);
        } else if constexpr (is_text_map<T>::value) {
            if (!from.is_object()) return mismatch("an object", from);
            T items;
            for (const auto& [name, item] : from.items()) {
                const JsonPath::Step step(path_, name);
                read(item, items[name]);
            }
            value = std::move(items);
        } else if constexpr (is_optional<T>::value) {
            if (from.is_null()) return value.reset();
            typename T::value_type item{};
            read(from, item);
            value = std::move(item);
        } else if constexpr (requires { from.get_to(value); }) {
            try {
                from.get_to(value);
            } catch (const std::exception& e) {
                problem(e.what());
            }
        } else {
            static_assert(is_saved_without_fields<T>,
                          "this type cannot be loaded: name its members with BATON_FIELDS(Type, member, ...) after it, "
                          "or give it to_json and from_json (nlohmann)");
        }
    }
    [[nodiscard]] const std::vector<core::diagnostic>& findings() const { return findings_; }

private:
    template <class Integer>
    void read_integer(const json& from, Integer& value) {
        // Not std::in_range, which does not take characters.
        constexpr auto least = static_cast<std::int64_t>(std::numeric_limits<Integer>::min());
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<Integer>::max());
        const bool is_negative = from.is_number_integer() && !from.is_number_unsigned() && from.get<std::int64_t>() < 0;
        if (is_negative && from.get<std::int64_t>() >= least)
            value = static_cast<Integer>(from.get<std::int64_t>());
        else if (from.is_number_integer() && !is_negative && from.get<std::uint64_t>() <= most)
            value = static_cast<Integer>(from.get<std::uint64_t>());
        else
            mismatch("an integer from " + std::to_string(std::numeric_limits<Integer>::min()) + " to " +
                         std::to_string(std::numeric_limits<Integer>::max()),
                     from);
    }
    template <class Json>
    void mismatch(std::string_view expected, const Json& from) {
        std::string found = from.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (found.size() > 40) found = found.substr(0, 40) + "…";
        problem("expected " + std::string(expected) + ", found " + found);
    }
    void problem(std::string what) {
        findings_.push_back({core::error_code::the_context_does_not_fit, path_.text(), std::move(what)});
    }
    JsonPath path_;
    std::vector<core::diagnostic> findings_;
};

}  // namespace detail

/// A context as JSON. `before` keeps the fields that the type does not know. Throws BTN215 with every value that JSON
/// cannot hold.
template <class Context>
nlohmann::json context_to_json(const Context& context, const nlohmann::json* before = nullptr) {
    if constexpr (std::is_same_v<Context, nlohmann::json>) {
        return context;
    } else {
        detail::ContextWriter writer("/context");
        nlohmann::json out = writer.write(context, before);
        if (!writer.findings().empty()) throw core::error(writer.findings());
        return out;
    }
}

/// The fields of a context of an older version as this version has them. BTN216 when they are of a newer one, BTN211
/// when the version cannot be, BTN215 when baton_upgrade throws.
template <class Context>
nlohmann::json upgraded_context(nlohmann::json from, int version) {
    static_assert(context_version<Context> == 1 || detail::has_upgrade<Context>,
                  "a context_version above 1 needs baton_upgrade(nlohmann::json& fields, int from, const Context*)");
    if (version < 1)
        throw core::error(core::error_code::the_state_is_damaged, "/context_version", std::to_string(version));
    if (version > context_version<Context>)
        throw core::error(
            core::error_code::the_context_is_newer, "/context_version",
            std::to_string(version) + ", this program knows up to " + std::to_string(context_version<Context>));
    if constexpr (detail::has_upgrade<Context>) {
        if (version < context_version<Context>) try {
                baton_upgrade(from, version, static_cast<const Context*>(nullptr));
            } catch (const std::exception& e) {
                throw core::error(core::error_code::the_context_does_not_fit, "/context",
                                  "baton_upgrade from version " + std::to_string(version) + ": " + e.what());
            }
    }
    return from;
}

/// A context from JSON of that version. Throws BTN215 with the path of every value that does not fit, and what
/// upgraded_context throws.
template <class Context>
Context context_from_json(nlohmann::json from, int version = context_version<Context>) {
    from = upgraded_context<Context>(std::move(from), version);
    if constexpr (std::is_same_v<Context, nlohmann::json>) {
        return from;
    } else {
        Context context{};
        detail::ContextReader reader("/context");
        reader.read(from, context);
        if (!reader.findings().empty()) throw core::error(reader.findings());
        return context;
    }
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::context_from_json;
using runner::context_to_json;
}  // namespace baton::inline BATON_ABI

#endif
