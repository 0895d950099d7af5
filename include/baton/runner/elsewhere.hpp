// Work that is done elsewhere: on the threads of an executor, so that tasks of parallel branches overlap.
//
//   bindings.on("scan", elsewhere(engine.handle(), executor, [](const Variables& seen) -> Variables {
//       return {{"pages", scan(seen)}};
//   }));
//   while (!engine.info(order).…) { engine.wait(); engine.run(); }
#ifndef BATON_RUNNER_ELSEWHERE_HPP
#define BATON_RUNNER_ELSEWHERE_HPP

#include <exception>
#include <functional>
#include <utility>

#include "../config.hpp"
#include "../core/value.hpp"
#include "bpmn_error.hpp"
#include "hooks.hpp"
#include "process_handle.hpp"

namespace baton::inline BATON_ABI::runner {

/// A body that gives `work` to an executor with the variables that the task sees, and is completed with those that it
/// returns. What it throws fails the task; BpmnError is a BPMN error. The task waits meanwhile; a state that is saved
/// then and loaded elsewhere waits for a completion that does not come: complete or retry it.
inline TaskBody elsewhere(ProcessHandle handle, Executor executor,
                          std::function<core::Variables(const core::Variables&)> work) {
    return [handle = std::move(handle), executor = std::move(executor),
            work = std::move(work)](TaskContext& task) -> core::Outcome {
        executor([handle, work, which = task.activation(), seen = task.variables()] {
            try {
                handle.complete(which, work(seen));
            } catch (const BpmnError& e) {
                handle.error(which, e.code());
            } catch (const std::exception& e) {
                handle.fail(which, e.what());
            } catch (...) {
                handle.fail(which, "unknown exception");
            }
        });
        return core::pending_word{};
    };
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::elsewhere;
}  // namespace baton::inline BATON_ABI

#endif
