// Errors and escalations look for who catches them (BPMN 2.0.2, 10.5.6 and 13.5.4).
//
// The search goes outwards: the boundary of the activity, the event sub-processes of the scope around it, the boundary
// of the activity that opened that scope, and so on; at last the caller. In one place an exact code comes before none.
#ifndef BATON_ENGINE_ERRORS_HPP
#define BATON_ENGINE_ERRORS_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../graph/graph.hpp"
#include "processor/boundary_event.hpp"
#include "processor/fwd.hpp"
#include "scopes.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

/// What is thrown.
struct Thrown {
    core::event_kind kind = core::event_kind::error;
    std::string_view code, message;
};

namespace detail {

/// The definition of that kind which catches the code: exact before any, or nullptr.
inline const core::EventDefinition* definition_for(const core::Node& n, const Thrown& thrown, bool& exact) {
    const core::EventDefinition* any = nullptr;
    for (const core::EventDefinition& d : n.events) {
        if (d.kind != thrown.kind) continue;
        if (!d.code.empty() && d.code == thrown.code) {
            exact = true;
            return &d;
        }
        if (d.code.empty() && any == nullptr) any = &d;
    }
    exact = false;
    return any;
}

/// Among candidates, the first that catches exactly, else the first that catches anything.
template <class Candidates, class Event>
std::uint32_t catcher_among(const graph::Graph& g, const Candidates& candidates, Event event_of, const Thrown& thrown) {
    std::uint32_t any = graph::no_vertex;
    for (const std::uint32_t c : candidates) {
        const std::uint32_t event = event_of(c);
        if (event == graph::no_vertex) continue;
        bool exact = false;
        if (definition_for(graph::node_of(g, event), thrown, exact) == nullptr) continue;
        if (exact) return event;
        if (any == graph::no_vertex) any = event;
    }
    return any;
}

inline std::uint32_t boundary_that_catches(const graph::Graph& g, std::uint32_t host, const Thrown& thrown) {
    const graph::Vertex& v = g[host];
    if (v.boundary_count == 0) return graph::no_vertex;
    if (thrown.kind == core::event_kind::error)
        if (const std::uint32_t plain = boundary_event::that_catches(g, host, thrown.code); plain != graph::no_vertex)
            return plain;
    std::vector<std::uint32_t> boundaries;
    for (std::uint32_t b = v.first_boundary; b < v.first_boundary + v.boundary_count; ++b)
        if (g[b].kind == core::node_kind::boundary_event) boundaries.push_back(b);
    return catcher_among(g, boundaries, [](std::uint32_t b) { return b; }, thrown);
}

/// The start event of the scope's event sub-process that catches; those out of which it came are passed over.
template <class Engine>
std::uint32_t event_sub_process_that_catches(Engine& e, table_index scope, std::uint32_t came_from,
                                             const Thrown& thrown) {
    const graph::Contents* contents = contents_of(e, scope);
    if (contents == nullptr) return graph::no_vertex;
    return catcher_among(
        e.graph(), contents->event_sub_processes,
        [&](std::uint32_t sub) {
            const auto& starts = graph::properties_of(e.graph()).contents[e.graph()[sub].contents].starts;
            return sub == came_from || starts.empty() ? graph::no_vertex : starts.front();
        },
        thrown);
}

/// Code and message reach the variables that the catching event names.
template <class Engine>
void tell_catcher(Engine& e, std::uint32_t event, const Thrown& thrown, table_index scope) {
    bool exact = false;
    const core::EventDefinition* d = definition_for(graph::node_of(e.graph(), event), thrown, exact);
    if (d == nullptr) return;
    if (!d->code_variable.empty()) assign_or(e, scope, d->code_variable, core::Value(thrown.code), 0);
    if (!d->message_variable.empty()) assign_or(e, scope, d->message_variable, core::Value(thrown.message), 0);
}

}  // namespace detail

/// Something in the instance catches what the token throws. False when nothing does: it may be caught by the caller.
template <class Engine>
bool throw_outwards(Engine& e, token_slot slot, const Thrown& thrown) {
    State& s = e.state();
    for (;;) {
        slot = whole_activity(e, slot);
        const std::uint32_t vertex = e.token(slot).vertex;
        const table_index scope = e.token(slot).scope;
        const std::uint32_t boundary = detail::boundary_that_catches(e.graph(), vertex, thrown);
        if (boundary != graph::no_vertex) {
            if (e.graph()[boundary].kind == core::node_kind::boundary_event)
                detail::tell_catcher(e, boundary, thrown, scope);
            const bool interrupting = thrown.kind == core::event_kind::error ||
                                      graph::node_of(e.graph(), boundary).interrupting;
            e.leave_by_boundary(slot, boundary, interrupting);
            return true;
        }
        const std::uint32_t came_from =
            e.graph()[vertex].kind == core::node_kind::event_sub_process ? vertex : graph::no_vertex;
        const std::uint32_t start = detail::event_sub_process_that_catches(e, scope, came_from, thrown);
        if (start != graph::no_vertex) {
            const bool interrupting =
                thrown.kind == core::event_kind::error || graph::node_of(e.graph(), start).interrupting;
            const std::uint64_t id = s.scopes[scope].id;
            detail::tell_catcher(e, start, thrown, scope);
            if (s.scopes[scope].id == id) event_sub_process::start(e, scope, start, interrupting);
            return true;
        }
        if (scope == 0) return false;
        slot = s.scopes[scope].owner;
        if (slot == no_slot) return false;
    }
}

}  // namespace baton::inline BATON_ABI::engine

#endif
