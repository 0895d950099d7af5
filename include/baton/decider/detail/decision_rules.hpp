// What decisions do. All are checked before the first takes effect: a decider's mistake (an activity that is not
// registered, an id that is in use, a decision after the end) refuses them all and leaves the decision task open. What
// a decider could not know becomes a DecisionFailed event instead, as in SWF.
#ifndef BATON_DECIDER_DETAIL_DECISION_RULES_HPP
#define BATON_DECIDER_DETAIL_DECISION_RULES_HPP

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../decision.hpp"
#include "../task.hpp"
#include "process_rules.hpp"
#include "registry.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// Looks at all decisions, changes nothing.
class DecisionCheck {
public:
    DecisionCheck(const ProcessRecord& record, const Registry& types) : record_(record), types_(types) {}

    void all(const std::vector<Decision>& decisions) {
        for (const Decision& d : decisions) {
            if (closed_) refuse("nothing can be decided after " + std::string(type_of(*closed_)));
            std::visit([this](const auto& decision) { check(decision); }, d);
            if (is_closing(d)) closed_ = d;
        }
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw core::error(core::error_code::the_decision_is_refused, record_.id, what);
    }
    void not_negative(core::duration d, const char* what) const {
        if (d < core::duration{}) refuse(std::string(what) + " is negative");
    }
    void check(const ScheduleActivity& d) {
        (void)types_.activity(d.activity);
        for (const auto& time : {d.scheduled_timeout, d.execution_timeout, d.heartbeat_timeout, d.total_timeout})
            if (time) not_negative(*time, "a timeout of an activity");
        if (d.id.empty()) return;
        const bool ends = std::find(canceled_.begin(), canceled_.end(), d.id) != canceled_.end();
        if ((record_.activities.count(d.id) != 0 && !ends) || !activities_.insert(d.id).second)
            refuse("an activity with the id '" + d.id + "' is open");
    }
    void check(const CancelActivity& d) {
        const auto at = record_.activities.find(d.id);
        if (at != record_.activities.end() && !at->second.started()) canceled_.push_back(d.id);
        activities_.erase(d.id);
    }
    void check(const Timer& d) {
        not_negative(d.delay, "the delay of a timer");
        if (d.id.empty()) return;
        const bool ends = std::find(stopped_.begin(), stopped_.end(), d.id) != stopped_.end();
        if ((record_.timers.count(d.id) != 0 && !ends) || !timers_.insert(d.id).second)
            refuse("a timer with the id '" + d.id + "' is running");
    }
    void check(const CancelTimer& d) {
        stopped_.push_back(d.id);
        timers_.erase(d.id);
    }
    void check(const StartChildProcess& d) const { (void)types_.workflow(d.workflow); }
    void check(const RecordMarker& d) const {
        if (d.name.empty()) refuse("a marker has no name");
    }
    void check(const SignalExternalProcess& d) const {
        if (d.process_id.empty()) refuse("a signal is for no process");
    }
    void check(const CancelExternalProcess& d) const {
        if (d.process_id.empty()) refuse("a request to cancel is for no process");
    }
    void check(const CompleteProcess&) const {}
    void check(const CancelProcess&) const {}
    void check(const FailProcess&) const {}
    void check(const ContinueAsNew&) const {}

    const ProcessRecord& record_;
    const Registry& types_;
    std::optional<Decision> closed_;
    std::unordered_set<std::string> activities_, timers_;
    std::vector<std::string> canceled_, stopped_;
};

/// Carries out one decision after the other. `new_id` gives ids for children.
class DecisionMaker {
public:
    DecisionMaker(Step step, const Registry& types, const std::function<std::string()>& new_id)
        : step_(step), record_(step.record), types_(types), new_id_(new_id) {}

