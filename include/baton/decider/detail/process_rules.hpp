// The rules of a process, but for decisions: start, signals, tasks, time. Pure: a record and an input go in, the record
// is changed and effects come out; what is refused throws before anything has changed. Every backend of our own uses
// them.
#ifndef BATON_DECIDER_DETAIL_PROCESS_RULES_HPP
#define BATON_DECIDER_DETAIL_PROCESS_RULES_HPP

#include <string>
#include <utility>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../task.hpp"
#include "../type.hpp"
#include "effects.hpp"
#include "process_record.hpp"
#include "process_step.hpp"

namespace baton::inline BATON_ABI::decider::detail {

[[noreturn]] inline void not_running(const std::string& id) {
    throw core::error(core::error_code::the_process_is_not_running, id);
}
[[noreturn]] inline void activity_is_over(const std::string& process, const std::string& id) {
    throw core::error(core::error_code::the_activity_is_over, process + ", activity " + id);
}

/// A new process with its first decision scheduled. `start`: workflow, id, input, tags, parent.
inline ProcessRecord open_process(Process start, const WorkflowType& type, core::instant now, Effects& out) {
    ProcessRecord record;
    record.id = std::move(start.id);
    record.workflow = type.name;
    record.category = type.category;
    record.input = std::move(start.input);
    record.tags = std::move(start.tags);
    record.parent = std::move(start.parent);
    record.timeout = type.timeout;
    record.decision_timeout = type.decision_timeout;
    record.started_at = now;
    record.deadline = now + record.timeout;
    record.plan(record.deadline, DueKind::process, {});
    Step{record, now, out}.happen(ProcessStarted{});
    return record;
}

/// Precondition: a decision is scheduled.
inline void start_decision(Step step) {
    ProcessRecord& r = step.record;
    r.decision = DecisionState::started;
    r.decision_fence = ++r.fences;
    r.decision_due = step.now + r.decision_timeout;
    r.plan(r.decision_due, DueKind::decision, {});
    step.append(DecisionStarted{});
}

/// Precondition: the activity is scheduled and has not started.
inline ActivityTask start_activity(Step step, const std::string& id) {
    ProcessRecord& r = step.record;
    ActivityRecord& a = r.activities.at(id);
    const core::instant before = a.due();
    a.fence = ++r.fences;
    a.start_by = core::instant::never();
    a.end_by = step.now + a.execution_timeout;
    a.beat_by = step.now + a.heartbeat_timeout;
    step.replan(a, before);
    step.append(ActivityStarted{a.execution});
    step.out.activities.push_back(id);
    return {a.execution, r.id, std::to_string(a.fence)};
}

/// The activity that the task stands for, or BTN602: it has ended, or was started anew since.
inline ActivityRecord& running_activity(ProcessRecord& record, const ActivityTask& task) {
    const auto at = record.activities.find(task.execution.id);
    if (record.closed() || at == record.activities.end() || !at->second.started() ||
        std::to_string(at->second.fence) != task.token)
        activity_is_over(task.process_id, task.execution.id);
    return at->second;
}

/// The activity lives. True: it was asked to cancel.
inline bool heartbeat(Step step, const ActivityTask& task, const std::string& progress) {
    ActivityRecord& a = running_activity(step.record, task);
    const core::instant before = a.due();
    a.beat_by = step.now + a.heartbeat_timeout;
    a.progress = progress;
    step.replan(a, before);
    return a.cancel_requested;
}

inline void complete_activity(Step step, const ActivityTask& task, ActivityResult result) {
    running_activity(step.record, task);
    step.end_activity(std::string(task.execution.id), std::move(result));
}

/// One thing that is due. Precondition: there is one, and its time has come.
inline void handle_due(Step step) {
    ProcessRecord& r = step.record;
    const auto [at, what] = *r.agenda.begin();
    r.agenda.erase(r.agenda.begin());
    const auto& [kind, id] = what;
    switch (kind) {
        case DueKind::activity: {
            const ActivityRecord& a = r.activities.at(id);
            const TimeoutKind why = a.start_by == at  ? TimeoutKind::schedule_to_start
                                    : a.beat_by == at ? TimeoutKind::heartbeat
                                    : a.end_by == at  ? TimeoutKind::start_to_close
                                                      : TimeoutKind::schedule_to_close;
            step.end_activity(id, ActivityTimedOut{why, a.progress});
            break;
        }
        case DueKind::timer: {
            const auto timer = r.timers.find(id);
            step.happen(TimerFired{std::move(timer->second.timer)});
            r.timers.erase(timer);
            break;
        }
        case DueKind::decision:
            step.append(DecisionTimedOut{});
            r.news = true;
            step.decision_over();
            break;
        case DueKind::process: step.close(ProcessTimedOut{}); break;
    }
}

/// All that is due.
inline void on_time(Step step) {
    while (step.record.next_due() <= step.now && !step.record.closed()) handle_due(step);
}

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
