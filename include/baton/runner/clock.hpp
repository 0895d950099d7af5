// The only place in baton that reads a clock. Everything else is told the time.
#ifndef BATON_RUNNER_CLOCK_HPP
#define BATON_RUNNER_CLOCK_HPP

#include <chrono>
#include <functional>

#include "../config.hpp"
#include "../core/time.hpp"

namespace baton::inline BATON_ABI::runner {

/// Gives the time, now.
using Clock = std::function<core::instant()>;

/// The system's clock.
inline core::instant system_time() { return core::instant(std::chrono::system_clock::now()); }

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::Clock;
using runner::system_time;
}  // namespace baton::inline BATON_ABI

#endif
