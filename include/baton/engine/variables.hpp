// Variables of scopes (BPMN 2.0.2, 10.4.1): looking them up, and assigning.
//
// A name is looked for in the scope, then in those around it; last in the context. It is assigned where it is declared:
// in the nearest scope that has it, else in the enclosing sub-process or process.
#ifndef BATON_ENGINE_VARIABLES_HPP
#define BATON_ENGINE_VARIABLES_HPP

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/value.hpp"
#include "../graph/graph.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

namespace detail {

inline core::Value* find_entry(core::Variables& variables, std::string_view name) {
    for (auto& [known, value] : variables)
        if (known == name) return &value;
    return nullptr;
}

inline const std::string* id_behind(const std::vector<core::DataItem>& items, std::string_view name) {
    for (const core::DataItem& item : items)
        if (item.name == name) return &item.id;
    return nullptr;
}

/// Data items go by their id, and by their name as well: the id behind a name, or nullptr.
inline const std::string* id_behind(const graph::Graph& g, const State& s, const Scope& scope, std::string_view name) {
    const core::Definition& d = *graph::properties_of(g).definition;
    if (scope.kind == ScopeKind::root) {
        if (s.process >= d.processes.size()) return nullptr;
        const core::Process& p = d.processes[s.process];
        if (const std::string* id = id_behind(p.items, name)) return id;
        if (const std::string* id = id_behind(p.data.inputs, name)) return id;
        return id_behind(p.data.outputs, name);
    }
    const core::Node& n = d.nodes[scope.vertex];
    if (scope.kind == ScopeKind::sub_process) return id_behind(n.items, name);
    if (const std::string* id = id_behind(n.data.inputs, name)) return id;
    return id_behind(n.data.outputs, name);
}

}  // namespace detail

/// The variable of that name in this very scope, or nullptr.
inline core::Value* find_here(const graph::Graph& g, State& s, table_index scope, std::string_view name) {
    Scope& here = s.scopes[scope];
    if (core::Value* value = detail::find_entry(here.variables, name)) return value;
    if (here.variables.empty()) return nullptr;
    const std::string* id = detail::id_behind(g, s, here, name);
    return id == nullptr ? nullptr : detail::find_entry(here.variables, *id);
}

/// The variable of that name as it is seen from a scope, or nullptr where only the context can have it.
inline core::Value* find_variable(const graph::Graph& g, State& s, table_index scope, std::string_view name) {
    for (; scope != no_entry; scope = s.scopes[scope].parent)
        if (core::Value* value = find_here(g, s, scope, name)) return value;
    return nullptr;
}

/// Declares a variable in this very scope, or gives it another value there.
inline void declare(State& s, table_index scope, std::string_view name, core::Value value) {
    s.changed = true;
    core::Variables& variables = s.scopes[scope].variables;
    if (core::Value* known = detail::find_entry(variables, name))
        *known = std::move(value);
    else
        variables.emplace_back(std::string(name), std::move(value));
}

/// The nearest sub-process or process around a scope, itself counted.
inline table_index process_scope(const State& s, table_index scope) {
    while (s.scopes[scope].kind == ScopeKind::local || s.scopes[scope].kind == ScopeKind::multi_instance)
        scope = s.scopes[scope].parent;
    return scope;
}

/// Where a token's expressions are evaluated: its own innermost scope, else the one it is in.
inline table_index data_scope(const State& s, const Token& t) {
    const Wait* wait = s.wait_of(t);
    return wait != nullptr && wait->scope != no_entry ? wait->scope : t.scope;
}

template <class Engine>
core::Value look_up(Engine& e, table_index scope, std::string_view name) {
    if (const core::Value* value = find_variable(e.graph(), e.state(), scope, name)) return *value;
    core::Value value;
    e.sink().find_in_context(name, value);
    return value;
}

/// Assigns by the rules of BPMN. A name that no scope declares: in `otherwise`.
template <class Engine>
void assign_or(Engine& e, table_index scope, std::string_view name, core::Value value, table_index otherwise) {
    State& s = e.state();
    s.changed = true;
    if (core::Value* known = find_variable(e.graph(), s, scope, name)) {
        *known = std::move(value);
        return;
    }
    if (e.sink().assign_in_context(name, value)) return;
    declare(s, otherwise, name, std::move(value));
}
/// A name that no scope declares: in the enclosing sub-process or process.
template <class Engine>
void assign(Engine& e, table_index scope, std::string_view name, core::Value value) {
    assign_or(e, scope, name, std::move(value), process_scope(e.state(), scope));
}
/// What comes with a completion or an event. A name that no scope declares: in the process.
template <class Engine>
void assign_all(Engine& e, table_index scope, const core::Variables& variables) {
    for (const auto& [name, value] : variables) assign_or(e, scope, name, value, 0);
}

/// Declares the items of a process or sub-process, all without a value.
inline void declare_items(State& s, table_index scope, const std::vector<core::DataItem>& items) {
    for (const core::DataItem& item : items)
        if (!item.id.empty() && detail::find_entry(s.scopes[scope].variables, item.id) == nullptr)
            s.scopes[scope].variables.emplace_back(item.id, core::Value());
}

}  // namespace baton::inline BATON_ABI::engine

#endif
