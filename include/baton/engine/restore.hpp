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
#include "restore_scopes.hpp"
#include "scopes.hpp"
#include "snapshot.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

namespace detail {

/// Restores one snapshot.
template <int = 0>
class Restorer : private ScopeRestorer<> {
public:
    using ScopeRestorer<>::ScopeRestorer;

    State run() {
        check_status();
        s_.status = from_.status;
        s_.paused = from_.paused;
        s_.next_token_id = from_.next_token_id;
        s_.seed = from_.seed;
        s_.error = from_.error;
        restore_process();
        if (from_.status != Status::fresh) {
            s_.passed = Counters(num_vertices(g_));
            s_.taken = Counters(graph::properties_of(g_).choice_count);
            restore_counts();
        }
        if (from_.status == Status::running) {
            restore_scopes();
            for (const TokenRecord& r : from_.tokens) restore_token(r);
            restore_owners();
            restore_subscriptions();
            restore_compensations();
            check_activities();
            restore_resets();
            restore_ready();
            restore_timers();
        } else if (findings_.empty()) {
            restore_kept_variables();
        }
        if (!findings_.empty()) throw core::error(std::move(findings_));
        resume_joins();
        return std::move(s_);
    }

private:
    void check_status() {
        if (from_.next_token_id == 0 || from_.next_token_id > (std::uint64_t{1} << 62))
            damaged("the id of the next token cannot be");
        const bool running = from_.status == Status::running;
        if (running == from_.tokens.empty())
            damaged(running ? "it runs but has no token" : "it has ended but has tokens");
        if (!running && !(from_.ready.empty() && from_.batch.empty() && from_.timers.empty()))
            damaged("it does not run but something is ready in it");
        if (!running && !(from_.subscriptions.empty() && from_.compensations.empty() && from_.resets.empty()))
            damaged("it does not run but something is waited for in it");
        const std::size_t kept = from_.status == Status::fresh ? 0 : 1;
        if (!running && (from_.scopes.size() > kept || (from_.scopes.size() == 1 && from_.scopes[0].id != 0)))
            damaged("it does not run but has scopes");
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
    /// Tasks alone have bodies that wait; other elements may have failed, or wait in their own way.
    [[nodiscard]] bool can_be(Phase phase, const graph::Vertex& v) const {
        using core::node_kind;
        const bool is_task = v.kind == node_kind::task;
        switch (phase) {
            case Phase::waiting:
            case Phase::pending:
            case Phase::delayed: return is_task;
            case Phase::failed: return is_task || v.has(graph::elaborate);
            case Phase::active:
            case Phase::gathering: return core::is_activity(v.kind);
            case Phase::catching:
                return is_task || v.kind == node_kind::catch_event || v.kind == node_kind::event_gateway;
            case Phase::compensating:
            case Phase::ready:
            case Phase::leaving:
            case Phase::joining:
            case Phase::failed_leaving: return true;
        }
        return false;
    }
    void restore_token(const TokenRecord& r) {
        const std::string named = "token " + std::to_string(r.id);
        if (!take_id(r.id)) return damaged(named + " has an id that cannot be");
        const auto v = vertices_.find(r.at);
        if (v == vertices_.end())
            return misfit("a token is at '" + r.at + "', which is not in this workflow" + suggestion(r.at));
        const graph::Vertex& vertex = g_[v->second];
        if (!can_be(r.phase, vertex))
            return misfit("a token is " + std::string(name_of(r.phase)) + " at '" + r.at + "', which is no " +
                          (r.phase == Phase::active || r.phase == Phase::gathering ? "activity"
                           : r.phase == Phase::catching                            ? "event"
                                                                                   : "task"));
        const table_index scope = scope_of(r.scope, named);
        if (scope == no_entry) return;
        if (!belongs(v->second, scope)) return misfit("a token at '" + r.at + "' is in a scope in which that is not");
        if (r.called != 0 && (vertex.kind != core::node_kind::call_activity || r.phase != Phase::active))
            return damaged(named + " has called, but '" + r.at + "' does not call");
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
        const token_slot slot = s_.tokens.make(r.id, v->second, scope);
        ++s_.scopes[scope].tokens;
        slots_.emplace(r.id, slot);
        Token& t = s_.tokens[slot];
        t.phase = r.phase;
        if (r.compensates) t.ties |= Token::compensates;
        if (r.phase == Phase::joining) return restore_arrival(slot, r);
        if (!r.waits) {
            if (r.phase == Phase::ready || r.phase == Phase::leaving) return;
            damaged(named + " does not say what it waits for");  // it is given something for the checks that follow

        }
        t.link_to(static_cast<table_index>(s_.waits.size()));
        s_.waits.push_back({r.since, r.until, r.failures, r.reason});
        s_.waits.back().called = r.called;
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
    /// The place of a join, or no_entry where that is none.
    table_index find_join(const std::string& name, std::uint64_t scope_id, const char* what) {
        const std::uint32_t v = vertex_of(name);
        const table_index scope = scope_of(scope_id, name);
        if (scope == no_entry) return no_entry;
        if (v != graph::no_vertex && g_[v].join_number != no_entry && belongs(v, scope))
            return join_at(s_, scope, v, g_[v], graph::properties_of(g_).join_count);
        misfit("'" + name + "' " + what + ", which is no join any more");
        return no_entry;
    }
    void restore_resets() {
        for (const ResetRecord& r : from_.resets) {
            const table_index join = find_join(r.join, r.scope, "is to be reset");
            if (join == no_entry) continue;
            Join& j = s_.joins[join];
            if (g_[j.vertex].join != core::join_kind::complex || r.flows.empty()) {
                misfit("'" + r.join + "' is to be reset, which is no complex gateway");
                continue;
            }
            j.started_by.assign(j.mask.size(), 0);
            for (const std::string& flow : r.flows) {
                const auto f = flows_.find(flow);
                if (f == flows_.end() || target(f->second, g_) != j.vertex)
                    misfit("'" + flow + "' is no flow to '" + r.join + "'");
                else
                    graph::add_slot(j.started_by.data(), g_[f->second].slot);
            }
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
                const table_index join = find_join(r.join, r.scope, "is to be looked at");
                if (join != no_entry) look_again(s_, join);
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
            if (r.subscription != 0) {
                restore_timer_of_subscription(r, armed);
                continue;
            }
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
    void restore_timer_of_subscription(const TimerRecord& r, std::set<std::pair<std::uint64_t, std::uint32_t>>& armed) {
        const auto at = subscriptions_.find(r.subscription);
        if (at == subscriptions_.end()) {
            if (findings_.empty())
                damaged("a timer belongs to subscription " + std::to_string(r.subscription) + ", which is not there");
            return;
        }
        const Subscription& sub = s_.subscriptions[at->second];
        if (sub.kind != core::event_kind::timer || sub.due != r.due || !armed.emplace(sub.id, graph::no_vertex).second)
            return damaged("the timer of subscription " + std::to_string(sub.id) + " cannot be");
        s_.arm({r.due, 0, sub.id, at->second, sub.vertex, true});
    }
    /// Joins watch what they watched; when that does not keep them waiting any more, or in a migrated state, another.
    void resume_joins() {
        std::unordered_map<table_index, token_slot> watched;
        for (const WatchRecord& w : from_.watches) {
            const auto slot = slots_.find(w.token);
            const auto v = vertices_.find(w.join);
            const auto scope = scopes_.find(w.scope);
            if (slot == slots_.end() || v == vertices_.end() || scope == scopes_.end()) continue;
            const std::vector<table_index>& known = s_.scopes[scope->second].joins;
            if (!known.empty() && g_[v->second].join_number != no_entry)
                watched.emplace(known[g_[v->second].join_number], slot->second);
        }
        for (table_index i = 0; i < s_.joins.size(); ++i) {
            Join& j = s_.joins[i];
            // A token gets a new id where it arrives: ids are in the order of arrival.
            std::sort(j.arrivals.begin(), j.arrivals.end(), [this](const Arrival& a, const Arrival& b) {
                return s_.tokens[a.slot].id < s_.tokens[b.slot].id;
            });
            if ((j.filled == 0 && j.started_by.empty()) || j.queued) continue;
            if (waits_for_start(j)) continue;
            if (g_[j.vertex].join == core::join_kind::all) {
                if (j.filled == g_[j.vertex].in_degree) look_again(s_, i);
                continue;
            }
            const graph::ReachSets& reach = graph::properties_of(g_).join_reach->of(g_, j.vertex);
            const auto before = watched.find(i);
            const token_slot blocker = before != watched.end() && keeps_waiting(s_, j, i, reach, before->second)
                                           ? before->second
                                           : find_blocker(s_, j, i, reach);
            if (blocker != no_slot)
                watch(s_, i, blocker);
            else
                look_again(s_, i);
        }
    }

    /// A complex gateway whose activation condition does not hold yet is looked at when a token comes.
    [[nodiscard]] bool waits_for_start(const Join& j) const {
        return g_[j.vertex].join == core::join_kind::complex && j.started_by.empty() &&
               !graph::node_of(g_, j.vertex).condition.empty();
    }
};

}  // namespace detail

/// Throws baton::error with every finding: BTN211 when the snapshot contradicts itself, BTN214 when it does not fit.
template <int = 0>
State restore(const graph::Graph& g, const Snapshot& from) { return detail::Restorer<>(g, from).run(); }

}  // namespace baton::inline BATON_ABI::engine

#endif
