// Compensation (BPMN 2.0.2, 10.7 and 13.5.5): a ledger of what was completed, undone in strictly reverse order.
//
//   note           an activity is completed: it goes into the ledger of its scope, a sub-process with its data
//   begin          a throw or end event: the entries of one activity, or all of the scope
//   next           the last entry that is left: its handler, else what was completed inside it
//   handler_done   the handler's token has ended: next, or the thrower goes on
//
// An entry is compensated once. Each handler runs in the scope whose ledger it stood in; what a sub-process left behind
// is opened again for it.
#ifndef BATON_ENGINE_PROCESSOR_COMPENSATION_HPP
#define BATON_ENGINE_PROCESSOR_COMPENSATION_HPP

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../graph/graph.hpp"
#include "../scopes.hpp"
#include "../state.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::engine::compensation {

/// The compensation boundary event's handler, or no_vertex.
inline std::uint32_t handler_of(const graph::Graph& g, std::uint32_t activity) {
    const graph::Vertex& v = g[activity];
    for (std::uint32_t b = v.first_boundary; b < v.first_boundary + v.boundary_count; ++b)
        if (g[b].partner != graph::no_vertex) return g[b].partner;
    return graph::no_vertex;
}
/// The event sub-process of a sub-process that starts with compensation, or no_vertex.
inline std::uint32_t event_sub_process_of(const graph::Graph& g, std::uint32_t activity) {
    if (g[activity].contents == graph::no_vertex) return graph::no_vertex;
    const graph::Properties& p = graph::properties_of(g);
    for (const std::uint32_t sub : p.contents[g[activity].contents].event_sub_processes)
        for (const std::uint32_t start : p.contents[g[sub].contents].starts)
            for (const core::EventDefinition& d : graph::node_of(g, start).events)
                if (d.kind == core::event_kind::compensation) return sub;
    return graph::no_vertex;
}

/// `inner`: the scope of a sub-process that is about to close, else no_entry.
template <class Engine>
void note(Engine& e, token_slot slot, table_index inner) {
    State& s = e.state();
    const std::uint32_t vertex = e.token(slot).vertex;
    if (e.graph()[vertex].kind == core::node_kind::event_sub_process) return;
    const bool has_handler = handler_of(e.graph(), vertex) != graph::no_vertex;
    const bool keeps = inner != no_entry && (!s.scopes[inner].ledger.empty() ||
                                             event_sub_process_of(e.graph(), vertex) != graph::no_vertex);
    if (!has_handler && !keeps) return;
    LedgerEntry entry;
    entry.vertex = vertex;
    if (inner != no_entry) {
        entry.variables = s.scopes[inner].variables;
        entry.inner = std::move(s.scopes[inner].ledger);
    }
    s.scopes[process_scope(s, e.token(slot).scope)].ledger.push_back(std::move(entry));
}

/// The token ends, or has waited for it, when all is compensated.
template <class Engine>
void finished(Engine& e, const Compensation& c) {
    State& s = e.state();
    if (c.thrower != 0) {
        if (s.tokens.live(c.thrower_slot) && s.tokens[c.thrower_slot].id == c.thrower &&
            s.tokens[c.thrower_slot].phase == Phase::compensating)
            e.complete_element(c.thrower_slot);
        return;
    }
    if (s.scopes[c.scope].id != 0 && s.scopes[c.scope].cancelling) transaction::cancelled(e, c.scope);
}

/// Starts the handler of an entry in its scope. Its token, which may have ended already.
template <class Engine>
std::pair<token_slot, std::uint64_t> start_handler(Engine& e, table_index scope, LedgerEntry entry) {
    State& s = e.state();
    const std::uint32_t handler = handler_of(e.graph(), entry.vertex);
    if (handler != graph::no_vertex) {
        const token_slot slot = e.make_token(handler, scope);
        e.token(slot).ties |= Token::compensates;
        const std::uint64_t id = e.token(slot).id;
        e.activate(slot);
        return {slot, id};
    }
    // A sub-process without a handler of its own is opened again: its event sub-process, or all that was done in it.
    const token_slot slot = e.make_token(entry.vertex, scope);
    e.token(slot).ties |= Token::compensates;
    const std::uint64_t id = e.token(slot).id;
    const table_index inner = open_own_scope(e, slot, ScopeKind::sub_process);
    s.scopes[inner].variables = std::move(entry.variables);
    s.scopes[inner].ledger = std::move(entry.inner);
    const std::uint32_t sub = event_sub_process_of(e.graph(), entry.vertex);
    if (sub != graph::no_vertex) {
        e.park(slot, Phase::active);
        event_sub_process::start(e, inner, graph::properties_of(e.graph()).contents[e.graph()[sub].contents].starts[0],
                                 false);
        return {slot, id};
    }
    e.park(slot, Phase::compensating);
    if (!begin_all(e, inner, id, slot)) e.complete_element(slot);
    return {slot, id};
}

