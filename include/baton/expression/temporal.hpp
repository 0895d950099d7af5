// The temporal values of FEEL: date, time, date and time, and the two kinds of durations; their order, arithmetic and
// properties (DMN 1.4, 10.3.2.3 and 10.3.4).
//
// Proleptic Gregorian calendar with a year 0. What is not defined, or has no room, is nullopt, which FEEL calls null.
#ifndef BATON_EXPRESSION_TEMPORAL_HPP
#define BATON_EXPRESSION_TEMPORAL_HPP

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/time_text.hpp"
#include "zone_source.hpp"

namespace baton::inline BATON_ABI::expression {

inline constexpr std::int64_t max_year = 999'999'999;

/// A day; make_date() checks (10.3.2.3.3).
struct Date {
    std::int64_t year = 1970;
    std::uint8_t month = 1, day = 1;

    friend constexpr bool operator==(const Date&, const Date&) = default;
    friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

/// How a time relates to UTC: not at all, by an offset, or by the rules of a named zone.
class Zone {
public:
    enum class Kind : std::uint8_t { none, offset, named };

    Zone() = default;
    /// Seconds east of UTC, -14:00 to +14:00 (XML Schema part 2, 3.2.7.3).
    [[nodiscard]] static std::optional<Zone> offset(std::int64_t seconds) {
        if (seconds < -50'400 || seconds > 50'400) return std::nullopt;
        Zone zone;
        zone.kind_ = Kind::offset;
        zone.offset_ = static_cast<std::int32_t>(seconds);
        return zone;
    }
    [[nodiscard]] static Zone utc() { return *offset(0); }
    /// nullopt for what cannot be a name; whether there is such a zone, a ZoneSource says.
    [[nodiscard]] static std::optional<Zone> named(std::string_view name) {
        if (!is_zone_name(name)) return std::nullopt;
        Zone zone;
        zone.kind_ = Kind::named;
        zone.name_ = std::make_shared<const std::string>(name);
        return zone;
    }

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool is_none() const { return kind_ == Kind::none; }
    /// Zero unless the kind is offset.
    [[nodiscard]] std::int32_t offset_seconds() const { return offset_; }
    /// Empty unless the kind is named.
    [[nodiscard]] std::string_view name() const { return name_ == nullptr ? std::string_view() : *name_; }
    /// The same kind, with the same offset or name: a named zone is never an offset.
    friend bool operator==(const Zone& a, const Zone& b) {
        return a.kind_ == b.kind_ && a.offset_ == b.offset_ && a.name() == b.name();
    }

private:
    std::shared_ptr<const std::string> name_;
    std::int32_t offset_ = 0;
    Kind kind_ = Kind::none;
};

/// A time of day; make_time() checks. == is that of `is()`: the same parts; FEEL's `=` is compare() (10.3.2.3.4).
struct Time {
    std::uint8_t hour = 0, minute = 0, second = 0;
    std::uint32_t nanosecond = 0;
    Zone zone{};

    friend bool operator==(const Time&, const Time&) = default;
};

/// A day and a time on it. == as with Time (10.3.2.3.5).
struct DateTime {
    Date date{};
    Time time{};

    friend bool operator==(const DateTime&, const DateTime&) = default;
};

/// A days and time duration: the sum of both parts, which have the same sign, nanoseconds below one second
/// (10.3.2.3.6).
struct DaysDuration {
    std::int64_t seconds = 0;
    std::int32_t nanoseconds = 0;

    friend constexpr bool operator==(const DaysDuration&, const DaysDuration&) = default;
    friend constexpr auto operator<=>(const DaysDuration&, const DaysDuration&) = default;
};

/// A years and months duration (10.3.2.3.7).
struct YearsDuration {
    std::int64_t months = 0;

