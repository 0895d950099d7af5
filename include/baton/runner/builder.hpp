// The Builder: a workflow that is known only at run time, from a configuration, say. The words are those of the
// template spelling; names may be any text, bodies and conditions any callables, lambdas with captures too. What the
// compiler checks in a declaration, build() checks here, by the same rules.
#ifndef BATON_RUNNER_BUILDER_HPP
#define BATON_RUNNER_BUILDER_HPP

#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/check/definition.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "../dsl/definition.hpp"
#include "../dsl/tasks.hpp"
#include "workflow.hpp"

namespace baton::inline BATON_ABI::runner {

namespace detail {

/// Turns any callable with one of the signatures of a body into the form that a BoundBody keeps.
template <class Context, class Resources, class Body>
BoundBody<Context, Resources> own_body(Body body) {
    using core::Outcome;
    using core::Self;
    BoundBody<Context, Resources> bound;
    bound.ref = dsl::detail::bind_body<Context, Resources>(body);
    if (bound.ref.fits()) return bound;
    bound.ref = {};
    if constexpr (std::is_invocable_r_v<Outcome, Body&, Context&, Resources&, const Self&>) {
        bound.own.call = [b = std::move(body)](Context& c, Resources& r, const Self& s) mutable -> Outcome {
            return b(c, r, s);
        };
        bound.own.only_reads = std::is_invocable_v<Body&, const Context&, Resources&, const Self&>;
    } else if constexpr (std::is_invocable_r_v<Outcome, Body&, Context&, Resources&>) {
        bound.own.call = [b = std::move(body)](Context& c, Resources& r, const Self&) mutable -> Outcome {
            return b(c, r);
        };
        bound.own.only_reads = std::is_invocable_v<Body&, const Context&, Resources&>;
    } else if constexpr (std::is_invocable_r_v<Outcome, Body&, Context&, const Self&>) {
        bound.own.call = [b = std::move(body)](Context& c, Resources&, const Self& s) mutable -> Outcome {
            return b(c, s);
        };
        bound.own.only_reads = std::is_invocable_v<Body&, const Context&, const Self&>;
    } else {
        static_assert(
            std::is_invocable_r_v<Outcome, Body&, Context&>,
            "BTN013: the body of a task must take Context& or const Context&, then Resources& if wanted, then "
            "const baton::Self& if wanted, and give something that converts to baton::Outcome");
        bound.own.call = [b = std::move(body)](Context& c, Resources&, const Self&) mutable -> Outcome { return b(c); };
        bound.own.only_reads = std::is_invocable_v<Body&, const Context&>;
    }
    return bound;
}

/// Turns any callable over the context into the form that a BoundCondition keeps.
template <class Context, class Test>
BoundCondition<Context> own_condition(Test test) {
    BoundCondition<Context> bound;
    if constexpr (!std::is_same_v<Test, dsl::no_test>) {
        bound.ref = dsl::detail::bind_test<Context>(test);
        if (bound.ref.fits()) return bound;
        bound.ref = {};
        static_assert(std::is_invocable_r_v<bool, Test&, const Context&>,
                      "BTN014: a condition must be callable with const Context& and give bool");
        bound.own = std::move(test);
    }
    return bound;
}

}  // namespace detail

/// Collects tasks; build() checks them and gives the Workflow. One thread. What a body captures is shared by all
/// instances of the workflow and is not saved: keep there what never changes.
template <class Context, class Resources>
class Builder {
public:
    explicit Builder(std::string name) {
        d_.id = std::move(name);
        d_.processes.push_back({.id = d_.id, .title = d_.id});
    }

