// Where processes live: the interface that deciders and workers use.
#ifndef BATON_DECIDER_BACKEND_HPP
#define BATON_DECIDER_BACKEND_HPP

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "decision.hpp"
#include "process.hpp"
#include "result.hpp"
#include "task.hpp"
#include "type.hpp"

namespace baton::inline BATON_ABI::decider {

/// Which running processes. What is empty does not matter.
struct ProcessFilter {
    std::string workflow;
    std::string tag;
};

/// All backends are thread-safe. What is refused throws a baton::error and has changed nothing.
class Backend {
public:
    Backend() = default;
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;
    virtual ~Backend() = default;

    /// A type must be registered before it is used; registering again replaces it, for processes that start later.
    virtual void register_workflow(const WorkflowType& type) = 0;
    virtual void register_activity(const ActivityType& type) = 0;

    /// Uses workflow, id (made up where empty), input and tags; gives the id. BTN605, BTN607.
    virtual std::string start_process(const Process& process) = 0;
    /// BTN601.
    virtual void signal_process(const std::string& id, const Signal& signal) = 0;
    /// Ends the process at once. BTN601.
    virtual void cancel_process(const std::string& id, const std::string& details) = 0;
    /// Asks the process to cancel: its decider sees CancelRequested. BTN601.
    virtual void request_cancel_process(const std::string& id, const std::string& details) = 0;
    /// Also one that has ended, while the backend remembers it. BTN601.
    virtual Process process_by_id(const std::string& id) = 0;
    /// The running ones, in the order in which they were started.
    virtual std::vector<Process> processes(const ProcessFilter& filter) = 0;

    /// The longest waiting task of the category, or nothing. `identity`: of the worker, for people.
    virtual std::optional<DecisionTask> poll_decision_task(const std::string& category,
                                                           const std::string& identity) = 0;
    virtual std::optional<ActivityTask> poll_activity_task(const std::string& category,
                                                           const std::string& identity) = 0;
    /// True: the activity was asked to cancel. `progress`: is given with a time-out. BTN602.
    virtual bool heartbeat_activity_task(const ActivityTask& task, const std::string& progress) = 0;
    /// All decisions, or none. BTN603 to BTN606.
    virtual void complete_decision_task(const DecisionTask& task, const std::vector<Decision>& decisions) = 0;
    /// BTN602.
    virtual void complete_activity_task(const ActivityTask& task, const ActivityResult& result) = 0;

    /// Stands for the tasks that there have been so far. Taken before a poll, for wait_for_work after it.
    [[nodiscard]] virtual std::uint64_t work_mark() { return 0; }
    /// Sleeps until there may be a task of the category that was not there at the mark, until stopped, at most so long
    /// in real time.
    virtual void wait_for_work(std::uint64_t mark, const std::string& category, std::stop_token stop,
                               core::duration at_most) = 0;
    /// `tell` is called for each process that ends without a call from outside or a decision: by its timeout or its
    /// parent's child policy. On any thread that uses the backend; what it throws is lost. Replaces what was given
    /// before. False where the backend cannot tell.
    virtual bool on_unasked_end(std::function<void(const Process&)> /*tell*/) { return false; }
};

namespace detail {
inline bool is_unasked(const ProcessResult& result) {
    return std::holds_alternative<ProcessTimedOut>(result) || std::holds_alternative<ProcessTerminated>(result);
}
inline void tell_quietly(const std::function<void(const Process&)>& tell, const Process& process) noexcept {
    try {
        if (tell) tell(process);
    } catch (...) {  // the change has happened; the observer's trouble is its own
    }
}
}  // namespace detail

}  // namespace baton::inline BATON_ABI::decider

#endif
