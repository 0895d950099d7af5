// Sub-processes (BPMN 2.0.2, 13.3.4): embedded, event, transaction, ad-hoc.
//
//   open       open the scope; arm its event sub-processes; put tokens on its start events
//   emptied    the last token in it has ended: the sub-process is done (a transaction may be cancelled instead)
#ifndef BATON_ENGINE_PROCESSOR_SUB_PROCESS_HPP
#define BATON_ENGINE_PROCESSOR_SUB_PROCESS_HPP

#include <algorithm>
#include <cstdint>
#include <vector>

#include "../../config.hpp"
#include "activity.hpp"

namespace baton::inline BATON_ABI::engine::sub_process {

/// Arms the event sub-processes of a scope; a condition that holds already starts its at once. May throw.
template <class Engine>
void arm_event_sub_processes(Engine& e, table_index scope) {
    State& s = e.state();
    const graph::Contents& contents = *contents_of(e, scope);
    for (const std::uint32_t sub : contents.event_sub_processes)
        for (const std::uint32_t start : graph::properties_of(e.graph()).contents[e.graph()[sub].contents].starts)
            arm_for_scope(e, scope, start);
    look_at_armed_conditions(e, s.scopes[scope].first_subscription);
}

/// Puts a token on every start of a scope. They all arrive before the first of them acts.
template <class Engine>
void put_start_tokens(Engine& e, table_index scope, const std::vector<std::uint32_t>& starts) {
    std::vector<token_slot> children;
    children.reserve(starts.size());
    for (const std::uint32_t v : starts) children.push_back(e.make_token(v, scope));
    for (const token_slot slot : children) e.activate(slot);
}

template <class Engine>
void open(Engine& e, token_slot slot) {
    State& s = e.state();
    const std::uint32_t vertex = e.token(slot).vertex;
    const core::Node& n = graph::node_of(e.graph(), vertex);
    const table_index scope = open_own_scope(e, slot, ScopeKind::sub_process);
    const std::uint64_t id = s.scopes[scope].id;
    e.park(slot, Phase::active);
    declare_items(s, scope, n.items);
    const bool armed = activity::guarded(e, slot, Phase::failed, [&] { arm_event_sub_processes(e, scope); });
    if (!armed) return close_own_scope(e, slot);
    // An interrupting event sub-process that has started at once runs alone.
    if (s.scopes[scope].id != id || s.scopes[scope].satisfied) return;
    if (n.kind == core::node_kind::ad_hoc_sub_process) return ad_hoc::begin(e, slot, scope);
    put_start_tokens(e, scope, contents_of(e, scope)->starts);
    if (s.scopes[scope].id == id && s.scopes[scope].tokens == 0) emptied(e, scope);
}

template <class Engine>
void emptied(Engine& e, table_index scope) {
    State& s = e.state();
    Scope& here = s.scopes[scope];
    if (here.closing) return;
    if (here.cancelling) {
        const bool waits = std::any_of(s.compensations.begin(), s.compensations.end(),
                                       [scope](const Compensation& c) { return c.scope == scope; });
        return waits ? void() : transaction::cancelled(e, scope);
    }
    if (e.graph()[here.vertex].kind == core::node_kind::ad_hoc_sub_process && ad_hoc::go_on(e, scope)) return;
    activity::complete(e, here.owner);
}

}  // namespace baton::inline BATON_ABI::engine::sub_process

#endif
