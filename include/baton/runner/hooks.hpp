// Hooks: the overridable parts of a run (WfEpy: task_execute and transition_eval).
#ifndef BATON_RUNNER_HOOKS_HPP
#define BATON_RUNNER_HOOKS_HPP

#include <cstdint>
#include <functional>
#include <string_view>

#include "../config.hpp"
#include "../core/outcome.hpp"
#include "../core/self.hpp"
#include "workflow.hpp"

namespace baton::inline BATON_ABI::runner {

/// A body that is about to run. `call()` runs it; a hook may do something before and after, or answer itself.
template <class Context, class Resources>
struct TaskCall {
    const core::Self& self;
    /// Of a concurrent task: shared with other threads, to be read only.
    Context& context;
    Resources& resources;
    const Program<Context, Resources>& program;
    std::uint32_t vertex;

    core::Outcome operator()() const {
        const core::body_ref<Context, Resources>& body = program.bodies[vertex];
        if (!body.empty()) return body(context, resources, self);
        return program.own_bodies[vertex].call(context, resources, self);
    }
};

/// A condition that is about to be evaluated.
template <class Context>
struct ConditionCall {
    /// The flow's id.
    std::string_view flow;
    const Context& context;
    const BoundCondition<Context>& condition;

    bool operator()() const { return condition(context); }
};

/// What is run instead of a body; of concurrent tasks on the executor's threads.
template <class Context, class Resources>
using TaskHook = std::function<core::Outcome(const TaskCall<Context, Resources>&)>;
template <class Context>
using ConditionHook = std::function<bool(const ConditionCall<Context>&)>;

/// Runs a job, now or later, on this or another thread: `[&pool](auto job) { boost::asio::post(pool, job); }`. It must
/// not drop a job. Jobs are copyable.
using Executor = std::function<void(std::function<void()>)>;

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::ConditionCall;
using runner::Executor;
using runner::TaskCall;
}  // namespace baton::inline BATON_ABI

#endif
