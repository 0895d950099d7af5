// The Snapshot: a State by names instead of positions. What is written to files, compared, and migrated.
#ifndef BATON_ENGINE_SNAPSHOT_HPP
#define BATON_ENGINE_SNAPSHOT_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "../graph/graph.hpp"
#include "snapshot_scopes.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

/// One token. Times and reason are of its wait; a default where it has none.
struct TokenRecord {
    std::uint64_t id = 0;
    std::string at;
    Phase phase = Phase::ready;
    /// joining: the id of the flow by which it came.
    std::string by;
    bool waits = false;
    instant since;
    instant until = instant::never();
    std::uint32_t failures = 0;
    std::string reason;
    /// The scope that it is in; 0: the root.
    std::uint64_t scope = 0;
    /// The instance that its call activity has called.
    std::uint64_t called = 0;
    /// Runs a compensation handler.
    bool compensates = false;
    friend bool operator==(const TokenRecord&, const TokenRecord&) = default;
};

/// One entry of the ready queue: a token, or, when that is 0, a join to look at.
struct ReadyRecord {
    std::uint64_t token = 0;
    std::string join;
    /// The join's.
    std::uint64_t scope = 0;
    friend bool operator==(const ReadyRecord&, const ReadyRecord&) = default;
};

struct TimerRecord {
    std::uint64_t token = 0;
    /// The boundary event that fires, or the token's own node.
    std::string at;
    instant due;
    /// Of a subscription: its id; then there is neither token nor node.
    std::uint64_t subscription = 0;
    friend bool operator==(const TimerRecord&, const TimerRecord&) = default;
};

/// The token that an inclusive join watches.
struct WatchRecord {
    std::string join;
    std::uint64_t token = 0;
    /// The join's.
    std::uint64_t scope = 0;
    friend bool operator==(const WatchRecord&, const WatchRecord&) = default;
};

using Counts = std::vector<std::pair<std::string, std::uint32_t>>;

struct Snapshot {
    Status status = Status::fresh;
    bool paused = false;
    std::uint64_t next_token_id = 1;
    /// In the order in which the tokens were made.
    std::vector<TokenRecord> tokens;
    /// In queue order.
    std::vector<ReadyRecord> ready;
    /// Tokens of the next batch of concurrent bodies.
    std::vector<std::uint64_t> batch;
    /// The earliest first.
    std::vector<TimerRecord> timers;
    /// By the joins' scopes and names.
    std::vector<WatchRecord> watches;
    /// The process that runs, where the definition has several.
    std::string process;
    std::uint64_t seed = 0;
    /// In the order of their ids.
    std::vector<ScopeRecord> scopes;
    std::vector<SubscriptionRecord> subscriptions;
    /// In the order in which they began.
    std::vector<CompensationRecord> compensations;
    std::vector<ResetRecord> resets;
    /// By node and by flow, in declaration order; zeros are left out.
    Counts passed, taken;
    UncaughtError error;
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

/// Linear in tokens, timers, nodes and flows.
template <int = 0>
Snapshot snapshot_of(const graph::Graph& g, const State& s) {
    Snapshot out;
    out.status = s.status;
    out.paused = s.paused;
    out.next_token_id = s.next_token_id;
    out.error = s.error;
    const core::Definition& definition = *graph::properties_of(g).definition;
    if (definition.processes.size() > 1 && s.status != Status::fresh) out.process = definition.processes[s.process].id;
    out.seed = s.seed;
    out.scopes = detail::scope_records(g, s);
    out.subscriptions = detail::subscription_records(g, s);
    out.compensations = detail::compensation_records(g, s);
    out.resets = detail::reset_records(g, s);
    std::vector<const Arrival*> arrival_of(s.tokens.capacity(), nullptr);
    for (const Join& j : s.joins)
        for (const Arrival& a : j.arrivals) arrival_of[a.slot] = &a;
    for (token_slot slot = s.tokens.oldest(); slot != no_slot; slot = s.tokens[slot].next) {
        const Token& t = s.tokens[slot];
        TokenRecord record;
        record.id = t.id;
        record.at = g[t.vertex].id;
        record.phase = t.phase;
        record.scope = detail::saved_scope_id(s, t.scope);
        record.compensates = t.is(Token::compensates);
        if (const Wait* wait = s.wait_of(t)) {
            record.waits = true;
            record.since = wait->since;
            record.until = wait->until;
            record.failures = wait->failures;
            record.reason = wait->reason;
            record.called = wait->called;
        }
        if (t.phase == Phase::joining) {
            record.since = arrival_of[slot]->since;
            const auto [first, last] = in_edges(t.vertex, g);
            for (auto e = first; e != last; ++e)
                if (g[*e].slot == arrival_of[slot]->flow_slot) record.by = graph::flow_of(g, *e).id;
        }
        out.tokens.push_back(std::move(record));
    }
    for (std::size_t i = 0; i < s.ready.size(); ++i) {
        const ReadyItem item = s.ready.at(i);
        if (item.is_join()) {
            const Join& j = s.joins[item.index()];
            if (j.scope_id != 0) out.ready.push_back({0, g[j.vertex].id, detail::saved_scope_id(s, j.scope)});
        } else if (s.tokens.live(item.index())) {  // else it has ended since
            out.ready.push_back({s.tokens[item.index()].id, {}});
        }
    }
    for (const token_slot slot : s.batch) out.batch.push_back(s.tokens[slot].id);
    for (const Timer& t : s.armed_timers()) {
        if (t.of_subscription)
            out.timers.push_back({0, {}, t.due, t.token_id});
        else
            out.timers.push_back({t.token_id, g[t.vertex].id, t.due});
    }
    for (const Join& j : s.joins)
        if (j.watches != no_slot)
            out.watches.push_back({g[j.vertex].id, s.tokens[j.watches].id, detail::saved_scope_id(s, j.scope)});
    std::sort(out.watches.begin(), out.watches.end(), [](const auto& a, const auto& b) {
        return a.scope != b.scope ? a.scope < b.scope : a.join < b.join;
    });
    for (std::uint32_t v = 0; v < s.passed.size(); ++v)
        if (s.passed[v] > 0) out.passed.emplace_back(g[v].id, s.passed[v]);
    if (s.passed.size() > 0) {
        std::vector<std::uint32_t> by_flow(num_edges(g));
        const auto [first, last] = edges(g);
        for (auto e = first; e != last; ++e) by_flow[g[*e].flow] = flow_count(g, s, *e);
        const auto& flows = definition.flows;
        for (std::size_t f = 0; f < flows.size(); ++f)
            if (by_flow[f] > 0) out.taken.emplace_back(flows[f].id, by_flow[f]);
    }
    return out;
}

}  // namespace baton::inline BATON_ABI::engine

namespace baton::inline BATON_ABI {
using engine::Snapshot;
}  // namespace baton::inline BATON_ABI

#endif
