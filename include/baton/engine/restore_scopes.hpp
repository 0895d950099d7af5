// The part of restoring that only models with scopes, events and compensation need. Everything that the engine takes for
// granted is checked here: who owns which scope, what stands in it, what a multi-instance activity has counted.
#ifndef BATON_ENGINE_RESTORE_SCOPES_HPP
#define BATON_ENGINE_RESTORE_SCOPES_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "../graph/graph.hpp"
#include "events.hpp"
#include "processor/compensation.hpp"
#include "scopes.hpp"
#include "snapshot.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine::detail {

/// What all parts of restoring share. BTN211: the snapshot contradicts itself. BTN214: it does not fit the graph.
template <int = 0>
class RestoreParts {
public:
    RestoreParts(const graph::Graph& g, const Snapshot& from) : g_(g), from_(from) {
        for (std::uint32_t v = 0; v < num_vertices(g); ++v) vertices_.emplace(g[v].id, v);
        const auto [first, last] = edges(g);
        for (auto e = first; e != last; ++e) flows_.emplace(graph::flow_of(g, *e).id, *e);
        scopes_.emplace(0, 0);
    }

protected:
    void damaged(std::string what) {
        findings_.push_back({core::error_code::the_state_is_damaged, place(), std::move(what)});
    }
    void misfit(std::string what) {
        findings_.push_back({core::error_code::the_state_does_not_fit, place(), std::move(what)});
    }
    [[nodiscard]] const core::Definition& definition() const { return *graph::properties_of(g_).definition; }
    [[nodiscard]] const std::string& place() const { return definition().id; }
    [[nodiscard]] std::string suggestion(std::string_view name) const {
        std::vector<std::string_view> names;
        for (std::uint32_t v = 0; v < num_vertices(g_); ++v) names.push_back(g_[v].id);
        return core::did_you_mean(name, names);
    }
    [[nodiscard]] std::uint32_t vertex_of(std::string_view name) const {
        const auto at = vertices_.find(name);
        return at == vertices_.end() ? graph::no_vertex : at->second;
    }
    /// An id that nothing else has yet.
    bool take_id(std::uint64_t id) { return id != 0 && id < from_.next_token_id && ids_.insert(id).second; }
    [[nodiscard]] bool could_be_id(std::uint64_t id) const { return id < from_.next_token_id; }
    /// The scope of that id, or no_entry. A finding when there is none, unless it follows from another.
    table_index scope_of(std::uint64_t id, std::string_view what) {
        const auto at = scopes_.find(id);
        if (at != scopes_.end()) return at->second;
        if (findings_.empty()) damaged(std::string(what) + " is in scope " + std::to_string(id) + ", which is not there");
        return no_entry;
    }
    /// Whether the node stands directly in what the scope runs.
    [[nodiscard]] bool belongs(std::uint32_t vertex, table_index scope) const {
        const Scope& s = s_.scopes[scope];
        switch (s.kind) {
            case ScopeKind::root:
                return g_[vertex].parent == graph::no_vertex && g_[vertex].process == s_.process;
            case ScopeKind::sub_process: return g_[vertex].parent == s.vertex;
            case ScopeKind::multi_instance: return vertex == s.vertex;
            case ScopeKind::local: return false;
        }
        return false;
    }
    [[nodiscard]] table_index own_scope(const Token& t) const {
        const Wait* wait = s_.wait_of(t);
        return wait == nullptr ? no_entry : wait->scope;
    }

    const graph::Graph& g_;
    const Snapshot& from_;
    State s_;
    std::unordered_map<std::string_view, std::uint32_t> vertices_;
    std::unordered_map<std::string_view, graph::edge_descriptor> flows_;
    std::unordered_map<std::uint64_t, token_slot> slots_;
    std::unordered_map<std::uint64_t, table_index> scopes_, subscriptions_;
    std::unordered_set<std::uint64_t> ids_;
    std::vector<core::diagnostic> findings_;
};

