// Ad-hoc sub-processes (BPMN 2.0.2, 13.3.5): activities without order. Those without incoming flow are started, at once or
// one after the other; the completion condition, asked after each activity, ends it.
//
//   begin           start the first, or all
//   activity_done   ask the condition; when it holds, cancel the rest or let it end
//   go_on           nothing runs any more: the next one, or it is done
#ifndef BATON_ENGINE_PROCESSOR_AD_HOC_HPP
#define BATON_ENGINE_PROCESSOR_AD_HOC_HPP

#include <cstdint>
#include <exception>

#include "../../config.hpp"
#include "sub_process.hpp"

namespace baton::inline BATON_ABI::engine::ad_hoc {

template <class Engine>
void begin(Engine& e, token_slot slot, table_index scope) {
    State& s = e.state();
    const core::Node& n = graph::node_of(e.graph(), e.token(slot).vertex);
    const std::uint64_t id = s.scopes[scope].id;
    if (!n.sequential) sub_process::put_start_tokens(e, scope, contents_of(e, scope)->starts);
    if (s.scopes[scope].id == id && s.scopes[scope].tokens == 0) sub_process::emptied(e, scope);
}

template <class Engine>
void activity_done(Engine& e, table_index scope) {
    State& s = e.state();
    Scope& here = s.scopes[scope];
    const core::Node& n = graph::node_of(e.graph(), here.vertex);
    if (n.condition.empty() || here.satisfied) return;
    bool holds = false;
    try {
        holds = e.sink().evaluate(n.condition, scope).is_true();
    } catch (const std::exception&) {  // not known yet: does not hold
    }
    if (!holds) return;
    s.scopes[scope].satisfied = true;
    if (!n.cancel_remaining) return;
    const bool some = s.scopes[scope].tokens > 0;
    kill_tokens(e, scope);
    if (some) sub_process::emptied(e, scope);
}

template <class Engine>
bool go_on(Engine& e, table_index scope) {
    State& s = e.state();
    Scope& here = s.scopes[scope];
    const core::Node& n = graph::node_of(e.graph(), here.vertex);
    const auto& starts = contents_of(e, scope)->starts;
    if (!n.sequential || here.satisfied || here.next_start >= starts.size()) return false;
    const token_slot slot = e.make_token(starts[s.scopes[scope].next_start++], scope);
    e.activate(slot);
    return true;
}

}  // namespace baton::inline BATON_ABI::engine::ad_hoc

#endif
