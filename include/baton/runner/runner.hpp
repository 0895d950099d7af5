// The Runner: runs one instance of a workflow in this process.
//
//   baton::Runner run{coffee, Order{}};
//   run.run();                          // until everything waits or is finished
//   std::cout << run.explain();
//
// One thread at a time; handle() is how other threads reach it. Different instances may run on different threads.
#ifndef BATON_RUNNER_RUNNER_HPP
#define BATON_RUNNER_RUNNER_HPP

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "batch.hpp"
#include "explain.hpp"
#include "handle.hpp"
#include "inputs.hpp"
#include "instance.hpp"

namespace baton::inline BATON_ABI::runner {

template <class Context, class Resources>
class Runner {
public:
    /// A new instance, not started. `resources` must live as long as the Runner. `name` names the instance in traces,
    /// errors and idempotency keys; the workflow's name where none is given.
    Runner(Workflow<Context, Resources> workflow, Context context, Resources& resources, std::string name = {})
        : i_(std::make_unique<detail::Instance<Context, Resources>>(std::move(workflow), std::move(context), &resources,
                                                                    std::move(name))) {
        if (i_->name.empty()) i_->name = i_->workflow.name();
    }
    /// Of a workflow that declares no resources.
    explicit Runner(Workflow<Context, Resources> workflow, Context context = {},
                    std::string name = {}) requires std::is_same_v<Resources, core::no_resources>
        : Runner(std::move(workflow), std::move(context), shared_no_resources(), std::move(name)) {}

    // Running.

    /// Runs until every token waits, failed or has ended, at the clock's time.
    Report run() { return run(i_->clock()); }
    /// The same at a given time. In this order: timers that are due; messages from handles; waiting tasks are asked
    /// again, failed ones are tried again, each once; then whatever can act. An exception from an observer is thrown at
    /// the end. BTN201 when called from inside; BTN208 when more steps are taken than step_limit() allows.
    Report run(instant now) { return run(now, true); }
    /// The same, but failed tasks stay as they are: for who tries them again by a policy of its own.
    Report run_without_retries(instant now) { return run(now, false); }
    /// run(), and throws what failed and what was refused.
    void run_or_throw() { run_or_throw(i_->clock()); }
    void run_or_throw(instant now) {
        const Report report = run(now);
        std::vector<core::diagnostic> findings;
        for (const Failure& f : report.failures) findings.push_back({f.code, place(f.task), f.message});
        findings.insert(findings.end(), report.refused.begin(), report.refused.end());
        if (report.status == engine::Status::failed)
            findings.push_back({core::error_code::an_error_was_not_caught, place(i_->state.error.node),
                                i_->state.error.code + " " + i_->state.error.message});
        if (!findings.empty()) throw core::error(std::move(findings));
    }
    /// One action: a body, a choice, a look at a join, or a batch of concurrent bodies. A new instance is started
    /// first. False when nothing can act before the next run(). What failed is in report().
    bool step() { return step(i_->clock()); }
    bool step(instant now) {
        bool acted = false;
        use(
            [&](auto& e) {
                if (i_->state.status == engine::Status::fresh) e.start();
                take_inputs(e);
                if (i_->state.paused || i_->state.ended()) return;
                acted = e.step();
                if (acted || i_->state.batch.empty()) return;
                detail::run_batch(*i_, e, now);
                acted = true;
            },
            now);
        return acted;
    }

    // State.

    [[nodiscard]] engine::Status status() const { return i_->state.status; }
    /// Completed, failed or cancelled.
    [[nodiscard]] bool finished() const { return i_->state.ended(); }
    [[nodiscard]] bool paused() const { return i_->state.paused; }
    /// The BPMN error that ended the instance, when status() is failed.
    [[nodiscard]] const engine::UncaughtError& uncaught_error() const { return i_->state.error; }
    /// Every token and what it waits for.
    [[nodiscard]] std::vector<WaitInfo> waiting() const { return waits_of(i_->graph(), i_->state); }
    /// Whether a token waits at that task, is pending, delayed, failed, or stands at its join.
    [[nodiscard]] bool waits_at(std::string_view task) const {
        for (auto t = i_->state.tokens.oldest(); t != engine::no_slot; t = i_->state.tokens[t].next)
            if (i_->graph()[i_->state.tokens[t].vertex].id == task) return true;
        return false;
    }
    /// How often the node was completed. 0 for a name that is not one.
    [[nodiscard]] std::size_t passed(std::string_view node) const {
        const std::size_t at = definition().find(node);
        return at < i_->state.passed.size() ? i_->state.passed[at] : 0;
    }
    /// When time next lets something go on; never() when nothing waits for time.
    [[nodiscard]] instant next_due() {
        const engine::Timer* t = i_->state.earliest_timer();
        return t == nullptr ? instant::never() : t->due;
    }
    /// A line for every token: what it waits for, since when, due when, and who lets it go on.
    [[nodiscard]] std::string explain() const {
        std::string text = i_->name + " is " + std::string(engine::name_of(status()));
        if (status() == engine::Status::failed) text += " by " + i_->state.error.code + " at " + i_->state.error.node;
        if (paused()) text += ", paused";
        text += '\n';
        for (const WaitInfo& w : waiting()) text += "  " + text_of(w) + '\n';
        return text;
    }
    /// What the last run or step found.
    [[nodiscard]] const Report& report() const { return i_->report; }

