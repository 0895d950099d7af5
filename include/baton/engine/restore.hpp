// From a Snapshot back to a State. What comes in may be damaged, hostile, or of another version of the workflow:
// everything is checked, all that does not fit is listed, and nothing is changed when something does not.
#ifndef BATON_ENGINE_RESTORE_HPP
#define BATON_ENGINE_RESTORE_HPP

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "../graph/graph.hpp"
#include "join.hpp"
#include "scopes.hpp"
#include "snapshot.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

namespace detail {

/// Restores one snapshot. BTN211: it contradicts itself. BTN214: it does not fit the graph.
class Restorer {
public:
    Restorer(const graph::Graph& g, const Snapshot& from) : g_(g), from_(from) {
        for (std::uint32_t v = 0; v < num_vertices(g); ++v) vertices_.emplace(g[v].id, v);
        const auto [first, last] = edges(g);
        for (auto e = first; e != last; ++e) flows_.emplace(graph::flow_of(g, *e).id, *e);
    }

    State run() {
        check_status();
        s_.status = from_.status;
        s_.paused = from_.paused;
        s_.next_token_id = from_.next_token_id;
        s_.error = from_.error;
        if (from_.status != Status::fresh) {
            s_.passed = Counters(num_vertices(g_));
            s_.taken = Counters(graph::properties_of(g_).choice_count);
            restore_counts();
        }
        if (from_.status == Status::running) {
            make_root(s_);
            for (const TokenRecord& r : from_.tokens) restore_token(r);
            restore_ready();
            restore_timers();
        }
        if (!findings_.empty()) throw core::error(std::move(findings_));
        resume_joins();
        return std::move(s_);
    }

private:
    void damaged(std::string what) {
        findings_.push_back({core::error_code::the_state_is_damaged, place(), std::move(what)});
    }
    void misfit(std::string what) {
        findings_.push_back({core::error_code::the_state_does_not_fit, place(), std::move(what)});
    }
    [[nodiscard]] const std::string& place() const { return graph::properties_of(g_).definition->id; }
    [[nodiscard]] std::string suggestion(std::string_view name) const {
        std::vector<std::string_view> names;
        for (std::uint32_t v = 0; v < num_vertices(g_); ++v) names.push_back(g_[v].id);
        return core::did_you_mean(name, names);
    }

