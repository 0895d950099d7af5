// A workflow as a set of rules.
//
//   struct Order : decider::RuleSet {
//       Order() {
//           on_started([](const Process& p) { return schedule<Payment>(p.input); });
//           on_completed<Payment>(&Order::ship);
//           on_interrupted<Payment>([](const ActivityEnded&, const Process&) { return CancelProcess{}; });
//           on_signal("extra_shipment", &Order::ship_more);
//       }
//       Decisions ship(const ActivityEnded& event, const Process& process);
//       …
//   };
//
// A handler takes (event, process), (process), (event) or nothing, and gives Decisions. All rules that match fire, in
// the order in which they were declared; those of a base class were declared before.
#ifndef BATON_DECIDER_RULE_SET_HPP
#define BATON_DECIDER_RULE_SET_HPP

#include <algorithm>
#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "default_workflow.hpp"
#include "matcher.hpp"
#include "workflow.hpp"

namespace baton::inline BATON_ABI::decider {

/// Which ends of children a rule is for.
struct ChildMatch {
    Match<std::string> workflow;
    Match<std::vector<std::string>> tags;
    /// The tags contain it; empty: does not matter.
    std::string has_tag;
    Match<ProcessResult> result;
};

class RuleSet : public Workflow {
public:
    Decisions decide(const Process& process) final {
        const EventRange unseen = process.unseen_events();
        Decisions all;
        for (const Event& e : unseen)
            for (const Rule& rule : rules_) all += rule(e, process);
        return detail::again_if_quiet(detail::in_order(all.of(process)), unseen);
    }

protected:
    template <class H>
    void on_started(H handler) {
        on<ProcessStarted>([](const ProcessStarted&) { return true; }, handler);
    }
    /// The activity completed. `input`: what it was given.
    template <class H>
    void on_completed(Match<std::string> activity, Match<core::Value> input, H handler) {
        on<ActivityEnded>(
            [=](const ActivityEnded& e) {
                return std::holds_alternative<ActivityCompleted>(e.result) && activity(e.execution.activity) &&
                       input(e.execution.input);
            },
            handler);
    }
    template <class H>
    void on_completed(Match<std::string> activity, H handler) {
        on_completed(std::move(activity), anything, handler);
    }
    template <std::derived_from<Activity> A, class H>
    void on_completed(H handler) {
        on_completed(activity_type<A>().name, anything, handler);
    }
    template <std::derived_from<Activity> A, class H>
    void on_completed(Match<core::Value> input, H handler) {
        on_completed(Match<std::string>(activity_type<A>().name), std::move(input), handler);
    }
    /// The activity was cancelled, failed or timed out.
    template <class H>
    void on_interrupted(Match<std::string> activity, Match<ActivityResult> result, H handler) {
        on<ActivityEnded>(
            [=](const ActivityEnded& e) {
                return !std::holds_alternative<ActivityCompleted>(e.result) && activity(e.execution.activity) &&
                       result(e.result);
            },
            handler);
    }
    template <class H>
    void on_interrupted(Match<std::string> activity, H handler) {
        on_interrupted(std::move(activity), anything, handler);
    }
    template <std::derived_from<Activity> A, class H>
    void on_interrupted(H handler) {
        on_interrupted(activity_type<A>().name, anything, handler);
    }
    template <std::derived_from<Activity> A, class H>
    void on_interrupted(Match<ActivityResult> result, H handler) {
        on_interrupted(Match<std::string>(activity_type<A>().name), std::move(result), handler);
    }
    template <class H>
    void on_signal(Match<std::string> name, H handler) {
        on<Signaled>([=](const Signaled& e) { return name(e.signal.name); }, handler);
    }
    template <class H>
    void on_timer(Match<core::Value> data, H handler) {
        on<TimerFired>([=](const TimerFired& e) { return data(e.timer.data); }, handler);
    }
    /// The child ended, in whatever way unless `result` says.
    template <class H>
    void on_child_ended(ChildMatch match, H handler) {
        on<ChildEnded>(
            [m = std::move(match)](const ChildEnded& e) {
                return m.workflow(e.workflow) && m.tags(e.tags) && m.result(e.result) &&
                       (m.has_tag.empty() || std::find(e.tags.begin(), e.tags.end(), m.has_tag) != e.tags.end());
            },
            handler);
    }
    template <class H>
    void on_cancel_requested(H handler) {
        on<CancelRequested>([](const CancelRequested&) { return true; }, handler);
    }
    template <class H>
    void on_failed_decision(Match<std::string> cause, H handler) {
        on<DecisionFailed>([=](const DecisionFailed& e) { return cause(e.cause); }, handler);
    }
    /// Any event: `match` takes (event, process); one that throws does not match.
    template <std::predicate<const Event&, const Process&> M, class H>
    void on_event(M match, H handler) {
        rules_.push_back([this, match, handler](const Event& e, const Process& p) -> Decisions {
            bool matches = false;
            try {
                matches = match(e, p);
            } catch (...) {
                matches = false;
            }
            return matches ? call(handler, e, p) : Decisions{};
        });
    }

private:
    using Rule = std::function<Decisions(const Event&, const Process&)>;

    template <class E, class M, class H>
    void on(M match, H handler) {
        rules_.push_back([this, match = std::move(match), handler](const Event& e, const Process& p) -> Decisions {
            const E* event = e.as<E>();
            return event != nullptr && match(*event) ? call(handler, *event, p) : Decisions{};
        });
    }
    template <class Self, class Result, class... A>
    Decisions call(Result (Self::*handler)(A...), const auto& event, const Process& process) {
        const auto bound = [&](A... a) { return (static_cast<Self*>(this)->*handler)(a...); };
        return call(bound, event, process);
    }
    template <class Self, class Result, class... A>
    Decisions call(Result (Self::*handler)(A...) const, const auto& event, const Process& process) {
        const auto bound = [&](A... a) { return (static_cast<const Self*>(this)->*handler)(a...); };
        return call(bound, event, process);
    }
    template <class H>
    requires(!std::is_member_pointer_v<H>) Decisions call(const H& handler, const auto& event, const Process& process) {
        if constexpr (std::invocable<const H&, decltype(event), const Process&>)
            return handler(event, process);
        else if constexpr (std::invocable<const H&, const Process&>)
            return handler(process);
        else if constexpr (std::invocable<const H&, decltype(event)>)
            return handler(event);
        else
            return handler();
    }

    std::vector<Rule> rules_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
