// A backend that tells of what happens on another, by signals of Boost.Signals2.
//
// A signal is sent after the call has succeeded, on the thread of the caller. What happens by itself (times, children)
// is told when the next decision of the process is polled through this wrapper. Each thing is told exactly once,
// provided that all deciders and workers go through wrappers; slots of one wrapper hear of what went through it.
#ifndef BATON_DECIDER_OBSERVING_BACKEND_HPP
#define BATON_DECIDER_OBSERVING_BACKEND_HPP

#include <algorithm>
#include <boost/signals2/signal.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "backend.hpp"

namespace baton::inline BATON_ABI::decider {

/// Thread-safe, as the backend inside. A slot that throws throws out of the call, which has succeeded nevertheless.
class ObservingBackend : public Backend {
public:
    template <class... A>
    using Signals = boost::signals2::signal<void(A...)>;

    explicit ObservingBackend(std::shared_ptr<Backend> inside) : inside_(std::move(inside)) {
        inside_->on_unasked_end([this](const Process& p) { tell_end(p); });
    }
    ~ObservingBackend() override { inside_->on_unasked_end({}); }

    // Of calls.
    Signals<const DecisionTask&, const std::vector<Decision>&> on_complete_decision_task;
    Signals<const ActivityTask&, const ActivityResult&> on_complete_activity_task;
    /// Task, progress, whether the activity was asked to cancel.
    Signals<const ActivityTask&, const std::string&, bool> on_heartbeat;

    // Of processes. The string is the id of the parent, or empty. A child is told of at its first decision.
    Signals<const Process&, const std::string&> on_process_started;
    Signals<const Process&, const core::Value&> on_process_completed;
    /// The id and the details; the process as the decider saw it, or nullptr where it was cancelled from outside.
    Signals<const std::string&, const std::string&, const Process*> on_process_canceled;
    Signals<const Process&, const ProcessFailed&> on_process_failed;
    /// Of backends that say so by themselves; on Amazon SWF a parent hears of it (on_child_ended).
    Signals<const Process&> on_process_timedout;
    Signals<const Process&, const ProcessTerminated&> on_process_terminated;
    /// The process as the decider saw it; its new run begins with the input of the decision.
    Signals<const Process&, const ContinueAsNew&> on_process_continued;
    Signals<const std::string&, const Signal&> on_process_signaled;
    Signals<const std::string&, const std::string&> on_process_cancel_requested;
    Signals<const Process&, const ChildEnded&> on_child_ended;

    // Of activities. The string is the id of the process.
    Signals<const Process&, const ActivityExecution&> on_activity_scheduled;
    Signals<const ActivityExecution&, const std::string&> on_activity_started;
    Signals<const ActivityExecution&, const std::string&, const core::Value&> on_activity_completed;
    Signals<const ActivityExecution&, const std::string&, const ActivityCanceled&> on_activity_canceled;
    Signals<const ActivityExecution&, const std::string&, const ActivityFailed&> on_activity_failed;
    Signals<const ActivityExecution&, const std::string&, const ActivityTimedOut&> on_activity_timedout;
    /// The id of the activity. It is cancelled (on_activity_canceled) now if it waits, and as it chooses if it runs.
    Signals<const Process&, const std::string&> on_activity_cancel_requested;

    // Of timers, decisions and markers.
    Signals<const Process&, const Timer&> on_timer_started;
    Signals<const Process&, const Timer&> on_timer_fired;
    Signals<const Process&, const std::string&> on_timer_canceled;
    Signals<const Process&> on_decision_started;
    Signals<const Process&> on_decision_timedout;
    Signals<const Process&, const DecisionFailed&> on_decision_failed;
    Signals<const Process&, const RecordMarker&> on_marker_recorded;

