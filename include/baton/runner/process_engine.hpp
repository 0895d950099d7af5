// The ProcessEngine: runs the processes of one or several models together, in this process and on one thread.
//
//   ProcessEngine engine;
//   engine.deploy({definition});
//   const std::uint64_t order = engine.start("order", {{"amount", 120}});
//   engine.message({.name = "paid", .key = "17"});
//   engine.complete("approve", {{"approved", true}});
//
// Instances live side by side: messages, signals and calls go from one to another. Variables are values (core/value.hpp).
// Every call lets the model run until nothing can move by itself.
//
// In a program of many files, define BATON_PROCESS_ENGINE_APART for all of them and include process_engine_source.hpp in
// one: then only that one compiles the engine.
#ifndef BATON_RUNNER_PROCESS_ENGINE_HPP
#define BATON_RUNNER_PROCESS_ENGINE_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/error.hpp"
#include "../core/outcome.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"
#include "../engine/state.hpp"
#include "form.hpp"
#include "process_inbox.hpp"
#include "task_context.hpp"
#include "task_hooks.hpp"
#include "task_info.hpp"

namespace baton::inline BATON_ABI::runner {

/// What is done with a task that needs a body and has none (service, send, script, business rule and the like).
enum class Unbound : std::uint8_t {
    refuse,    ///< deploy() throws
    complete,  ///< it is done at once
    ask        ///< it waits, as a user task does
};

struct ProcessOptions {
    Unbound unbound = Unbound::refuse;
    /// "multi-instance-events-do-not-interrupt", "catch-cycle-repeats".
    std::vector<std::string> compatibility;
    core::instant now;
    /// A run with more steps than that ends with BTN208; 0: no limit.
    std::uint64_t step_limit = 10'000'000;
};

struct Message {
    std::string name;
    /// The correlation key; a message with none matches subscriptions with none.
    std::string key;
    core::Variables variables;
    /// Published again under the same id, it is a duplicate; empty: not looked at.
    std::string id;
    /// Kept that long when nobody takes it.
    core::duration time_to_live;
};

enum class Published : std::uint8_t { delivered, started, buffered, duplicate, unmatched };

struct PublishResult {
    Published what = Published::unmatched;
    std::uint64_t instance = 0;
    /// unmatched: the nearest names, and the keys for which that name is waited for.
    std::vector<std::string> nearest_names, open_keys;
};

/// An element that was entered, completed and so on, in the order in which it happened.
struct ProcessEvent {
    enum class What : std::uint8_t {
        entered,
        completed,
        waits,
        failed,
        flow_taken,
        ended,
        terminated,  ///< the element was active, and was interrupted or cancelled
        condition    ///< the condition of a flow was evaluated: `text` is its text, `holds` its result
    };
    What what;
    std::uint64_t instance;
    /// Node or flow; nullptr for what it is not, both for the end of the instance.
    const core::Node* node = nullptr;
    const core::Flow* flow = nullptr;
    std::uint64_t token = 0;
    std::string_view text;
    core::instant at;
    bool holds = false;
};

/// A technical failure that keeps its token.
struct Incident {
    std::string element;
    /// What the body threw, or why it could not go on.
    std::string reason;
    core::instant since;
    std::uint32_t failures = 0;
    /// The token, for what is done to this activation alone.
    std::uint64_t token = 0;
};

/// How an instance stands.
struct InstanceInfo {
    std::uint64_t id = 0;
    /// The instance whose call activity started it, or 0.
    std::uint64_t parent = 0;
    std::string process, business_key;
    engine::Status status = engine::Status::running;
    engine::UncaughtError error;
    /// The ids of tasks, events and joins at which tokens wait, oldest first.
    std::vector<std::string> waiting;
    /// Where tokens have failed for a technical reason, oldest first.
    std::vector<Incident> incidents;
};

namespace detail {
class ProcessWorld;
}

class ProcessHandle;

/// One thread at a time; other threads use a handle.
class ProcessEngine {
public:
    explicit ProcessEngine(ProcessOptions options = {});
    ProcessEngine(ProcessEngine&&) noexcept;
    ProcessEngine& operator=(ProcessEngine&&) noexcept;
    ~ProcessEngine();

    /// Asked once for every task when a model is deployed; an empty function: not bound. Set before deploy().
    void bind(std::function<TaskBody(const core::Definition&, const core::Node&)> binder);
    /// Likewise, for the hooks of every element, and for the condition of every flow that has one (an empty function:
    /// the model's own expression decides). bindings.hpp makes all three from one list.
    void bind_hooks(std::function<TaskHooks(const core::Definition&, const core::Node&)> binder);
    void bind_conditions(std::function<FlowCondition(const core::Definition&, const core::Flow&)> binder);
    [[nodiscard]] const ProcessOptions& options() const;
    void observe(std::function<void(const ProcessEvent&)> observer);
    /// What is thrown and nobody here takes.
    void on_outgoing(std::function<void(const Message&)> hook);

