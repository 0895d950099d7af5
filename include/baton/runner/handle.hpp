// A handle: how threads, callbacks and other processes' messages reach an instance.
#ifndef BATON_RUNNER_HANDLE_HPP
#define BATON_RUNNER_HANDLE_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "fwd.hpp"
#include "mailbox.hpp"

namespace baton::inline BATON_ABI::runner {

/// Thread-safe, cheap to copy; may outlive the Runner (then what is sent is lost, as it is when the process ends).
/// Every call is queued and takes effect in the Runner's next run(), or in the run() that is going on. A call that does
/// not fit what waits then (BTN202) is listed in that run's report.
template <class Context>
class Handle {
public:
    explicit Handle(std::shared_ptr<Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}

    /// Completes the task that waits, is pending or has failed; the one that has waited longest.
    void complete(std::string task) const { post(InputKind::complete, std::move(task)); }
    /// The same, after a change of the context: `h.complete("weigh", [w](Job& j) { j.weight = w; });`
    template <class Function>
    requires(std::is_class_v<Function>&& std::is_invocable_v<Function&, Context&>) void complete(
        std::string task, Function change) const {
        complete(std::move(task), std::uint64_t{0}, std::move(change));
    }
    /// One activation only, known to the body as Self::token: a late answer to an earlier one is refused.
    void complete(std::string task, std::uint64_t token) const {
        Input input;
        input.kind = InputKind::complete;
        input.task = std::move(task);
        input.token = token;
        mailbox_->post(std::move(input));
    }
    template <class Function>
    requires std::is_invocable_v<Function&, Context&>
    void complete(std::string task, std::uint64_t token, Function change) const {
        Input input;
        input.kind = InputKind::complete;
        input.task = std::move(task);
        input.token = token;
        input.change = core::Change(std::move(change));
        mailbox_->post(std::move(input));
    }
    /// A technical failure of the task. The run that takes this tries it again, as every failed task.
    void fail(std::string task, std::string message) const {
        post(InputKind::fail, std::move(task), {}, std::move(message));
    }
    /// A BPMN error of the task.
    void error(std::string task, std::string code, std::string message = {}) const {
        post(InputKind::error, std::move(task), std::move(code), std::move(message));
    }
    /// Asks a waiting task again, whatever time it named.
    void wake(std::string task) const { post(InputKind::wake, std::move(task)); }
    /// Only lets the wake-up callback know that there is a reason to run.
    void wake() const { post(InputKind::wake, {}); }
    /// Ends the instance. Bodies that run see stop_requested() at once.
    void cancel() const { post(InputKind::cancel, {}); }
    /// Nothing more is started until resume(); takes effect between two bodies.
    void pause() const { post(InputKind::pause, {}); }
    void resume() const { post(InputKind::resume, {}); }

private:
    void post(InputKind kind, std::string task, std::string code = {}, std::string message = {}) const {
        Input input;
        input.kind = kind;
        input.task = std::move(task);
        input.code = std::move(code);
        input.message = std::move(message);
        mailbox_->post(std::move(input));
    }
    std::shared_ptr<Mailbox> mailbox_;
};

}  // namespace baton::inline BATON_ABI::runner

#endif