template <int = 0>
class ScopeRestorer : public RestoreParts<> {
public:
    using RestoreParts<>::RestoreParts;

protected:
    /// Of an instance that has ended only the variables are left.
    void restore_kept_variables() {
        for (const ScopeRecord& r : from_.scopes) {
            make_root(s_);
            s_.scopes[0].variables = r.variables;
        }
    }
    void restore_process() {
        if (from_.process.empty()) return;
        const auto& all = definition().processes;
        const auto at = std::find_if(all.begin(), all.end(), [this](const auto& p) { return p.id == from_.process; });
        if (at == all.end()) return misfit("it runs the process '" + from_.process + "', which is not there");
        s_.process = static_cast<std::uint32_t>(at - all.begin());
    }

    // Before the tokens: the scopes, not owned yet.

    void restore_scopes() {
        make_root(s_);
        std::uint64_t before = 0;
        for (std::size_t i = 0; i < from_.scopes.size(); ++i) {
            const ScopeRecord& r = from_.scopes[i];
            if (i > 0 && r.id <= before) return damaged("scopes do not stand in the order of their ids");
            before = r.id;
            if ((r.id == 0) != (r.kind == ScopeKind::root) || (r.id != 0 && !take_id(r.id))) {
                damaged("scope " + std::to_string(r.id) + " has an id that cannot be");
                continue;
            }
            if (r.id == 0)
                restore_contents(0, r);
            else
                restore_scope(r);
        }
    }

    // After the tokens.

    /// Own scopes lie in each other: a record's parent is the token's scope, or what was opened for it before.
    void restore_owners() {
        for (const ScopeRecord& r : from_.scopes) {
            const auto at = scopes_.find(r.id);
            if (r.id == 0 || at == scopes_.end()) continue;
            const auto owner = slots_.find(r.owner);
            if (owner == slots_.end()) {
                if (findings_.empty()) damaged(name(r) + " belongs to token " + std::to_string(r.owner) + ", which is not there");
                continue;
            }
            Token& t = s_.tokens[owner->second];
            Scope& scope = s_.scopes[at->second];
            const table_index around = own_scope(t) == no_entry ? t.scope : own_scope(t);
            if (t.vertex != scope.vertex || scope.parent != around || s_.wait_of(t) == nullptr ||
                (own_scope(t) != no_entry && s_.scopes[around].kind != ScopeKind::local)) {
                damaged(name(r) + " does not fit the token that it belongs to");
                continue;
            }
            scope.owner = owner->second;
            s_.wait_of(t)->scope = at->second;
            t.ties |= Token::owns;
        }
    }
    void restore_subscriptions() {
        std::unordered_map<std::uint64_t, table_index> last_of_token, last_of_scope;
        std::uint64_t before = 0;
        for (const SubscriptionRecord& r : from_.subscriptions) {
            const std::string named = "the subscription " + std::to_string(r.id);
            if (r.id <= before || !take_id(r.id)) {
                damaged(named + " has an id that cannot be");
                continue;
            }
            before = r.id;
            Subscription sub;
            if (!find_event(r, named, sub) || !find_owner(r, named, sub)) continue;
            sub.id = r.id;
            sub.name = r.name;
            sub.key = r.key;
            sub.happened = r.happened;
            sub.held = r.held;
            sub.due = r.due;
            sub.remaining = r.remaining;
            sub.cycle = r.cycle;
            const auto at = static_cast<table_index>(s_.subscriptions.size());
            auto& last = r.token != 0 ? last_of_token : last_of_scope;
            const auto [tail, is_first] = last.emplace(r.token != 0 ? r.token : r.scope, at);
            if (!is_first) s_.subscriptions[std::exchange(tail->second, at)].next = at;
            if (is_first && r.token != 0) s_.wait_of(s_.tokens[sub.token])->first_subscription = at;
            if (is_first && r.token == 0) s_.scopes[sub.scope].first_subscription = at;
            if (r.token != 0) s_.tokens[sub.token].ties |= Token::owns;
            if (sub.kind == core::event_kind::conditional) ++s_.conditions;
            s_.subscriptions.push_back(std::move(sub));
            subscriptions_.emplace(r.id, at);
        }
    }
    void restore_compensations() {
        for (const CompensationRecord& r : from_.compensations) {
            const std::string named = "the compensation " + std::to_string(r.id);
            const table_index scope = scope_of(r.scope, named);
            if (scope == no_entry) continue;
            const ScopeKind kind = s_.scopes[scope].kind;
            if (!take_id(r.id) || !could_be_id(r.thrower) || !could_be_id(r.handler) ||
                (kind != ScopeKind::root && kind != ScopeKind::sub_process)) {
                damaged(named + " cannot be");
                continue;
            }
            Compensation c;
            c.id = r.id;
            c.thrower = r.thrower;
            c.handler = r.handler;
            c.scope = scope;
            if (const auto slot = slots_.find(r.thrower); slot != slots_.end()) c.thrower_slot = slot->second;
            c.rest = ledger(r.rest, scope);
            s_.compensations.push_back(std::move(c));
        }
    }
    /// What a token at an activity must own, so that the activity can be completed.
    void check_activities() {
        for (const TokenRecord& r : from_.tokens)
            if (const auto slot = slots_.find(r.id); slot != slots_.end()) check_activity(slot->second);
        for (table_index i = 1; i < s_.scopes.size(); ++i)
            if (s_.scopes[i].kind == ScopeKind::multi_instance) check_multi_instance(s_.scopes[i]);
    }

private:
    static std::string name(const ScopeRecord& r) { return "scope " + std::to_string(r.id); }

