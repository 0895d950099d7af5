// Points in time and spans of time, in milliseconds.
//
// baton reads no clock of its own: a point in time always comes in from outside. <chrono> is not included, because it
// would double the cost of a header that declares a workflow; any of its types converts.
#ifndef BATON_CORE_TIME_HPP
#define BATON_CORE_TIME_HPP

#include <compare>
#include <cstdint>
#include <limits>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

/// A span of time in milliseconds; written as any std::chrono duration (`5min`, `24h`).
struct duration {
    std::int64_t ms = 0;

    constexpr duration() = default;
    constexpr explicit duration(std::int64_t milliseconds) : ms(milliseconds) {}
    /// From any type with the shape of std::chrono::duration. Rounds towards zero to whole milliseconds.
    template <class Chrono>
    requires requires(const Chrono& d) {
        d.count();
        Chrono::period::num;
    }
    // NOLINTNEXTLINE(google-explicit-constructor): `delay(5min)` is meant to read like that
    constexpr duration(const Chrono& d) {
        constexpr std::int64_t num = Chrono::period::num, den = Chrono::period::den;
        if constexpr (den % (num * 1000) == 0)  // milliseconds and finer: divide, which cannot overflow
            ms = static_cast<std::int64_t>(d.count() / (den / (num * 1000)));
        else
            ms = static_cast<std::int64_t>(d.count() * num * 1000 / den);
    }

    friend constexpr bool operator==(duration, duration) = default;
    friend constexpr auto operator<=>(duration, duration) = default;
};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
struct instant {
    std::int64_t ms = 0;

    constexpr instant() = default;
    constexpr explicit instant(std::int64_t milliseconds_since_1970) : ms(milliseconds_since_1970) {}
    /// From a time point of std::chrono::system_clock, which can be converted to std::time_t; others count from
    /// elsewhere.
    template <class TimePoint>
    requires requires(const TimePoint& t) {
        t.time_since_epoch().count();
        TimePoint::clock::to_time_t(typename TimePoint::clock::time_point{});
    }
    // NOLINTNEXTLINE(google-explicit-constructor): a system_clock time point is an instant
    constexpr instant(const TimePoint& t) : ms(duration(t.time_since_epoch()).ms) {}

    /// Later than everything: what is not due at all.
    [[nodiscard]] static constexpr instant never() { return instant(std::numeric_limits<std::int64_t>::max()); }

    friend constexpr bool operator==(instant, instant) = default;
    friend constexpr auto operator<=>(instant, instant) = default;
    /// Saturates at never().
    friend constexpr instant operator+(instant t, duration d) {
        return d.ms > never().ms - (t.ms > 0 ? t.ms : 0) ? never() : instant(t.ms + d.ms);
    }
    friend constexpr duration operator-(instant a, instant b) { return duration(a.ms - b.ms); }
};

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::duration;
using core::instant;
}  // namespace baton::inline BATON_ABI

#endif
