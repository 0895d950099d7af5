// Workflows over a typed context, on a service: what a Runner runs, durable, without a change of the workflow.
//
//   deploy(service, coffee);                        // or deploy(service, assay, lab): with resources
//   const auto order = start(service, coffee, Order{"ann", true});
//   service.run();
//   service.complete(order, "pay");                 // a task that is pending, or waits
//   Order now = context<Order>(service, order);
//
// Failed tasks are tried again as the service's RetryPolicy says, and are incidents then. Tasks that answered "waiting"
// are asked at every step of their instance, and as often as they (poll_every) or the service's options say.
#ifndef BATON_SERVICE_TYPED_HPP
#define BATON_SERVICE_TYPED_HPP

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../runner/observer.hpp"
#include "../runner/runner.hpp"
#include "../runner/save.hpp"
#include "detail/poll.hpp"
#include "service.hpp"

namespace baton::inline BATON_ABI::service {

namespace detail {

/// Writes down what an observer hears.
class NoteTaker final : public runner::Observer {
public:
    explicit NoteTaker(std::vector<TypedNote>& notes) : notes_(notes) {}
    void entered(const runner::Event& e) override { note("entered", e); }
    void done(const runner::Event& e) override { note("completed", e); }
    void failed(const runner::Event& e) override { note("failed", e); }
    void finished(const runner::Event& e) override { note("ended", e); }

private:
    void note(const char* what, const runner::Event& e) {
        notes_.push_back({what, std::string(e.node), std::string(e.text), e.token});
    }
    std::vector<TypedNote>& notes_;
};

template <class Context, class Resources>
class TypedExecutable final : public Executable {
public:
    TypedExecutable(runner::Workflow<Context, Resources> workflow, Resources& resources)
        : workflow_(std::move(workflow)), resources_(resources) {}

    TypedState step(const json& saved, const std::vector<TypedInput>& inputs, const std::string& name,
                    core::instant now, bool retries, core::duration poll_every) const override {
        TypedState out;
        NoteTaker notes(out.notes);
        runner::Runner<Context, Resources> run(workflow_, Context{}, resources_, name);
        run.clock([now] { return now; });
        run.observe(notes);
        if (saved.contains("state")) runner::detail::load_json(run, saved, name, nullptr);
        run.rename(name);
        for (const TypedInput& in : inputs) try {
                take(run, in);
            } catch (const core::error& e) {
                out.refused.insert(out.refused.end(), e.findings().begin(), e.findings().end());
            }
        if (!run.finished() && out.refused.empty()) {
            const runner::Report report = retries ? run.run(now) : run.run_without_retries(now);
            out.refused = report.refused;
        }
        out.status = run.status();
        out.poll = poll_of(workflow_.graph(), run.state(), poll_every, now);
        out.next_due = run.finished() ? core::instant::never() : run.next_due();
        for (const runner::WaitInfo& w : run.waiting()) {
            if (w.phase == engine::Phase::failed || w.phase == engine::Phase::failed_leaving)
                out.failures.push_back({w.task, w.reason, w.failures});
        }
        out.saved = runner::save_json(run);
        return out;
    }

private:
    void take(runner::Runner<Context, Resources>& run, const TypedInput& in) const {
        switch (in.item) {
            case Item::start:
                if (in.body.contains("context")) run.context() = runner::context_from_json<Context>(in.body["context"]);
                return;
            case Item::set: {
                json fields = runner::context_to_json(run.context());
                fields.merge_patch(in.body.at("variables"));
                run.context() = runner::context_from_json<Context>(fields);
                return;
            }
            case Item::complete: return run.complete(in.element);
            case Item::fail: return run.fail(in.element, text_in(in.body, "text"));
            case Item::error: return run.error(in.element, text_in(in.body, "code"), text_in(in.body, "text"));
            case Item::cancel: return run.cancel();
            default: return;  // the run asks again whatever waits
        }
    }

    runner::Workflow<Context, Resources> workflow_;
    Resources& resources_;
};

}  // namespace detail

/// The version. The resources outlive the service.
template <class Declared, class Resources>
std::int64_t deploy(Service& service, Declared workflow, Resources& resources) {
    runner::Workflow w{workflow};
    using workflow_type = decltype(w);
    static_assert(std::is_same_v<typename workflow_type::resources, Resources>,
                  "deploy: the resources are not of the type that the workflow declares");
    const std::string name = w.name(), fingerprint = w.fingerprint();
    return service.deploy_typed(
        name, fingerprint,
        std::make_shared<detail::TypedExecutable<typename workflow_type::context, Resources>>(std::move(w), resources));
}
template <class Declared>
std::int64_t deploy(Service& service, Declared workflow) {
    static core::no_resources none;
    return deploy(service, workflow, none);
}
/// With variables of the request left out: the context is what there is.
template <class Declared, class Context>
std::int64_t start(Service& service, Declared workflow, const Context& context, StartRequest request = {}) {
    runner::Workflow w{workflow};
    static_assert(std::is_same_v<typename decltype(w)::context, Context>,
                  "start: the context is not of the type that the workflow declares");
    return service.start_typed(w.name(), runner::context_to_json(context), request);
}
template <class Context>
Context context(Service& service, std::int64_t instance) {
    return runner::context_from_json<Context>(service.typed_state(instance)["context"]);
}
/// Loads an instance into a runner, to look at it and to draw it. What is done with the runner stays in the runner.
template <class Context, class Resources>
void load(Service& service, std::int64_t instance, runner::Runner<Context, Resources>& run) {
    runner::detail::load_json(run, service.typed_state(instance), detail::at_instance(instance), nullptr);
}

}  // namespace baton::inline BATON_ABI::service

#endif
