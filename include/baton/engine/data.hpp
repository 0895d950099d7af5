// Data goes in and out (BPMN 2.0.2, 10.4.2): associations, the mappings of vendors' extensions, and what comes with an
// event.
#ifndef BATON_ENGINE_DATA_HPP
#define BATON_ENGINE_DATA_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../graph/graph.hpp"
#include "scopes.hpp"
#include "variables.hpp"

namespace baton::inline BATON_ABI::engine {

namespace detail {

/// The object with the member at the path replaced: a copy, as values are never changed.
inline core::Value with_member(const core::Value& object, std::string_view path, core::Value value, unsigned depth = 0) {
    if (path.empty() || depth > 32) return value;
    const std::size_t dot = path.find('.');
    const std::string name(path.substr(0, dot));
    const std::string_view rest = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    core::Value::Object members;
    if (const core::Value::Object* known = object.object()) members = *known;
    for (auto& [key, member] : members)
        if (key == name) {
            member = with_member(member, rest, std::move(value), depth + 1);
            return core::Value(std::move(members));
        }
    members.emplace_back(name, with_member({}, rest, std::move(value), depth + 1));
    return core::Value(std::move(members));
}

/// Assigns to a name or a path into a variable.
template <class Engine>
void assign_path(Engine& e, table_index scope, std::string_view to, core::Value value) {
    const std::size_t dot = to.find('.');
    if (dot == std::string_view::npos || find_variable(e.graph(), e.state(), scope, to) != nullptr)
        return assign(e, scope, to, std::move(value));
    const std::string_view name = to.substr(0, dot);
    assign(e, scope, name, with_member(look_up(e, scope, name), to.substr(dot + 1), std::move(value)));
}

template <class Engine>
core::Value value_of(Engine& e, const core::Mapping& m, table_index scope) {
    if (!m.variable.empty()) return look_up(e, scope, m.variable);
    if (m.is_list) {
        core::Value::List list;
        for (const auto& entry : m.entries) list.push_back(e.literal_or_evaluated(entry.second, scope));
        return core::Value(std::move(list));
    }
    if (!m.entries.empty()) {
        core::Value::Object object;
        for (const auto& [name, text] : m.entries) object.emplace_back(name, e.literal_or_evaluated(text, scope));
        return core::Value(std::move(object));
    }
    return e.literal_or_evaluated(m.source, scope);
}

/// Every variable that is seen from a scope, the nearest of a name.
inline core::Variables visible(const State& s, table_index scope) {
    core::Variables all;
    for (; scope != no_entry; scope = s.scopes[scope].parent)
        for (const auto& [name, value] : s.scopes[scope].variables)
            if (find_entry(all, name) == nullptr) all.emplace_back(name, value);
    return all;
}

}  // namespace detail

/// The values of mappings, read in a scope.
template <class Engine>
core::Variables mapped(Engine& e, const std::vector<core::Mapping>& mappings, table_index scope) {
    core::Variables values;
    for (const core::Mapping& m : mappings) {
        if (m.business_key) continue;
        if (m.all) {
            for (auto& [name, value] : detail::visible(e.state(), scope))
                if (detail::find_entry(values, name) == nullptr) values.emplace_back(name, std::move(value));
            continue;
        }
        core::Value value = detail::value_of(e, m, scope);
        if (core::Value* known = detail::find_entry(values, m.target))
            *known = std::move(value);
        else
            values.emplace_back(m.target, std::move(value));
    }
    return values;
}

/// One association: sources are read in `from`, the target is assigned in `to`.
template <class Engine>
void associate(Engine& e, const core::Association& a, table_index from, table_index to) {
    if (!a.transformation.empty())
        return detail::assign_path(e, to, a.target, e.sink().evaluate(a.transformation, from));
    for (const core::Assignment& assignment : a.assignments)
        detail::assign_path(e, to, assignment.to.empty() ? a.target : assignment.to,
                            e.literal_or_evaluated(assignment.from, from));
    if (a.assignments.empty() && !a.sources.empty())
        detail::assign_path(e, to, a.target, look_up(e, from, a.sources.front()));
}

/// Fills a task's own scope before it runs. May throw.
template <class Engine>
void take_inputs(Engine& e, const core::Node& n, table_index own) {
    State& s = e.state();
    const table_index around = s.scopes[own].parent;
    declare_items(s, own, n.data.inputs);
    declare_items(s, own, n.data.outputs);
    for (const core::Association& a : n.data.input_associations) associate(e, a, around, own);
    for (const core::Mapping& m : n.data.input_mappings) declare(s, own, m.target, detail::value_of(e, m, own));
    for (const core::Mapping& m : n.implementation.inputs) declare(s, own, m.target, detail::value_of(e, m, own));
}
/// Gives out what a task has made, when it is done. May throw.
template <class Engine>
void give_outputs(Engine& e, const core::Node& n, table_index own) {
    State& s = e.state();
    const table_index around = s.scopes[own].parent;
    for (const core::Mapping& m : n.implementation.outputs) assign(e, around, m.target, detail::value_of(e, m, own));
    for (const core::Mapping& m : n.data.output_mappings) assign(e, around, m.target, detail::value_of(e, m, own));
    for (const core::Association& a : n.data.output_associations) associate(e, a, own, around);
}

/// What comes with an event reaches the variables: by the event's own mappings and associations, else all of it.
template <class Engine>
void take_payload(Engine& e, table_index scope, const core::Node& event, std::uint32_t definition,
                  const core::Variables& payload) {
    const core::EventDefinition* d = definition < event.events.size() ? &event.events[definition] : nullptr;
    const bool maps = (d != nullptr && !d->payload.empty()) || !event.data.output_mappings.empty() ||
                      !event.data.output_associations.empty();
    if (!maps) return assign_all(e, scope, payload);
    State& s = e.state();
    // Read from a scope of its own, which holds what came.
    const core::Node* first = graph::properties_of(e.graph()).definition->nodes.data();
    const table_index own =
        open_scope(s, ScopeKind::local, static_cast<std::uint32_t>(&event - first), scope, no_slot);
    declare_items(s, own, event.data.outputs);
    for (const auto& [name, value] : payload) declare(s, own, name, value);
    // A message with one item fills the event's one output, whatever the item is called there.
    if (event.data.outputs.size() == 1 && payload.size() == 1)
        declare(s, own, event.data.outputs.front().id, payload.front().second);
    if (d != nullptr)
        for (const core::Mapping& m : d->payload) assign(e, scope, m.target, detail::value_of(e, m, own));
    for (const core::Mapping& m : event.data.output_mappings) assign(e, scope, m.target, detail::value_of(e, m, own));
    for (const core::Association& a : event.data.output_associations) associate(e, a, own, scope);
    s.scopes[own] = {};
    s.free_scopes.push_back(own);
}

/// What a throw event sends along.
template <class Engine>
core::Variables thrown_payload(Engine& e, const core::Node& event, const core::EventDefinition& d, table_index scope) {
    core::Variables payload = mapped(e, d.payload, scope);
    for (auto& [name, value] : mapped(e, event.data.input_mappings, scope)) payload.emplace_back(name, std::move(value));
    for (const core::Association& a : event.data.input_associations) {
        core::Value value;
        if (!a.transformation.empty())
            value = e.sink().evaluate(a.transformation, scope);
        else if (!a.sources.empty())
            value = look_up(e, scope, a.sources.front());
        payload.emplace_back(a.target, value);
        for (const core::DataItem& item : event.data.inputs)  // also by its name
            if (item.id == a.target && !item.name.empty() && item.name != item.id) payload.emplace_back(item.name, value);
    }
    return payload;
}

}  // namespace baton::inline BATON_ABI::engine

#endif
