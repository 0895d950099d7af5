// Joins: where tokens wait for each other.
//
//   all         fires when every flow has a token (BPMN 2.0.2, 13.4.1)
//   inclusive   fires when no token is left that can still come by an empty flow and by no filled one (13.4.3)
//
// Firing takes one token from every filled flow; the first to have arrived goes on, the others end; surplus tokens
// stay.
//
// A waiting inclusive join watches one token that keeps it from firing, and is looked at again only when that one moves
// or ends, or when a new arrival changes what that one can do. So its cost does not grow with the number of tokens
// elsewhere.
#ifndef BATON_ENGINE_JOIN_HPP
#define BATON_ENGINE_JOIN_HPP

#include <algorithm>
#include <cstdint>
#include <vector>

#include "../config.hpp"
#include "../graph/join_reach.hpp"
#include "processor/fwd.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

namespace complex_gateway {
template <class Engine>
void arrived(Engine&, table_index join);
template <class Engine>
bool waits_for_others(Engine&, const Join&);
template <class Engine>
void reset(Engine&, table_index join);
}  // namespace complex_gateway

namespace detail {

/// The join at a vertex in a scope; made at first use.
inline table_index join_at(State& s, std::uint32_t scope, std::uint32_t vertex, const graph::Vertex& v,
                           std::uint32_t join_count) {
    std::vector<table_index>& known = s.scopes[scope].joins;
    if (known.empty()) known.assign(join_count, no_entry);
    table_index& place = known[v.join_number];
    if (place == no_entry) {
        place = static_cast<table_index>(s.joins.size());
        Join j;
        j.vertex = vertex;
        j.scope = scope;
        j.scope_id = s.scopes[scope].id;
        j.counts.assign(v.in_degree, 0);
        j.mask.assign(graph::bytes_for(v.in_degree), 0);
        if (s.free_joins.empty()) {
            s.joins.push_back(std::move(j));
        } else {
            place = s.free_joins.back();
            s.free_joins.pop_back();
            s.joins[place] = std::move(j);
        }
    }
    return place;
}

inline void look_again(State& s, table_index join) {
    if (s.joins[join].queued) return;
    s.joins[join].queued = true;
    s.ready.push(ReadyItem::join(join));
}

/// From now on the join hears of the token.
inline void watch(State& s, table_index join, token_slot slot) {
    if (s.watchers.size() < s.tokens.capacity()) s.watchers.resize(s.tokens.capacity(), no_entry);
    Join& j = s.joins[join];
    j.watches = slot;
    if (!s.tokens[slot].is(Token::watched)) s.watchers[slot] = no_entry;
    table_index* place =
        &s.watchers[slot];  // in the order of the vertices, not of watching: a restored run does the same
    while (*place != no_entry && s.joins[*place].vertex < j.vertex) place = &s.joins[*place].next_watcher;
    j.next_watcher = *place;
    *place = join;
    s.tokens[slot].set_watched(true);
}

/// The join no longer watches.
inline void unwatch(State& s, table_index join) {
    Join& j = s.joins[join];
    if (j.watches == no_slot) return;
    table_index* at = &s.watchers[j.watches];
    while (*at != join) at = &s.joins[*at].next_watcher;
    *at = j.next_watcher;
    if (s.watchers[j.watches] == no_entry) s.tokens[j.watches].set_watched(false);
    j.watches = no_slot;
}

/// Whether a token that can come by the flows `reach` keeps the join waiting: by an empty flow, and by no filled one.
/// For the reset of a complex gateway the flows that started it count as filled.
inline bool blocks(const Join& j, const graph::slot_byte* reach) {
    bool some = false;
    for (std::size_t i = 0; i < j.mask.size(); ++i) {
        const int filled = j.mask[i] | (j.started_by.empty() ? 0 : j.started_by[i]);
        if ((reach[i] & filled) != 0) return false;
        some = some || reach[i] != 0;
    }
    return some;
}

/// Whether that token keeps the join from firing.
inline bool keeps_waiting(const State& s, const Join& j, table_index join, const graph::ReachSets& reach,
                          token_slot slot) {
    const Token& t = s.tokens[slot];
    if (t.scope != j.scope || (t.phase == Phase::joining && t.link == join)) return false;
    return blocks(j, reach.from(t.vertex));
}

/// A token that keeps the join from firing. Which one is a matter of the state alone, so that a restored run goes on in
/// the same order: the newest, which in a fan is the last to arrive, so that the join has to look only once.
inline token_slot find_blocker(const State& s, const Join& j, table_index join, const graph::ReachSets& reach) {
    for (token_slot t = s.tokens.newest(); t != no_slot; t = s.tokens[t].previous)
        if (keeps_waiting(s, j, join, reach, t)) return t;
    return no_slot;
}

}  // namespace detail

/// A watched token moves or ends: those who watch it look again.
template <class Engine>
void tell_watchers(Engine& e, token_slot slot) {
    State& s = e.state();
    table_index next = s.watchers[slot];
    s.watchers[slot] = no_entry;
    s.tokens[slot].set_watched(false);
    while (next != no_entry) {
        const table_index join = next;
        next = s.joins[join].next_watcher;
        s.joins[join].next_watcher = no_entry;
        s.joins[join].watches = no_slot;
        detail::look_again(s, join);
    }
}

