// What workers are given to do.
#ifndef BATON_DECIDER_TASK_HPP
#define BATON_DECIDER_TASK_HPP

#include <string>

#include "../config.hpp"
#include "../core/fields.hpp"
#include "event.hpp"
#include "process.hpp"

namespace baton::inline BATON_ABI::decider {

/// One activity to execute. Whoever holds it may complete it: it can be kept as JSON and completed by another program.
struct ActivityTask {
    ActivityExecution execution;
    std::string process_id;
    /// The backend's own; it changes with every start, so that a late completion is recognized.
    std::string token;
    friend bool operator==(const ActivityTask&, const ActivityTask&) = default;
};
BATON_FIELDS(ActivityTask, execution, process_id, token)

/// One decision to make.
struct DecisionTask {
    Process process;
    std::string token;
    friend bool operator==(const DecisionTask&, const DecisionTask&) = default;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
