// Structs as variables: every member that BATON_FIELDS names is the variable of its name.
//
// Reading is strict: a variable that is missing, or of another type than its member, is a finding that says what was
// expected. A member of std::optional may be missing. Inner structs are objects, vectors lists.
#ifndef BATON_RUNNER_STRUCT_VALUES_HPP
#define BATON_RUNNER_STRUCT_VALUES_HPP

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/fields.hpp"
#include "../core/time.hpp"
#include "../core/time_text.hpp"
#include "../core/value.hpp"

namespace baton::inline BATON_ABI::runner {

namespace detail {

template <class T>
inline constexpr bool is_optional_value = false;
template <class T>
inline constexpr bool is_optional_value<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector_value = false;
template <class T, class A>
inline constexpr bool is_vector_value<std::vector<T, A>> = true;
template <class T>
inline constexpr bool is_map_value = false;
template <class T, class C, class A>
inline constexpr bool is_map_value<std::map<std::string, T, C, A>> = true;
/// False: variables cannot hold such a type.
template <class T>
inline constexpr bool is_a_variable = false;

/// Fills a value from a variable; what does not fit is described, and the value is left as it was.
class StructReader {
public:
    template <class T>
    void read(const core::Value& from, T& to, const std::string& name) {
        if constexpr (std::is_same_v<T, core::Value>) {
            to = from;
        } else if constexpr (is_optional_value<T>) {
            if (from.is_null()) return to.reset();
            typename T::value_type inner{};
            read(from, inner, name);
            to = std::move(inner);
        } else if constexpr (core::has_fields<T>) {
            if (from.object() == nullptr) return mismatch("an object", from, name);
            baton_visit_fields(static_cast<const T*>(nullptr), [&](const char* member, auto pointer) {
                const core::Value* inner = from.find(member);
                read(inner == nullptr ? core::Value() : *inner, to.*pointer, name + "." + member);
            });
        } else if constexpr (is_vector_value<T>) {
            if (from.list() == nullptr) return mismatch("a list", from, name);
            T items;
            for (const core::Value& v : *from.list()) {
                typename T::value_type item{};
                read(v, item, name + "[" + std::to_string(items.size() + 1) + "]");
                items.push_back(std::move(item));
            }
            to = std::move(items);
        } else if constexpr (is_map_value<T>) {
            if (from.object() == nullptr) return mismatch("an object", from, name);
            T items;
            for (const auto& [key, v] : *from.object()) read(v, items[key], name + "." + key);
            to = std::move(items);
        } else {
            read_simple(from, to, name);
        }
    }
    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
    /// All of them, or an empty text.
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const std::string& p : problems_) all += (all.empty() ? "" : "; ") + p;
        return all;
    }

private:
    template <class T>
    void read_simple(const core::Value& from, T& to, const std::string& name) {
        if constexpr (std::is_same_v<T, bool>) {
            if (from.boolean() == nullptr) return mismatch("true or false", from, name);
            to = *from.boolean();
        } else if constexpr (std::is_same_v<T, std::string>) {
            if (from.text() != nullptr)
                to = *from.text();
            else if (from.typed_text() != nullptr)
                to = from.typed_text()->text;
            else
                mismatch("a text", from, name);
        } else if constexpr (std::is_integral_v<T>) {
            read_integer(from, to, name);
        } else if constexpr (std::is_floating_point_v<T>) {
            if (from.integer() != nullptr)
                to = static_cast<T>(*from.integer());
            else if (from.real() != nullptr)
                to = static_cast<T>(*from.real());
            else
                mismatch("a number", from, name);
        } else if constexpr (std::is_same_v<T, core::instant>) {
            const std::string* text = from.typed_text() != nullptr ? &from.typed_text()->text : from.text();
            const auto time = text == nullptr ? std::nullopt : core::instant_from_text(*text);
            if (!time) return mismatch("a time like 2026-11-20T12:02:03.000Z", from, name);
            to = *time;
        } else {
            static_assert(is_a_variable<T>,
                          "variables cannot fill a member of this type: use bool, numbers, "
                          "std::string, baton::instant, baton::Value, std::optional, std::vector, "
                          "std::map<std::string, …>, or a struct with BATON_FIELDS");
        }
    }
    template <class Integer>
    void read_integer(const core::Value& from, Integer& to, const std::string& name) {
        constexpr auto least = static_cast<std::int64_t>(std::numeric_limits<Integer>::min());
        constexpr std::int64_t most = sizeof(Integer) == 8
                                          ? std::numeric_limits<std::int64_t>::max()
                                          : static_cast<std::int64_t>(std::numeric_limits<Integer>::max());
        std::optional<std::int64_t> n;
        if (from.integer() != nullptr) n = *from.integer();
        if (const double* d = from.real(); d != nullptr && *d == std::floor(*d) && std::fabs(*d) < 9007199254740992.0)
            n = static_cast<std::int64_t>(*d);
        if (!n || *n < least || *n > most)
            return mismatch("a whole number from " + std::to_string(least) + " to " + std::to_string(most), from, name);
        to = static_cast<Integer>(*n);
    }
    void mismatch(const std::string& expected, const core::Value& from, const std::string& name) {
        std::string found = core::text_of(from);
        if (found.size() > 40) found = found.substr(0, 40) + "…";
        if (from.text() != nullptr) found = '"' + found + '"';
        problems_.push_back("variable '" + name + "': expected " + expected +
                            (from.is_null() ? std::string(", but it is missing") : ", found " + found));
    }
    std::vector<std::string> problems_;
};

}  // namespace detail

/// A value of a struct's member, or of a whole struct, as a variable holds it.
template <class T>
core::Value to_value(const T& v) {
    if constexpr (detail::is_optional_value<T>) {
        return v ? to_value(*v) : core::Value();
    } else if constexpr (core::has_fields<T>) {
        core::Value::Object members;
        baton_visit_fields(static_cast<const T*>(nullptr),
                           [&](const char* name, auto pointer) { members.emplace_back(name, to_value(v.*pointer)); });
        return members;
    } else if constexpr (detail::is_vector_value<T>) {
        core::Value::List items;
        for (const typename T::value_type& item : v) items.push_back(to_value<typename T::value_type>(item));
        return items;
    } else if constexpr (detail::is_map_value<T>) {
        core::Value::Object members;
        for (const auto& [name, item] : v) members.emplace_back(name, to_value(item));
        return members;
    } else if constexpr (std::is_same_v<T, core::instant>) {
        return core::TypedText{"date-time", core::to_text(v)};
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
        return static_cast<std::int64_t>(v);
    } else if constexpr (std::is_floating_point_v<T>) {
        return static_cast<double>(v);
    } else {
        return core::Value(v);
    }
}

/// A struct, or any value, from a variable. What does not fit is described in `problems`, if it is given.
template <class T>
std::optional<T> from_value(const core::Value& from, std::string* problems = nullptr,
                            const std::string& name = "value") {
    T value{};
    detail::StructReader reader;
    reader.read(from, value, name);
    if (reader.problems().empty()) return value;
    if (problems != nullptr) *problems = reader.text();
    return std::nullopt;
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::from_value;
using runner::to_value;
}  // namespace baton::inline BATON_ABI

#endif