    /// A task with a body.
    template <class Body, class... Words>
    requires(!dsl::is_word<Body>) Builder& task(std::string_view name, Body body, const Words&... words) {
        return add(name, core::node_kind::task, detail::own_body<Context, Resources>(std::move(body)), words...);
    }
    /// A task that is done as soon as it is entered.
    template <class... Words>
    requires(...&& dsl::is_word<Words>) Builder& task(std::string_view name, const Words&... words) {
        return add(name, core::node_kind::task, {}, words...);
    }
    template <class... Words>
    Builder& exclusive(std::string_view name, const Words&... words) {
        return add(name, core::node_kind::exclusive_gateway, {}, words...);
    }
    template <class... Words>
    Builder& parallel(std::string_view name, const Words&... words) {
        return add(name, core::node_kind::parallel_gateway, {}, words...);
    }
    template <class... Words>
    Builder& inclusive(std::string_view name, const Words&... words) {
        return add(name, core::node_kind::inclusive_gateway, {}, words...);
    }
    /// One more flow out of a task that has been added: for flows that are read one by one.
    template <class Test = dsl::no_test>
    Builder& flow(std::string_view from, std::string_view to,
                  dsl::condition_word<Test> condition = {core::condition_kind::none, {}, {}}) {
        const std::size_t source = d_.find(from);
        if (source == core::Node::none) {
            findings_.push_back({core::error_code::a_flow_names_the_undeclared_task,
                                 d_.id + ", task " + std::string(to), "from " + std::string(from)});
            return *this;
        }
        d_.flows.push_back({{}, source, 0, {condition.kind, {}, std::string(condition.key)}});
        targets_.emplace_back(to);
        conditions_.push_back(detail::own_condition<Context>(std::move(condition.test)));
        return *this;
    }
    /// Soundness that is not decided is accepted.
    Builder& accept_unverified() {
        d_.demand = core::soundness::may_be_undecided;
        return *this;
    }
    /// Soundness is not looked at: the workflow may wait for ever, or pass a task several times.
    Builder& accept_unsound() {
        d_.demand = core::soundness::not_required;
        return *this;
    }

    /// Checks and compiles. Throws baton::error with every problem found (BTN001 to BTN022, BTN102); BTN025 the second
    /// time.
    [[nodiscard]] Workflow<Context, Resources> build() {
        if (built_) throw core::error(core::error_code::the_workflow_is_already_built, d_.id);
        find_targets();
        if (findings_.empty()) {
            infer_splits();
            findings_ = core::check::problems_of(d_);
        }
        if (!findings_.empty()) throw core::error(findings_);
        built_ = true;
        core::name_flows(d_);
        dsl::name_conditions(d_);
        return Workflow<Context, Resources>(
            detail::make_program<Context, Resources>(std::move(d_), std::move(bodies_), std::move(conditions_)));
    }

private:
    using collector = dsl::collector<Context, Resources>;

    // The collector knows only captureless conditions, so each is kept here, in the order in which flows are collected,
    // and its word goes on without it.
    template <class Target, class Test>
    auto keep(const dsl::flow_word<Target, Test>& word) {
        static_assert(std::is_same_v<Target, std::string_view>, "a Builder's flows name their targets as text");
        conditions_.push_back(detail::own_condition<Context>(word.condition.test));
        return dsl::flow_word<Target, dsl::no_test>{word.target, {word.condition.kind, word.condition.key, {}}};
    }
    template <class... Flows>
    auto keep(const dsl::choice_word<Flows...>& word) {
        return boost::hana::unpack(word.flows, [this](const auto&... f) {
            return dsl::choice_word<decltype(keep(f))...>{boost::hana::tuple<decltype(keep(f))...>{this->keep(f)...}};
        });
    }
    template <class Flow>
    auto keep(const dsl::deadline_word<Flow>& word) {
        const auto kept = keep(word.flow);
        return dsl::deadline_word<std::remove_const_t<decltype(kept)>>{word.length, kept};
    }
    template <class Flow>
    auto keep(const dsl::error_word<Flow>& word) {
        const auto kept = keep(word.flow);
        return dsl::error_word<std::remove_const_t<decltype(kept)>>{word.code, kept};
    }
    template <class Word>
    const Word& keep(const Word& word) {
        return word;
    }

