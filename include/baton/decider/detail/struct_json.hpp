// Structs that are named to BATON_FIELDS as JSON, and back.
//
// A field that is left out keeps its default, a field that is not known is passed over: so a newer version may add
// some. A variant is an object with the "type" of what it holds. Times are milliseconds.
#ifndef BATON_DECIDER_DETAIL_STRUCT_JSON_HPP
#define BATON_DECIDER_DETAIL_STRUCT_JSON_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../../core/container_traits.hpp"
#include "../../core/error.hpp"
#include "../../core/fields.hpp"
#include "../../core/time.hpp"
#include "../../core/value.hpp"
#include "../../runner/value_json.hpp"
#include "../fwd.hpp"

namespace baton::inline BATON_ABI::decider::detail {

using nlohmann::json;

using core::is_list;
using core::is_optional;
using core::is_text_map;
template <class T>
struct is_variant : std::false_type {};
template <class... T>
struct is_variant<std::variant<T...>> : std::true_type {};

template <class T>
json encode(const T& value) {
    if constexpr (std::is_same_v<T, core::Value>) {
        return runner::detail::value_to_json(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return runner::detail::text_to_json(value);
    } else if constexpr (std::is_same_v<T, core::duration> || std::is_same_v<T, core::instant>) {
        return value.ms;
    } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::int64_t>) {
        return value;
    } else if constexpr (std::is_enum_v<T>) {
        return enum_names<T>[static_cast<std::size_t>(value)];
    } else if constexpr (is_optional<T>::value) {
        return value ? encode(*value) : json();
    } else if constexpr (is_list<T>::value) {
        json out = json::array();
        for (const auto& e : value) out.push_back(encode(e));
        return out;
    } else if constexpr (is_text_map<T>::value) {
        json out = json::array();  // the keys stand in the values
        for (const auto& [key, e] : value) out.push_back(encode(e));
        return out;
    } else if constexpr (is_variant<T>::value) {
        return std::visit(
            []<class U>(const U& held) {
                json out = encode(held);
                out["type"] = U::type;
                return out;
            },
            value);
    } else {
        json out = json::object();
        if constexpr (core::has_fields<T>)
            baton_visit_fields(static_cast<const T*>(nullptr), [&](const char* name, auto member) {
                if constexpr (is_optional<std::remove_cvref_t<decltype(value.*member)>>::value)
                    if (!(value.*member)) return;
                out[name] = encode(value.*member);
            });
        else
            static_assert(std::is_empty_v<T>, "name its members to BATON_FIELDS");
        return out;
    }
}

/// Reads what encode wrote. What does not fit is BTN211.
class StructReader {
public:
    explicit StructReader(const std::string& where) : where_(where) {}

    template <class T>
    [[nodiscard]] T read(const json& in) const {
        T value{};
        into(in, value);
        return value;
    }
    template <class T>
    void into(const json& in, T& value) const {
        if constexpr (std::is_same_v<T, core::Value>) {
            value = runner::detail::ValueReader(where_).value(in);
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = runner::detail::ValueReader(where_).text(in);
        } else if constexpr (std::is_same_v<T, core::duration> || std::is_same_v<T, core::instant>) {
            value.ms = integer(in);
        } else if constexpr (std::is_same_v<T, bool>) {
            if (!in.is_boolean()) fail("true or false");
            value = in.get<bool>();
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            value = integer(in);
        } else if constexpr (std::is_enum_v<T>) {
            const auto& names = enum_names<T>;
            const auto at = in.is_string() ? std::find(names.begin(), names.end(), in.get<std::string>()) : names.end();
            if (at == names.end()) fail("a word of its kind");
            value = static_cast<T>(at - names.begin());
        } else if constexpr (is_optional<T>::value) {
            if (in.is_null())
                value.reset();
            else
                value = read<typename T::value_type>(in);
        } else if constexpr (is_list<T>::value) {
            if (!in.is_array()) fail("a list");
            value.clear();
            for (const json& e : in) value.push_back(read<typename T::value_type>(e));
        } else if constexpr (is_text_map<T>::value) {
            if (!in.is_array()) fail("a list");
            value.clear();
            for (const json& e : in) {
                auto item = read<typename T::mapped_type>(e);
                std::string key = item.key();
                value.emplace(std::move(key), std::move(item));
            }
        } else if constexpr (is_variant<T>::value) {
            if (!in.is_object() || !in.contains("type") || !in["type"].is_string()) fail("an object with a type");
            if (!alternative<0>(in, in["type"].get_ref<const std::string&>(), value)) fail("a known type");
        } else {
            if (!in.is_object()) fail("an object");
            if constexpr (core::has_fields<T>)
                baton_visit_fields(static_cast<const T*>(nullptr), [&](const char* name, auto member) {
                    if (const auto at = in.find(name); at != in.end()) into(*at, value.*member);
                });
        }
    }
    [[noreturn]] void fail(const char* expected) const {
        throw core::error(core::error_code::the_state_is_damaged, where_, std::string("expected ") + expected);
    }

private:
    [[nodiscard]] std::int64_t integer(const json& in) const {
        if (!in.is_number_integer() ||
            (in.is_number_unsigned() &&
             in.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}))
            fail("an integer");
        return in.get<std::int64_t>();
    }
    template <std::size_t I, class V>
    bool alternative(const json& in, std::string_view type, V& value) const {
        if constexpr (I == std::variant_size_v<V>) {
            return false;
        } else {
            using T = std::variant_alternative_t<I, V>;
            if (T::type != type) return alternative<I + 1>(in, type, value);
            value = read<T>(in);
            return true;
        }
    }
    const std::string& where_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