    friend constexpr bool operator==(const YearsDuration&, const YearsDuration&) = default;
    friend constexpr auto operator<=>(const YearsDuration&, const YearsDuration&) = default;
};

constexpr bool is_leap_year(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
/// Precondition: a month from 1 to 12.
constexpr int days_in_month(std::int64_t year, int month) {
    return month == 2                                              ? (is_leap_year(year) ? 29 : 28)
           : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                   : 31;
}

/// nullopt where there is no such day.
constexpr std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (year < -max_year || year > max_year || month < 1 || month > 12 || day < 1) return std::nullopt;
    if (day > days_in_month(year, static_cast<int>(month))) return std::nullopt;
    return Date{year, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}
/// 00:00:00 to 23:59:59.999999999.
inline std::optional<Time> make_time(std::int64_t hour, std::int64_t minute, std::int64_t second,
                                     std::int64_t nanosecond = 0, Zone zone = {}) {
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanosecond < 0 ||
        nanosecond > 999'999'999)
        return std::nullopt;
    return Time{static_cast<std::uint8_t>(hour), static_cast<std::uint8_t>(minute), static_cast<std::uint8_t>(second),
                static_cast<std::uint32_t>(nanosecond), std::move(zone)};
}

namespace temporal_detail {

// NOLINTNEXTLINE(modernize-use-using): an alias declaration cannot be marked as an extension
__extension__ typedef __int128 wide;
constexpr wide second_ns = 1'000'000'000, day_ns = 86'400 * second_ns;

constexpr wide floor_div(wide a, wide b) { return a / b - (a % b < 0 ? 1 : 0); }
constexpr wide total(const DaysDuration& d) { return d.seconds * second_ns + d.nanoseconds; }
constexpr std::optional<DaysDuration> days_duration(wide ns) {
    constexpr wide limit = std::numeric_limits<std::int64_t>::max();
    if (ns / second_ns > limit || ns / second_ns < -limit) return std::nullopt;
    return DaysDuration{static_cast<std::int64_t>(ns / second_ns), static_cast<std::int32_t>(ns % second_ns)};
}

constexpr std::int64_t day_number(const Date& d) { return core::detail::days_from_civil(d.year, d.month, d.day); }
constexpr std::optional<Date> date_of(wide day) {
    constexpr wide limit = 400'000'000'000;  // more than max_year has, less than what civil_from_days can take
    if (day < -limit || day > limit) return std::nullopt;
    const core::detail::civil_day c = core::detail::civil_from_days(static_cast<std::int64_t>(day));
    return make_date(c.year, c.month, c.day);
}
inline std::int64_t second_of_day(const Time& t) { return t.hour * 3600 + t.minute * 60 + t.second; }
inline wide ns_of_day(const Time& t) { return second_of_day(t) * second_ns + t.nanosecond; }
/// Precondition: within one day.
inline Time time_of(wide ns, const Zone& zone) {
    const auto s = static_cast<std::int64_t>(ns / second_ns);
    return *make_time(s / 3600, s / 60 % 60, s % 60, static_cast<std::int64_t>(ns % second_ns), zone);
}
inline std::int64_t local_seconds(const DateTime& t) { return day_number(t.date) * 86'400 + second_of_day(t.time); }
/// What a clock shows, in nanoseconds since 1970.
inline wide local_ns(const DateTime& t) { return local_seconds(t) * second_ns + t.time.nanosecond; }

inline std::optional<std::int32_t> offset_of(const DateTime& t, const ZoneSource& zones) {
    switch (t.time.zone.kind()) {
        case Zone::Kind::none: return std::nullopt;
        case Zone::Kind::offset: return t.time.zone.offset_seconds();
        case Zone::Kind::named: return zones.offset_at(t.time.zone.name(), local_seconds(t));
    }
    return std::nullopt;
}
/// A named zone counts with its standard time, as there is no date to tell (TCK 0068, time_009): the lower of the
/// offsets of January and July, in one year so that the answer never changes.
inline std::optional<std::int32_t> offset_of(const Time& t, const ZoneSource& zones) {
    if (t.zone.kind() == Zone::Kind::offset) return t.zone.offset_seconds();
    if (t.zone.is_none()) return std::nullopt;
    constexpr std::int64_t january_2024 = 1'704'067'200, july_2024 = 1'719'792'000;
    const auto winter = zones.offset_at(t.zone.name(), january_2024);
    const auto summer = zones.offset_at(t.zone.name(), july_2024);
    if (!winter || !summer) return std::nullopt;
    return std::min(*winter, *summer);
}

/// How far a is after b, given what lies between their readings; nullopt unless both or none are tied to UTC.
template <class T>
std::optional<wide> difference(const T& a, const Zone& zone_a, const T& b, const Zone& zone_b, wide readings,
                               const ZoneSource& zones) {
    if (zone_a.is_none() || zone_b.is_none()) return zone_a == zone_b ? std::optional(readings) : std::nullopt;
    const auto offset_a = offset_of(a, zones), offset_b = offset_of(b, zones);
    if (!offset_a || !offset_b) return std::nullopt;
    return readings - (*offset_a - *offset_b) * second_ns;
}
inline std::optional<wide> difference(const DateTime& a, const DateTime& b, wide readings, const ZoneSource& zones) {
    return difference(a, a.time.zone, b, b.time.zone, readings, zones);
}
inline std::optional<wide> difference(const Time& a, const Time& b, wide readings, const ZoneSource& zones) {
    if (a.zone == b.zone) return readings;
    return difference(a, a.zone, b, b.zone, readings, zones);
}
constexpr std::optional<std::strong_ordering> order(std::optional<wide> difference) {
    if (!difference) return std::nullopt;
    return *difference < 0   ? std::strong_ordering::less
           : *difference > 0 ? std::strong_ordering::greater
                             : std::strong_ordering::equal;
}

}  // namespace temporal_detail

/// FEEL's order, and its `=`; nullopt where two values cannot be compared (10.3.2.2, tables 42 and 43).
constexpr std::optional<std::strong_ordering> compare(const Date& a, const Date& b) { return a <=> b; }
constexpr std::optional<std::strong_ordering> compare(const DaysDuration& a, const DaysDuration& b) { return a <=> b; }
constexpr std::optional<std::strong_ordering> compare(const YearsDuration& a, const YearsDuration& b) {
    return a <=> b;
}
/// As instants; nullopt if only one has a zone, or a zone is unknown. Fractions of a second do not count: 10.3.2.3.5
/// gives date-times and times values in whole seconds (TCK 0068, time_005, datetime_003_a).
inline std::optional<std::strong_ordering> compare(const DateTime& a, const DateTime& b,
                                                   const ZoneSource& zones = system_zones()) {
    using namespace temporal_detail;
    return order(difference(a, b, (local_seconds(a) - local_seconds(b)) * second_ns, zones));
}
/// By second of the day less offset, without going around the clock.
inline std::optional<std::strong_ordering> compare(const Time& a, const Time& b,
                                                   const ZoneSource& zones = system_zones()) {
    using namespace temporal_detail;
    return order(difference(a, b, (second_of_day(a) - second_of_day(b)) * second_ns, zones));
}

/// nullopt where the result has no room.
constexpr std::optional<DaysDuration> negate(const DaysDuration& d) {
    return temporal_detail::days_duration(-temporal_detail::total(d));
}
constexpr std::optional<YearsDuration> negate(const YearsDuration& d) {
    YearsDuration result;
    if (__builtin_sub_overflow(0, d.months, &result.months)) return std::nullopt;
    return result;
}

/// a + b (10.3.2.5, table 58). On a day that the month does not have, it is the month's last.
constexpr std::optional<Date> add(const Date& a, const YearsDuration& b) {
    std::int64_t months = 0;
    if (__builtin_add_overflow(a.year * 12 + (a.month - 1), b.months, &months)) return std::nullopt;
    const auto year = static_cast<std::int64_t>(temporal_detail::floor_div(months, 12));
    const auto month = static_cast<int>(months - year * 12) + 1;
    return make_date(year, month, std::min<int>(a.day, days_in_month(year, month)));
}
/// The date counts as midnight UTC, and the result is the day on which the sum falls.
constexpr std::optional<Date> add(const Date& a, const DaysDuration& b) {
    using namespace temporal_detail;
    return date_of(floor_div(day_number(a) * day_ns + total(b), day_ns));
}
inline std::optional<DateTime> add(const DateTime& a, const YearsDuration& b) {
    const auto date = add(a.date, b);
    if (!date) return std::nullopt;
    return DateTime{*date, a.time};
}
/// Time that passes: in a named zone, P1D over a change of the clocks is 24 hours, and the local time changes.
inline std::optional<DateTime> add(const DateTime& a, const DaysDuration& b, const ZoneSource& zones = system_zones()) {
    using namespace temporal_detail;
    wide ns = local_ns(a) + total(b);
    if (a.time.zone.kind() == Zone::Kind::named) {
        const auto before = offset_of(a, zones);
        if (!before) return std::nullopt;
        ns -= *before * second_ns;
        if (!date_of(floor_div(ns, day_ns))) return std::nullopt;
        const auto after =
            zones.offset_at_instant(a.time.zone.name(), static_cast<std::int64_t>(floor_div(ns, second_ns)));
        if (!after) return std::nullopt;
        ns += *after * second_ns;
    }
    const wide day = floor_div(ns, day_ns);
    const auto date = date_of(day);
    if (!date) return std::nullopt;
    return DateTime{*date, time_of(ns - day * day_ns, a.time.zone)};
}
/// Around the clock; the zone stays.
inline std::optional<Time> add(const Time& a, const DaysDuration& b) {
    using namespace temporal_detail;
    const wide ns = ns_of_day(a) + total(b);
    return time_of(ns - floor_div(ns, day_ns) * day_ns, a.zone);
}
constexpr std::optional<DaysDuration> add(const DaysDuration& a, const DaysDuration& b) {
    return temporal_detail::days_duration(temporal_detail::total(a) + temporal_detail::total(b));
}
constexpr std::optional<YearsDuration> add(const YearsDuration& a, const YearsDuration& b) {
    YearsDuration result;
    if (__builtin_add_overflow(a.months, b.months, &result.months)) return std::nullopt;
    return result;
}

/// a - b for a duration b.
template <class A>
std::optional<A> subtract(const A& a, const DaysDuration& b) requires requires {
    add(a, b);
}
{
    const auto negative = negate(b);
    return negative ? add(a, *negative) : std::nullopt;
}
template <class A>
std::optional<A> subtract(const A& a, const YearsDuration& b) requires requires {
    add(a, b);
}
{
    const auto negative = negate(b);
    return negative ? add(a, *negative) : std::nullopt;
}
inline std::optional<DateTime> subtract(const DateTime& a, const DaysDuration& b, const ZoneSource& zones) {
    const auto negative = negate(b);
    return negative ? add(a, *negative, zones) : std::nullopt;
}
/// The time from b to a (table 58). nullopt if only one has a zone.
constexpr std::optional<DaysDuration> subtract(const Date& a, const Date& b) {
    using namespace temporal_detail;
    return days_duration((day_number(a) - day_number(b)) * day_ns);
}
inline std::optional<DaysDuration> subtract(const DateTime& a, const DateTime& b,
                                            const ZoneSource& zones = system_zones()) {
    using namespace temporal_detail;
    const auto ns = difference(a, b, local_ns(a) - local_ns(b), zones);
    return ns ? days_duration(*ns) : std::nullopt;
}
inline std::optional<DaysDuration> subtract(const Time& a, const Time& b, const ZoneSource& zones = system_zones()) {
    using namespace temporal_detail;
    const auto ns = difference(a, b, ns_of_day(a) - ns_of_day(b), zones);
    return ns ? days_duration(*ns) : std::nullopt;
}
/// A date among date-times is midnight UTC.
inline DateTime midnight_utc(const Date& date) { return {date, {.zone = Zone::utc()}}; }
inline std::optional<DaysDuration> subtract(const Date& a, const DateTime& b,
                                            const ZoneSource& zones = system_zones()) {
    return subtract(midnight_utc(a), b, zones);
}
inline std::optional<DaysDuration> subtract(const DateTime& a, const Date& b,
                                            const ZoneSource& zones = system_zones()) {
    return subtract(a, midnight_utc(b), zones);
}

namespace temporal_detail {
/// whole * numerator / denominator towards zero, without a product that is larger than the result.
constexpr std::optional<wide> scale(wide whole, std::int64_t numerator, std::int64_t denominator) {
    if (denominator == 0) return std::nullopt;
    wide product = 0;
    if (__builtin_mul_overflow(whole / denominator, static_cast<wide>(numerator), &product)) return std::nullopt;
    return product + whole % denominator * numerator / denominator;
}
}  // namespace temporal_detail

/// d * numerator / denominator, truncated to nanoseconds; nullopt for a zero denominator (table 58).
constexpr std::optional<DaysDuration> scale(const DaysDuration& d, std::int64_t numerator,
                                            std::int64_t denominator = 1) {
    const auto ns = temporal_detail::scale(temporal_detail::total(d), numerator, denominator);
    return ns ? temporal_detail::days_duration(*ns) : std::nullopt;
}
/// The same, truncated to months.
constexpr std::optional<YearsDuration> scale(const YearsDuration& d, std::int64_t numerator,
                                             std::int64_t denominator = 1) {
    const auto months = temporal_detail::scale(d.months, numerator, denominator);
    if (!months || *months > std::numeric_limits<std::int64_t>::max() ||
        *months < std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return YearsDuration{static_cast<std::int64_t>(*months)};
}

/// `years and months duration(from, to)`: whole months, towards zero; times of day do not count (table 68).
constexpr std::optional<YearsDuration> years_and_months_between(const Date& from, const Date& to) {
    std::int64_t months = (to.year - from.year) * 12 + to.month - from.month;
    if (months > 0 && to.day < from.day) --months;
    if (months < 0 && to.day > from.day) ++months;
    return YearsDuration{months};
}

/// ISO 8601: Monday is 1, Sunday 7.
constexpr int weekday(const Date& d) {
    return static_cast<int>(((temporal_detail::day_number(d) + 3) % 7 + 7) % 7) + 1;
}
/// 1 to 366 (table 76).
constexpr int day_of_year(const Date& d) {
    return static_cast<int>(temporal_detail::day_number(d) - temporal_detail::day_number({d.year, 1, 1})) + 1;
}
/// ISO 8601: the week belongs to the year that has its Thursday.
constexpr int week_of_year(const Date& d) {
    const std::int64_t thursday = temporal_detail::day_number(d) - weekday(d) + 4;
    const std::int64_t year = core::detail::civil_from_days(thursday).year;
    return static_cast<int>((thursday - core::detail::days_from_civil(year, 1, 1)) / 7) + 1;
}
/// "Monday" for 1; empty for what is no weekday.
constexpr std::string_view weekday_name(int weekday) {
    constexpr std::string_view names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    return weekday < 1 || weekday > 7 ? std::string_view() : names[weekday - 1];
}
/// "January" for 1; empty for what is no month.
constexpr std::string_view month_name(int month) {
    constexpr std::string_view names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
    return month < 1 || month > 12 ? std::string_view() : names[month - 1];
}

/// `time offset` (table 65); nullopt without a zone, and if the zone is unknown. A time in a named zone: standard time.
template <class T>
std::optional<DaysDuration> time_offset(
    const T& t, const ZoneSource& zones = system_zones()) requires std::same_as<T, Time> || std::same_as<T, DateTime> {
    const auto offset = temporal_detail::offset_of(t, zones);
    return offset ? std::optional(DaysDuration{*offset}) : std::nullopt;
}
/// `timezone` (table 65): the name; nullopt without one. Lives as long as the time.
inline std::optional<std::string_view> zone_name(const Time& t) {
    return t.zone.kind() == Zone::Kind::named ? std::optional(t.zone.name()) : std::nullopt;
}
inline std::optional<std::string_view> zone_name(const DateTime& t) { return zone_name(t.time); }

/// The parts of a duration, each with its sign: -P1DT2H has -1 days and -2 hours (table 65).
constexpr std::int64_t days_of(const DaysDuration& d) { return d.seconds / 86'400; }
constexpr std::int64_t hours_of(const DaysDuration& d) { return d.seconds / 3600 % 24; }
constexpr std::int64_t minutes_of(const DaysDuration& d) { return d.seconds / 60 % 60; }
/// Whole seconds; the rest is d.nanoseconds.
constexpr std::int64_t seconds_of(const DaysDuration& d) { return d.seconds % 60; }
constexpr std::int64_t years_of(const YearsDuration& d) { return d.months / 12; }
constexpr std::int64_t months_of(const YearsDuration& d) { return d.months % 12; }

}  // namespace baton::inline BATON_ABI::expression

#endif