    template <class... Words>
    Builder& add(std::string_view name, core::node_kind kind, BoundBody<Context, Resources> body,
                 const Words&... words) {
        add_kept(name, kind, std::move(body), boost::hana::tuple<decltype(keep(words))...>{keep(words)...});
        return *this;
    }
    template <class Kept>
    void add_kept(std::string_view name, core::node_kind kind, BoundBody<Context, Resources> body, const Kept& kept) {
        const auto play = [&](collector& into) {
            boost::hana::unpack(kept, [&](const auto&... words) { into.node(name, kind, {}, 0, words...); });
        };
        collector counting;
        play(counting);
        const dsl::row_counts n = counting.counts();
        std::vector<core::node_row> nodes(n.nodes);
        std::vector<typename collector::facts> facts(n.nodes);
        std::vector<core::flow_row> flows(n.flows);
        std::vector<typename collector::flow> flow_facts(n.flows);
        std::vector<std::string_view> labels(n.labels);
        collector writing(nodes.data(), facts.data(), flows.data(), flow_facts.data(), labels.data());
        play(writing);

        const std::size_t base = d_.nodes.size();
        for (std::size_t i = 0; i < n.nodes; ++i) {
            if (nodes[i].host != core::no_row) nodes[i].host += static_cast<core::row_index>(base);
            if (nodes[i].joins_twice) report(core::error_code::two_kinds_of_join_are_said_for, nodes[i].id);
            d_.nodes.push_back(dsl::make_node(d_, nodes[i], facts[i], labels.data()));
            if (nodes[i].chooses) d_.nodes.back().split = core::split_kind::exclusive;
            bodies_.emplace_back();
        }
        core::Node& node = d_.nodes[base];
        if (!body.empty()) node.body = {core::body_kind::bound, {}, node.id};
        if (node.concurrent && !body.empty() && !body.only_reads())
            report(core::error_code::the_concurrent_body_may_change_the_context_of, node.id);
        bodies_[base] = std::move(body);
        for (std::size_t i = 0; i < n.flows; ++i) {
            d_.flows.push_back(
                {{}, base + flows[i].source, 0, {flows[i].condition, {}, std::string(flow_facts[i].key)}});
            targets_.emplace_back(flow_facts[i].target_name);
        }
    }
    void report(core::error_code code, std::string_view node, std::string what = {}) {
        findings_.push_back({code, d_.id + ", task " + std::string(node), std::move(what)});
    }
    void find_targets() {
        std::unordered_map<std::string_view, std::size_t> known;
        std::vector<std::string_view> names;
        for (std::size_t i = 0; i < d_.nodes.size(); ++i) {
            known.emplace(d_.nodes[i].id, i);
            names.push_back(d_.nodes[i].id);
        }
        for (std::size_t i = 0; i < d_.flows.size(); ++i) {
            const auto at = known.find(targets_[i]);
            if (at == known.end())
                report(core::error_code::a_flow_names_the_undeclared_task, d_.nodes[d_.flows[i].source].id,
                       targets_[i] + core::did_you_mean(targets_[i], names));
            else
                d_.flows[i].target = at->second;
        }
    }
    void infer_splits() {
        core::check::definition_rows rows(d_);
        std::vector<core::row_index> memory(5 * rows.nodes.size());
        core::check::infer_splits(rows.nodes.data(), rows.nodes.size(), rows.flows.data(), rows.flows.size(),
                                  {memory.data(), memory.size()});
        for (std::size_t i = 0; i < rows.nodes.size(); ++i) {
            d_.nodes[i].split = rows.nodes[i].split;
            d_.nodes[i].join = rows.nodes[i].join;
        }
    }

    core::Definition d_;
    std::vector<BoundBody<Context, Resources>> bodies_;  // by node
    std::vector<BoundCondition<Context>> conditions_;    // by flow
    std::vector<std::string> targets_;                   // by flow
    std::vector<core::diagnostic> findings_;
    bool built_ = false;
};

}  // namespace baton::inline BATON_ABI::runner

#endif
