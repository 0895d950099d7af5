// Events that are waited for: arming, disarming, and what happens when they happen (BPMN 2.0.2, 10.5, 13.5).
//
//   who waits            when it happens
//   catch event          the token goes on
//   receive task         the task is completed
//   event gateway        the token goes on behind the event (processor/event_gateway.hpp)
//   boundary event       interrupting: the token is taken from the host; else a new token leaves by it
//   event sub-process    it is started (processor/event_sub_process.hpp)
#ifndef BATON_ENGINE_EVENTS_HPP
#define BATON_ENGINE_EVENTS_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../graph/graph.hpp"
#include "data.hpp"
#include "processor/fwd.hpp"
#include "scopes.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

/// Names one subscription although its place may be used again.
struct SubscriptionRef {
    table_index at = no_entry;
    std::uint64_t id = 0;
};

namespace detail {

constexpr bool is_subscribed(core::event_kind kind) {
    return kind == core::event_kind::message || kind == core::event_kind::signal || kind == core::event_kind::timer ||
           kind == core::event_kind::conditional;
}

template <class Engine>
table_index make_subscription(Engine& e, std::uint32_t vertex, std::uint32_t definition, table_index scope) {
    State& s = e.state();
    const core::EventDefinition& event = graph::node_of(e.graph(), vertex).events[definition];
    Subscription sub;
    sub.kind = event.kind;
    sub.vertex = vertex;
    sub.definition = definition;
    Schedule schedule;
    switch (event.kind) {  // all that can fail comes first
        case core::event_kind::message:
            sub.name = e.text_of(event.name, scope);
            if (!event.expression.empty()) sub.key = core::text_of(e.sink().evaluate(event.expression, scope));
            else sub.key = e.sink().correlation_key(vertex, definition, scope);
            break;
        case core::event_kind::signal: sub.name = e.text_of(event.name, scope); break;
        case core::event_kind::timer:
            schedule = e.sink().schedule(event, scope, e.now());
            sub.due = schedule.due;
            sub.remaining = schedule.remaining;
            sub.cycle = std::move(schedule.cycle);
            break;
        default: break;
    }
    sub.id = s.next_token_id++;
    table_index at = static_cast<table_index>(s.subscriptions.size());
    if (s.free_subscriptions.empty()) {
        s.subscriptions.push_back(std::move(sub));
    } else {
        at = s.free_subscriptions.back();
        s.free_subscriptions.pop_back();
        s.subscriptions[at] = std::move(sub);
    }
    if (event.kind == core::event_kind::conditional) ++s.conditions;
    if (event.kind == core::event_kind::timer)
        s.arm({s.subscriptions[at].due, 0, s.subscriptions[at].id, at, vertex, true});
    return at;
}

/// Behind the others of the chain: they stand in the order of arming.
inline void append(State& s, table_index& head, table_index at) {
    table_index* place = &head;
    while (*place != no_entry) place = &s.subscriptions[*place].next;
    *place = at;
}

}  // namespace detail

template <class Engine>
void drop_subscription(Engine& e, table_index at) {
    State& s = e.state();
    e.sink().unsubscribed(s.subscriptions[at]);
    if (s.subscriptions[at].kind == core::event_kind::conditional) --s.conditions;
    s.subscriptions[at] = {};
    s.free_subscriptions.push_back(at);
}
/// A whole chain.
template <class Engine>
void drop_subscriptions(Engine& e, table_index first) {
    while (first != no_entry) {
        const table_index next = e.state().subscriptions[first].next;
        drop_subscription(e, first);
        first = next;
    }
}

/// What the token itself waits for; its boundary events stay armed.
template <class Engine>
void drop_caught(Engine& e, token_slot slot) {
    State& s = e.state();
    Wait* wait = s.wait_of(e.token(slot));
    if (wait == nullptr) return;
    for (table_index* place = &wait->first_subscription; *place != no_entry;) {
        Subscription& sub = s.subscriptions[*place];
        if (e.graph()[sub.vertex].kind == core::node_kind::boundary_event) {
            place = &sub.next;
            continue;
        }
        const table_index at = std::exchange(*place, sub.next);
        drop_subscription(e, at);
    }
}

/// Arms every definition of an event for a token. May throw.
template <class Engine>
void arm_for_token(Engine& e, token_slot slot, std::uint32_t vertex, table_index scope) {
    State& s = e.state();
    const auto count = static_cast<std::uint32_t>(graph::node_of(e.graph(), vertex).events.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!detail::is_subscribed(graph::node_of(e.graph(), vertex).events[i].kind)) continue;
        const table_index at = detail::make_subscription(e, vertex, i, scope);
        s.subscriptions[at].token = slot;
        detail::append(s, e.keep_wait(slot).first_subscription, at);
        e.token(slot).ties |= Token::owns;
        e.sink().subscribed(s.subscriptions[at], at);
    }
}
/// Arms every definition of the start event of an event sub-process. May throw.
template <class Engine>
void arm_for_scope(Engine& e, table_index scope, std::uint32_t vertex) {
    State& s = e.state();
    const auto count = static_cast<std::uint32_t>(graph::node_of(e.graph(), vertex).events.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!detail::is_subscribed(graph::node_of(e.graph(), vertex).events[i].kind)) continue;
        const table_index at = detail::make_subscription(e, vertex, i, scope);
        s.subscriptions[at].scope = scope;
        detail::append(s, s.scopes[scope].first_subscription, at);
        e.sink().subscribed(s.subscriptions[at], at);
    }
}

