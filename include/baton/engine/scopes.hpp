// Scopes open, close, and are ended with everything in them.
#ifndef BATON_ENGINE_SCOPES_HPP
#define BATON_ENGINE_SCOPES_HPP

#include <algorithm>
#include <cstdint>
#include <utility>

#include "../config.hpp"
#include "../graph/graph.hpp"
#include "state.hpp"
#include "variables.hpp"

namespace baton::inline BATON_ABI::engine {

/// The instance itself.
inline void make_root(State& s) {
    s.scopes.clear();
    s.scopes.emplace_back().id = root_scope_id;
}
/// A new scope; references to scopes are invalid afterwards.
inline table_index open_scope(State& s, ScopeKind kind, std::uint32_t vertex, table_index parent, token_slot owner) {
    table_index at = static_cast<table_index>(s.scopes.size());
    if (s.free_scopes.empty()) {
        s.scopes.emplace_back();
    } else {
        at = s.free_scopes.back();
        s.free_scopes.pop_back();
    }
    Scope& scope = s.scopes[at];
    scope.id = s.next_token_id++;
    scope.kind = kind;
    scope.vertex = vertex;
    scope.parent = parent;
    scope.owner = owner;
    return at;
}

/// The scope becomes the token's innermost.
template <class Engine>
table_index open_own_scope(Engine& e, token_slot slot, ScopeKind kind) {
    State& s = e.state();
    const table_index outer = data_scope(s, e.token(slot));
    const table_index scope = open_scope(s, kind, e.token(slot).vertex, outer, slot);
    e.keep_wait(slot).scope = scope;
    e.token(slot).ties |= Token::owns;
    return scope;
}

/// Ends a token at once, with all that it owns.
template <class Engine>
void kill_token(Engine& e, token_slot slot) {
    State& s = e.state();
    Token& t = e.token(slot);
    e.withdraw(slot);
    e.tell_terminated(slot);
    if (!s.batch.empty()) std::erase(s.batch, slot);
    if (t.phase == Phase::joining) leave_join(e, slot);
    if ((t.ties & Token::tied) != 0) e.untie(slot);
    --s.scopes[e.token(slot).scope].tokens;
    if (e.token(slot).is(Token::queued))
        s.tokens.end_queued(slot);
    else
        s.tokens.end(slot);
}

/// Ends every token directly in a scope, but one.
template <class Engine>
void kill_tokens(Engine& e, table_index scope, token_slot except = no_slot) {
    State& s = e.state();
    const std::size_t kept = except == no_slot ? 0 : 1;
    while (s.scopes[scope].tokens > kept) {
        token_slot next = s.tokens.newest();
        while (next != no_slot && (s.tokens[next].scope != scope || next == except)) next = s.tokens[next].previous;
        if (next == no_slot) return;
        kill_token(e, next);
    }
}

/// Closes a scope with everything in it.
template <class Engine>
void close_scope(Engine& e, table_index scope) {
    State& s = e.state();
    s.scopes[scope].closing = true;
    kill_tokens(e, scope);
    drop_subscriptions(e, s.scopes[scope].first_subscription);
    std::erase_if(s.compensations, [scope](const Compensation& c) { return c.scope == scope; });
    for (const table_index join : s.scopes[scope].joins)
        if (join != no_entry) forget_join(e, join);
    s.scopes[scope] = {};
    s.free_scopes.push_back(scope);
}

/// Closes the innermost of the token's own scopes.
template <class Engine>
void close_own_scope(Engine& e, token_slot slot) {
    State& s = e.state();
    Wait& w = e.keep_wait(slot);
    const table_index scope = w.scope;
    const table_index outer = s.scopes[scope].parent;
    close_scope(e, scope);
    e.keep_wait(slot).scope = outer == e.token(slot).scope ? no_entry : outer;
}
/// Closes all of the token's own scopes.
template <class Engine>
void close_own_scopes(Engine& e, token_slot slot) {
    while (true) {
        const Wait* wait = e.state().wait_of(e.token(slot));
        if (wait == nullptr || wait->scope == no_entry) return;
        close_own_scope(e, slot);
    }
}

/// The token is an instance of the multi-instance activity at its vertex, not the activity as a whole.
template <class Engine>
bool is_inner(Engine& e, const Token& t) {
    const Scope& scope = e.state().scopes[t.scope];
    return scope.kind == ScopeKind::multi_instance && scope.vertex == t.vertex;
}
/// The token that stands for the whole activity: of an inner instance, the multi-instance activity's.
template <class Engine>
token_slot whole_activity(Engine& e, token_slot slot) {
    return is_inner(e, e.token(slot)) ? e.state().scopes[e.token(slot).scope].owner : slot;
}

/// The contents of the process or sub-process that a scope runs; nullptr of other scopes.
template <class Engine>
const graph::Contents* contents_of(Engine& e, table_index scope) {
    const Scope& s = e.state().scopes[scope];
    const graph::Properties& p = graph::properties_of(e.graph());
    if (s.kind == ScopeKind::root) return &p.contents[e.state().process];
    if (s.kind == ScopeKind::sub_process) return &p.contents[e.graph()[s.vertex].contents];
    return nullptr;
}

}  // namespace baton::inline BATON_ABI::engine

#endif