    void check_status() {
        if (from_.next_token_id == 0 || from_.next_token_id > (std::uint64_t{1} << 62))
            damaged("the id of the next token cannot be");
        const bool running = from_.status == Status::running;
        if (running == from_.tokens.empty())
            damaged(running ? "it runs but has no token" : "it has ended but has tokens");
        if (!running && !(from_.ready.empty() && from_.batch.empty() && from_.timers.empty()))
            damaged("it does not run but something is ready in it");
    }
    void restore_counts() {
        for (const auto& [name, count] : from_.passed)
            if (const auto v = vertices_.find(name); v != vertices_.end()) s_.passed[v->second] = count;
        for (const auto& [name, count] : from_.taken) {
            const auto f = flows_.find(name);
            if (f == flows_.end()) continue;
            const std::uint32_t number = g_[f->second].choice_number;
            if (number != graph::no_choice) s_.taken[number] = count;
        }
    }
    void restore_token(const TokenRecord& r) {
        if (r.id == 0 || r.id >= from_.next_token_id || slots_.contains(r.id))
            return damaged("token " + std::to_string(r.id) + " has an id that cannot be");
        const auto v = vertices_.find(r.at);
        if (v == vertices_.end())
            return misfit("a token is at '" + r.at + "', which is not in this workflow" + suggestion(r.at));
        const graph::Vertex& vertex = g_[v->second];
        const bool is_task = vertex.kind == core::node_kind::task;
        const bool needs_task = r.phase == Phase::waiting || r.phase == Phase::pending || r.phase == Phase::delayed ||
                                r.phase == Phase::failed;
        if (needs_task && !is_task)
            return misfit("a token is " + std::string(name_of(r.phase)) + " at '" + r.at + "', which is no task");
        if (r.phase == Phase::joining) {
            const auto f = flows_.find(r.by);
            if (f == flows_.end())
                return misfit("a token has come to the join '" + r.at + "' by '" + r.by +
                              "', which is no flow any more");
            if (target(f->second, g_) != v->second)
                return damaged("the flow '" + r.by + "' does not lead to '" + r.at + "'");
            if (vertex.join_number == no_entry)
                return misfit("a token stands at '" + r.at + "', which is no join any more");
        }
        const token_slot slot = s_.tokens.make(r.id, v->second, 0);
        ++s_.scopes[0].tokens;
        slots_.emplace(r.id, slot);
        Token& t = s_.tokens[slot];
        t.phase = r.phase;
        if (r.phase == Phase::joining) return restore_arrival(slot, r);
        if (!r.waits) {
            if (r.phase != Phase::ready && r.phase != Phase::leaving)
                damaged("token " + std::to_string(r.id) + " does not say what it waits for");
            return;
        }
        t.link_to(static_cast<table_index>(s_.waits.size()));
        s_.waits.push_back({r.since, r.until, r.failures, r.reason});
    }
    void restore_arrival(token_slot slot, const TokenRecord& r) {
        Token& t = s_.tokens[slot];
        const graph::Vertex& v = g_[t.vertex];
        const std::uint32_t flow_slot = g_[flows_.find(r.by)->second].slot;
        const table_index join = join_at(s_, t.scope, t.vertex, v, graph::properties_of(g_).join_count);
        Join& j = s_.joins[join];
        t.link_to(join);
        j.arrivals.push_back({slot, flow_slot, r.since});
        if (j.counts[flow_slot]++ == 0) {
            graph::add_slot(j.mask.data(), flow_slot);
            ++j.filled;
        }
    }
    void restore_ready() {
        std::unordered_map<std::uint64_t, bool> queued;
        const auto take = [&](std::uint64_t id) {
            const auto slot = slots_.find(id);
            const bool fits =
                slot != slots_.end() && !queued[id] &&
                (s_.tokens[slot->second].phase == Phase::ready || s_.tokens[slot->second].phase == Phase::leaving);
            queued[id] = true;
            if (!fits && findings_.empty()) damaged("token " + std::to_string(id) + " cannot be ready");
            return fits ? slot->second : no_slot;
        };
        for (const ReadyRecord& r : from_.ready) {
            if (r.token == 0) {
                const auto v = vertices_.find(r.join);
                if (v == vertices_.end() || g_[v->second].join_number == no_entry) {
                    misfit("'" + r.join + "' is to be looked at, which is no join any more");
                    continue;
                }
                const table_index join = join_at(s_, 0, v->second, g_[v->second], graph::properties_of(g_).join_count);
                look_again(s_, join);
            } else if (const token_slot slot = take(r.token); slot != no_slot) {
                s_.ready.push(ReadyItem::token(slot));
                s_.tokens[slot].ties |= Token::queued;
            }
        }
        for (const std::uint64_t id : from_.batch) {
            const token_slot slot = take(id);
            if (slot == no_slot) continue;
            // A task that is concurrent no longer takes its turn like any other.
            if (g_[s_.tokens[slot].vertex].has(graph::concurrent))
                s_.batch.push_back(slot);
            else {
                s_.ready.push(ReadyItem::token(slot));
                s_.tokens[slot].ties |= Token::queued;
            }
        }
        for (const auto& [id, slot] : slots_) {
            const Phase phase = s_.tokens[slot].phase;
            if ((phase == Phase::ready || phase == Phase::leaving) && !queued[id])
                damaged("token " + std::to_string(id) + " is ready but not in the queue");
        }
    }
    void restore_timers() {
        std::set<std::pair<std::uint64_t, std::uint32_t>> armed;
        for (const TimerRecord& r : from_.timers) {
            const auto slot = slots_.find(r.token);
            if (slot == slots_.end()) {
                if (findings_.empty())
                    damaged("a timer belongs to token " + std::to_string(r.token) + ", which is not there");
                continue;
            }
            const auto v = vertices_.find(r.at);
            const std::uint32_t at = s_.tokens[slot->second].vertex;
            if (v == vertices_.end() || (v->second != at && g_[v->second].host != at)) {
                misfit("a timer is armed for '" + r.at + "', which is not attached to '" + g_[at].id + "'");
                continue;
            }
            const Phase phase = s_.tokens[slot->second].phase;
            const bool fires = v->second == at ? phase == Phase::waiting || phase == Phase::delayed
                                               : g_[v->second].kind == core::node_kind::timer_boundary;
            if (!fires) {
                damaged("a timer of token " + std::to_string(r.token) + " has nothing to do");
                continue;
            }
            if (!armed.emplace(r.token, v->second).second) {
                damaged("token " + std::to_string(r.token) + " has two timers for '" + r.at + "'");
                continue;
            }
            if (v->second == at && s_.wait_of(s_.tokens[slot->second])->until != r.due)
                damaged("token " + std::to_string(r.token) + " waits until another time than its timer's");
            s_.arm({r.due, 0, r.token, slot->second, v->second});
        }
        for (const auto& [id, slot] : slots_) {
            const Token& t = s_.tokens[slot];
            const Wait* wait = s_.wait_of(t);
            const bool waits_for_time = wait != nullptr && wait->until != instant::never();
            if ((waits_for_time || t.phase == Phase::delayed) && !armed.contains({id, t.vertex}))
                damaged("token " + std::to_string(id) + " waits until a time but has no timer");
        }
    }
    /// Joins watch what they watched; when that does not keep them waiting any more, or in a migrated state, another.
    void resume_joins() {
        std::unordered_map<std::string_view, token_slot> watched;
        for (const WatchRecord& w : from_.watches)
            if (const auto slot = slots_.find(w.token); slot != slots_.end()) watched.emplace(w.join, slot->second);
        for (table_index i = 0; i < s_.joins.size(); ++i) {
            Join& j = s_.joins[i];
            // A token gets a new id where it arrives: ids are in the order of arrival.
            std::sort(j.arrivals.begin(), j.arrivals.end(), [this](const Arrival& a, const Arrival& b) {
                return s_.tokens[a.slot].id < s_.tokens[b.slot].id;
            });
            if (j.filled == 0 || j.queued) continue;
            if (g_[j.vertex].join == core::join_kind::all) {
                if (j.filled == g_[j.vertex].in_degree) look_again(s_, i);
                continue;
            }
            const graph::ReachSets& reach = graph::properties_of(g_).join_reach->of(g_, j.vertex);
            const auto before = watched.find(g_[j.vertex].id);
            const token_slot blocker = before != watched.end() && keeps_waiting(s_, j, i, reach, before->second)
                                           ? before->second
                                           : find_blocker(s_, j, i, reach);
            if (blocker != no_slot)
                watch(s_, i, blocker);
            else
                look_again(s_, i);
        }
    }

    const graph::Graph& g_;
    const Snapshot& from_;
    State s_;
    std::unordered_map<std::string_view, std::uint32_t> vertices_;
    std::unordered_map<std::string_view, graph::edge_descriptor> flows_;
    std::unordered_map<std::uint64_t, token_slot> slots_;
    std::vector<core::diagnostic> findings_;
};

}  // namespace detail

/// Throws baton::error with every finding: BTN211 when the snapshot contradicts itself, BTN214 when it does not fit.
inline State restore(const graph::Graph& g, const Snapshot& from) { return detail::Restorer(g, from).run(); }

}  // namespace baton::inline BATON_ABI::engine

#endif