    void restore_scope(const ScopeRecord& r) {
        const std::uint32_t vertex = vertex_of(r.at);
        if (vertex == graph::no_vertex)
            return misfit(name(r) + " is of '" + r.at + "', which is not in this workflow" + suggestion(r.at));
        const graph::Vertex& v = g_[vertex];
        const core::loop_kind loop = graph::node_of(g_, vertex).loop.kind;
        const bool is_multi = r.kind == ScopeKind::multi_instance;
        if ((r.kind == ScopeKind::sub_process && (!core::is_sub_process(v.kind) || v.contents == graph::no_vertex)) ||
            (is_multi && loop != core::loop_kind::parallel && loop != core::loop_kind::sequential) ||
            !core::is_activity(v.kind))
            return misfit("'" + r.at + "' has a scope of the kind " + std::string(name_of(r.kind)) +
                          ", but is no such activity any more");
        if ((r.multi.size() == 1) != is_multi || r.multi.size() > 1 || r.number < 0 ||
            r.number > (std::int64_t{1} << 62))
            return damaged(name(r) + " does not say what a scope of its kind says");
        if (r.cancelling && (r.kind != ScopeKind::sub_process || v.kind != core::node_kind::transaction))
            return damaged(name(r) + " is cancelled but no transaction");
        const table_index parent = scope_of(r.parent, name(r));
        if (parent == no_entry) return;
        const auto at = static_cast<table_index>(s_.scopes.size());
        s_.scopes.emplace_back();
        s_.scopes[at].id = r.id;
        s_.scopes[at].vertex = vertex;
        s_.scopes[at].parent = parent;
        scopes_.emplace(r.id, at);
        restore_contents(at, r);
    }
    void restore_contents(table_index at, const ScopeRecord& r) {
        Scope& scope = s_.scopes[at];
        scope.kind = r.kind;
        scope.variables = r.variables;
        scope.multi = r.multi;
        scope.number = r.number;
        scope.cancelling = r.cancelling;
        scope.satisfied = r.satisfied;
        const bool holds_some = r.kind == ScopeKind::root || r.kind == ScopeKind::sub_process;
        if (!r.ledger.empty() && !holds_some) damaged(name(r) + " has a ledger but is no process");
        scope.ledger = ledger(r.ledger, at);
        if (r.kind != ScopeKind::sub_process || !starts_one_by_one(g_, scope.vertex)) {
            if (!r.next.empty()) misfit(name(r) + " says what is next, but has no order");
            return;
        }
        const auto& starts = graph::properties_of(g_).contents[g_[scope.vertex].contents].starts;
        const auto next = r.next.empty() ? starts.end() : std::find(starts.begin(), starts.end(), vertex_of(r.next));
        if (next == starts.end() && !r.next.empty()) misfit("'" + r.next + "' cannot be the next in " + name(r));
        scope.next_start = static_cast<std::uint32_t>(next - starts.begin());
    }
    /// Of a scope; or of what was completed in a sub-process.
    std::vector<LedgerEntry> ledger(const std::vector<LedgerRecord>& records, table_index scope,
                                    std::uint32_t sub_process = graph::no_vertex) {
        std::vector<LedgerEntry> out;
        for (const LedgerRecord& r : records) {
            const std::uint32_t v = vertex_of(r.at);
            const bool fits = v != graph::no_vertex &&
                              (sub_process == graph::no_vertex ? belongs(v, scope) : g_[v].parent == sub_process);
            if (!fits || !core::is_activity(g_[v].kind) ||
                (compensation::handler_of(g_, v) == graph::no_vertex && g_[v].contents == graph::no_vertex)) {
                misfit("'" + r.at + "' is to be compensated, which cannot be" + (v == graph::no_vertex ? suggestion(r.at) : ""));
                continue;
            }
            LedgerEntry entry;
            entry.vertex = v;
            entry.variables = r.variables;
            entry.inner = ledger(r.inner, scope, v);
            out.push_back(std::move(entry));
        }
        return out;
    }

