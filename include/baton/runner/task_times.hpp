// Times and retries as models say them in texts: of properties, and of Node::retry.
#ifndef BATON_RUNNER_TASK_TIMES_HPP
#define BATON_RUNNER_TASK_TIMES_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/time.hpp"
#include "../expression/timer.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// "PT10S", or a number of milliseconds; 0 for what is neither. `now`: from which months and years are counted.
inline std::int64_t milliseconds_of(const std::string& text, core::instant now) {
    if (!text.starts_with('P')) return std::strtoll(text.c_str(), nullptr, 10);
    try {
        return (expression::due_times(core::timer_kind::duration, text, now).first - now).ms;
    } catch (const core::error&) {
        return 0;
    }
}

/// What "R3/PT10S" or "3" says.
struct RetryTimes {
    /// How often a task is begun at most; 0: not said.
    std::int64_t attempts = 0;
    /// Before it is begun again; 0: not said.
    core::duration pause;
};
inline RetryTimes retry_times_of(const std::string& text, core::instant now) {
    RetryTimes times;
    if (text.empty()) return times;
    const std::size_t slash = text.find('/');
    const std::string count = text.substr(text.starts_with('R') ? 1 : 0, slash);
    times.attempts = std::max<std::int64_t>(0, std::strtoll(count.c_str(), nullptr, 10));
    if (slash != std::string::npos)
        times.pause = core::duration(std::max<std::int64_t>(0, milliseconds_of(text.substr(slash + 1), now)));
    return times;
}

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
