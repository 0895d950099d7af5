// What a task's body, hook or condition sees of a running instance of a ProcessEngine, and may do with it.
#ifndef BATON_RUNNER_TASK_CONTEXT_HPP
#define BATON_RUNNER_TASK_CONTEXT_HPP

#include <cstdint>
#include <functional>
#include <string_view>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/expression_text.hpp"
#include "../core/outcome.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"

namespace baton::inline BATON_ABI::runner {

/// One activation of a task: a late answer to an earlier one is refused.
struct Activation {
    std::uint64_t instance = 0, token = 0;
    friend bool operator==(const Activation&, const Activation&) = default;
};

/// Valid while the body, hook or condition runs.
class TaskContext {
public:
    virtual ~TaskContext() = default;
    [[nodiscard]] virtual const core::Definition& definition() const = 0;
    /// Of a condition: where its flow comes from.
    [[nodiscard]] virtual const core::Node& node() const = 0;
    [[nodiscard]] virtual std::uint64_t instance() const = 0;
    /// Names this activation; the same when the body is asked again. 0 in a condition.
    [[nodiscard]] virtual std::uint64_t token() const = 0;
    [[nodiscard]] Activation activation() const { return {instance(), token()}; }
    [[nodiscard]] virtual core::instant now() const = 0;
    /// A variable that the task sees (null when there is none): of its own scope, then of those around it.
    [[nodiscard]] virtual core::Value get(std::string_view name) const = 0;
    /// Every variable that the task sees.
    [[nodiscard]] virtual core::Variables variables() const = 0;
    /// Assigns: the nearest scope that declares the name, else the enclosing sub-process or process.
    virtual void set(std::string_view name, core::Value value) = 0;
    /// Assigns in the task's own scope, which its output mappings read and which ends with it; like set() in a task
    /// that has no mappings, and so no scope of its own.
    virtual void set_local(std::string_view name, core::Value value) = 0;
    /// Evaluates in the task's scope. Throws baton::error.
    [[nodiscard]] virtual core::Value evaluate(const core::ExpressionText& expression) const = 0;
    /// Throws an escalation from the task; the task goes on unless it is interrupted. Not from a hook.
    virtual void escalate(std::string_view code) = 0;
    /// Whether what the body has thrown has interrupted the task: what it does then has no effect.
    [[nodiscard]] virtual bool interrupted() const { return false; }
};

using TaskBody = std::function<core::Outcome(TaskContext&)>;

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::Activation;
using runner::TaskBody;
using runner::TaskContext;
}  // namespace baton::inline BATON_ABI

#endif
