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
    friend bool operator==(const TokenRecord&, const TokenRecord&) = default;
};

/// One entry of the ready queue: a token, or, when that is 0, a join to look at.
struct ReadyRecord {
    std::uint64_t token = 0;
    std::string join;
    friend bool operator==(const ReadyRecord&, const ReadyRecord&) = default;
};

struct TimerRecord {
    std::uint64_t token = 0;
    /// The boundary event that fires, or the token's own node.
    std::string at;
    instant due;
    friend bool operator==(const TimerRecord&, const TimerRecord&) = default;
};

/// The token that an inclusive join watches.
struct WatchRecord {
    std::string join;
    std::uint64_t token = 0;
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
    /// By the joins' names.
    std::vector<WatchRecord> watches;
    /// By node and by flow, in declaration order; zeros are left out.
    Counts passed, taken;
    UncaughtError error;
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

/// Linear in tokens, timers, nodes and flows.
inline Snapshot snapshot_of(const graph::Graph& g, const State& s) {
    Snapshot out;
    out.status = s.status;
    out.paused = s.paused;
    out.next_token_id = s.next_token_id;
    out.error = s.error;
    std::vector<const Arrival*> arrival_of(s.tokens.capacity(), nullptr);
    for (const Join& j : s.joins)
        for (const Arrival& a : j.arrivals) arrival_of[a.slot] = &a;
    for (token_slot slot = s.tokens.oldest(); slot != no_slot; slot = s.tokens[slot].next) {
        const Token& t = s.tokens[slot];
        TokenRecord record;
        record.id = t.id;
        record.at = g[t.vertex].id;
        record.phase = t.phase;
        if (const Wait* wait = s.wait_of(t)) {
            record.waits = true;
            record.since = wait->since;
            record.until = wait->until;
            record.failures = wait->failures;
            record.reason = wait->reason;
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
        if (item.is_join())
            out.ready.push_back({0, g[s.joins[item.index()].vertex].id});
        else
            out.ready.push_back({s.tokens[item.index()].id, {}});
    }
    for (const token_slot slot : s.batch) out.batch.push_back(s.tokens[slot].id);
    for (const Timer& t : s.armed_timers()) out.timers.push_back({t.token_id, g[t.vertex].id, t.due});
    for (const Join& j : s.joins)
        if (j.watches != no_slot) out.watches.push_back({g[j.vertex].id, s.tokens[j.watches].id});
    std::sort(out.watches.begin(), out.watches.end(), [](const auto& a, const auto& b) { return a.join < b.join; });
    for (std::uint32_t v = 0; v < s.passed.size(); ++v)
        if (s.passed[v] > 0) out.passed.emplace_back(g[v].id, s.passed[v]);
    if (s.passed.size() > 0) {
        std::vector<std::uint32_t> by_flow(num_edges(g));
        const auto [first, last] = edges(g);
        for (auto e = first; e != last; ++e) by_flow[g[*e].flow] = flow_count(g, s, *e);
        const auto& flows = graph::properties_of(g).definition->flows;
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
