// A handle: how threads and callbacks reach a ProcessEngine.
//
//   engine.on_post([&] { service.wake(); });
//   bindings.on("weigh", [h = engine.handle()](TaskContext& t) -> Outcome {
//       scale.weigh([h, which = t.activation()](double w) { h.complete(which, {{"weight", w}}); });
//       return pending;
//   });
//   …
//   engine.run();   // takes what was posted
#ifndef BATON_RUNNER_PROCESS_HANDLE_HPP
#define BATON_RUNNER_PROCESS_HANDLE_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "../config.hpp"
#include "process_engine.hpp"
#include "process_inbox.hpp"

namespace baton::inline BATON_ABI::runner {

/// Thread-safe, cheap to copy; may outlive the engine (then what is sent is lost). Every call is queued and takes
/// effect in the engine's next run(), which lists what could not be done.
class ProcessHandle {
public:
    explicit ProcessHandle(std::shared_ptr<ProcessInbox> inbox) : inbox_(std::move(inbox)) {}

    /// Anything: it is called by the engine's run(), on its thread.
    void post(ProcessInbox::Job job) const { inbox_->post(std::move(job)); }

    void complete(Activation which, core::Variables variables = {}) const {
        post([which, v = std::move(variables)](ProcessEngine& e) { e.complete(which, v); });
    }
    void fail(Activation which, std::string why) const {
        post([which, why = std::move(why)](ProcessEngine& e) { e.fail(which, why); });
    }
    /// A BPMN error of the task.
    void error(Activation which, std::string code) const {
        post([which, code = std::move(code)](ProcessEngine& e) { e.error(which, code); });
    }
    void complete(std::string task, core::Variables variables = {}, std::uint64_t instance = 0) const {
        post([t = std::move(task), v = std::move(variables), instance](ProcessEngine& e) {
            e.complete(t, v, instance);
        });
    }
    void wake(std::string task = {}, std::uint64_t instance = 0) const {
        post([t = std::move(task), instance](ProcessEngine& e) { e.wake(t, instance); });
    }
    void message(Message message) const {
        post([m = std::move(message)](ProcessEngine& e) { e.message(m); });
    }
    void signal(std::string name, core::Variables variables = {}) const {
        post([n = std::move(name), v = std::move(variables)](ProcessEngine& e) { e.signal(n, v); });
    }

private:
    std::shared_ptr<ProcessInbox> inbox_;
};

inline ProcessHandle ProcessEngine::handle() const { return ProcessHandle(inbox_); }

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::ProcessHandle;
}  // namespace baton::inline BATON_ABI

#endif
