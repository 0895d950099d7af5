// ISO 8601 as scenario files write it: how long, and from when.
#ifndef BATON_TESTING_SCENARIO_TIME_HPP
#define BATON_TESTING_SCENARIO_TIME_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/time.hpp"
#include "../core/time_text.hpp"

namespace baton::inline BATON_ABI::testing {

/// A span of calendar months and of milliseconds.
struct Period {
    std::int64_t months = 0;
    std::int64_t ms = 0;
    friend bool operator==(const Period&, const Period&) = default;
};

/// "PT10S", "P1DT12H", "P1Y2M", "P2W", "PT0.5S"; nullopt for anything else, and for numbers beyond
/// 1,000,000,000.
inline std::optional<Period> period_from_text(std::string_view text) {
    struct Unit {
        char letter;
        bool of_time;
        std::int64_t months, ms;
    };
    static constexpr std::array<Unit, 7> units{{{'Y', false, 12, 0},
                                                {'M', false, 1, 0},
                                                {'W', false, 0, 604'800'000},
                                                {'D', false, 0, 86'400'000},
                                                {'H', true, 0, 3'600'000},
                                                {'M', true, 0, 60'000},
                                                {'S', true, 0, 1000}}};
    constexpr std::int64_t most = 1'000'000'000;
    if (!text.starts_with('P')) return std::nullopt;
    Period period;
    bool time = false, any = false;
    const Unit* next = units.data();
    for (std::size_t at = 1; at < text.size();) {
        if (text[at] == 'T') {
            if (time || ++at == text.size()) return std::nullopt;
            time = true;
            continue;
        }
        std::int64_t number = 0, thousandths = 0;
        const std::size_t from = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            number = number * 10 + (text[at] - '0');
            if (number > most) return std::nullopt;
        }
        if (at == from) return std::nullopt;
        const bool fraction = at < text.size() && (text[at] == '.' || text[at] == ',');
        if (fraction) {
            const std::size_t first = ++at;
            for (std::int64_t unit = 100; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
                thousandths += (text[at] - '0') * unit;
            if (at == first) return std::nullopt;
        }
        if (at == text.size()) return std::nullopt;
        next = std::find_if(next, units.data() + units.size(),
                            [&](const Unit& u) { return u.letter == text[at] && u.of_time == time; });
        if (next == units.data() + units.size() || (fraction && next->letter != 'S')) return std::nullopt;
        period.months += number * next->months;
        period.ms += number * next->ms + thousandths;
        ++next;
        ++at;
        any = true;
    }
    if (!any) return std::nullopt;
    return period;
}

/// Months first, to the same day or the last of a shorter month, then the rest.
inline core::instant after(core::instant time, Period period) {
    if (period.months == 0) return time + core::duration(period.ms);
    constexpr std::int64_t day_ms = 86'400'000;
    const std::int64_t days = time.ms / day_ms - (time.ms % day_ms < 0 ? 1 : 0);
    const core::detail::civil_day day = core::detail::civil_from_days(days);
    const std::int64_t month = day.year * 12 + (day.month - 1) + period.months;
    const std::int64_t year = month / 12;
    const auto m = static_cast<unsigned>(month % 12) + 1;
    const std::int64_t first = core::detail::days_from_civil(year, m, 1);
    const std::int64_t following =
        m == 12 ? core::detail::days_from_civil(year + 1, 1, 1) : core::detail::days_from_civil(year, m + 1, 1);
    const std::int64_t to = std::min(first + day.day - 1, following - 1);
    return core::instant(to * day_ms + (time.ms - days * day_ms)) + core::duration(period.ms);
}

/// "2030-01-01T00:00:00Z", with or without milliseconds; nullopt for anything else.
inline std::optional<core::instant> time_from_text(std::string_view text) {
    if (text.ends_with('Z') && text.find('.') == std::string_view::npos)
        return core::instant_from_text(std::string(text.substr(0, text.size() - 1)) + ".000Z");
    const std::optional<core::instant> time = core::instant_from_text(text);
    return time == core::instant::never() ? std::nullopt : time;
}

}  // namespace baton::inline BATON_ABI::testing

#endif