    void register_workflow(const WorkflowType& type) override { inside_->register_workflow(type); }
    void register_activity(const ActivityType& type) override { inside_->register_activity(type); }
    std::string start_process(const Process& process) override {
        const std::string id = inside_->start_process(process);
        on_process_started(process.copy_with_id(id), {});
        return id;
    }
    void signal_process(const std::string& id, const Signal& signal) override {
        inside_->signal_process(id, signal);
        on_process_signaled(id, signal);
    }
    void cancel_process(const std::string& id, const std::string& details) override {
        inside_->cancel_process(id, details);
        on_process_canceled(id, details, nullptr);
    }
    void request_cancel_process(const std::string& id, const std::string& details) override {
        inside_->request_cancel_process(id, details);
        on_process_cancel_requested(id, details);
    }
    Process process_by_id(const std::string& id) override { return inside_->process_by_id(id); }
    std::vector<Process> processes(const ProcessFilter& filter) override { return inside_->processes(filter); }
    std::optional<DecisionTask> poll_decision_task(const std::string& category, const std::string& identity) override {
        auto task = inside_->poll_decision_task(category, identity);
        if (task) tell_news(task->process);
        return task;
    }
    std::optional<ActivityTask> poll_activity_task(const std::string& category, const std::string& identity) override {
        auto task = inside_->poll_activity_task(category, identity);
        if (task) on_activity_started(task->execution, task->process_id);
        return task;
    }
    bool heartbeat_activity_task(const ActivityTask& task, const std::string& progress) override {
        const bool cancel = inside_->heartbeat_activity_task(task, progress);
        on_heartbeat(task, progress, cancel);
        return cancel;
    }
    void complete_decision_task(const DecisionTask& task, const std::vector<Decision>& decisions) override {
        inside_->complete_decision_task(task, decisions);
        on_complete_decision_task(task, decisions);
        const Process after = decisions.empty() ? Process{} : inside_->process_by_id(task.process.id);
        const std::vector<Decision> made = made_of(decisions, task.process, after);
        for (const Decision& d : made) std::visit([&](const auto& decision) { tell(task.process, decision); }, d);
    }
    void complete_activity_task(const ActivityTask& task, const ActivityResult& result) override {
        inside_->complete_activity_task(task, result);
        on_complete_activity_task(task, result);
        tell_activity_end(task.execution, task.process_id, result);
    }
    [[nodiscard]] std::uint64_t work_mark() override { return inside_->work_mark(); }
    void wait_for_work(std::uint64_t mark, const std::string& category, std::stop_token stop,
                       core::duration at_most) override {
        inside_->wait_for_work(mark, category, std::move(stop), at_most);
    }

private:
    /// What was made of the decisions, with the ids that were given to them; without those that had no effect. They
    /// stand at the end of the history, unless the process has started over.
    static std::vector<Decision> made_of(const std::vector<Decision>& decisions, const Process& before,
                                         const Process& after) {
        std::vector<Decision> out;
        const std::int64_t seen = before.history.empty() ? 0 : before.history.back().id;
        const auto* started = after.history.empty() ? nullptr : after.history[0].as<ProcessStarted>();
        const auto* was = before.history.empty() ? nullptr : before.history[0].as<ProcessStarted>();
        if (started != nullptr && was != nullptr && !(*started == *was)) return decisions;  // that run is over
        const std::size_t from = std::min(before.history.size(), after.history.size());
        for (std::size_t i = 0; i < after.history.size(); ++i) {
            const Event& e = after.history[i];
            if (i < from && e.id <= seen) continue;
            if (e.as<DecisionStarted>() != nullptr) break;  // others have decided since
            if (const auto* made = e.as<DecisionMade>()) out.push_back(made->decision);
        }
        return out;
    }
    /// What no call has told of. A decision that timed out has told of all before it.
    void tell_news(const Process& p) {
        const History& h = p.history;
        if (h.empty()) return;
        std::size_t first = h.size() - 1;
        while (first > 0 && h[first - 1].as<DecisionStarted>() == nullptr) --first;
        for (std::size_t i = first; i < h.size(); ++i) {
            const Event& e = h[i];
            if (const auto* start = e.as<ProcessStarted>()) {
                if (!p.parent.empty() && start->continued_run.empty()) on_process_started(p, p.parent);
            } else if (const auto* ended = e.as<ActivityEnded>()) {
                const bool late = std::holds_alternative<ActivityTimedOut>(ended->result);
                const bool unstarted = std::holds_alternative<ActivityCanceled>(ended->result) && !started(h, i);
                if (late || unstarted) tell_activity_end(ended->execution, p.id, ended->result);
            } else if (const auto* fired = e.as<TimerFired>()) {
                on_timer_fired(p, fired->timer);
            } else if (const auto* child = e.as<ChildEnded>()) {
                on_child_ended(p, *child);
            } else if (const auto* failed = e.as<DecisionFailed>()) {
                on_decision_failed(p, *failed);
            } else if (e.as<DecisionTimedOut>() != nullptr) {
                on_decision_timedout(p);
            }
        }
        on_decision_started(p);
    }
    /// Whether the activity that ended there had started.
    static bool started(const History& h, std::size_t end) {
        const std::string& id = h[end].as<ActivityEnded>()->execution.id;
        for (std::size_t i = end; i > 0; --i) {
            if (const auto* s = h[i - 1].as<ActivityStarted>(); s != nullptr && s->execution.id == id) return true;
            const auto* made = h[i - 1].as<DecisionMade>();
            const auto* scheduled = made == nullptr ? nullptr : std::get_if<ScheduleActivity>(&made->decision);
            if (scheduled != nullptr && scheduled->id == id) return false;
        }
        return false;
    }
    void tell_activity_end(const ActivityExecution& execution, const std::string& process,
                           const ActivityResult& result) {
        if (const auto* completed = std::get_if<ActivityCompleted>(&result))
            on_activity_completed(execution, process, completed->result);
        else if (const auto* canceled = std::get_if<ActivityCanceled>(&result))
            on_activity_canceled(execution, process, *canceled);
        else if (const auto* failed = std::get_if<ActivityFailed>(&result))
            on_activity_failed(execution, process, *failed);
        else
            on_activity_timedout(execution, process, std::get<ActivityTimedOut>(result));
    }
    void tell_end(const Process& p) {
        if (const auto* end = std::get_if<ProcessTerminated>(&*p.result))
            on_process_terminated(p, *end);
        else
            on_process_timedout(p);
    }
    void tell(const Process& p, const ScheduleActivity& d) { on_activity_scheduled(p, {d.activity, d.id, d.input}); }
    void tell(const Process& p, const CancelActivity& d) { on_activity_cancel_requested(p, d.id); }
    void tell(const Process& p, const Timer& d) { on_timer_started(p, d); }
    void tell(const Process& p, const CancelTimer& d) { on_timer_canceled(p, d.id); }
    void tell(const Process& p, const RecordMarker& d) { on_marker_recorded(p, d); }
    void tell(const Process&, const SignalExternalProcess& d) { on_process_signaled(d.process_id, d.signal); }
    void tell(const Process&, const CancelExternalProcess& d) { on_process_cancel_requested(d.process_id, {}); }
    void tell(const Process&, const StartChildProcess&) {}  // at its first decision
    void tell(const Process& p, const CompleteProcess& d) { on_process_completed(p, d.result); }
    void tell(const Process& p, const CancelProcess& d) { on_process_canceled(p.id, d.details, &p); }
    void tell(const Process& p, const FailProcess& d) { on_process_failed(p, {d.reason, d.details}); }
    void tell(const Process& p, const ContinueAsNew& d) { on_process_continued(p, d); }

    std::shared_ptr<Backend> inside_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
