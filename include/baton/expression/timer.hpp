// Timers of models (BPMN 2.0.2, table 10.101): when they are due. ISO 8601 dates, durations and repeating intervals, and
// cron.
//
//   date       2030-01-01T12:00:00Z; a time without a zone is UTC
//   duration   PT10S, P1M
//   cycle      R4/PT10S (four times), R/PT1M (without end), R3/2030-01-01T00:00:00Z/P1D, R2/P1D/2030-02-01T00:00:00Z,
//              or cron: 0 0 9 * * MON-FRI
#ifndef BATON_EXPRESSION_TIMER_HPP
#define BATON_EXPRESSION_TIMER_HPP

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/event_definition.hpp"
#include "../core/time.hpp"
#include "cron.hpp"
#include "temporal.hpp"
#include "temporal_text.hpp"

namespace baton::inline BATON_ABI::expression {

/// When a timer is due first, and how often again (-1: without end).
struct DueTimes {
    core::instant first;
    std::int64_t again = 0;
};

namespace detail {

[[noreturn]] inline void no_timer(std::string_view text, const char* what) {
    throw core::error(core::error_code::the_timer_is_not_understood, {}, std::string(text) + " is no " + what);
}

inline DateTime date_time_of(core::instant t) {
    const std::int64_t seconds = t.ms / 1000 - (t.ms % 1000 < 0 ? 1 : 0);
    const std::int64_t day = seconds / 86'400 - (seconds % 86'400 < 0 ? 1 : 0);
    const std::int64_t rest = (seconds - day * 86'400) * 1000 + (t.ms - seconds * 1000);
    DateTime out;
    out.date = temporal_detail::date_of(day).value_or(Date{});
    out.time = temporal_detail::time_of(temporal_detail::wide{rest} * 1'000'000, Zone::utc());
    return out;
}
inline std::optional<core::instant> instant_of(std::string_view text) {
    if (text.find('T') == std::string_view::npos) {
        const auto date = parse_date(text);
        if (!date) return std::nullopt;
        return core::instant(static_cast<std::int64_t>(temporal_detail::day_number(*date)) * 86'400'000);
    }
    const auto t = parse_date_time(text);
    if (!t) return std::nullopt;
    const auto offset = temporal_detail::offset_of(*t, system_zones());
    const std::int64_t shift = offset ? static_cast<std::int64_t>(*offset) : 0;
    const auto ns = temporal_detail::local_ns(*t) / 1'000'000;
    return core::instant(static_cast<std::int64_t>(ns) - shift * 1000);
}
/// time + times * duration; nullopt when the text is no duration, or the result has no room.
inline std::optional<core::instant> add_duration(core::instant time, std::string_view text, std::int64_t times) {
    if (const auto d = parse_days_duration(text)) {
        const auto ms = temporal_detail::wide{d->seconds} * 1000 + d->nanoseconds / 1'000'000;
        const auto sum = temporal_detail::wide{time.ms} + ms * times;
        if (sum > temporal_detail::wide{core::instant::never().ms} / 2 || sum < -temporal_detail::wide{core::instant::never().ms} / 2)
            return std::nullopt;
        return core::instant(static_cast<std::int64_t>(sum));
    }
    // Years and months, perhaps with days and time behind: P1M2DT3H.
    const std::size_t t = text.find('T');
    const std::size_t month = text.find_last_of("YM", t == std::string_view::npos ? t : t);
    if (month == std::string_view::npos || !text.starts_with('P')) return std::nullopt;
    const auto months = parse_years_duration(std::string(text.substr(0, month + 1)));
    if (!months) return std::nullopt;
    YearsDuration all{months->months * times};
    const auto later = add(date_time_of(time), all);
    if (!later) return std::nullopt;
    const auto ns = temporal_detail::local_ns(*later) / 1'000'000;
    const core::instant moved(static_cast<std::int64_t>(ns));
    const std::string rest = "P" + std::string(text.substr(month + 1));
    return rest == "P" ? moved : add_duration(moved, rest, times);
}
inline core::instant later_by(core::instant time, std::string_view text, std::int64_t times = 1) {
    const auto sum = add_duration(time, text, times);
    if (!sum) no_timer(text, "ISO 8601 duration");
    return *sum;
}

/// The parts of R<n>/<start>/<duration>, R<n>/<duration>/<end>, R<n>/<duration>.
struct Cycle {
    std::int64_t times = -1;
    std::optional<core::instant> start;
    std::string_view duration;
    std::optional<core::instant> end;
};
inline std::optional<Cycle> parse_cycle(std::string_view text) {
    if (!text.starts_with('R')) return std::nullopt;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    Cycle c;
    if (slash > 1) {
        const auto [end, problem] = std::from_chars(text.data() + 1, text.data() + slash, c.times);
        if (problem != std::errc() || end != text.data() + slash || c.times < -1) return std::nullopt;
    }
    const std::string_view rest = text.substr(slash + 1);
    const std::size_t second = rest.find('/');
    if (second == std::string_view::npos) {
        c.duration = rest;
    } else if (rest.starts_with('P')) {
        c.duration = rest.substr(0, second);
        c.end = instant_of(rest.substr(second + 1));
        if (!c.end) return std::nullopt;
    } else {
        c.start = instant_of(rest.substr(0, second));
        c.duration = rest.substr(second + 1);
        if (!c.start) return std::nullopt;
    }
    return add_duration(core::instant(0), c.duration, 1) ? std::optional(c) : std::nullopt;
}

}  // namespace detail

/// The first due time of a timer that is armed now. BTN508 when the text is none.
inline DueTimes due_times(core::timer_kind kind, std::string_view text, core::instant now) {
    switch (kind) {
        case core::timer_kind::date: {
            const auto at = detail::instant_of(text);
            if (!at) detail::no_timer(text, "ISO 8601 date");
            return {*at, 0};
        }
        case core::timer_kind::duration: return {detail::later_by(now, text), 0};
        case core::timer_kind::cycle: break;
    }
    if (const auto cron = Cron::parse(text)) return {cron->after(now), -1};
    const auto cycle = detail::parse_cycle(text);
    if (!cycle) detail::no_timer(text, "ISO 8601 repeating interval or cron expression");
    if (cycle->times == 0) return {core::instant::never(), 0};
    const core::instant first = cycle->start ? std::max(*cycle->start, now) : detail::later_by(now, cycle->duration);
    return {first, cycle->times < 0 ? -1 : cycle->times - 1};
}
/// The time after a due one. never() when it ends there.
inline core::instant next_due(std::string_view cycle_text, core::instant last) {
    if (const auto cron = Cron::parse(cycle_text)) return cron->after(last);
    const auto cycle = detail::parse_cycle(cycle_text);
    if (!cycle) return core::instant::never();
    const core::instant next = detail::later_by(last, cycle->duration);
    if (next <= last || (cycle->end && next > *cycle->end)) return core::instant::never();
    return next;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
