// Carries a saved instance over to another version of its workflow.
//
// Names that have changed are mapped; tokens on tasks that are gone can be dropped. Joins stay right:
//   - a token that came to a join by a flow that is gone has done its part: it goes away when another token of the join
//   is
//     there or can still come, else it passes on by itself;
//   - a join that waits for all, but now also for a branch that was added after this instance had passed the split,
//   does
//     not wait for it: what no token can bring any more counts as arrived.
#ifndef BATON_ENGINE_MIGRATE_HPP
#define BATON_ENGINE_MIGRATE_HPP

#include <algorithm>
#include <cstdint>
#include <map>
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
#include "../graph/join_reach.hpp"
#include "migrate_scopes.hpp"
#include "snapshot.hpp"

namespace baton::inline BATON_ABI::engine {

/// What became of the nodes of the old version. Names that are not mentioned are as they were.
class Migration {
public:
    /// What was called `from` is called `to` now.
    Migration& rename(std::string from, std::string to) {
        map_[std::move(from)] = std::move(to);
        return *this;
    }
    /// `node` is gone; tokens on it are taken away.
    Migration& drop(std::string node) {
        map_[std::move(node)] = {};
        return *this;
    }
    /// The workflow itself was called `name`.
    Migration& from_workflow(std::string name) {
        old_workflow_ = std::move(name);
        return *this;
    }
    [[nodiscard]] const std::string& old_workflow() const { return old_workflow_; }
    [[nodiscard]] const std::map<std::string, std::string>& map() const { return map_; }
    /// The new name; empty when dropped.
    [[nodiscard]] std::string of(const std::string& old) const {
        const auto at = map_.find(old);
        return at == map_.end() ? old : at->second;
    }

private:
    std::map<std::string, std::string> map_;
    std::string old_workflow_;
};

namespace detail {

template <int = 0>
class Migrator {
public:
    Migrator(const graph::Graph& g, Snapshot from, const Migration& migration)
        : g_(g), s_(std::move(from)), migration_(migration) {
        for (std::uint32_t v = 0; v < num_vertices(g); ++v) vertices_.emplace(g[v].id, v);
        for (const core::Flow& f : graph::properties_of(g).definition->flows) flows_.push_back(f.id);
        std::sort(flows_.begin(), flows_.end());
    }
    Snapshot run() {
        check_mapping();
        rename_tokens();
        rename_rest();
        ScopeMigrator(g_, s_, [this](const std::string& n) { return renamed_boundary(n); },
                      [this](const std::string& f) { return renamed_flow(f); })
            .run(dropped_);
        release_orphans();
        credit_new_branches();
        if (s_.status == Status::running && s_.tokens.empty()) s_.status = Status::completed;
        if (s_.status != Status::running) {
            s_.ready.clear();
            s_.batch.clear();
            s_.timers.clear();
            forget_scopes(s_);
        }
        return std::move(s_);
    }

private:
    void check_mapping() const {
        std::vector<core::diagnostic> findings;
        std::vector<std::string_view> names;
        for (const auto& [name, vertex] : vertices_) names.push_back(name);
        std::sort(names.begin(), names.end());
        const std::string& place = graph::properties_of(g_).definition->id;
        for (const auto& [old, now] : migration_.map())
            if (!now.empty() && !vertices_.contains(now))
                findings.push_back({core::error_code::the_mapping_does_not_fit, place,
                                    "'" + now + "' is not in this workflow" + core::did_you_mean(now, names)});
        if (!findings.empty()) throw core::error(std::move(findings));
    }
    [[nodiscard]] bool is_flow(const std::string& id) const {
        return std::binary_search(flows_.begin(), flows_.end(), id);
    }
    /// "a->b#2" with both ends renamed.
    [[nodiscard]] std::string renamed_flow(const std::string& id) const {
        const std::size_t arrow = id.find("->");
        if (arrow == std::string::npos) return id;
        const std::size_t number = id.find('#', arrow);
        const std::string to = id.substr(arrow + 2, number == std::string::npos ? number : number - arrow - 2);
        return migration_.of(id.substr(0, arrow)) + "->" + migration_.of(to) +
               (number == std::string::npos ? "" : id.substr(number));
    }
    void rename_tokens() {
        std::vector<TokenRecord> kept;
        for (TokenRecord& t : s_.tokens) {
            const std::string at = migration_.of(t.at);
            if (at.empty()) {
                dropped_.push_back({t.id, t.scope});
                forget(t.id);
                continue;
            }
            t.at = at;
            if (t.phase == Phase::joining) t.by = renamed_flow(t.by);
            kept.push_back(std::move(t));
        }
        s_.tokens = std::move(kept);
    }
    void forget(std::uint64_t token) { forget_turns(s_, token); }
    void rename_rest() {
        s_.watches.clear();
        std::erase_if(s_.ready, [](const ReadyRecord& r) { return r.token == 0; });  // joins are looked at anew
        for (TimerRecord& t : s_.timers) t.at = renamed_boundary(t.at);
        std::erase_if(s_.timers, [&](const TimerRecord& t) { return t.subscription == 0 && !vertices_.contains(t.at); });
        const auto rename = [](Counts& counts, auto name) {
            Counts renamed;
            for (auto& [old, count] : counts)
                if (std::string now = name(old); !now.empty()) renamed.emplace_back(std::move(now), count);
            counts = std::move(renamed);
        };
        rename(s_.passed, [this](const std::string& n) { return migration_.of(n); });
        rename(s_.taken, [this](const std::string& f) { return renamed_flow(f); });
    }
    /// "pay.deadline" goes with "pay".
    [[nodiscard]] std::string renamed_boundary(const std::string& id) const {
        std::string direct = migration_.of(id);
        if (direct != id) return direct;
        for (const auto& [old, now] : migration_.map())
            if (id.size() > old.size() && id.compare(0, old.size(), old) == 0 && id[old.size()] == '.')
                return now + id.substr(old.size());
        return id;
    }

