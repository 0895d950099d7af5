// A workflow that answers to one event after the other.
#ifndef BATON_DECIDER_DEFAULT_WORKFLOW_HPP
#define BATON_DECIDER_DEFAULT_WORKFLOW_HPP

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "event.hpp"
#include "process.hpp"
#include "workflow.hpp"

namespace baton::inline BATON_ABI::decider {

namespace detail {

/// Two decisions that would do the same are one; not so activities and children without an id, each of which is
/// another.
inline bool repeats(const Decision& d, const std::vector<Decision>& before) {
    if (const auto* s = std::get_if<ScheduleActivity>(&d); s != nullptr && s->id.empty()) return false;
    if (const auto* c = std::get_if<StartChildProcess>(&d); c != nullptr && c->id.empty()) return false;
    return std::find(before.begin(), before.end(), d) != before.end();
}

/// In order, without repetitions; then the first that ends the process, if any.
inline std::vector<Decision> in_order(std::vector<Decision> all) {
    std::vector<Decision> out, closing;
    for (Decision& d : all) {
        if (is_closing(d))
            closing.push_back(std::move(d));
        else if (!repeats(d, out))
            out.push_back(std::move(d));
    }
    if (!closing.empty()) out.push_back(std::move(closing.front()));
    return out;
}

/// An end that was refused because of news is decided again, if nobody had anything to decide about the news.
inline std::vector<Decision> again_if_quiet(std::vector<Decision> decisions, const EventRange& unseen) {
    if (!decisions.empty()) return decisions;
    for (const Event& e : unseen)
        if (const auto* failed = e.as<DecisionFailed>(); failed != nullptr && failed->cause == "UNHANDLED_DECISION")
            decisions.assign(1, failed->decision);
    return decisions;
}

}  // namespace detail

/// Override what is of interest. Each is called for each unseen event of its kind, in order. What they decide is put
/// together: equal decisions are made once, and one that ends the process comes last.
class DefaultWorkflow : public Workflow {
public:
    Decisions decide(const Process& process) final {
        const EventRange unseen = process.unseen_events();
        Decisions all;
        for (const Event& e : unseen) all += respond(process, e);
        return detail::again_if_quiet(detail::in_order(all.of(process)), unseen);
    }

    virtual Decisions initiate(const Process&) { return {}; }
    virtual Decisions respond_to_completed_activity(const Process&, const ActivityExecution&,
                                                    const ActivityCompleted&) {
        return {};
    }
    /// Cancelled, failed or timed out.
    virtual Decisions respond_to_interrupted_activity(const Process&, const ActivityExecution&, const ActivityResult&) {
        return {};
    }
    virtual Decisions respond_to_signal(const Process&, const Signal&) { return {}; }
    virtual Decisions respond_to_timer(const Process&, const Timer&) { return {}; }
    virtual Decisions respond_to_child_process(const Process&, const ChildEnded&) { return {}; }
    /// Cancels, unless overridden.
    virtual Decisions respond_to_cancel_request(const Process&, const CancelRequested& request) {
        return CancelProcess{request.details};
    }
    /// A decision had no effect. One that ends the process, refused because of news, is made again by itself if nothing
    /// is decided about the news.
    virtual Decisions respond_to_failed_decision(const Process&, const DecisionFailed&) { return {}; }

private:
    Decisions respond(const Process& p, const Event& e) {
        if (e.as<ProcessStarted>() != nullptr) return initiate(p);
        if (const auto* ended = e.as<ActivityEnded>()) {
            if (const auto* completed = std::get_if<ActivityCompleted>(&ended->result))
                return respond_to_completed_activity(p, ended->execution, *completed);
            return respond_to_interrupted_activity(p, ended->execution, ended->result);
        }
        if (const auto* signaled = e.as<Signaled>()) return respond_to_signal(p, signaled->signal);
        if (const auto* fired = e.as<TimerFired>()) return respond_to_timer(p, fired->timer);
        if (const auto* child = e.as<ChildEnded>()) return respond_to_child_process(p, *child);
        if (const auto* request = e.as<CancelRequested>()) return respond_to_cancel_request(p, *request);
        if (const auto* failed = e.as<DecisionFailed>()) return respond_to_failed_decision(p, *failed);
        return {};
    }
};

}  // namespace baton::inline BATON_ABI::decider

#endif