    bool find_event(const SubscriptionRecord& r, const std::string& named, Subscription& sub) {
        sub.vertex = vertex_of(r.at);
        if (sub.vertex == graph::no_vertex) {
            misfit(named + " is of '" + r.at + "', which is not in this workflow" + suggestion(r.at));
            return false;
        }
        const core::Node& n = graph::node_of(g_, sub.vertex);
        std::uint32_t found = 0;
        while (found < n.events.size() && name_of_definition(n, found) != r.definition) ++found;
        if (found == n.events.size() || n.events[found].kind != r.kind || !is_subscribed(r.kind)) {
            misfit("'" + r.at + "' waits for no such " + std::string(core::name_of(r.kind)) + " any more");
            return false;
        }
        if (r.remaining < -1) {
            damaged(named + " cannot happen so often");
            return false;
        }
        sub.kind = r.kind;
        sub.definition = found;
        return true;
    }
    /// A token at the event, at an event gateway before it, or at the activity to which it is attached; or the scope of an
    /// event sub-process that starts with it.
    bool find_owner(const SubscriptionRecord& r, const std::string& named, Subscription& sub) {
        const graph::Vertex& v = g_[sub.vertex];
        if (r.token == 0) {
            sub.scope = scope_of(r.scope, named);
            if (sub.scope == no_entry) return false;
            if (v.parent != graph::no_vertex && g_[v.parent].kind == core::node_kind::event_sub_process &&
                v.kind == core::node_kind::start_event && belongs(v.parent, sub.scope))
                return true;
        } else {
            const auto slot = slots_.find(r.token);
            if (slot == slots_.end()) {
                if (findings_.empty()) damaged(named + " belongs to token " + std::to_string(r.token) + ", which is not there");
                return false;
            }
            sub.token = slot->second;
            const Token& t = s_.tokens[sub.token];
            if (s_.wait_of(t) == nullptr) {
                damaged(named + " belongs to a token that does not wait");
                return false;
            }
            const bool attached = v.kind == core::node_kind::boundary_event && v.host == t.vertex;
            const bool caught = t.vertex == sub.vertex &&
                                (v.kind == core::node_kind::catch_event || v.kind == core::node_kind::task);
            if (attached || (t.phase == Phase::catching && (caught || is_behind(t.vertex, sub.vertex)))) return true;
        }
        misfit("'" + r.at + "' is not waited for where " + named + " says");
        return false;
    }
    [[nodiscard]] bool is_behind(std::uint32_t gateway, std::uint32_t event) const {
        if (g_[gateway].kind != core::node_kind::event_gateway) return false;
        const auto [first, last] = out_edges(gateway, g_);
        return std::any_of(first, last, [&](const auto& e) { return target(e, g_) == event; });
    }

