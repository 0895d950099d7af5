// Hooks of a ProcessEngine: what runs when an element is entered and before it is left, and conditions in C++.
#ifndef BATON_RUNNER_TASK_HOOKS_HPP
#define BATON_RUNNER_TASK_HOOKS_HPP

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "../config.hpp"
#include "task_context.hpp"

namespace baton::inline BATON_ABI::runner {

/// What an exit hook answers: nothing against it, or why the task may not be completed.
class [[nodiscard]] Veto {
public:
    Veto() = default;
    explicit Veto(std::string why) : why_(std::move(why)) {}
    explicit operator bool() const { return why_.has_value(); }
    /// Precondition: it is a veto.
    [[nodiscard]] const std::string& why() const { return *why_; }

private:
    std::optional<std::string> why_;
};

/// `return veto("the amount is missing");`
inline Veto veto(std::string why) { return Veto(std::move(why)); }

using EnterHook = std::function<void(TaskContext&)>;
using ExitHook = std::function<Veto(TaskContext&)>;

/// Of one element. Either may be empty.
struct TaskHooks {
    /// When a token has come: of a gateway at every arrival, of a join also at those that wait there.
    EnterHook enter;
    /// Before a task is completed, by its body or from outside, with what the completion brings; of other elements when
    /// they are done, and then a veto has no effect.
    ExitHook exit;
    [[nodiscard]] bool empty() const { return !enter && !exit; }
};

/// The condition of a flow.
using FlowCondition = std::function<bool(const TaskContext&)>;

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::FlowCondition;
using runner::TaskHooks;
using runner::Veto;
using runner::veto;
}  // namespace baton::inline BATON_ABI

#endif
