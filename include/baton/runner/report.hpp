// What a run found: failures of tasks, and messages that did not fit.
#ifndef BATON_RUNNER_REPORT_HPP
#define BATON_RUNNER_REPORT_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../engine/state.hpp"

namespace baton::inline BATON_ABI::runner {

/// One attempt that failed. The token stays; the next run tries again.
struct Failure {
    /// Stable name of the task.
    std::string task;
    /// Names the activation.
    std::uint64_t token = 0;
    /// Technical failures of this activation so far.
    std::uint32_t attempt = 1;
    /// a_body_failed, a_condition_failed or no_flow_holds.
    core::error_code code = core::error_code::a_body_failed;
    /// What the body threw or said.
    std::string message;
};

struct Report {
    /// How the instance stands after the run.
    engine::Status status = engine::Status::fresh;
    /// In token order.
    std::vector<Failure> failures;
    /// Messages from handles that did not fit what waited (BTN202, BTN206); they changed nothing.
    std::vector<core::diagnostic> refused;
    /// Nodes that tokens have entered.
    std::uint64_t steps = 0;
};

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::Failure;
using runner::Report;
}  // namespace baton::inline BATON_ABI

#endif
