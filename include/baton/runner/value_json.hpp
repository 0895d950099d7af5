// Values of variables as JSON, and back without loss.
//
//   null, truth, text, lists                as they are; numbers too, 1 and 1.0 stay apart
//   objects                                 as they are, where their members stand in the order of their names
//   other objects, and any with "$baton"    {"$baton": "object", "members": [["name", value], …]}
//   dates, times, durations                 {"$baton": "date", "text": "2026-11-20"}
//   nan, inf, -inf                          {"$baton": "number", "text": "nan"}
//   text that is not UTF-8                  {"$baton": "bytes", "hex": "ff00"}
//   other typed text                        {"$baton": "typed", "type": …, "text": …}
#ifndef BATON_RUNNER_VALUE_JSON_HPP
#define BATON_RUNNER_VALUE_JSON_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/value.hpp"
#include "bounded_json.hpp"
#include "utf8.hpp"

namespace baton::inline BATON_ABI::runner::detail {

using nlohmann::json;

inline constexpr const char* value_mark = "$baton";
inline constexpr std::array<std::string_view, 4> typed_names = {"date", "time", "date-time", "duration"};

template <class Json = json>
Json text_to_json(const std::string& text) {
    if (is_utf8(text)) return text;
    std::string hex;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
    }
    return {{value_mark, "bytes"}, {"hex", hex}};
}

template <class Json = json>
Json value_to_json(const core::Value& value);

template <class Json = json>
Json object_to_json(const core::Value::Object& object) {
    const bool plain =
        std::adjacent_find(object.begin(), object.end(),
                           [](const auto& a, const auto& b) { return !(a.first < b.first); }) == object.end() &&
        std::all_of(object.begin(), object.end(),
                    [](const auto& m) { return m.first != value_mark && is_utf8(m.first); });
    if (plain) {
        Json out = Json::object();
        for (const auto& [name, value] : object) out[name] = value_to_json<Json>(value);
        return out;
    }
    Json members = Json::array();
    for (const auto& [name, value] : object) {
        Json member = Json::array();
        member.push_back(text_to_json<Json>(name));
        member.push_back(value_to_json<Json>(value));
        members.push_back(std::move(member));
    }
    Json out{{value_mark, "object"}};
    out["members"] = std::move(members);
    return out;
}

template <class Json>
Json value_to_json(const core::Value& value) {
    if (value.is_null()) return nullptr;
    if (const bool* b = value.boolean()) return *b;
    if (const std::int64_t* i = value.integer()) return *i;
    if (const double* d = value.real()) {
        if (std::isfinite(*d)) return *d;
        return {{value_mark, "number"}, {"text", std::isnan(*d) ? "nan" : *d > 0 ? "inf" : "-inf"}};
    }
    if (const std::string* s = value.text()) return text_to_json<Json>(*s);
    if (const core::TypedText* t = value.typed_text()) {
        const bool known = std::find(typed_names.begin(), typed_names.end(), t->type) != typed_names.end();
        Json out{{value_mark, known ? t->type : "typed"}};
        if (!known) out["type"] = text_to_json<Json>(t->type);
        out["text"] = text_to_json<Json>(t->text);
        return out;
    }
    if (const core::Value::List* list = value.list()) {
        Json out = Json::array();
        for (const core::Value& e : *list) out.push_back(value_to_json<Json>(e));
        return out;
    }
    return object_to_json<Json>(*value.object());
}

/// Reads values; what is none is BTN211.
template <class Json>
class BasicValueReader {
public:
    explicit BasicValueReader(const std::string& where) : where_(where) {}

    [[nodiscard]] core::Value value(const Json& in) const {
        switch (in.type()) {
            case Json::value_t::null: return {};
            case Json::value_t::boolean: return in.template get<bool>();
            case Json::value_t::number_integer: return in.template get<std::int64_t>();
            case Json::value_t::number_unsigned:
                if (in.template get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
                    fail("a number below 2^63");
                return in.template get<std::int64_t>();
            case Json::value_t::number_float: return in.template get<double>();
            case Json::value_t::string: return in.template get<std::string>();
            case Json::value_t::array: {
                core::Value::List list;
                for (const Json& e : in) list.push_back(value(e));
                return list;
            }
            case Json::value_t::object: return in.contains(value_mark) ? marked(in) : core::Value(members(in));
            case Json::value_t::binary:
            case Json::value_t::discarded: break;
        }
        fail("a value");
    }
    /// Variables: an object in either form.
    [[nodiscard]] core::Variables variables(const Json& in) const {
        if (!in.is_object()) fail("variables");
        return members(in);
    }
    [[nodiscard]] std::string text(const Json& in) const {
        if (in.is_string()) return in.template get<std::string>();
        if (!in.is_object() || !is_text(in.value(value_mark, Json()), "bytes")) fail("a text");
        return bytes(member(in, "hex"));
    }

private:
    [[noreturn]] void fail(const char* expected) const {
        throw core::error(core::error_code::the_state_is_damaged, where_, std::string("expected ") + expected);
    }
    [[nodiscard]] const Json& member(const Json& in, const char* name) const {
        if (!in.is_object() || !in.contains(name)) fail("a value of its kind");
        return in[name];
    }
    [[nodiscard]] core::Value::Object members(const Json& in) const {
        core::Value::Object out;
        if (!in.contains(value_mark)) {
            for (const auto& [name, e] : in.items()) out.emplace_back(name, value(e));
            return out;
        }
        if (in[value_mark] != "object") fail("an object");
        const Json& list = member(in, "members");
        if (!list.is_array()) fail("a list of members");
        std::unordered_set<std::string> names;
        for (const Json& e : list) {
            if (!e.is_array() || e.size() != 2) fail("a name and a value");
            out.emplace_back(text(e[0]), value(e[1]));
            if (!names.insert(out.back().first).second) fail("names that are used once");
        }
        return out;
    }
    [[nodiscard]] core::Value marked(const Json& in) const {
        const Json& mark = in[value_mark];
        if (mark == "object") return members(in);
        if (mark == "bytes") return text(in);
        if (mark == "typed") return core::TypedText{text(member(in, "type")), text(member(in, "text"))};
        if (mark == "number") {
            const Json& t = member(in, "text");
            if (t == "nan") return std::numeric_limits<double>::quiet_NaN();
            if (t == "inf") return std::numeric_limits<double>::infinity();
            if (t == "-inf") return -std::numeric_limits<double>::infinity();
            fail("nan, inf or -inf");
        }
        const auto known =
            std::find_if(typed_names.begin(), typed_names.end(), [&](auto name) { return mark == name; });
        if (known == typed_names.end()) fail("a value of a known kind");
        return core::TypedText{std::string(*known), text(member(in, "text"))};
    }
    [[nodiscard]] std::string bytes(const Json& hex) const {
        const auto digit = [this](char c) {
            if (c >= '0' && c <= '9') return c - '0';
            if (c >= 'a' && c <= 'f') return c - 'a' + 10;
            fail("pairs of the digits 0 to f");
        };
        if (!hex.is_string()) fail("a text");
        const auto digits = hex.template get<std::string>();
        if (digits.size() % 2 != 0) fail("pairs of the digits 0 to f");
        std::string out;
        for (std::size_t i = 0; i < digits.size(); i += 2)
            out += static_cast<char>(static_cast<unsigned char>(digit(digits[i]) * 16 + digit(digits[i + 1])));
        return out;
    }

    const std::string& where_;
};

using ValueReader = BasicValueReader<json>;

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
