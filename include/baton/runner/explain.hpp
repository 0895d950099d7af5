// What the tokens of an instance wait for: as data, and as text for people.
#ifndef BATON_RUNNER_EXPLAIN_HPP
#define BATON_RUNNER_EXPLAIN_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../core/time_text.hpp"
#include "../engine/state.hpp"
#include "../graph/graph.hpp"
#include "../graph/join_reach.hpp"

namespace baton::inline BATON_ABI::runner {

using core::instant;

/// One token and what it waits for.
struct WaitInfo {
    /// Stable name of the node.
    std::string task;
    /// Names the activation.
    std::uint64_t token = 0;
    engine::Phase phase = engine::Phase::ready;
    /// What it waits for, or the message of the last failure.
    std::string reason;
    instant since;
    /// When time lets it go on: the end of a delay or of "waiting until", or the earliest deadline. never() when none.
    instant due = instant::never();
    /// Technical failures so far.
    std::uint32_t failures = 0;
    /// Of a join: nodes that tokens have come from, may still come from, and can no longer come from.
    std::vector<std::string> arrived, expected, unreachable;

    /// Who or what lets it go on.
    [[nodiscard]] std::string_view released_by() const {
        switch (phase) {
            case engine::Phase::ready:
            case engine::Phase::leaving: return "its turn in the next run";
            case engine::Phase::waiting:
                return due == instant::never() ? "the next run, which asks it again, or complete()"
                                               : "time, or complete() or wake()";
            case engine::Phase::pending: return "complete(), fail() or error() through a handle";
            case engine::Phase::delayed: return "time";
            case engine::Phase::active: return "the end of what runs inside";
            case engine::Phase::catching: return "its event";
            case engine::Phase::gathering: return "more tokens";
            case engine::Phase::compensating: return "the end of the compensation";
            case engine::Phase::joining: return "tokens that arrive";
            case engine::Phase::failed: return "the next run, which tries again, or complete()";
            case engine::Phase::failed_leaving: return "the next run, which chooses again";
        }
        return {};
    }
};

namespace detail {

/// For a token at a join: by which flows tokens are here, can come, cannot come any more.
inline void describe_join(const graph::Graph& g, const engine::State& s, const engine::Join& join, WaitInfo& info) {
    const graph::ReachSets reach(g, join.vertex);
    const auto [first, last] = in_edges(join.vertex, g);
    for (auto e = first; e != last; ++e) {
        const std::uint32_t slot = g[*e].slot;
        const std::string& from = g[boost::source(*e, g)].id;
        if (graph::has_slot(join.mask.data(), slot)) {
            info.arrived.push_back(from);
            continue;
        }
        bool can_come = false;
        for (auto t = s.tokens.oldest(); t != engine::no_slot && !can_come; t = s.tokens[t].next) {
            const engine::Token& token = s.tokens[t];
            const bool here = token.phase == engine::Phase::joining && &s.joins[token.link] == &join;
            can_come = !here && token.scope == join.scope && graph::has_slot(reach.from(token.vertex), slot);
        }
        (can_come ? info.expected : info.unreachable).push_back(from);
    }
}

inline std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& n : names) text.append(text.empty() ? "" : ", ").append(n);
    return text;
}

}  // namespace detail

/// All tokens, oldest activation first. For every join, each of its tokens stands for itself.
inline std::vector<WaitInfo> waits_of(const graph::Graph& g, const engine::State& s) {
    std::vector<WaitInfo> all;
    for (auto slot = s.tokens.oldest(); slot != engine::no_slot; slot = s.tokens[slot].next) {
        const engine::Token& t = s.tokens[slot];
        WaitInfo info;
        info.task = g[t.vertex].id;
        info.token = t.id;
        info.phase = t.phase;
        if (const engine::Wait* wait = s.wait_of(t)) {
            info.reason = wait->reason;
            info.since = wait->since;
            info.due = wait->until;
            info.failures = wait->failures;
        }
        if (t.phase == engine::Phase::joining) {
            const engine::Join& join = s.joins[t.link];
            for (const engine::Arrival& a : join.arrivals)
                if (a.slot == slot) info.since = a.since;
            detail::describe_join(g, s, join, info);
        }
        all.push_back(std::move(info));
    }
    std::sort(all.begin(), all.end(), [](const WaitInfo& a, const WaitInfo& b) { return a.token < b.token; });
    for (const engine::Timer& timer : s.armed_timers()) {
        std::uint64_t token = timer.token_id;
        if (timer.of_subscription) {
            const engine::token_slot owner = s.subscriptions[timer.slot].token;
            if (owner == engine::no_slot) continue;  // of an event sub-process
            token = s.tokens[owner].id;
        }
        const auto at = std::lower_bound(all.begin(), all.end(), token,
                                         [](const WaitInfo& w, std::uint64_t id) { return w.token < id; });
        at->due = std::min(at->due, timer.due);
    }
    return all;
}

/// One line for each wait: "pay waits since … for the money, due …; released by …".
inline std::string text_of(const WaitInfo& w) {
    std::string line = w.task;
    switch (w.phase) {
        case engine::Phase::ready:
        case engine::Phase::leaving: line += " is ready"; break;
        case engine::Phase::failed:
        case engine::Phase::failed_leaving:
            line += " failed (" + std::to_string(w.failures) + (w.failures == 1 ? " time)" : " times)");
            break;
        case engine::Phase::pending: line += " is pending"; break;
        case engine::Phase::active: line += " is active"; break;
        case engine::Phase::delayed: line += " is delayed"; break;
        default: line += " waits";
    }
    if (w.phase != engine::Phase::ready && w.phase != engine::Phase::leaving)
        line += " since " + core::to_text(w.since);
    if (!w.reason.empty())
        line +=
            (w.phase == engine::Phase::failed || w.phase == engine::Phase::failed_leaving ? ": " : " for ") + w.reason;
    if (!w.expected.empty()) line += " for " + detail::joined(w.expected);
    if (!w.arrived.empty()) line += "; arrived from " + detail::joined(w.arrived);
    if (!w.unreachable.empty()) line += "; nothing can come from " + detail::joined(w.unreachable);
    if (w.due != instant::never()) line += ", due " + core::to_text(w.due);
    line.append("; released by ").append(w.released_by());
    return line;
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::WaitInfo;
}  // namespace baton::inline BATON_ABI

#endif