    [[nodiscard]] Context& context() { return i_->context; }
    [[nodiscard]] const Context& context() const { return i_->context; }
    [[nodiscard]] Resources& resources() const { return *i_->resources; }
    [[nodiscard]] const std::string& name() const { return i_->name; }
    [[nodiscard]] const Workflow<Context, Resources>& workflow() const { return i_->workflow; }
    [[nodiscard]] const core::Definition& definition() const { return i_->workflow.definition(); }
    [[nodiscard]] const engine::State& state() const { return i_->state; }
    /// Puts a state of this workflow and a context in the place of the present ones. BTN201 when called from inside.
    void restore(engine::State state, Context context) {
        refuse_inside("load");
        i_->state = std::move(state);
        i_->context = std::move(context);
        i_->remembered.reset();
        i_->mailbox->renew();  // what was sent to the former instance is not for this one
        i_->stop = i_->mailbox->stop_token();
    }
    /// The instance's name, as it was saved.
    void rename(std::string name) { i_->name = std::move(name); }
    /// What load() keeps for save(): the fields of the context that its type does not know.
    void remember(std::shared_ptr<const void> what) { i_->remembered = std::move(what); }
    [[nodiscard]] const void* remembered() const { return i_->remembered.get(); }

    // From outside.

    /// Reaches this instance from any thread.
    [[nodiscard]] Handle<Context> handle() const { return Handle<Context>(i_->mailbox); }
    /// Called after every message from a handle, on the thread that sends it: post a run() to your event loop there.
    void on_wake_up(std::function<void()> wake_up) { i_->mailbox->on_post(std::move(wake_up)); }
    /// Completes a waiting, pending or failed task now (the one that has waited longest); the next run goes on from
    /// there. BTN202 when none is there. From inside a body or observer, use handle().
    void complete(std::string_view task) { give({InputKind::complete, std::string(task), 0, {}, {}, {}}); }
    template <class Function>
    requires std::is_class_v<Function>
    void complete(std::string_view task, Function change) {
        give({InputKind::complete, std::string(task), 0, {}, {}, core::Change(std::move(change))});
    }
    /// A technical failure of the task that waits.
    void fail(std::string_view task, std::string_view message) {
        give({InputKind::fail, std::string(task), 0, {}, std::string(message), {}});
    }
    /// A BPMN error of the task that waits.
    void error(std::string_view task, std::string_view code, std::string_view message = {}) {
        give({InputKind::error, std::string(task), 0, std::string(code), std::string(message), {}});
    }
    /// The next run asks the waiting task again, whatever time it named.
    void wake(std::string_view task) { give({InputKind::wake, std::string(task), 0, {}, {}, {}}); }
    void cancel() { give({InputKind::cancel, {}, 0, {}, {}, {}}); }
    /// Nothing is started until resume(). Saved with the state.
    void pause() { give({InputKind::pause, {}, 0, {}, {}, {}}); }
    void resume() { give({InputKind::resume, {}, 0, {}, {}, {}}); }

    // Settings. To be made before a run, or between two.

