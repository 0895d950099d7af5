// Multi-instance activities (BPMN 2.0.2, 13.3.7): one instance for each item of a collection, or as many as a number
// says; one after the other, or all at once.
//
//   begin        fix the number; open the scope with the counters; make the first instance, or all
//   inner_done   an instance is done: collect its output, throw the events of `behavior`, ask the completion condition;
//                then the next instance, or, with the last, finish
//
// Each instance is a token in the multi-instance scope, with a scope of its own: loopCounter (from 1) and its item.
#ifndef BATON_ENGINE_PROCESSOR_MULTI_INSTANCE_HPP
#define BATON_ENGINE_PROCESSOR_MULTI_INSTANCE_HPP

#include <cstdint>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "activity.hpp"

namespace baton::inline BATON_ABI::engine::multi_instance {

/// The counters under the names of the standard (table 10.30), and those that engines use.
template <class Engine>
void tell_counters(Engine& e, table_index scope) {
    State& s = e.state();
    const MultiInstance& m = s.scopes[scope].multi[0];
    const std::int64_t active = m.started - m.completed - m.terminated;
    const std::pair<const char*, std::int64_t> counters[] = {
        {"numberOfInstances", m.total},          {"numberOfActiveInstances", active},
        {"numberOfCompletedInstances", m.completed}, {"numberOfTerminatedInstances", m.terminated},
        {"nrOfInstances", m.total},              {"nrOfActiveInstances", active},
        {"nrOfCompletedInstances", m.completed}};
    core::Variables& variables = s.scopes[scope].variables;
    if (variables.size() < std::size(counters)) {
        for (const auto& [name, count] : counters) variables.emplace_back(name, core::Value(count));
        return;
    }
    for (std::size_t i = 0; i < std::size(counters); ++i) variables[i].second = core::Value(counters[i].second);
}

template <class Engine>
void make_instance(Engine& e, table_index scope) {
    State& s = e.state();
    const std::uint32_t vertex = s.scopes[scope].vertex;
    const core::Loop& loop = graph::node_of(e.graph(), vertex).loop;
    const std::int64_t number = ++s.scopes[scope].multi[0].started;
    const token_slot slot = e.make_token(vertex, scope);
    const table_index own = open_own_scope(e, slot, ScopeKind::local);
    s.scopes[own].number = number;
    declare(s, own, "loopCounter", core::Value(number));
    const std::vector<core::Value>& items = s.scopes[scope].multi[0].items;
    if (!items.empty() && !loop.element.empty()) {
        const core::Value item = items[static_cast<std::size_t>(number - 1)];
        declare(s, own, loop.element, item);
        if (!loop.element_alias.empty()) declare(s, own, loop.element_alias, item);
    }
    if (!loop.output_element.empty() && find_here(e.graph(), s, own, loop.output_element) == nullptr)
        declare(s, own, loop.output_element, {});
    e.tell_entered(slot);
    e.make_ready(slot);
}

/// The items, or as many nulls as the number says. Throws when there is neither list nor number.
template <class Engine>
std::int64_t fix_number(Engine& e, const core::Loop& loop, table_index scope, std::vector<core::Value>& items) {
    core::Value collection;
    if (!loop.collection_expression.empty())
        collection = e.sink().evaluate(loop.collection_expression, scope);
    else if (!loop.collection.empty())
        collection = look_up(e, scope, loop.collection);
    if (const core::Value::List* list = collection.list()) items = *list;
    if (!loop.count.empty()) {
        const std::int64_t count = e.count_of(loop.count, scope, "loopCardinality");
        if (!items.empty() && count > static_cast<std::int64_t>(items.size())) return static_cast<std::int64_t>(items.size());
        return count;
    }
    if (collection.list() == nullptr)
        throw core::error(core::error_code::a_condition_failed, loop.collection,
                          "the collection of a multi-instance activity is " + core::text_of(collection) + ", not a list");
    return static_cast<std::int64_t>(items.size());
}

template <class Engine>
void finish(Engine& e, table_index scope) {
    State& s = e.state();
    const token_slot owner = s.scopes[scope].owner;
    const core::Node& n = graph::node_of(e.graph(), s.scopes[scope].vertex);
    const bool done = activity::guarded(e, owner, Phase::failed, [&] {
        if (!n.loop.output_collection.empty()) {
            core::Value list(std::move(s.scopes[scope].multi[0].outputs));
            const table_index around = s.scopes[scope].parent;
            assign(e, around, n.loop.output_collection, std::move(list));
        }
    });
    if (!done) return;
    close_own_scope(e, owner);
    if (activity::has_data_scope(e, owner)) {
        const table_index own = s.wait_of(e.token(owner))->scope;
        if (!activity::guarded(e, owner, Phase::failed, [&] { give_outputs(e, n, own); })) return;
    }
    activity::finish(e, owner);
}

template <class Engine>
void begin(Engine& e, token_slot slot) {
    State& s = e.state();
    const core::Node& n = graph::node_of(e.graph(), e.token(slot).vertex);
    MultiInstance m;
    const bool fixed = activity::guarded(e, slot, Phase::failed, [&] {
        if (!n.data.inputs.empty()) {  // the collection may be one of the data inputs
            const table_index own = open_own_scope(e, slot, ScopeKind::local);
            take_inputs(e, n, own);
        }
        m.total = fix_number(e, n.loop, data_scope(s, e.token(slot)), m.items);
    });
    if (!fixed) return close_own_scopes(e, slot);
    const table_index scope = open_own_scope(e, slot, ScopeKind::multi_instance);
    if (!n.loop.output_collection.empty()) m.outputs.resize(static_cast<std::size_t>(m.total));
    const std::int64_t total = m.total;
    s.scopes[scope].multi.assign(1, std::move(m));
    e.park(slot, Phase::active);
    const std::int64_t first = n.loop.kind == core::loop_kind::sequential ? (total > 0 ? 1 : 0) : total;
    for (std::int64_t i = 0; i < first; ++i) make_instance(e, scope);
    tell_counters(e, scope);
    if (total == 0) finish(e, scope);
}

/// Throws the event of `behavior` for a completed instance: caught at the boundary of the activity.
template <class Engine>
void throw_event(Engine& e, token_slot owner, const core::EventDefinition& event) {
    const graph::Vertex& v = e.graph()[e.token(owner).vertex];
    for (std::uint32_t b = v.first_boundary; b < v.first_boundary + v.boundary_count; ++b) {
        const core::Node& n = graph::node_of(e.graph(), b);
        for (const core::EventDefinition& d : n.events)
            if (d.kind == event.kind && d.name == event.name && (d.code.empty() || d.code == event.code)) {
                e.leave_by_boundary(owner, b, n.interrupting && !e.sink().multi_instance_events_do_not_interrupt());
                return;
            }
    }
}

template <class Engine>
void throw_events(Engine& e, table_index scope, table_index inner) {
    State& s = e.state();
    const core::Loop& loop = graph::node_of(e.graph(), s.scopes[scope].vertex).loop;
    const token_slot owner = s.scopes[scope].owner;
    switch (loop.behavior) {
        case core::loop_behavior::all: return;
        case core::loop_behavior::one:
            if (std::exchange(s.scopes[scope].multi[0].event_thrown, true)) return;
            [[fallthrough]];
        case core::loop_behavior::none:
            if (!loop.event.empty()) throw_event(e, owner, loop.event[0]);
            return;
        case core::loop_behavior::complex:
            for (const core::ComplexBehavior& c : loop.complex) {
                if (!e.sink().evaluate(c.condition, inner).is_true()) continue;
                throw_event(e, owner, c.event);
                return;
            }
    }
}

template <class Engine>
void inner_done(Engine& e, token_slot slot) {
    State& s = e.state();
    const table_index scope = e.token(slot).scope;
    const std::uint64_t scope_id = s.scopes[scope].id;
    const core::Loop& loop = graph::node_of(e.graph(), e.token(slot).vertex).loop;
    const table_index inner = s.wait_of(e.token(slot))->scope;
    bool ends = false;
    const bool done = activity::guarded(e, slot, Phase::failed, [&] {
        const auto at = static_cast<std::size_t>(s.scopes[inner].number - 1);
        if (!loop.output_collection.empty()) {
            core::Value output;
            if (!loop.output_expression.empty())
                output = e.sink().evaluate(loop.output_expression, inner);
            else if (!loop.output_element.empty())
                output = look_up(e, inner, loop.output_element);
            s.scopes[scope].multi[0].outputs[at] = std::move(output);
        }
        MultiInstance& m = s.scopes[scope].multi[0];
        ++m.completed;
        tell_counters(e, scope);
        s.changed = true;
        if (loop.condition.empty()) return;
        try {
            ends = e.sink().evaluate(loop.condition, inner).is_true();
        } catch (...) {  // it is not completed: it will be asked again
            --s.scopes[scope].multi[0].completed;
            tell_counters(e, scope);
            throw;
        }
    });
    if (!done) return;
    const bool thrown = activity::guarded(e, slot, Phase::failed, [&] { throw_events(e, scope, inner); });
    if (!thrown || s.scopes[scope].id != scope_id) return;  // interrupted
    e.count_passed(slot);
    kill_token(e, slot);
    MultiInstance& m = s.scopes[scope].multi[0];
    if (ends) {
        m.terminated += m.started - m.completed;
        kill_tokens(e, scope);
        return finish(e, scope);
    }
    if (m.completed == m.total) return finish(e, scope);
    if (loop.kind == core::loop_kind::sequential) {
        make_instance(e, scope);
        tell_counters(e, scope);
    }
}

}  // namespace baton::inline BATON_ABI::engine::multi_instance

#endif