    void make(Decision decision) {
        std::visit([this](auto& d) { make(d); }, decision);
    }
    /// The ends of a process are refused while there is news that the decider has not seen: nothing is lost.
    void fail(Decision decision, const char* cause) { step_.happen(DecisionFailed{std::move(decision), cause}); }

private:
    template <class D>
    void made(const D& d) {
        step_.append(DecisionMade{d});
    }
    template <class Records>
    std::string free_id(const char* kind, const Records& taken) const {
        std::string id = kind + std::to_string(record_.next_event);
        while (taken.count(id) != 0) id += '+';
        return id;
    }
    void make(ScheduleActivity& d) {
        const ActivityType& type = types_.activity(d.activity);
        if (d.id.empty()) d.id = free_id("activity-", record_.activities);
        ActivityRecord a;
        a.execution = {d.activity, d.id, d.input};
        a.category = d.category.value_or(type.category);
        const core::duration wait = d.scheduled_timeout.value_or(type.scheduled_timeout);
        a.execution_timeout = d.execution_timeout.value_or(type.execution_timeout);
        a.heartbeat_timeout = d.heartbeat_timeout.value_or(type.heartbeat_timeout);
        const auto total = d.total_timeout ? d.total_timeout : type.total_timeout;
        a.start_by = step_.now + wait;
        a.close_by = total ? step_.now + *total : a.start_by + a.execution_timeout;
        made(d);
        record_.plan(a.due(), DueKind::activity, d.id);
        step_.out.activities.push_back(d.id);
        record_.activities.emplace(d.id, std::move(a));
    }
    void make(const CancelActivity& d) {
        const auto at = record_.activities.find(d.id);
        if (at == record_.activities.end()) return fail(d, "ACTIVITY_ID_UNKNOWN");
        made(d);
        if (at->second.started())
            at->second.cancel_requested = true;
        else
            step_.end_activity(std::string(d.id), ActivityCanceled{});
    }
    void make(Timer& d) {
        if (d.id.empty()) d.id = free_id("timer-", record_.timers);
        made(d);
        const core::instant due = step_.now + d.delay;
        record_.timers.emplace(d.id, TimerRecord{d, due});
        record_.plan(due, DueKind::timer, d.id);
    }
    void make(const CancelTimer& d) {
        const auto at = record_.timers.find(d.id);
        if (at == record_.timers.end()) return fail(d, "TIMER_ID_UNKNOWN");
        made(d);
        record_.unplan(at->second.due, DueKind::timer, d.id);
        record_.timers.erase(at);
    }
    void make(StartChildProcess& d) {
        if (d.id.empty()) d.id = new_id_();
        if (record_.children.count(d.id) != 0 || d.id == record_.id) return fail(d, "WORKFLOW_ALREADY_RUNNING");
        made(d);
        record_.children.emplace(d.id, ChildRecord{d.id, d.child_policy});
        step_.send(d.id, StartChild{d});
    }
    void make(const RecordMarker& d) { made(d); }
    void make(const SignalExternalProcess& d) {
        made(d);
        step_.send(d.process_id, TakeSignal{d});
    }
    void make(const CancelExternalProcess& d) {
        made(d);
        step_.send(d.process_id, TakeCancelRequest{d, {}});
    }
    void make(const CompleteProcess& d) {
        made(d);
        step_.close(ProcessCompleted{d.result});
    }
    void make(const CancelProcess& d) {
        made(d);
        step_.close(ProcessCanceled{d.details});
    }
    void make(const FailProcess& d) {
        made(d);
        step_.close(ProcessFailed{d.reason, d.details});
    }
    void make(const ContinueAsNew& d) {
        made(d);
        step_.drop_work();
        record_.input = d.input;
        if (d.tags) record_.tags = *d.tags;
        record_.next_event = 1;
        record_.started_at = step_.now;
        record_.deadline = step_.now + record_.timeout;
        record_.plan(record_.deadline, DueKind::process, {});
        step_.out.new_run = step_.out.events.size();
        step_.happen(ProcessStarted{std::to_string(record_.run++)});
    }

    Step step_;
    ProcessRecord& record_;
    const Registry& types_;
    const std::function<std::string()>& new_id_;
};

/// BTN603 where the task is not the open decision; BTN604 to BTN606 where a decision is wrong.
inline void complete_decision(Step step, const DecisionTask& task, const std::vector<Decision>& decisions,
                              const Registry& types, const std::function<std::string()>& new_id) {
    ProcessRecord& r = step.record;
    if (r.closed() || r.decision != DecisionState::started || std::to_string(r.decision_fence) != task.token)
        throw core::error(core::error_code::the_decision_is_over, task.process.id);
    DecisionCheck(r, types).all(decisions);
    DecisionMaker maker(step, types, new_id);
    for (const Decision& d : decisions) {
        if (is_closing(d) && r.news)
            maker.fail(d, "UNHANDLED_DECISION");
        else
            maker.make(d);
    }
    // A process that ended or started over has given up this decision already.
    if (r.decision == DecisionState::started) step.decision_over();
}

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
