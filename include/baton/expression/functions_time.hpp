// The functions of FEEL on dates, times and durations: those that make them (DMN 1.4, 10.3.4.1), those that ask for
// parts (10.3.4.10), is() (10.3.4.6), now() and today() (10.3.4.13); last day of month() is Camunda's.
#ifndef BATON_EXPRESSION_FUNCTIONS_TIME_HPP
#define BATON_EXPRESSION_FUNCTIONS_TIME_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "decimal.hpp"
#include "function_helpers.hpp"
#include "operators.hpp"
#include "temporal.hpp"
#include "temporal_text.hpp"
#include "value.hpp"
#include "zone_source.hpp"

namespace baton::inline BATON_ABI::expression {

namespace time_detail {

using Arguments = std::span<const Value>;

template <class T>
Value result(Calling& call, const std::optional<T>& v, const char* reason) {
    return v ? Value(*v) : call.fail(reason);
}

/// Of a date or a date and time.
inline const Date& day_of(const Value& v) {
    const Date* date = v.get<Date>();
    return date != nullptr ? *date : v.get<DateTime>()->date;
}

inline std::optional<std::int64_t> integer(const Value& v) { return v.get<Decimal>()->to_integer(); }

inline Value date_from(Calling& call, Arguments arguments) {
    const Value& from = arguments[0];
    if (!from.is(Kind::string)) return day_of(from);
    return result(call, parse_date(from.text()), "no date: YYYY-MM-DD");
}
inline Value date_of_parts(Calling& call, Arguments arguments) {
    const auto year = integer(arguments[0]), month = integer(arguments[1]), day = integer(arguments[2]);
    const auto date = year && month && day ? make_date(*year, *month, *day) : std::nullopt;
    return result(call, date, "there is no such day");
}

inline Value time_from(Calling& call, Arguments arguments) {
    const Value& from = arguments[0];
    if (from.is(Kind::time)) return from;
    if (const DateTime* t = from.get<DateTime>()) return t->time;
    if (const Date* date = from.get<Date>()) return midnight_utc(*date).time;
    return result(call, parse_time(from.text(), call.zones()), "no time: hh:mm:ss, with Z, ±hh:mm or @ and a zone");
}
inline Value time_of_parts(Calling& call, Arguments arguments) {
    const auto hour = integer(arguments[0]), minute = integer(arguments[1]);
    const auto second = function_detail::whole(arguments[2]);
    if (!hour || !minute || !second) return call.fail("there is no such time");
    const auto fraction = expression::subtract(*arguments[2].get<Decimal>(), Decimal(*second));
    const auto billionths = fraction ? expression::multiply(*fraction, Decimal(1'000'000'000)) : std::nullopt;
    const auto nanosecond = billionths ? function_detail::whole(*billionths) : std::nullopt;
    Zone zone;
    if (const auto* offset = function_detail::argument(arguments, 3).get<DaysDuration>()) {
        const auto known = offset->nanoseconds == 0 ? Zone::offset(offset->seconds) : std::nullopt;
        if (!known) return call.fail("the offset is not between -PT14H and PT14H");
        zone = *known;
    }
    const auto time = nanosecond ? make_time(*hour, *minute, *second, *nanosecond, zone) : std::nullopt;
    return result(call, time, "there is no such time");
}

inline Value date_time_from(Calling& call, Arguments arguments) {
    const Value& from = arguments[0];
    if (from.is(Kind::date_time)) return from;
    if (const Date* date = from.get<Date>()) return midnight_utc(*date);
    return result(call, parse_date_time(from.text(), call.zones()), "no date and time: YYYY-MM-DDThh:mm:ss");
}
inline Value date_time_of_parts(Calling&, Arguments arguments) {
    return DateTime{day_of(arguments[0]), *arguments[1].get<Time>()};
}

/// `Z`, `+02:00` or a name.
inline std::optional<Zone> zone_named(std::string_view text, const ZoneSource& zones) {
    if (text.empty()) return {};
    if (text != "Z" && text[0] != '+' && text[0] != '-') return zones.knows(text) ? Zone::named(text) : std::nullopt;
    temporal_detail::Reader reader(text);
    return temporal_detail::read_zone(reader, zones);
}
/// The same instant, as a clock of the zone shows it; what has no zone keeps its time.
inline std::optional<DateTime> in_zone(DateTime t, const Zone& zone, const ZoneSource& zones) {
    std::int64_t shift = 0;
    if (!t.time.zone.is_none()) {
        const auto from = temporal_detail::offset_of(t, zones);
        if (!from) return {};
        const auto to = zone.kind() == Zone::Kind::offset
                            ? std::optional(zone.offset_seconds())
                            : zones.offset_at_instant(zone.name(), temporal_detail::local_seconds(t) - *from);
        if (!to) return {};
        shift = *to - *from;
    }
    t.time.zone = Zone();
    auto moved = expression::add(t, DaysDuration{shift, 0}, zones);
    if (moved) moved->time.zone = zone;
    return moved;
}
inline Value date_time_in_zone(Calling& call, Arguments arguments) {
    const auto zone = zone_named(arguments[1].text(), call.zones());
    if (!zone) return call.fail("there is no such time zone");
    return result(call, in_zone(*arguments[0].get<DateTime>(), *zone, call.zones()), "there is no such date and time");
}

inline Value duration_from(Calling& call, Arguments arguments) {
    const std::string_view text = arguments[0].text();
    if (const auto years = parse_years_duration(text)) return *years;
    return result(call, parse_days_duration(text), "no duration: P1Y2M or P1DT2H3M4S");
}
inline Value months_between(Calling& call, Arguments arguments) {
    return result(call, years_and_months_between(day_of(arguments[0]), day_of(arguments[1])),
                  "the duration is too long");
}

inline Value number_of_day(Calling&, Arguments arguments) { return day_of_year(day_of(arguments[0])); }
inline Value number_of_week(Calling&, Arguments arguments) { return week_of_year(day_of(arguments[0])); }
inline Value name_of_day(Calling&, Arguments arguments) {
    return Text::borrowed(weekday_name(weekday(day_of(arguments[0]))));
}
inline Value name_of_month(Calling&, Arguments arguments) {
    return Text::borrowed(month_name(day_of(arguments[0]).month));
}
inline Value last_of_month(Calling&, Arguments arguments) {
    Date date = day_of(arguments[0]);
    date.day = static_cast<std::uint8_t>(days_in_month(date.year, date.month));
    return date;
}

inline Value now(Calling& call, Arguments) {
    const temporal_detail::wide ms = call.now().ms, day = temporal_detail::floor_div(ms, 86'400'000);
    const auto date = temporal_detail::date_of(day);
    if (!date) return call.fail("the time is beyond all years");
    return DateTime{*date, temporal_detail::time_of((ms - day * 86'400'000) * 1'000'000, Zone::utc())};
}
inline Value today(Calling& call, Arguments arguments) {
    const Value time = now(call, arguments);
    return time.is_null() ? time : Value(day_of(time));
}

/// The same element of the semantic domain: of times, the same parts, not the same instant (10.3.2.2).
inline bool same(Calling& call, const Value& a, const Value& b, int depth) {
    if (a.kind() != b.kind() || depth > max_value_depth || !call.spend(1)) return false;
    if (const Time* t = a.get<Time>()) return *t == *b.get<Time>();
    if (const DateTime* t = a.get<DateTime>()) return *t == *b.get<DateTime>();
    if (const List* list = a.get<List>()) {
        const List& other = *b.get<List>();
        bool all = list->size() == other.size();
        for (std::size_t i = 0; all && i < list->size(); ++i) all = same(call, (*list)[i], other[i], depth + 1);
        return all;
    }
    if (const Entries* entries = a.get<Entries>()) {
        const Entries& others = *b.get<Entries>();
        bool all = entries->size() == others.size();
        for (std::size_t i = 0; all && i < entries->size(); ++i) {
            const auto& [key, value] = (*entries)[i];
            const Value* other = others[i].first == key        ? &others[i].second
                                 : call.spend(entries->size()) ? b.find(key)
                                                               : nullptr;
            all = other != nullptr && same(call, value, *other, depth + 1);
        }
        return all;
    }
    if (const Range* range = a.get<Range>()) {
        const Range& other = *b.get<Range>();
        return range->low_included == other.low_included && range->high_included == other.high_included &&
               range->low_unbounded == other.low_unbounded && range->high_unbounded == other.high_unbounded &&
               same(call, range->low, other.low, depth + 1) && same(call, range->high, other.high, depth + 1);
    }
    return expression::equal(a, b, call.zones()).value_or(false);
}
inline Value is(Calling& call, Arguments arguments) { return same(call, arguments[0], arguments[1], 0); }

}  // namespace time_detail

/// The functions of this file.
inline const std::vector<Signature>& time_functions() {
    namespace d = time_detail;
    static const std::vector<Signature> all = [] {
        constexpr Kinds number = kinds(Kind::number), text = kinds(Kind::string);
        constexpr Kinds days = kinds(Kind::date, Kind::date_time);
        const Parameter day{"date", days};
        const auto from = [](Kinds takes) { return Parameter{"from", takes}; };
        return std::vector<Signature>{
            {"date", {from(text | days)}, d::date_from, "The date of a text, or of a date and time."},
            {"date",
             {{"year", number}, {"month", number}, {"day", number}},
             d::date_of_parts,
             "The date of that year, month and day."},
            {"time",
             {from(text | days | kinds(Kind::time))},
             d::time_from,
             "The time of a text, or of a date and time."},
            {"time",
             {{"hour", number},
              {"minute", number},
              {"second", number},
              {"offset", kinds(Kind::days_duration, Kind::null), true}},
             d::time_of_parts,
             "The time of that hour, minute and second, with an offset from UTC."},
            {"date and time", {from(text | days)}, d::date_time_from, "The date and time of a text, or of a date."},
            {"date and time",
             {day, {"time", kinds(Kind::time)}},
             d::date_time_of_parts,
             "The time on that date; a time that the date has does not count."},
            {"date and time",
             {{"date", kinds(Kind::date_time)}, {"timezone", text}},
             d::date_time_in_zone,
             "The same instant in another time zone: Z, an offset, or a name."},
            {"duration", {from(text)}, d::duration_from, "The duration of a text."},
            {"years and months duration",
             {from(days), {"to", days}},
             d::months_between,
             "The whole months between two dates."},
            {"day of year", {day}, d::number_of_day, "The number of the day in its year."},
            {"day of week", {day}, d::name_of_day, "The English name of the day."},
            {"month of year", {day}, d::name_of_month, "The English name of the month."},
            {"week of year", {day}, d::number_of_week, "The number of the week, by ISO 8601."},
            {"last day of month", {day}, d::last_of_month, "The last day of the month of a date."},
            {"now", {}, d::now, "The time of the step, in UTC."},
            {"today", {}, d::today, "The date of the step, in UTC."},
            {"is",
             {{"value1", any_value}, {"value2", any_value}},
             d::is,
             "Whether both are the same value of the same kind; times also by their zone."},
        };
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