inline std::size_t find_run(const State& s, std::uint64_t id) {
    std::size_t at = 0;
    while (at < s.compensations.size() && s.compensations[at].id != id) ++at;
    return at;
}

/// Goes on with a run: its next entry, or its end.
template <class Engine>
void next(Engine& e, std::uint64_t run) {
    State& s = e.state();
    for (;;) {
        const std::size_t at = find_run(s, run);
        if (at == s.compensations.size()) return;  // its scope is gone
        if (s.compensations[at].rest.empty()) {
            const Compensation c = std::move(s.compensations[at]);
            s.compensations.erase(s.compensations.begin() + static_cast<std::ptrdiff_t>(at));
            return finished(e, c);
        }
        LedgerEntry entry = std::move(s.compensations[at].rest.back());
        s.compensations[at].rest.pop_back();
        const auto [slot, id] = start_handler(e, s.compensations[at].scope, std::move(entry));
        const std::size_t again = find_run(s, run);
        if (again == s.compensations.size()) return;
        if (s.tokens.live(slot) && s.tokens[slot].id == id) {
            s.compensations[again].handler = id;
            return;
        }
    }
}

template <class Engine>
void handler_done(Engine& e, std::uint64_t handler) {
    State& s = e.state();
    for (std::size_t i = 0; i < s.compensations.size(); ++i)
        if (s.compensations[i].handler == handler) return next(e, s.compensations[i].id);
}

/// A handler's token has moved on, by a boundary event of the handler.
template <class Engine>
void moved(Engine& e, std::uint64_t before, std::uint64_t now) {
    for (Compensation& c : e.state().compensations)
        if (c.handler == before) c.handler = now;
}

/// Compensates these entries. False when there is none.
template <class Engine>
bool begin_with(Engine& e, table_index scope, std::vector<LedgerEntry> entries, std::uint64_t thrower,
                token_slot thrower_slot) {
    if (entries.empty()) return false;
    State& s = e.state();
    Compensation c;
    const std::uint64_t id = s.next_token_id++;
    c.id = id;
    c.thrower = thrower;
    c.thrower_slot = thrower_slot;
    c.scope = scope;
    c.rest = std::move(entries);
    s.compensations.push_back(std::move(c));
    next(e, id);
    return true;
}
template <class Engine>
bool begin_all(Engine& e, table_index scope, std::uint64_t thrower, token_slot thrower_slot) {
    return begin_with(e, scope, std::exchange(e.state().scopes[scope].ledger, {}), thrower, thrower_slot);
}

/// Takes the entries of one activity out of a ledger.
inline std::vector<LedgerEntry> take_entries(Scope& scope, std::uint32_t vertex) {
    std::vector<LedgerEntry> taken, left;
    for (LedgerEntry& entry : scope.ledger) (entry.vertex == vertex ? taken : left).push_back(std::move(entry));
    scope.ledger = std::move(left);
    return taken;
}

/// A throw or end event. The thrower waits, or goes on at once where nothing is to be waited for.
template <class Engine>
void begin(Engine& e, token_slot slot, const core::EventDefinition& event) {
    State& s = e.state();
    const std::uint64_t id = e.token(slot).id;
    table_index scope = process_scope(s, e.token(slot).scope);
    const auto in_event_sub_process = [&] {
        return scope != 0 && e.graph()[s.scopes[scope].vertex].kind == core::node_kind::event_sub_process;
    };
    const auto go_outwards = [&] { scope = process_scope(s, s.scopes[scope].parent); };
    std::vector<LedgerEntry> entries;
    if (event.activity.empty()) {
        while (in_event_sub_process()) go_outwards();
        entries = std::exchange(s.scopes[scope].ledger, {});
    } else {
        const auto at = graph::properties_of(e.graph()).definition->find(event.activity);
        const auto vertex = static_cast<std::uint32_t>(at);
        // A sub-process may also say that it itself is to be compensated from inside its event sub-process.
        if (scope != 0 && s.scopes[scope].parent != no_entry)
            for (table_index up = scope; up != 0; up = process_scope(s, s.scopes[up].parent))
                if (s.scopes[up].vertex == vertex) {
                    scope = up;
                    entries = std::exchange(s.scopes[up].ledger, {});
                    break;
                }
        while (entries.empty()) {
            entries = take_entries(s.scopes[scope], vertex);
            if (!entries.empty() || !in_event_sub_process()) break;
            go_outwards();
        }
    }
    if (!event.wait_for_completion) {
        begin_with(e, scope, std::move(entries), 0, no_slot);
        if (s.tokens.live(slot) && e.token(slot).id == id) e.thrown(slot);
        return;
    }
    e.park(slot, Phase::compensating);
    if (!begin_with(e, scope, std::move(entries), id, slot)) e.thrown(slot);
}

}  // namespace baton::inline BATON_ABI::engine::compensation

#endif
