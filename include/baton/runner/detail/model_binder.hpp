// Binds bodies, hooks, conditions and expressions to a model that is deployed.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_MODEL_BINDER_HPP
#define BATON_RUNNER_DETAIL_MODEL_BINDER_HPP

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../process_model.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// Binds what a model needs from outside, and lists what is missing or cannot be read.
class ModelBinder {
public:
    using Bodies = std::function<TaskBody(const core::Definition&, const core::Node&)>;
    using Hooks = std::function<TaskHooks(const core::Definition&, const core::Node&)>;
    using Conditions = std::function<FlowCondition(const core::Definition&, const core::Flow&)>;

    ModelBinder(const Bodies& bodies, const Hooks& hooks, const Conditions& conditions, Unbound unbound,
                std::vector<core::diagnostic>& findings)
        : bodies_(bodies), hooks_(hooks), conditions_(conditions), unbound_(unbound), findings_(findings) {}

    void bind(ProcessModel& model) const {
        bind_bodies(model);
        bind_expressions(model);
        bind_hooks(model);
        bind_functions(model);
    }

private:
    void bind_bodies(ProcessModel& model) const {
        const core::Definition& d = *model.definition;
        for (std::uint32_t v = 0; v < d.nodes.size(); ++v) {
            const core::Node& n = d.nodes[v];
            if (n.kind != core::node_kind::task) continue;
            if (bodies_)
                if (TaskBody body = bodies_(d, n)) {
                    model.bodies[v] = std::move(body);
                    continue;
                }
            if (n.task == core::task_kind::script && is_expression(n.body)) {
                const core::ExpressionText script{n.body.language, n.body.text};
                const std::string result = n.implementation.result_variable;
                model.bodies[v] = [script, result](TaskContext& task) -> core::Outcome {
                    core::Value value = task.evaluate(script);
                    if (!result.empty()) task.set(result, std::move(value));
                    return true;
                };
                continue;
            }
            const bool waits = n.task == core::task_kind::user, works = needs_body(n);
            if (waits || (works && unbound_ == Unbound::ask))
                model.bodies[v] = [](TaskContext&) -> core::Outcome { return core::pending_word{}; };
            else if (works && unbound_ == Unbound::refuse && d.processes[n.process].executable)
                findings_.push_back({core::error_code::a_task_has_no_body, d.id + ", task " + n.id, n.title});
        }
    }
    void bind_hooks(ProcessModel& model) const {
        if (!hooks_) return;
        const core::Definition& d = *model.definition;
        for (std::uint32_t v = 0; v < d.nodes.size(); ++v) {
            const core::Node& n = d.nodes[v];
            TaskHooks hooks = hooks_(d, n);
            if (hooks.empty()) continue;
            model.hooks.resize(d.nodes.size());
            // So that the exit hook comes before the flows are chosen, and may refuse.
            if (n.kind == core::node_kind::task && n.task != core::task_kind::receive && !model.bodies[v] && hooks.exit)
                model.bodies[v] = [](TaskContext&) -> core::Outcome { return core::done_word{}; };
            model.hooks[v] = std::move(hooks);
        }
    }
    void bind_functions(ProcessModel& model) const {
        const core::Definition& d = *model.definition;
        const auto [first, last] = edges(model.graph);
        for (auto edge = first; edge != last; ++edge) {
            const core::Flow& flow = graph::flow_of(model.graph, *edge);
            const core::condition_kind kind = flow.condition.kind;
            if (kind != core::condition_kind::bound && kind != core::condition_kind::expression) continue;
            FlowCondition function = conditions_ ? conditions_(d, flow) : FlowCondition();
            if (function) {
                model.functions.resize(num_edges(model.graph));
                model.functions[(*edge).idx] = std::move(function);
            } else if (kind == core::condition_kind::bound && d.processes[d.nodes[flow.source].process].executable) {
                findings_.push_back(
                    {core::error_code::a_condition_has_no_function, d.id + ", flow " + flow.id, flow.condition.text});
            }
        }
    }
    static bool is_expression(const core::Body& body) {
        return body.kind == core::body_kind::expression && (body.language == "feel" || body.language == "juel" ||
                                                            (body.language.empty() && core::is_computed(body.text)));
    }
    void bind_expressions(ProcessModel& model) const {
        const core::Definition& d = *model.definition;
        const std::size_t before = findings_.size();
        const bool none_executable =
            std::none_of(d.processes.begin(), d.processes.end(), [](const core::Process& p) { return p.executable; });
        for_each_expression(d, [&](const core::ExpressionText& e, const std::string& where) {
            try {
                model.expressions->add(e);
            } catch (const core::error& problem) {
                findings_.push_back({problem.code(), d.id + ", " + where, problem.findings()[0].what});
            }
        });
        const auto [first, last] = edges(model.graph);
        for (auto edge = first; edge != last; ++edge) {
            const core::Condition& c = graph::flow_of(model.graph, *edge).condition;
            if (c.kind != core::condition_kind::expression) continue;
            try {
                model.conditions[(*edge).idx] = &model.expressions->add({c.language, c.text});
            } catch (const core::error&) {  // reported above
            }
        }
        // A model that only describes may say things in words; they fail where they are met.
        if (none_executable) findings_.resize(before);
    }

    const Bodies& bodies_;
    const Hooks& hooks_;
    const Conditions& conditions_;
    Unbound unbound_;
    std::vector<core::diagnostic>& findings_;
};

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
