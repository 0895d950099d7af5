// JSON in which dates and the like are objects with one key: {"$date": "2026-11-20"}, {"$time": …}, {"$dateTime": …},
// {"$duration": …}. So that a file of cases can say what JSON cannot.
#ifndef BATON_CLI_TAGGED_JSON_HPP
#define BATON_CLI_TAGGED_JSON_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "../config.hpp"
#include "../expression/json.hpp"
#include "../expression/temporal_text.hpp"
#include "../expression/value.hpp"

namespace baton::inline BATON_ABI::cli {

namespace detail {

inline expression::Value tagged(const std::string& tag, const std::string& text) {
    using namespace expression;
    using expression::Value;
    if (tag == "$date")
        if (const auto d = parse_date(text)) return *d;
    if (tag == "$time")
        if (const auto t = parse_time(text)) return *t;
    if (tag == "$dateTime")
        if (const auto t = parse_date_time(text)) return *t;
    if (tag == "$duration") {
        if (const auto d = parse_days_duration(text)) return *d;
        if (const auto d = parse_years_duration(text)) return *d;
    }
    return {};
}

}  // namespace detail

/// A value from tagged JSON. The nesting is that of the JSON.
inline expression::Value from_tagged_json(const nlohmann::json& j) {
    using namespace expression;
    using expression::Value;
    if (j.is_array()) {
        List list;
        for (const auto& e : j) list.push_back(from_tagged_json(e));
        return list;
    }
    if (!j.is_object()) return from_json(j);
    if (j.size() == 1 && j.begin().value().is_string() && j.begin().key().starts_with('$'))
        return detail::tagged(j.begin().key(), j.begin().value().get<std::string>());
    Entries entries;
    for (const auto& [name, e] : j.items()) entries.emplace_back(name, from_tagged_json(e));
    return entries;
}

/// The value as tagged JSON; ranges and functions as their text.
inline nlohmann::json to_tagged_json(const expression::Value& v) {
    using namespace expression;
    using expression::Value;
    if (const Date* d = v.get<Date>()) return {{"$date", to_text(*d)}};
    if (const Time* t = v.get<Time>()) return {{"$time", to_text(*t)}};
    if (const DateTime* t = v.get<DateTime>()) return {{"$dateTime", to_text(*t)}};
    if (const DaysDuration* d = v.get<DaysDuration>()) return {{"$duration", to_text(*d)}};
    if (const YearsDuration* d = v.get<YearsDuration>()) return {{"$duration", to_text(*d)}};
    if (const List* list = v.get<List>()) {
        nlohmann::json out = nlohmann::json::array();
        for (const Value& e : *list) out.push_back(to_tagged_json(e));
        return out;
    }
    if (const Entries* entries = v.get<Entries>()) {
        nlohmann::json out = nlohmann::json::object();
        for (const auto& [name, e] : *entries) out[name] = to_tagged_json(e);
        return out;
    }
    if (v.is(Kind::range) || v.is(Kind::function)) return text_of(v, std::size_t{1} << 20);
    return to_json(v);
}

}  // namespace baton::inline BATON_ABI::cli

#endif