    /// Deploys models together. Throws baton::error with everything that does not fit; then nothing is deployed.
    void deploy(std::vector<std::shared_ptr<const core::Definition>> models);
    /// Starts a process; "": the only executable one. BTN2xx when there is none of that id.
    std::uint64_t start(std::string_view process, core::Variables variables = {}, std::string business_key = {});

    PublishResult message(Message message);
    void signal(std::string_view name, core::Variables variables = {});
    /// Starts every process that has a conditional start event whose condition holds with these variables, and gives them
    /// to it. The instances that were started.
    std::vector<std::uint64_t> evaluate_conditions(core::Variables variables);
    /// Completes a waiting task, the oldest token on it; "": the only user task that waits. `instance` 0: any. BTN202.
    /// BTN235 when an exit hook has something against it.
    void complete(std::string_view task, core::Variables variables = {}, std::uint64_t instance = 0);
    /// The same, of what was entered in the task's form: checked, typed, and with its defaults. BTN236 with every field
    /// that is wrong.
    void complete_form(std::string_view task, const core::Variables& entered = {}, std::uint64_t instance = 0,
                       UnknownFields unknown = UnknownFields::refuse);
    void error(std::string_view task, std::string_view code, std::uint64_t instance = 0);
    void fail(std::string_view task, std::string_view why, std::uint64_t instance = 0);
    // The same, of one activation.
    void complete(Activation which, const core::Variables& variables = {});
    void error(Activation which, std::string_view code);
    void fail(Activation which, std::string_view why);
    /// Asks a task again that answered "waiting": its oldest token; all such tasks of all instances when `task` is empty.
    void wake(std::string_view task = {}, std::uint64_t instance = 0);
    /// Runs a failed task again.
    void retry(std::string_view task, std::uint64_t instance = 0);
    /// Assigns variables of the instance (0: the first).
    void set(core::Variables variables, std::uint64_t instance = 0);
    void cancel(std::uint64_t instance);

    /// For other threads and callbacks.
    [[nodiscard]] ProcessHandle handle() const;
    /// Called after every post of a handle, on the thread that posts: to call run() soon.
    void on_post(std::function<void()> wake_up);
    /// Returns when a handle has posted something.
    void wait() const;
    /// Does what handles have posted, until nothing is left. What could not be done is listed.
    std::vector<core::diagnostic> run();

    [[nodiscard]] core::instant now() const;
    /// The due time of the next timer, of start events too.
    [[nodiscard]] std::optional<core::instant> next_due() const;
    /// Moves the clock; timers fire at their own instants, in order, and what they cause runs before the clock moves on.
    void advance_to(core::instant time);

    // What is there. Instances in the order of their start, ended ones too.
    [[nodiscard]] std::vector<std::uint64_t> instances() const;
    [[nodiscard]] InstanceInfo info(std::uint64_t instance) const;
    /// The variables of the instance itself (with data objects and properties), ended or not.
    [[nodiscard]] core::Variables variables(std::uint64_t instance) const;
    /// How often the element was completed.
    [[nodiscard]] std::size_t passed(std::uint64_t instance, std::string_view element) const;
    /// User tasks that wait, by element id, over all instances.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::string>> user_tasks() const;
    /// A task that waits, the oldest token on it. BTN202.
    [[nodiscard]] TaskInfo task_info(std::string_view task, std::uint64_t instance = 0) const;
    [[nodiscard]] std::size_t timer_count() const;
    /// Subscriptions to messages and signals by name, those of start events too.
    [[nodiscard]] std::vector<std::string> subscriptions() const;

    /// What contradicts itself in the states of the instances; for tests. Empty when nothing does.
    [[nodiscard]] std::vector<std::string> problems() const;

    /// Everything that has been started and is waited for, as text (docs/state-format.md); and back, on an engine on which
    /// the same models are deployed. BTN211 to BTN214 with all that does not fit; then nothing has changed.
    [[nodiscard]] std::string save() const;
    void load(std::string_view text);

private:
    std::unique_ptr<detail::ProcessWorld> world_;
    std::shared_ptr<ProcessInbox> inbox_ = std::make_shared<ProcessInbox>();
};

}  // namespace baton::inline BATON_ABI::runner

#ifdef BATON_PROCESS_ENGINE_APART
#define BATON_APART
#else
#define BATON_APART inline
#include "detail/process_engine_calls.hpp"
#include "detail/process_save.hpp"
#endif
#include "process_handle.hpp"

namespace baton::inline BATON_ABI {
using runner::Incident;
using runner::InstanceInfo;
using runner::Message;
using runner::ProcessEngine;
using runner::ProcessEvent;
using runner::ProcessOptions;
using runner::Published;
using runner::PublishResult;
using runner::Unbound;
}  // namespace baton::inline BATON_ABI

#endif
