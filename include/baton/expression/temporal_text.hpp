// Temporal values as FEEL writes them: the ISO 8601 of XML Schema, and zones by name after an @ (DMN 1.4, 10.3.4.1).
//
// Strict: the whole text must be of the form. The work grows at most with the length of the text, and no number
// overflows.
#ifndef BATON_EXPRESSION_TEMPORAL_TEXT_HPP
#define BATON_EXPRESSION_TEMPORAL_TEXT_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "temporal.hpp"
#include "zone_source.hpp"

namespace baton::inline BATON_ABI::expression {

namespace temporal_detail {

/// Takes a text apart from the left.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// All digits that follow, if they are at least `min` and at most `max`, which is at most 18.
    std::optional<std::int64_t> digits(std::size_t min, std::size_t max) {
        std::int64_t value = 0;
        std::size_t n = 0;
        for (; n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9'; ++n) {
            if (n == max) return std::nullopt;
            value = value * 10 + (rest_[n] - '0');
        }
        if (n < min) return std::nullopt;
        rest_.remove_prefix(n);
        return value;
    }
    /// A number with that unit after it; nothing is taken where there is none.
    std::optional<std::int64_t> amount(char unit) {
        const Reader before = *this;
        const auto value = digits(1, 18);
        if (value && take(unit)) return value;
        *this = before;
        return std::nullopt;
    }
    /// `.n`, in nanoseconds; zero where there is no dot. More than nine digits are refused rather than lost.
    std::optional<std::int64_t> fraction() {
        if (!take('.')) return 0;
        const std::size_t before = rest_.size();
        auto value = digits(1, 9);
        if (value)
            for (std::size_t n = before - rest_.size(); n < 9; ++n) *value *= 10;
        return value;
    }

private:
    std::string_view rest_;
};

inline std::optional<Date> read_date(Reader& in) {
    const bool negative = in.take('-');
    const bool zero = !in.at_end() && in.rest().front() == '0';
    const std::size_t before = in.rest().size();
    const auto year = in.digits(4, 9);
    if (!year || (zero && before - in.rest().size() > 4) || (negative && *year == 0) || !in.take('-'))
        return std::nullopt;
    const auto month = in.digits(2, 2);
    if (!month || !in.take('-')) return std::nullopt;
    const auto day = in.digits(2, 2);
    if (!day) return std::nullopt;
    return make_date(negative ? -*year : *year, *month, *day);
}

/// To the end of the text.
inline std::optional<Zone> read_zone(Reader& in, const ZoneSource& zones) {
    if (in.at_end()) return Zone();
    if (in.take('Z')) return in.at_end() ? std::optional(Zone::utc()) : std::nullopt;
    if (in.take('@')) return zones.knows(in.rest()) ? Zone::named(in.rest()) : std::nullopt;
    const bool negative = in.take('-');
    if (!negative && !in.take('+')) return std::nullopt;
    const auto hours = in.digits(2, 2);
    if (!hours || !in.take(':')) return std::nullopt;
    const auto minutes = in.digits(2, 2);
    const auto seconds = minutes && in.take(':') ? in.digits(2, 2) : 0;
    if (!minutes || *minutes > 59 || !seconds || *seconds > 59 || !in.at_end()) return std::nullopt;
    const std::int64_t offset = *hours * 3600 + *minutes * 60 + *seconds;
    return Zone::offset(negative ? -offset : offset);
}

/// To the end of the text. 24:00:00 is midnight at the end of the day, where there is a day (XML Schema, 3.2.7.1).
inline std::optional<Time> read_time(Reader& in, const ZoneSource& zones, bool* end_of_day) {
    const auto hour = in.digits(2, 2);
    if (!hour || !in.take(':')) return std::nullopt;
    const auto minute = in.digits(2, 2);
    if (!minute || !in.take(':')) return std::nullopt;
    const auto second = in.digits(2, 2);
    if (!second) return std::nullopt;
    const auto fraction = in.fraction();
    if (!fraction) return std::nullopt;
    auto zone = read_zone(in, zones);
    if (!zone) return std::nullopt;
    if (end_of_day != nullptr && *hour == 24 && *minute == 0 && *second == 0 && *fraction == 0) {
        *end_of_day = true;
        return make_time(0, 0, 0, 0, std::move(*zone));
    }
    return make_time(*hour, *minute, *second, *fraction, std::move(*zone));
}

/// At least that many digits.
inline std::string padded(std::uint64_t value, std::size_t width) {
    std::string text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}
inline void append_fraction(std::string& text, std::uint64_t nanoseconds) {
    if (nanoseconds == 0) return;
    text += '.' + padded(nanoseconds, 9);
    text.erase(text.find_last_not_of('0') + 1);
}
constexpr std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

}  // namespace temporal_detail