    [[nodiscard]] const graph::ReachSets& reach_of(std::uint32_t join) {
        return graph::properties_of(g_).join_reach->of(g_, join);
    }
    /// Whether another token stands at the join, or can still come there.
    bool joined_by_another(const TokenRecord& token, std::uint32_t join) {
        return std::any_of(s_.tokens.begin(), s_.tokens.end(), [&](const TokenRecord& other) {
            if (other.id == token.id || other.scope != token.scope) return false;
            const auto v = vertices_.find(other.at);
            if (v == vertices_.end()) return false;
            if (v->second == join) return other.phase == Phase::joining && is_flow(other.by);
            const graph::slot_byte* reach = reach_of(join).from(v->second);
            return std::any_of(reach, reach + reach_of(join).bytes(), [](graph::slot_byte b) { return b != 0; });
        });
    }
    /// Tokens at joins whose flow is gone, or whose node joins no more.
    void release_orphans() {
        for (std::size_t i = 0; i < s_.tokens.size();) {
            TokenRecord& t = s_.tokens[i];
            const auto v = vertices_.find(t.at);
            if (t.phase != Phase::joining || v == vertices_.end()) {
                ++i;
                continue;
            }
            const bool joins = g_[v->second].join_number != no_entry;
            if (joins && is_flow(t.by)) {
                ++i;
                continue;
            }
            if (joins && joined_by_another(t, v->second)) {
                s_.tokens.erase(s_.tokens.begin() + static_cast<std::ptrdiff_t>(i));
                continue;
            }
            t.phase = Phase::ready;
            t.by.clear();
            t.since = instant();
            t.id = s_.next_token_id++;
            s_.ready.push_back({t.id, {}});
            ++i;
        }
    }
    /// For joins that wait for all: flows that no token can bring any more, while another flow has or can have one.
    void credit_new_branches() {
        bool again = true;
        while (again) {
            again = false;
            for (std::uint32_t v = 0; v < num_vertices(g_); ++v) {
                if (g_[v].join != core::join_kind::all) continue;
                for (const std::uint64_t scope : scopes_with(g_[v].parent))
                    if (credit(v, scope)) again = true;
            }
        }
    }
    /// The scopes in which tokens are directly in that sub-process, or process.
    [[nodiscard]] std::set<std::uint64_t> scopes_with(std::uint32_t parent) const {
        std::set<std::uint64_t> scopes;
        for (const TokenRecord& t : s_.tokens)
            if (const auto v = vertices_.find(t.at); v != vertices_.end() && g_[v->second].parent == parent)
                scopes.insert(t.scope);
        return scopes;
    }
    bool credit(std::uint32_t join, std::uint64_t scope) {
        const graph::ReachSets& reach = reach_of(join);
        std::vector<graph::slot_byte> filled(reach.bytes(), 0), possible(reach.bytes(), 0);
        const auto [first, last] = in_edges(join, g_);
        instant latest;
        for (const TokenRecord& t : s_.tokens) {
            const auto v = vertices_.find(t.at);
            if (v == vertices_.end() || t.scope != scope) continue;
            if (v->second == join && t.phase == Phase::joining) {
                for (auto e = first; e != last; ++e)
                    if (graph::flow_of(g_, *e).id == t.by) graph::add_slot(filled.data(), g_[*e].slot);
                latest = std::max(latest, t.since);
            } else {
                for (std::size_t i = 0; i < possible.size(); ++i) possible[i] |= reach.from(v->second)[i];
            }
        }
        bool some = false;
        for (std::size_t i = 0; i < possible.size(); ++i) some = some || filled[i] != 0 || possible[i] != 0;
        if (!some) return false;
        bool credited = false;
        for (auto e = first; e != last; ++e) {
            const std::uint32_t slot = g_[*e].slot;
            if (graph::has_slot(filled.data(), slot) || graph::has_slot(possible.data(), slot)) continue;
            TokenRecord arrived;
            arrived.id = s_.next_token_id++;
            arrived.at = g_[join].id;
            arrived.phase = Phase::joining;
            arrived.by = graph::flow_of(g_, *e).id;
            arrived.since = latest;
            arrived.scope = scope;
            s_.tokens.push_back(std::move(arrived));
            credited = true;
        }
        return credited;
    }

    const graph::Graph& g_;
    Snapshot s_;
    const Migration& migration_;
    std::unordered_map<std::string_view, std::uint32_t> vertices_;
    std::vector<std::string> flows_;
    std::vector<DroppedToken> dropped_;
};

}  // namespace detail

/// The snapshot, carried over to the workflow of `g`; restore() then says what still does not fit. BTN217 when the
/// mapping names a node that the workflow does not have.
template <int = 0>
Snapshot migrate(const graph::Graph& g, Snapshot from, const Migration& migration) {
    return detail::Migrator<>(g, std::move(from), migration).run();
}

}  // namespace baton::inline BATON_ABI::engine

namespace baton::inline BATON_ABI {
using engine::Migration;
}  // namespace baton::inline BATON_ABI

#endif