/// The subscriptions of the same event and owner: all of them must happen where the event is parallel multiple.
template <class Engine>
bool all_happened(Engine& e, const Subscription& sub) {
    State& s = e.state();
    table_index at = sub.token != no_slot ? s.wait_of(e.token(sub.token))->first_subscription
                                          : s.scopes[sub.scope].first_subscription;
    for (; at != no_entry; at = s.subscriptions[at].next)
        if (s.subscriptions[at].vertex == sub.vertex && !s.subscriptions[at].happened) return false;
    return true;
}
template <class Engine>
void begin_again(Engine& e, const Subscription& sub) {
    State& s = e.state();
    table_index at = sub.token != no_slot ? s.wait_of(e.token(sub.token))->first_subscription
                                          : s.scopes[sub.scope].first_subscription;
    for (; at != no_entry; at = s.subscriptions[at].next)
        if (s.subscriptions[at].vertex == sub.vertex) s.subscriptions[at].happened = false;
}

/// A timer that goes on is due again.
template <class Engine>
void arm_again(Engine& e, table_index at) {
    State& s = e.state();
    Subscription& sub = s.subscriptions[at];
    if (sub.kind != core::event_kind::timer || sub.remaining == 0 || sub.cycle.empty()) return;
    sub.due = e.sink().next_due(sub);
    if (sub.due == core::instant::never()) {
        sub.remaining = 0;
        return;
    }
    if (sub.remaining > 0) --sub.remaining;
    s.arm({sub.due, 0, sub.id, at, sub.vertex, true});
}

/// The event of a subscription happens. False when the subscription is gone.
template <class Engine>
bool trigger(Engine& e, SubscriptionRef ref, const core::Variables& payload) {
    State& s = e.state();
    if (ref.at >= s.subscriptions.size() || s.subscriptions[ref.at].id != ref.id) return false;
    const Subscription sub = s.subscriptions[ref.at];
    const core::Node& node = graph::node_of(e.graph(), sub.vertex);
    if (sub.token != no_slot && node.kind != core::node_kind::boundary_event)
        take_payload(e, data_scope(s, e.token(sub.token)), node, sub.definition, payload);
    else if (sub.token != no_slot)
        take_payload(e, e.token(sub.token).scope, node, sub.definition, payload);
    else
        take_payload(e, sub.scope, node, sub.definition, payload);
    if (node.parallel_multiple) {
        s.subscriptions[ref.at].happened = true;
        if (!all_happened(e, sub)) return true;
        begin_again(e, sub);
    }
    if (sub.token == no_slot) {
        if (!node.interrupting) arm_again(e, ref.at);
        event_sub_process::start(e, sub.scope, sub.vertex, node.interrupting);
        return true;
    }
    const token_slot slot = sub.token;
    const Token& t = e.token(slot);
    if (node.kind == core::node_kind::boundary_event) {
        if (!node.interrupting) arm_again(e, ref.at);
        e.leave_by_boundary(slot, sub.vertex, node.interrupting);
    } else if (t.vertex == sub.vertex) {
        if (sub.kind == core::event_kind::timer && sub.remaining != 0 && e.sink().repeats_catch_cycles()) {
            arm_again(e, ref.at);
            const token_slot copy = e.make_token(t.vertex, t.scope);
            e.complete_element(copy);
        } else {
            e.complete_element(slot);
        }
    } else {
        event_gateway::chosen(e, slot, sub.vertex);
    }
    return true;
}

/// Conditions that were just armed and hold already happen at once.
template <class Engine>
void look_at_armed_conditions(Engine& e, table_index first) {
    State& s = e.state();
    if (s.conditions == 0) return;
    std::vector<SubscriptionRef> conditions;
    for (table_index at = first; at != no_entry; at = s.subscriptions[at].next)
        if (s.subscriptions[at].kind == core::event_kind::conditional)
            conditions.push_back({at, s.subscriptions[at].id});
    for (const SubscriptionRef& ref : conditions) look_at_condition(e, ref);
}
template <class Engine>
void look_at_armed_conditions_of(Engine& e, token_slot slot) {
    const Wait* wait = e.state().wait_of(e.token(slot));
    if (wait != nullptr) look_at_armed_conditions(e, wait->first_subscription);
}

/// Looks at every condition that is waited for; one that turns from false to true happens.
template <class Engine>
void look_at_conditions(Engine& e) {
    State& s = e.state();
    while (s.changed && s.conditions > 0 && !s.ended()) {
        s.changed = false;
        std::vector<SubscriptionRef> all;
        for (table_index i = 0; i < s.subscriptions.size(); ++i)
            if (s.subscriptions[i].id != 0 && s.subscriptions[i].kind == core::event_kind::conditional)
                all.push_back({i, s.subscriptions[i].id});
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        for (const SubscriptionRef ref : all) look_at_condition(e, ref);
    }
    s.changed = false;
}
template <class Engine>
void look_at_condition(Engine& e, SubscriptionRef ref) {
    State& s = e.state();
    if (ref.at >= s.subscriptions.size() || s.subscriptions[ref.at].id != ref.id) return;
    const Subscription& sub = s.subscriptions[ref.at];
    const core::EventDefinition& event = graph::node_of(e.graph(), sub.vertex).events[sub.definition];
    const table_index scope = sub.token != no_slot ? data_scope(s, e.token(sub.token)) : sub.scope;
    bool holds = false;
    try {
        holds = e.sink().evaluate(event.expression, scope).is_true();
    } catch (const std::exception&) {  // not known yet: does not hold
    }
    Subscription& again = s.subscriptions[ref.at];
    const bool before = std::exchange(again.held, holds);
    if (holds && !before) trigger(e, ref, {});
}

}  // namespace baton::inline BATON_ABI::engine

#endif
