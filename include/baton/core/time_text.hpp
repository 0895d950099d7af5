// Times as people and files see them: ISO 8601, UTC, to the millisecond.
#ifndef BATON_CORE_TIME_TEXT_HPP
#define BATON_CORE_TIME_TEXT_HPP

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "time.hpp"

namespace baton::inline BATON_ABI::core {

namespace detail {

struct civil_day {
    std::int64_t year;
    unsigned month, day;
};

// Howard Hinnant's day algorithms: proleptic Gregorian calendar, days since 1970-01-01.
constexpr civil_day civil_from_days(std::int64_t z) {
    z += 719468;
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const auto doe = static_cast<unsigned>(z - era * 146097);
    const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const unsigned mp = (5 * doy + 2) / 153;
    const unsigned month = mp < 10 ? mp + 3 : mp - 9;
    return {static_cast<std::int64_t>(yoe) + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}
constexpr std::int64_t days_from_civil(std::int64_t y, unsigned m, unsigned d) {
    y -= m <= 2 ? 1 : 0;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const auto yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

}  // namespace detail

/// "2026-11-20T12:02:03.456Z"; "never" for instant::never().
inline std::string to_text(instant t) {
    if (t == instant::never()) return "never";
    constexpr std::int64_t day_ms = 86'400'000;
    std::int64_t days = t.ms / day_ms, rest = t.ms % day_ms;
    if (rest < 0) {
        rest += day_ms;
        --days;
    }
    const detail::civil_day c = detail::civil_from_days(days);
    char text[64];
    const auto part = [&](std::int64_t unit, std::int64_t of) { return static_cast<int>(rest / unit % of); };
    std::snprintf(text, sizeof text, "%04lld-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<long long>(c.year), c.month,
                  c.day, part(3'600'000, 24), part(60'000, 60), part(1000, 60), part(1, 1000));
    return text;
}

/// Reads what to_text writes; nullopt for anything else.
inline std::optional<instant> instant_from_text(std::string_view text) {
    if (text == "never") return instant::never();
    const bool negative = !text.empty() && text.front() == '-';
    const std::size_t year_begin = negative ? 1 : 0, year_end = text.find('-', year_begin);
    if (year_end == std::string_view::npos || year_end - year_begin < (negative ? 3 : 4) || year_end - year_begin > 9)
        return std::nullopt;
    const std::string_view rest = text.substr(year_end);
    if (rest.size() != 20 || rest[3] != '-' || rest[6] != 'T' || rest[9] != ':' || rest[12] != ':' || rest[15] != '.' ||
        rest[19] != 'Z')
        return std::nullopt;
    const auto number = [](std::string_view digits) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        for (const char c : digits) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    const auto year = number(text.substr(year_begin, year_end - year_begin)), month = number(rest.substr(1, 2)),
               day = number(rest.substr(4, 2)), hour = number(rest.substr(7, 2)), minute = number(rest.substr(10, 2)),
               second = number(rest.substr(13, 2)), ms = number(rest.substr(16, 3));
    if (!year || !month || !day || !hour || !minute || !second || !ms) return std::nullopt;
    if (*month < 1 || *month > 12 || *day < 1 || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    if (*year > 290'000'000) return std::nullopt;  // more than 64 bits of milliseconds hold
    const std::int64_t days =
        detail::days_from_civil(negative ? -*year : *year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
    const detail::civil_day c = detail::civil_from_days(days);
    if (c.month != *month || c.day != *day) return std::nullopt;  // 31 April
    return instant(((days * 24 + *hour) * 60 + *minute) * 60'000 + *second * 1000 + *ms);
}

}  // namespace baton::inline BATON_ABI::core

#endif