    /// The observer must live as long as the Runner.
    void observe(Observer& observer) { i_->observers.push_back(&observer); }
    /// Runs instead of every body; it may call the body.
    void around_task(TaskHook<Context, Resources> hook) { i_->around_task = std::move(hook); }
    /// Is asked instead of every condition; it may ask the condition.
    void around_condition(ConditionHook<Context> hook) { i_->around_condition = std::move(hook); }
    /// Called when a pause, a resume or a cancel takes effect.
    void on_pause(std::function<void()> f) { i_->on_pause = std::move(f); }
    void on_resume(std::function<void()> f) { i_->on_resume = std::move(f); }
    void on_cancel(std::function<void()> f) { i_->on_cancel = std::move(f); }
    /// Called after every action of a run; the state can be saved there. What it throws ends the run; the next goes on.
    void on_step(std::function<void()> f) { i_->on_step = std::move(f); }
    /// The same, for who keeps the instance (open()): called after on_step.
    void after_step(std::function<void()> f) { i_->after_step = std::move(f); }
    /// Where concurrent bodies run; without one they run one after the other, with the same result.
    void executor(Executor executor) { i_->executor = std::move(executor); }
    void clock(Clock clock) { i_->clock = std::move(clock); }
    /// A run that takes more steps than that without coming to rest ends with BTN208. 0: no limit.
    void step_limit(std::uint64_t steps) { i_->step_limit = steps; }

private:
    Report run(instant now, bool retry_failed) {
        return use(
            [&](auto& e) {
                if (i_->state.status == engine::Status::fresh) e.start();
                const bool was_paused = i_->state.paused;
                if (!was_paused) e.fire_timers();
                take_inputs(e);
                if (was_paused && !i_->state.paused) e.fire_timers();
                if (!i_->state.paused && !i_->state.ended()) {
                    e.ask_waiting();
                    if (retry_failed) e.retry_failed();
                }
                run_to_rest(e, now);
            },
            now);
    }
    static core::no_resources& shared_no_resources() {
        static core::no_resources none;
        return none;
    }
    [[nodiscard]] std::string place(std::string_view task) const { return i_->name + ", task " + std::string(task); }
    void refuse_inside(std::string_view what) const {
        if (i_->running) throw core::error(core::error_code::run_called_inside_run, i_->name, std::string(what));
    }
    /// Uses the engine, with or without observers.
    template <class Use>
    Report use(Use&& body, instant now) {
        refuse_inside("run");
        struct Running {
            bool& flag;
            explicit Running(bool& f) : flag(f) { flag = true; }
            Running(const Running&) = delete;
            Running& operator=(const Running&) = delete;
            ~Running() { flag = false; }
        };
        const Running mark(i_->running);
        i_->report = {};
        if (i_->observed())
            use_sink<true>(body, now);
        else
            use_sink<false>(body, now);
        std::stable_sort(i_->report.failures.begin(), i_->report.failures.end(),
                         [](const Failure& a, const Failure& b) { return a.token < b.token; });
        if (i_->observer_failure) std::rethrow_exception(std::exchange(i_->observer_failure, nullptr));
        return i_->report;
    }
    template <bool Observed, class Use>
    void use_sink(Use& body, instant now) {
        detail::InstanceSink<Context, Resources, Observed> sink(*i_, now);
        engine::Engine e(i_->graph(), i_->state, i_->scratch, sink, now);
        body(e);
        i_->report.status = i_->state.status;
        i_->report.steps = sink.steps();
        if (sink.over_limit()) throw core::error(core::error_code::the_run_never_waits, i_->name);
    }
    template <class Engine>
    void take_inputs(Engine& e) {
        for (Input& input : i_->mailbox->take()) try {
                detail::apply_input(*i_, e, input);
            } catch (const core::error& refused) {
                i_->report.refused.insert(i_->report.refused.end(), refused.findings().begin(),
                                          refused.findings().end());
            } catch (...) {  // of on_pause and the like: thrown when the run has come to rest
                if (!i_->observer_failure) i_->observer_failure = std::current_exception();
            }
    }
    template <class Engine>
    void run_to_rest(Engine& e, instant now) {
        for (;;) {
            if (!i_->state.paused) let_act(e);
            if (e.sink().over_limit()) return;
            if (!i_->mailbox->empty()) {
                take_inputs(e);
                continue;
            }
            if (i_->state.paused || i_->state.batch.empty()) return;
            detail::run_batch(*i_, e, now);
            i_->stepped();
        }
    }
    template <class Engine>
    void let_act(Engine& e) {
        if (!i_->on_step && !i_->after_step) return e.run();
        while (!i_->state.ready.empty() && !e.sink().interrupted()) {
            e.step();
            i_->stepped();
        }
    }
    /// An input from the thread that owns the Runner: takes effect at once, or throws.
    void give(Input input) {
        use([&](auto& e) { detail::apply_input(*i_, e, input); }, i_->clock());
    }

    std::unique_ptr<detail::Instance<Context, Resources>> i_;
};

template <class Source, class... Rest>
Runner(dsl::declared<Source>, Rest&&...) -> Runner<typename Source::context, typename Source::resources>;
template <class Context, class Resources, class... Rest>
Runner(Workflow<Context, Resources>, Rest&&...) -> Runner<Context, Resources>;

}  // namespace baton::inline BATON_ABI::runner

#endif
