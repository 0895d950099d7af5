// Activities: the work itself.
//
//   struct Multiply : decider::Activity {
//       static decider::ActivityType type() { return {.category = "computation"}; }      // may be left out
//       decider::ActivityReturn execute() override { return product_of(input()); }
//   };
//
// The name is the class's, without "Activity" at its end, unless type() says one.
#ifndef BATON_DECIDER_ACTIVITY_HPP
#define BATON_DECIDER_ACTIVITY_HPP

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "../config.hpp"
#include "../core/value.hpp"
#include "detail/type_name.hpp"
#include "result.hpp"
#include "task.hpp"
#include "type.hpp"

namespace baton::inline BATON_ABI::decider {

/// What an activity can do while it runs.
class ActivityMonitor {
public:
    ActivityMonitor() = default;
    /// `heartbeat`: gives true when the activity was asked to cancel.
    explicit ActivityMonitor(std::function<bool(const std::string&)> heartbeat) : heartbeat_(std::move(heartbeat)) {}

    /// Says that the activity lives; `progress` is given with a time-out. True: it was asked to cancel, and may clean
    /// up and return ActivityCanceled. BTN602 when it is over, that is: when nobody waits for it any more.
    bool heartbeat(const std::string& progress = {}) const {
        if (heartbeat_ && heartbeat_(progress)) cancel_requested_ = true;
        return cancel_requested_;
    }
    /// As the last heartbeat said.
    [[nodiscard]] bool cancel_requested() const { return cancel_requested_; }

private:
    std::function<bool(const std::string&)> heartbeat_;
    mutable bool cancel_requested_ = false;
};

/// What `execute` returns: a value, a result, or nothing.
class ActivityReturn {
public:
    ActivityReturn() = default;
    // NOLINTBEGIN(google-explicit-constructor): these are what an activity returns
    ActivityReturn(ActivityResult result) : result_(std::move(result)) {}
    template <class T>
    requires(std::constructible_from<ActivityResult, T> && !std::constructible_from<core::Value, T> &&
             !std::same_as<std::remove_cvref_t<T>, ActivityResult> &&
             !std::same_as<std::remove_cvref_t<T>, ActivityReturn>) ActivityReturn(T&& result)
        : result_(std::forward<T>(result)) {}
    template <class T>
    requires(std::constructible_from<core::Value, T> && !std::same_as<std::remove_cvref_t<T>, ActivityReturn>)
        ActivityReturn(T&& value)
        : value_(std::forward<T>(value)) {}
    // NOLINTEND(google-explicit-constructor)

    /// What to report. A value is a completion if the activity completes by itself; else nobody is told: who holds the
    /// task completes it later.
    [[nodiscard]] std::optional<ActivityResult> report(bool auto_complete) const {
        if (result_) return result_;
        if (auto_complete) return ActivityCompleted{value_};
        return std::nullopt;
    }

private:
    std::optional<ActivityResult> result_;
    core::Value value_;
};

/// Made for one task, used by one thread.
class Activity {
public:
    Activity() = default;
    Activity(const Activity&) = delete;
    Activity& operator=(const Activity&) = delete;
    virtual ~Activity() = default;

    /// Returns a value or a result; may throw ActivityCanceled, ActivityFailed or ActivityTimedOut. Any other exception
    /// fails the activity with its message.
    virtual ActivityReturn execute() = 0;
    /// False: a value returned is no completion; the task is completed later, by whoever holds it.
    [[nodiscard]] virtual bool auto_complete() const { return true; }

    [[nodiscard]] const ActivityTask& task() const { return task_; }
    [[nodiscard]] const core::Value& input() const { return task_.execution.input; }
    [[nodiscard]] const ActivityMonitor& monitor() const { return monitor_; }
    bool heartbeat(const std::string& progress = {}) const { return monitor_.heartbeat(progress); }

    /// By the manager, before execute.
    void prepare(ActivityTask task, ActivityMonitor monitor) {
        task_ = std::move(task);
        monitor_ = std::move(monitor);
    }

private:
    ActivityTask task_;
    ActivityMonitor monitor_;
};

/// An activity that is a function: (const ActivityTask&, const ActivityMonitor&) or (const Value& input).
class ActivityFunction : public Activity {
public:
    using Function = std::function<ActivityReturn(const ActivityTask&, const ActivityMonitor&)>;
    ActivityFunction(Function function, bool auto_complete)
        : function_(std::move(function)), auto_complete_(auto_complete) {}
    ActivityReturn execute() override { return function_(task(), monitor()); }
    [[nodiscard]] bool auto_complete() const override { return auto_complete_; }

private:
    Function function_;
    bool auto_complete_;
};

namespace detail {
template <class T, class Type>
Type described(std::string_view suffix) {
    Type out;
    if constexpr (requires {
                      { T::type() } -> std::convertible_to<Type>;
                  })
        out = T::type();
    if (out.name.empty()) {
        static_assert(
            !class_name<T>().empty() || requires { T::type(); }, "a class template says its name in type()");
        out.name = without_suffix(class_name<T>(), suffix);
    }
    return out;
}
}  // namespace detail

/// Of an activity class: what type() says, with the name filled in.
template <std::derived_from<Activity> A>
ActivityType activity_type() {
    return detail::described<A, ActivityType>("Activity");
}

}  // namespace baton::inline BATON_ABI::decider

#endif