    void check_activity(token_slot slot) {
        const Token& t = s_.tokens[slot];
        const std::string named = "token " + std::to_string(t.id);
        const core::node_kind kind = g_[t.vertex].kind;
        const table_index innermost = own_scope(t);
        table_index outermost = innermost;
        while (outermost != no_entry && s_.scopes[outermost].parent != t.scope) outermost = s_.scopes[outermost].parent;
        const bool runs = innermost != no_entry && s_.scopes[innermost].kind != ScopeKind::local;
        const bool runs_contents = innermost != no_entry && s_.scopes[innermost].kind == ScopeKind::sub_process;
        if (t.phase == Phase::active && !runs && s_.wait_of(t)->called == 0)
            damaged(named + " is active, but nothing runs for it");
        if (t.phase == Phase::compensating && !runs_contents && kind != core::node_kind::throw_event &&
            kind != core::node_kind::end_event)
            damaged(named + " compensates, but throws nothing");
        const core::Node& n = graph::node_of(g_, t.vertex);
        const bool counted = outermost != no_entry && s_.scopes[outermost].kind == ScopeKind::local &&
                             s_.scopes[outermost].number > 0;
        const Scope& around = s_.scopes[t.scope];
        if (around.kind == ScopeKind::multi_instance) {
            if (!counted || s_.scopes[outermost].number > around.multi[0].started)
                damaged(named + " is no instance of '" + g_[t.vertex].id + "'");
            return;
        }
        const bool opened_again = t.is(Token::compensates) && !n.for_compensation;
        const bool begun = t.phase == Phase::waiting || t.phase == Phase::pending || t.phase == Phase::catching ||
                           t.phase == Phase::active || t.phase == Phase::compensating;
        if (n.loop.kind == core::loop_kind::standard && core::is_activity(kind) && !opened_again && !counted &&
            (begun || outermost != no_entry))
            damaged(named + " is in no turn of the loop '" + g_[t.vertex].id + "'");
    }
    void check_multi_instance(const Scope& scope) {
        const MultiInstance& m = scope.multi[0];
        const core::Loop& loop = graph::node_of(g_, scope.vertex).loop;
        const auto total = static_cast<std::uint64_t>(m.total);
        const bool counts = m.total >= 0 && m.started >= 0 && m.completed >= 0 && m.terminated >= 0 &&
                            m.started <= m.total && m.completed <= m.total && m.terminated <= m.total;
        const bool goes_on = scope.tokens == 0 || m.completed < m.total;
        const bool in_turn = loop.kind != core::loop_kind::sequential || m.started <= m.completed ||
                             m.started - 1 == m.completed;
        const bool items = m.items.empty() || m.items.size() >= total;
        if (!counts || !goes_on || !in_turn || !items)
            return damaged("the instances of '" + g_[scope.vertex].id + "' are counted wrongly");
        if (scope.tokens > 0 && !loop.output_collection.empty() && m.outputs.size() < total)
            misfit("the outputs of '" + g_[scope.vertex].id + "' have no room");
    }
};

}  // namespace baton::inline BATON_ABI::engine::detail

#endif
