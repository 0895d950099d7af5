// The parts of dates, times, durations and ranges (DMN 1.3, table 53): `d.year`, `range.start included`.
#ifndef BATON_EXPRESSION_PROPERTIES_HPP
#define BATON_EXPRESSION_PROPERTIES_HPP

#include <optional>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "value.hpp"
#include "zone_source.hpp"

namespace baton::inline BATON_ABI::expression {

namespace detail {

inline std::optional<Value> property(const Date& d, std::string_view name) {
    if (name == "year") return Value(d.year);
    if (name == "month") return Value(static_cast<int>(d.month));
    if (name == "day") return Value(static_cast<int>(d.day));
    if (name == "weekday") return Value(weekday(d));
    return std::nullopt;
}

/// `when` is a Time or a DateTime: an offset may depend on the day.
template <class When>
std::optional<Value> property_of_time(const Time& t, const When& when, std::string_view name) {
    if (name == "hour") return Value(static_cast<int>(t.hour));
    if (name == "minute") return Value(static_cast<int>(t.minute));
    if (name == "second") return Value(static_cast<int>(t.second));
    if (name == "time offset") {
        const auto offset = time_offset(when);
        return offset ? Value(*offset) : Value();
    }
    if (name == "timezone") {
        const auto zone = zone_name(when);
        return zone ? Value(std::string(*zone)) : Value();
    }
    return std::nullopt;
}

inline std::optional<Value> property(const DaysDuration& d, std::string_view name) {
    if (name == "days") return Value(days_of(d));
    if (name == "hours") return Value(hours_of(d));
    if (name == "minutes") return Value(minutes_of(d));
    if (name == "seconds") return Value(seconds_of(d));
    return std::nullopt;
}

inline std::optional<Value> property(const YearsDuration& d, std::string_view name) {
    if (name == "years") return Value(years_of(d));
    if (name == "months") return Value(months_of(d));
    return std::nullopt;
}

inline std::optional<Value> property(const Range& r, std::string_view name) {
    if (name == "start") return r.low;
    if (name == "end") return r.high;
    if (name == "start included") return Value(r.low_included);
    if (name == "end included") return Value(r.high_included);
    return std::nullopt;
}

}  // namespace detail

/// The part of that name; nothing when values of this kind have none.
inline std::optional<Value> property_of(const Value& v, std::string_view name) {
    if (const Date* d = v.get<Date>()) return detail::property(*d, name);
    if (const Time* t = v.get<Time>()) return detail::property_of_time(*t, *t, name);
    if (const DateTime* t = v.get<DateTime>()) {
        if (const auto part = detail::property(t->date, name)) return part;
        return detail::property_of_time(t->time, *t, name);
    }
    if (const DaysDuration* d = v.get<DaysDuration>()) return detail::property(*d, name);
    if (const YearsDuration* d = v.get<YearsDuration>()) return detail::property(*d, name);
    if (const Range* r = v.get<Range>()) return detail::property(*r, name);
    return std::nullopt;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
