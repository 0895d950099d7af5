// Workflows: who decides.
//
//   struct Foo : decider::Workflow {
//       using activities = decider::Activities<Multiply>;               // registered with it; may be left out
//       decider::Decisions decide(const decider::Process& process) override {
//           …
//           return decider::schedule<Multiply>(input);
//       }
//   };
//
// The name is the class's, without "Workflow" at its end, unless a static type() says one.
#ifndef BATON_DECIDER_WORKFLOW_HPP
#define BATON_DECIDER_WORKFLOW_HPP

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "../core/value.hpp"
#include "activity.hpp"
#include "decision.hpp"
#include "process.hpp"
#include "type.hpp"

namespace baton::inline BATON_ABI::decider {

/// The activity classes of a workflow.
template <std::derived_from<Activity>... A>
struct Activities {};

/// An activity by its name, scheduled with the input of the process.
struct ActivityName {
    std::string name;
};
/// `return activity<Multiply>();`
template <std::derived_from<Activity> A>
ActivityName activity() {
    return {activity_type<A>().name};
}

/// What was decided: nothing, one decision, or several in order.
class Decisions {
public:
    using Item = std::variant<Decision, ActivityName>;

    Decisions() = default;
    // NOLINTBEGIN(google-explicit-constructor): these are decisions
    template <class T>
    requires(std::constructible_from<Decision, T> && !std::same_as<std::remove_cvref_t<T>, Decisions>)
        Decisions(T&& decision)
        : items_{Decision(std::forward<T>(decision))} {}
    Decisions(ActivityName name) : items_{std::move(name)} {}
    Decisions(std::initializer_list<Decisions> all) {
        for (const Decisions& some : all) *this += some;
    }
    Decisions(std::vector<Decision> all) {
        for (Decision& d : all) items_.emplace_back(std::move(d));
    }
    // NOLINTEND(google-explicit-constructor)

    Decisions& operator+=(const Decisions& more) {
        items_.insert(items_.end(), more.items_.begin(), more.items_.end());
        return *this;
    }
    [[nodiscard]] bool empty() const { return items_.empty(); }
    [[nodiscard]] std::size_t size() const { return items_.size(); }
    /// With the input of the process where only an activity's name was said.
    [[nodiscard]] std::vector<Decision> of(const Process& process) const {
        std::vector<Decision> out;
        for (const Item& item : items_) {
            if (const auto* decision = std::get_if<Decision>(&item))
                out.push_back(*decision);
            else
                out.emplace_back(ScheduleActivity{std::get<ActivityName>(item).name, process.input});
        }
        return out;
    }

private:
    std::vector<Item> items_;
};

/// Schedules an activity of that class: `schedule<Multiply>(input, {.id = "5678"})`.
template <std::derived_from<Activity> A>
ScheduleActivity schedule(core::Value input = {}, ScheduleActivity with = {}) {
    with.activity = activity_type<A>().name;
    with.input = std::move(input);
    return with;
}

/// Made for one decision, used by one thread.
class Workflow {
public:
    Workflow() = default;
    Workflow(const Workflow&) = delete;
    Workflow& operator=(const Workflow&) = delete;
    virtual ~Workflow() = default;

    /// Looks at the process, its history and what is unseen of it, and decides what to do now. An exception: nothing is
    /// decided; after the decision timeout another decider is asked.
    virtual Decisions decide(const Process& process) = 0;
};

/// Of a workflow class: what type() says, with the name filled in.
template <std::derived_from<Workflow> W>
WorkflowType workflow_type() {
    return detail::described<W, WorkflowType>("Workflow");
}

/// Starts a child of that workflow class.
template <std::derived_from<Workflow> W>
StartChildProcess start_child(core::Value input = {}, StartChildProcess with = {}) {
    with.workflow = workflow_type<W>().name;
    with.input = std::move(input);
    return with;
}

}  // namespace baton::inline BATON_ABI::decider

#endif
