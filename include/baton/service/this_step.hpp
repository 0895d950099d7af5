// Bodies that join the transaction of their step: what they write to tables of their own in the same database is done
// exactly once, together with the step.
//
//   Service service(store, {.join_bodies = true});
//   bindings.on("charge", [](TaskContext& task) -> Outcome {
//       this_step().own_sql("insert into charge (order_id, amount) values (?1, ?2)", {task.get("id"),
//       task.get("amount")}); return done;
//   });
//
// A body runs in a savepoint of its own: what it has written is undone when it fails, throws or takes too long, and
// kept when it is done, waits, or ends with a BPMN error. Processes only, not workflows over a typed context.
#ifndef BATON_SERVICE_THIS_STEP_HPP
#define BATON_SERVICE_THIS_STEP_HPP

#include <string>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/outcome.hpp"
#include "../runner/clock.hpp"
#include "../runner/task_context.hpp"
#include "../store/store.hpp"

namespace baton::inline BATON_ABI::service {

namespace detail {

/// The transaction of the step that this thread makes; null outside of bodies that join it.
inline store::Transaction*& joined_transaction() {
    static thread_local store::Transaction* transaction = nullptr;
    return transaction;
}

/// As long as it lives, this thread makes a step in the transaction.
class StepOnThisThread {
public:
    explicit StepOnThisThread(store::Transaction& tx) : before_(joined_transaction()) { joined_transaction() = &tx; }
    StepOnThisThread(const StepOnThisThread&) = delete;
    StepOnThisThread& operator=(const StepOnThisThread&) = delete;
    ~StepOnThisThread() { joined_transaction() = before_; }

private:
    store::Transaction* before_;
};

/// The body, in a savepoint of the step on this thread.
inline core::Outcome run_joined(const runner::TaskBody& body, runner::TaskContext& task, core::duration limit) {
    struct Undone {};
    core::Outcome answer = core::done_word{};
    try {
        joined_transaction()->savepoint([&] {
            const core::instant began = runner::system_time();
            answer = body(task);
            if (answer.kind() == core::outcome_kind::failed) throw Undone();
            if (runner::system_time() - began > limit)
                throw core::error(core::error_code::the_body_takes_too_long, task.node().id,
                                  "more than " + std::to_string(limit.ms) + " ms");
        });
    } catch (const Undone&) {}
    return answer;
}

}  // namespace detail

/// The transaction of the step in which this body runs. BTN823 where none has been joined.
inline store::Transaction& this_step() {
    if (detail::joined_transaction() == nullptr) throw core::error(core::error_code::no_step_is_joined, "this_step()");
    return *detail::joined_transaction();
}

}  // namespace baton::inline BATON_ABI::service

namespace baton::inline BATON_ABI {
using service::this_step;
}  // namespace baton::inline BATON_ABI

#endif