/// `YYYY-MM-DD`; a year may be negative, and have up to nine digits, but then no zero in front (table 66: date).
inline std::optional<Date> parse_date(std::string_view text) {
    temporal_detail::Reader in(text);
    const auto date = temporal_detail::read_date(in);
    return in.at_end() ? date : std::nullopt;
}
/// `hh:mm:ss[.n]` and nothing, `Z`, `±hh:mm[:ss]` or `@Zone/Name` of a known zone (table 66: time).
inline std::optional<Time> parse_time(std::string_view text, const ZoneSource& zones = system_zones()) {
    temporal_detail::Reader in(text);
    return temporal_detail::read_time(in, zones, nullptr);
}
/// A date, `T` and a time; a date alone is its midnight. 24:00:00 is the next day's (table 66: date and time).
inline std::optional<DateTime> parse_date_time(std::string_view text, const ZoneSource& zones = system_zones()) {
    temporal_detail::Reader in(text);
    auto date = temporal_detail::read_date(in);
    if (!date) return std::nullopt;
    if (in.at_end()) return DateTime{*date, {}};
    if (!in.take('T')) return std::nullopt;
    bool end_of_day = false;
    auto time = temporal_detail::read_time(in, zones, &end_of_day);
    if (!time) return std::nullopt;
    if (end_of_day) date = add(*date, DaysDuration{86'400});
    if (!date) return std::nullopt;
    return DateTime{*date, std::move(*time)};
}
/// `-?P[nD][T[nH][nM][n[.n]S]]` with at least one part, and one after a T (table 66: duration).
inline std::optional<DaysDuration> parse_days_duration(std::string_view text) {
    using namespace temporal_detail;
    Reader in(text);
    const bool negative = in.take('-');
    if (!in.take('P')) return std::nullopt;
    wide ns = 0;
    bool any = false;
    const auto part = [&](char unit, std::int64_t seconds) {
        const auto n = in.amount(unit);
        if (!n) return;
        ns += *n * second_ns * seconds;
        any = true;
    };
    part('D', 86'400);
    if (in.take('T')) {
        any = false;
        part('H', 3600);
        part('M', 60);
        if (!in.at_end()) {
            const auto seconds = in.digits(1, 18);
            const auto fraction = seconds ? in.fraction() : std::nullopt;
            if (!fraction || !in.take('S')) return std::nullopt;
            ns += *seconds * second_ns + *fraction;
            any = true;
        }
    }
    if (!any || !in.at_end()) return std::nullopt;
    return days_duration(negative ? -ns : ns);
}
/// `-?P[nY][nM]` with at least one part (table 66: duration).
inline std::optional<YearsDuration> parse_years_duration(std::string_view text) {
    temporal_detail::Reader in(text);
    const bool negative = in.take('-');
    if (!in.take('P')) return std::nullopt;
    const auto years = in.amount('Y'), months = in.amount('M');
    if ((!years && !months) || !in.at_end()) return std::nullopt;
    const temporal_detail::wide total = temporal_detail::wide{12} * years.value_or(0) + months.value_or(0);
    if (total > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    const auto count = static_cast<std::int64_t>(total);
    return YearsDuration{negative ? -count : count};
}

/// What `string()` gives, and the parse functions read back.
inline std::string to_text(const Date& d) {
    using namespace temporal_detail;
    return (d.year < 0 ? "-" : "") + padded(magnitude(d.year), 4) + '-' + padded(d.month, 2) + '-' + padded(d.day, 2);
}
/// Empty, `Z`, `±hh:mm[:ss]` or `@Zone/Name`.
inline std::string to_text(const Zone& zone) {
    using namespace temporal_detail;
    if (zone.kind() == Zone::Kind::named) return '@' + std::string(zone.name());
    if (zone.is_none()) return {};
    const std::uint64_t seconds = magnitude(zone.offset_seconds());
    if (seconds == 0) return "Z";
    std::string text =
        (zone.offset_seconds() < 0 ? "-" : "+") + padded(seconds / 3600, 2) + ':' + padded(seconds / 60 % 60, 2);
    if (seconds % 60 != 0) text += ':' + padded(seconds % 60, 2);
    return text;
}
inline std::string to_text(const Time& t) {
    using namespace temporal_detail;
    std::string text = padded(t.hour, 2) + ':' + padded(t.minute, 2) + ':' + padded(t.second, 2);
    append_fraction(text, t.nanosecond);
    return text + to_text(t.zone);
}
inline std::string to_text(const DateTime& t) { return to_text(t.date) + 'T' + to_text(t.time); }
/// `P1DT2H`, `-PT0.5S`; `PT0S` for none.
inline std::string to_text(const DaysDuration& d) {
    using namespace temporal_detail;
    const std::uint64_t seconds = magnitude(d.seconds), ns = magnitude(d.nanoseconds);
    if (seconds == 0 && ns == 0) return "PT0S";
    std::string text = d.seconds < 0 || d.nanoseconds < 0 ? "-P" : "P";
    const auto part = [&text](std::uint64_t value, char unit) {
        if (value != 0) text += std::to_string(value) + unit;
    };
    part(seconds / 86'400, 'D');
    if (seconds % 86'400 == 0 && ns == 0) return text;
    text += 'T';
    part(seconds / 3600 % 24, 'H');
    part(seconds / 60 % 60, 'M');
    if (seconds % 60 == 0 && ns == 0) return text;
    text += std::to_string(seconds % 60);
    append_fraction(text, ns);
    return text + 'S';
}
/// `P1Y2M`; `P0M` for none.
inline std::string to_text(const YearsDuration& d) {
    const std::uint64_t months = temporal_detail::magnitude(d.months);
    if (months == 0) return "P0M";
    std::string text = d.months < 0 ? "-P" : "P";
    if (months >= 12) text += std::to_string(months / 12) + 'Y';
    if (months % 12 != 0) text += std::to_string(months % 12) + 'M';
    return text;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
