// A model as a ProcessEngine runs it: its graph, its expressions, and the bodies of its tasks.
#ifndef BATON_RUNNER_PROCESS_MODEL_HPP
#define BATON_RUNNER_PROCESS_MODEL_HPP

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/error.hpp"
#include "../engine/variables.hpp"
#include "../expression/expression.hpp"
#include "../expression/timer.hpp"
#include "../expression/variable_value.hpp"
#include "../graph/compile.hpp"
#include "needs_body.hpp"
#include "task_hooks.hpp"

namespace baton::inline BATON_ABI::runner {

namespace detail {

/// Expressions by language and text, each parsed once. What a model surely needs is added before its instances share
/// it, and is then found without a lock; get() is thread-safe.
class Expressions {
public:
    explicit Expressions(const expression::KnownNames& names) : names_(names) {}

    /// Before the model is shared. BTN501 when the text cannot be parsed, BTN101 when the language is not known.
    const expression::Expression& add(const core::ExpressionText& e) { return in(added_, e); }
    /// Likewise, at any time.
    const expression::Expression& get(const core::ExpressionText& e) const {
        if (const expression::Expression* known = find(added_, e)) return *known;
        const std::lock_guard lock(mutex_);
        return in(later_, e);
    }
    /// Whether a language is one that can be evaluated.
    static bool is_known(std::string_view language) { return language_of(language) >= 0; }

private:
    using Texts = std::map<int, std::map<std::string, expression::Expression, std::less<>>>;

    static const expression::Expression* find(const Texts& texts, const core::ExpressionText& e) {
        const auto language = texts.find(language_of(e.language));
        if (language == texts.end()) return nullptr;
        const auto at = language->second.find(std::string_view(e.text));
        return at == language->second.end() ? nullptr : &at->second;
    }
    const expression::Expression& in(Texts& texts, const core::ExpressionText& e) const {
        if (const expression::Expression* known = find(texts, e)) return *known;
        const int language = language_of(e.language);
        expression::Expression parsed = parse(language, e.text, {.names = &names_});
        return texts[language].emplace(e.text, std::move(parsed)).first->second;
    }
    static int language_of(std::string_view language) {
        if (language.empty()) return 0;
        if (language == "feel") return 1;
        if (language == "juel") return 2;
        return -1;
    }
    static expression::Expression parse(int language, const std::string& text,
                                        const expression::ParseOptions& options) {
        if (language == 0) return expression::Expression::read(text, options);
        if (language == 2) return {text, expression::Language::juel, options};
        if (language < 0) throw core::error(core::error_code::an_expression_has_no_evaluator, {}, text);
        const std::size_t mark = text.starts_with('=') && !text.starts_with("==") ? 1 : 0;
        return {std::string_view(text).substr(mark), expression::Language::feel, options};
    }

    const expression::KnownNames& names_;
    Texts added_;
    mutable std::mutex mutex_;
    mutable Texts later_;
};

/// The variables that are seen from a scope of a state.
class StateScope final : public expression::Scope {
public:
    StateScope(const graph::Graph& g, engine::State& s, engine::table_index scope) : g_(g), s_(s), scope_(scope) {}
    std::size_t find(std::span<const std::string* const> path, expression::Value& value) const override {
        const core::Value* at = engine::find_variable(g_, s_, scope_, *path[0]);
        if (at == nullptr) return 0;
        std::size_t taken = 1;
        for (; taken < path.size() && at->object() != nullptr; ++taken) {
            const core::Value* member = at->find(*path[taken]);
            if (member == nullptr) break;
            at = member;
        }
        value = expression::from_variable(*at);
        return taken;
    }

private:
    const graph::Graph& g_;
    engine::State& s_;
    engine::table_index scope_;
};

/// Calls use(expression, where) for every expression of a definition that is surely one.
template <class Use>
void for_each_expression(const core::Definition& d, Use use) {
    const auto take = [&](const core::ExpressionText& e, const std::string& where) {
        if (!e.empty()) use(e, where);
    };
    const auto computed = [&](const std::string& text, const std::string& where) {
        if (core::is_computed(text)) use(core::ExpressionText{{}, text}, where);
    };
    const auto mappings = [&](const std::vector<core::Mapping>& list, const std::string& where) {
        for (const core::Mapping& m : list)
            if (!m.source.language.empty() || core::is_computed(m.source.text)) take(m.source, where);
    };
    const auto events = [&](const std::vector<core::EventDefinition>& list, const std::string& where) {
        for (const core::EventDefinition& e : list) {
            computed(e.name, where);
            if (e.kind == core::event_kind::timer)
                computed(e.expression.text, where);
            else
                take(e.expression, where);
            mappings(e.payload, where);
        }
    };
    for (const core::Flow& f : d.flows)
        if (f.condition.kind == core::condition_kind::expression)
            take({f.condition.language, f.condition.text}, "flow " + f.id);
    for (const core::Node& n : d.nodes) {
        const std::string where = n.id;
        events(n.events, where);
        take(n.loop.condition, where);
        take(n.loop.count, where);
        take(n.loop.collection_expression, where);
        take(n.loop.output_expression, where);
        events(n.loop.event, where);
        for (const core::ComplexBehavior& c : n.loop.complex) take(c.condition, where);
        take(n.condition, where);
        computed(n.call.called, where);
        mappings(n.call.in, where);
        mappings(n.call.out, where);
        mappings(n.data.input_mappings, where);
        mappings(n.data.output_mappings, where);
        for (const auto* list : {&n.data.input_associations, &n.data.output_associations})
            for (const core::Association& a : *list) take(a.transformation, where);
    }
}

/// Names of data that hold blanks or signs: expressions must know them to be read.
inline expression::KnownNames names_in(const core::Definition& d) {
    expression::KnownNames names;
    const auto add = [&](const std::vector<core::DataItem>& items) {
        for (const core::DataItem& item : items)
            for (const std::string* name : {&item.id, &item.name})
                if (!name->empty()) names.add(*name);
    };
    for (const core::Process& p : d.processes) {
        add(p.items);
        add(p.data.inputs);
        add(p.data.outputs);
    }
    for (const core::Node& n : d.nodes) {
        add(n.items);
        add(n.data.inputs);
        add(n.data.outputs);
    }
    return names;
}

/// Everything about a model that its instances share.
struct ProcessModel {
    std::shared_ptr<const core::Definition> definition;
    graph::Graph graph;
    expression::KnownNames names;
    std::unique_ptr<Expressions> expressions;
    /// By vertex; an empty function where none is bound.
    std::vector<TaskBody> bodies;
    /// By edge; nullptr where there is no condition.
    std::vector<const expression::Expression*> conditions;
    /// By vertex and by edge; empty where nothing is bound at all.
    std::vector<TaskHooks> hooks;
    std::vector<FlowCondition> functions;
    std::unordered_map<std::string_view, std::uint32_t> vertices;

    explicit ProcessModel(std::shared_ptr<const core::Definition> d)
        : definition(std::move(d)), graph(graph::compile(definition, true)), names(names_in(*definition)) {
        expressions = std::make_unique<Expressions>(names);
        for (std::uint32_t v = 0; v < num_vertices(graph); ++v) vertices.emplace(graph[v].id, v);
        bodies.resize(num_vertices(graph));
        conditions.resize(num_edges(graph), nullptr);
    }
};

}  // namespace detail

}  // namespace baton::inline BATON_ABI::runner

#endif
