// The part of a Snapshot that only models with scopes, events and compensation have: records by the names of elements and
// by ids, never by position.
#ifndef BATON_ENGINE_SNAPSHOT_SCOPES_HPP
#define BATON_ENGINE_SNAPSHOT_SCOPES_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"
#include "../graph/graph.hpp"
#include "scope.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

struct LedgerRecord {
    std::string at;
    core::Variables variables;
    std::vector<LedgerRecord> inner;
    friend bool operator==(const LedgerRecord&, const LedgerRecord&) = default;
};

/// One scope. Scopes are named by their ids, the root's is 0 here.
struct ScopeRecord {
    std::uint64_t id = 0;
    ScopeKind kind = ScopeKind::root;
    /// The activity; empty of the root.
    std::string at;
    std::uint64_t parent = 0;
    /// The token that it was opened for; 0 of the root.
    std::uint64_t owner = 0;
    core::Variables variables;
    std::vector<LedgerRecord> ledger;
    /// One, of a multi-instance scope.
    std::vector<MultiInstance> multi;
    std::int64_t number = 0;
    /// Of an ad-hoc sub-process that runs one activity at a time: the next; empty when none is left.
    std::string next;
    bool cancelling = false, satisfied = false;
    friend bool operator==(const ScopeRecord&, const ScopeRecord&) = default;
};

struct SubscriptionRecord {
    std::uint64_t id = 0;
    core::event_kind kind = core::event_kind::message;
    /// The event or receive task; and which of its definitions, see name_of_definition().
    std::string at, definition;
    /// The owner: a token; else a scope, 0 being the root.
    std::uint64_t token = 0, scope = 0;
    std::string name, key;
    bool happened = false, held = false;
    /// timer
    instant due;
    std::int64_t remaining = 0;
    std::string cycle;
    friend bool operator==(const SubscriptionRecord&, const SubscriptionRecord&) = default;
};

struct CompensationRecord {
    std::uint64_t id = 0, thrower = 0, scope = 0, handler = 0;
    std::vector<LedgerRecord> rest;
    friend bool operator==(const CompensationRecord&, const CompensationRecord&) = default;
};

/// A complex gateway that waits for its reset: the flows that gave their token when it started.
struct ResetRecord {
    std::string join;
    std::uint64_t scope = 0;
    std::vector<std::string> flows;
    friend bool operator==(const ResetRecord&, const ResetRecord&) = default;
};

/// Names one definition of an event: nothing where there is but one, its id, else "#2" for the second.
template <int = 0>
std::string name_of_definition(const core::Node& n, std::size_t definition) {
    if (n.events.size() < 2) return {};
    if (!n.events[definition].id.empty()) return n.events[definition].id;
    return "#" + std::to_string(definition + 1);
}

namespace detail {

/// The root's is 0 outside.
template <int = 0>
std::uint64_t saved_scope_id(const State& s, table_index scope) {
    const std::uint64_t id = s.scopes[scope].id;
    return id == root_scope_id ? 0 : id;
}

template <int = 0>
std::vector<LedgerRecord> ledger_records(const graph::Graph& g, const std::vector<LedgerEntry>& ledger) {
    std::vector<LedgerRecord> out;
    for (const LedgerEntry& entry : ledger)
        out.push_back({g[entry.vertex].id, entry.variables, ledger_records(g, entry.inner)});
    return out;
}

/// Whether a vertex is an ad-hoc sub-process that runs one activity at a time.
template <int = 0>
bool starts_one_by_one(const graph::Graph& g, std::uint32_t vertex) {
    return g[vertex].kind == core::node_kind::ad_hoc_sub_process && graph::node_of(g, vertex).sequential;
}

template <int = 0>
ScopeRecord scope_record(const graph::Graph& g, const State& s, const Scope& scope) {
    ScopeRecord r;
    r.kind = scope.kind;
    if (scope.kind != ScopeKind::root) {
        r.id = scope.id;
        r.at = g[scope.vertex].id;
        r.parent = saved_scope_id(s, scope.parent);
        r.owner = scope.owner == no_slot ? 0 : s.tokens[scope.owner].id;
    }
    r.variables = scope.variables;
    r.ledger = ledger_records(g, scope.ledger);
    r.multi = scope.multi;
    r.number = scope.number;
    r.cancelling = scope.cancelling;
    r.satisfied = scope.satisfied;
    if (scope.kind == ScopeKind::sub_process && starts_one_by_one(g, scope.vertex)) {
        const auto& starts = graph::properties_of(g).contents[g[scope.vertex].contents].starts;
        if (scope.next_start < starts.size()) r.next = g[starts[scope.next_start]].id;
    }
    return r;
}

/// In the order of their ids; the root only where there is something in it.
template <int = 0>
std::vector<ScopeRecord> scope_records(const graph::Graph& g, const State& s) {
    std::vector<ScopeRecord> out;
    for (const Scope& scope : s.scopes) {
        if (scope.id == 0) continue;
        const bool plain_root = scope.kind == ScopeKind::root && scope.variables.empty() && scope.ledger.empty() &&
                                !scope.satisfied && !scope.cancelling;
        if (!plain_root) out.push_back(scope_record(g, s, scope));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return out;
}

/// In the order of their ids, which is that of arming.
template <int = 0>
std::vector<SubscriptionRecord> subscription_records(const graph::Graph& g, const State& s) {
    std::vector<SubscriptionRecord> out;
    for (const Subscription& sub : s.subscriptions) {
        if (sub.id == 0) continue;
        SubscriptionRecord r;
        r.id = sub.id;
        r.kind = sub.kind;
        r.at = g[sub.vertex].id;
        r.definition = name_of_definition(graph::node_of(g, sub.vertex), sub.definition);
        if (sub.token != no_slot)
            r.token = s.tokens[sub.token].id;
        else
            r.scope = saved_scope_id(s, sub.scope);
        r.name = sub.name;
        r.key = sub.key;
        r.happened = sub.happened;
        r.held = sub.held;
        r.due = sub.due;
        r.remaining = sub.remaining;
        r.cycle = sub.cycle;
        out.push_back(std::move(r));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return out;
}

template <int = 0>
std::vector<CompensationRecord> compensation_records(const graph::Graph& g, const State& s) {
    std::vector<CompensationRecord> out;
    for (const Compensation& c : s.compensations)
        out.push_back({c.id, c.thrower, saved_scope_id(s, c.scope), c.handler, ledger_records(g, c.rest)});
    return out;
}

/// By the joins' names and scopes.
template <int = 0>
std::vector<ResetRecord> reset_records(const graph::Graph& g, const State& s) {
    std::vector<ResetRecord> out;
    for (const Join& j : s.joins) {
        if (j.scope_id == 0 || j.started_by.empty()) continue;
        ResetRecord r{g[j.vertex].id, saved_scope_id(s, j.scope), {}};
        const auto [first, last] = in_edges(j.vertex, g);
        for (auto e = first; e != last; ++e)
            if (graph::has_slot(j.started_by.data(), g[*e].slot)) r.flows.push_back(graph::flow_of(g, *e).id);
        std::sort(r.flows.begin(), r.flows.end());
        out.push_back(std::move(r));
    }
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return std::pair(a.scope, a.join) < std::pair(b.scope, b.join); });
    return out;
}

}  // namespace detail

}  // namespace baton::inline BATON_ABI::engine

#endif
