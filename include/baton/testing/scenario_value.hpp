// Values as JSON and back, and when two of them count as equal in a scenario.
#ifndef BATON_TESTING_SCENARIO_VALUE_HPP
#define BATON_TESTING_SCENARIO_VALUE_HPP

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "../config.hpp"
#include "../core/value.hpp"

namespace baton::inline BATON_ABI::testing {

/// Members keep the order in which they are written: variables and assignments are made in it.
using ScenarioJson = nlohmann::ordered_json;

/// Whole numbers beyond 64 bits become doubles. As deep as the JSON is nested.
template <class Json>
core::Value value_from(const Json& j) {
    switch (j.type()) {
        case Json::value_t::boolean: return j.template get<bool>();
        case Json::value_t::number_integer: return j.template get<std::int64_t>();
        case Json::value_t::number_unsigned: {
            const auto n = j.template get<std::uint64_t>();
            if (n > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return static_cast<double>(n);
            return static_cast<std::int64_t>(n);
        }
        case Json::value_t::number_float: return j.template get<double>();
        case Json::value_t::string: return j.template get<std::string>();
        case Json::value_t::array: {
            core::Value::List list;
            for (const Json& e : j) list.push_back(value_from(e));
            return list;
        }
        case Json::value_t::object: {
            core::Value::Object object;
            for (const auto& [name, member] : j.items()) object.emplace_back(name, value_from(member));
            return object;
        }
        default: return {};
    }
}

/// Precondition: the JSON is an object.
template <class Json>
core::Variables variables_from(const Json& j) {
    const core::Value value = value_from(j);
    return *value.object();
}

/// Dates, times and durations become their text.
inline ScenarioJson json_from(const core::Value& v) {
    if (const bool* b = v.boolean()) return *b;
    if (const std::int64_t* i = v.integer()) return *i;
    if (const double* d = v.real()) return *d;
    if (const std::string* s = v.text()) return *s;
    if (const core::TypedText* t = v.typed_text()) return t->text;
    if (const core::Value::List* list = v.list()) {
        ScenarioJson out = ScenarioJson::array();
        for (const core::Value& e : *list) out.push_back(json_from(e));
        return out;
    }
    if (const core::Value::Object* object = v.object()) {
        ScenarioJson out = ScenarioJson::object();
        for (const auto& [name, member] : *object) out[name] = json_from(member);
        return out;
    }
    return nullptr;
}

/// The value as one line of JSON.
inline std::string json_text(const core::Value& v) {
    return json_from(v).dump(-1, ' ', false, ScenarioJson::error_handler_t::replace);
}

/// Numbers as numbers, dates and the like also by their text, a member that is null as one that is absent.
inline bool is_as_expected(const core::Value& seen, const core::Value& expected) {
    if (const core::TypedText* t = seen.typed_text(); t != nullptr && expected.text() != nullptr)
        return t->text == *expected.text();
    if (const core::Value::List* a = seen.list(), *b = expected.list(); a != nullptr && b != nullptr)
        return std::equal(a->begin(), a->end(), b->begin(), b->end(), is_as_expected);
    if (seen.object() != nullptr && expected.object() != nullptr) {
        const auto covers = [](const core::Value& some, const core::Value& other, bool seen_first) {
            return std::all_of(some.object()->begin(), some.object()->end(), [&](const auto& member) {
                const core::Value* found = other.find(member.first);
                const core::Value there = found == nullptr ? core::Value() : *found;
                return seen_first ? is_as_expected(member.second, there) : is_as_expected(there, member.second);
            });
        };
        return covers(seen, expected, true) && covers(expected, seen, false);
    }
    return seen == expected;
}

}  // namespace baton::inline BATON_ABI::testing

#endif