/// Takes one token from every filled flow and lets one go on.
template <class Engine>
void fire_join(Engine& e, table_index join) {
    State& s = e.state();
    detail::unwatch(s, join);
    // Arrivals are handled by position: nothing below adds to them.
    Join& j = s.joins[join];
    token_slot goes_on = no_slot;
    std::vector<graph::slot_byte>& mask = j.mask;
    std::vector<Arrival>& arrivals = j.arrivals;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        const Arrival a = arrivals[i];
        if (!graph::has_slot(mask.data(), a.flow_slot)) {  // this flow has given its token
            arrivals[kept++] = a;
            continue;
        }
        graph::drop_slot(mask.data(), a.flow_slot);
        --j.counts[a.flow_slot];
        if (goes_on == no_slot)
            goes_on = a.slot;
        else
            e.end_token(a.slot);
    }
    arrivals.resize(kept);
    j.filled = 0;
    for (const Arrival& a : arrivals)
        if (!graph::has_slot(mask.data(), a.flow_slot)) {
            graph::add_slot(mask.data(), a.flow_slot);
            ++j.filled;
        }
    const bool inclusive = e.graph()[j.vertex].join != core::join_kind::all;
    if (inclusive && j.filled > 0) detail::look_again(s, join);  // surplus tokens may go on as well
    e.place(goes_on, j.vertex);
    e.activate(goes_on);
}

/// A token enters a join by a flow.
template <class Engine>
void arrive_at_join(Engine& e, token_slot slot, std::uint32_t flow_slot) {
    State& s = e.state();
    Token& t = e.token(slot);
    const graph::Vertex& v = e.graph()[t.vertex];
    const table_index join = detail::join_at(s, t.scope, t.vertex, v, graph::properties_of(e.graph()).join_count);
    Join& j = s.joins[join];
    t.phase = Phase::joining;
    t.link_to(join);
    j.arrivals.push_back({slot, flow_slot, e.now()});
    e.tell_waits(slot);
    if (j.counts[flow_slot]++ == 0) {
        graph::add_slot(j.mask.data(), flow_slot);
        ++j.filled;
    }
    if (v.join == core::join_kind::complex) return complex_gateway::arrived(e, join);
    if (j.filled == v.in_degree) return fire_join(e, join);
    if (v.join == core::join_kind::all || j.queued) return;
    if (j.watches != no_slot) {
        const graph::ReachSets& reach = graph::properties_of(e.graph()).join_reach->of(e.graph(), t.vertex);
        if (!graph::has_slot(reach.from(s.tokens[j.watches].vertex), flow_slot)) return;  // it still keeps us waiting
        detail::unwatch(s, join);
    }
    detail::look_again(s, join);
}

/// An inclusive join looks whether a token can still come. (One that waits for all has to only after a migration.)
template <class Engine>
void look_at_join(Engine& e, table_index join) {
    State& s = e.state();
    Join& j = s.joins[join];
    j.queued = false;
    const graph::Vertex& v = e.graph()[j.vertex];
    if (j.scope_id == 0) {
        s.free_joins.push_back(join);  // forgotten while it stood in the queue
        return;
    }
    if (j.watches != no_slot) return;
    if (v.join == core::join_kind::complex && !complex_gateway::waits_for_others(e, j)) return;
    if (j.filled == 0 && j.started_by.empty()) return;
    if (v.join == core::join_kind::all) return j.filled == v.in_degree ? fire_join(e, join) : void();
    const graph::ReachSets& reach = graph::properties_of(e.graph()).join_reach->of(e.graph(), j.vertex);
    const token_slot blocker = detail::find_blocker(s, j, join, reach);
    if (blocker != no_slot) return detail::watch(s, join, blocker);
    if (!j.started_by.empty()) return complex_gateway::reset(e, join);
    fire_join(e, join);
}

/// A token at a join is ended by something else.
template <class Engine>
void leave_join(Engine& e, token_slot slot) {
    State& s = e.state();
    const table_index join = e.token(slot).link;
    Join& j = s.joins[join];
    const auto at = std::find_if(j.arrivals.begin(), j.arrivals.end(), [slot](const Arrival& a) { return a.slot == slot; });
    if (--j.counts[at->flow_slot] == 0) {
        graph::drop_slot(j.mask.data(), at->flow_slot);
        --j.filled;
    }
    j.arrivals.erase(at);
    if (j.filled == 0 && j.started_by.empty()) detail::unwatch(s, join);
}

/// The scope of a join is closed. Its place in the table is used again.
template <class Engine>
void forget_join(Engine& e, table_index join) {
    State& s = e.state();
    detail::unwatch(s, join);
    Join& j = s.joins[join];
    j.scope_id = 0;
    j.arrivals.clear();
    j.started_by.clear();
    j.filled = 0;
    if (!j.queued) s.free_joins.push_back(join);
}

}  // namespace baton::inline BATON_ABI::engine

#endif
