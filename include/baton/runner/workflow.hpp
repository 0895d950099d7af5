// A workflow that can be run: its graph, and the functions bound to it.
//
// Immutable, shared and thread-safe; copying it is cheap. A declared workflow converts to it and is compiled once per
// program.
#ifndef BATON_RUNNER_WORKFLOW_HPP
#define BATON_RUNNER_WORKFLOW_HPP

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/callables.hpp"
#include "../core/definition.hpp"
#include "../core/error.hpp"
#include "../core/fingerprint.hpp"
#include "../dsl/definition.hpp"
#include "../graph/compile.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::runner {

/// The callable that a Builder was given as the body of a task.
template <class Context, class Resources>
struct OwnBody {
    std::function<core::Outcome(Context&, Resources&, const core::Self&)> call;
    /// It takes const Context&.
    bool only_reads = false;
};

/// The body of a task: a function, or, where `ref` is empty, a callable kept in `own`.
template <class Context, class Resources>
struct BoundBody {
    core::body_ref<Context, Resources> ref;
    OwnBody<Context, Resources> own;

    [[nodiscard]] bool empty() const { return ref.empty() && !own.call; }
    [[nodiscard]] bool only_reads() const { return ref.empty() ? own.only_reads : ref.only_reads(); }
};

/// A condition: a function of a declaration, or a callable that a Builder was given.
template <class Context>
struct BoundCondition {
    using function = std::function<bool(const Context&)>;
    core::condition_ref<Context> ref;
    function own;

    [[nodiscard]] bool empty() const { return ref.empty() && !own; }
    bool operator()(const Context& context) const { return own ? own(context) : ref(context); }
};

/// Everything about a workflow that its instances share.
template <class Context, class Resources>
struct Program {
    graph::Graph graph;
    /// By vertex. Small, because it is looked up at every step; an empty one stands for the entry of own_bodies.
    std::vector<core::body_ref<Context, Resources>> bodies;
    std::vector<OwnBody<Context, Resources>> own_bodies;
    /// By edge index of the graph.
    std::vector<BoundCondition<Context>> conditions;
    /// By vertex: views of the labels in the definition.
    std::vector<std::vector<std::string_view>> labels;
    std::string fingerprint;

    [[nodiscard]] const core::Definition& definition() const { return *graph::properties_of(graph).definition; }
    [[nodiscard]] bool only_reads(std::uint32_t vertex) const {
        return bodies[vertex].empty() ? own_bodies[vertex].only_reads : bodies[vertex].only_reads();
    }
};

namespace detail {

/// Compiles a checked definition. `bodies` by node, `conditions` by flow.
template <class Context, class Resources>
std::shared_ptr<const Program<Context, Resources>> make_program(core::Definition definition,
                                                                std::vector<BoundBody<Context, Resources>> bodies,
                                                                std::vector<BoundCondition<Context>> conditions) {
    for (const core::Node& n : definition.nodes)
        if (n.body.kind == core::body_kind::expression)
            throw core::error(core::error_code::an_expression_has_no_evaluator, definition.id + ", task " + n.id);
    for (const core::Flow& f : definition.flows)
        if (f.condition.kind == core::condition_kind::expression)
            throw core::error(core::error_code::an_expression_has_no_evaluator, definition.id + ", flow " + f.id,
                              f.condition.text);
    auto program = std::make_shared<Program<Context, Resources>>();
    program->fingerprint = core::fingerprint(definition);
    program->graph = graph::compile(std::make_shared<const core::Definition>(std::move(definition)));
    for (BoundBody<Context, Resources>& body : bodies) {
        program->bodies.push_back(body.ref);
        program->own_bodies.push_back(std::move(body.own));
    }
    program->conditions.resize(num_edges(program->graph));
    const auto [first, last] = edges(program->graph);
    for (auto e = first; e != last; ++e) program->conditions[(*e).idx] = std::move(conditions[program->graph[*e].flow]);
    for (const core::Node& n : program->definition().nodes)
        program->labels.emplace_back(n.labels.begin(), n.labels.end());
    return program;
}

template <class Source>
auto program_of_declared() {
    using context = typename Source::context;
    using resources = typename Source::resources;
    using rows = dsl::lowered<Source>;
    std::vector<BoundBody<context, resources>> bodies(rows::node_count);
    std::vector<BoundCondition<context>> conditions(rows::flow_count);
    for (std::size_t i = 0; i < rows::node_count; ++i)
        if (rows::nodes[i].kind == core::node_kind::task) bodies[i].ref = rows::raw.facts[i].body;
    for (std::size_t i = 0; i < rows::flow_count; ++i) conditions[i].ref = rows::raw.flow_facts_of[i].test;
    return make_program<context, resources>(dsl::definition_of(dsl::declared<Source>{}), std::move(bodies),
                                            std::move(conditions));
}

}  // namespace detail

template <class Context, class Resources>
class Workflow {
public:
    using context = Context;
    using resources = Resources;

    /// A declared workflow. Compiled at the first use in the program, then shared.
    template <class Source>
    requires(std::is_same_v<typename Source::context, Context>&& std::is_same_v<typename Source::resources, Resources>)
        // NOLINTNEXTLINE(google-explicit-constructor): a declared workflow is a workflow
        Workflow(dsl::declared<Source>) {
        static const auto program = detail::program_of_declared<Source>();
        program_ = program;
    }
    explicit Workflow(std::shared_ptr<const Program<Context, Resources>> program) : program_(std::move(program)) {}

    [[nodiscard]] const std::string& name() const { return definition().id; }
    [[nodiscard]] const core::Definition& definition() const { return program_->definition(); }
    /// The Boost.Graph; for any of its algorithms.
    [[nodiscard]] const graph::Graph& graph() const { return program_->graph; }
    [[nodiscard]] const std::string& fingerprint() const { return program_->fingerprint; }
    [[nodiscard]] const Program<Context, Resources>& program() const { return *program_; }

private:
    std::shared_ptr<const Program<Context, Resources>> program_;
};

template <class Source>
Workflow(dsl::declared<Source>) -> Workflow<typename Source::context, typename Source::resources>;

}  // namespace baton::inline BATON_ABI::runner

#endif
