// The part of a migration that only models with scopes, events and compensation need: what belongs to a token that was
// dropped goes with it, names are carried over, and a sub-process that has lost its last token is done.
#ifndef BATON_ENGINE_MIGRATE_SCOPES_HPP
#define BATON_ENGINE_MIGRATE_SCOPES_HPP

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../graph/graph.hpp"
#include "snapshot.hpp"

namespace baton::inline BATON_ABI::engine::detail {

struct DroppedToken {
    std::uint64_t id = 0, scope = 0;
};

/// A token does not act and waits for no time any more.
template <int = 0>
void forget_turns(Snapshot& s, std::uint64_t token) {
    if (token == 0) return;
    std::erase_if(s.ready, [&](const ReadyRecord& r) { return r.token == token; });
    std::erase(s.batch, token);
    std::erase_if(s.timers, [&](const TimerRecord& r) { return r.token == token; });
}

/// Of an instance that has ended only the variables are left.
template <int = 0>
void forget_scopes(Snapshot& s) {
    std::erase_if(s.scopes, [](const ScopeRecord& r) { return r.id != 0 || r.variables.empty(); });
    for (ScopeRecord& root : s.scopes) {
        ScopeRecord kept;
        kept.variables = std::move(root.variables);
        root = std::move(kept);
    }
    s.subscriptions.clear();
    s.compensations.clear();
    s.resets.clear();
}

template <int = 0>
class ScopeMigrator {
public:
    /// How names of nodes and of flows are carried over; a dropped node has none.
    using Rename = std::function<std::string(const std::string&)>;
    ScopeMigrator(const graph::Graph& g, Snapshot& s, Rename node, Rename flow)
        : g_(g), s_(s), node_(std::move(node)), flow_(std::move(flow)) {}

    void run(const std::vector<DroppedToken>& dropped) {
        rename();
        std::set<std::uint64_t> emptied;
        for (const DroppedToken& t : dropped) {
            drop_owned(t.id);
            emptied.insert(t.scope);
        }
        while (!emptied.empty()) {
            const std::uint64_t scope = *emptied.begin();
            emptied.erase(emptied.begin());
            if (const std::uint64_t around = finish_if_empty(scope)) emptied.insert(around);
        }
        drop_timers();
    }

private:
    void rename() {
        for (ScopeRecord& r : s_.scopes) {
            if (r.id != 0) r.at = node_(r.at);
            if (!r.next.empty()) r.next = node_(r.next);
            rename_ledger(r.ledger);
        }
        for (SubscriptionRecord& r : s_.subscriptions) r.at = node_(r.at);
        std::erase_if(s_.subscriptions, [](const SubscriptionRecord& r) { return r.at.empty(); });
        for (CompensationRecord& r : s_.compensations) rename_ledger(r.rest);
        for (ResetRecord& r : s_.resets) {
            r.join = node_(r.join);
            for (std::string& f : r.flows) f = flow_(f);
            std::erase_if(r.flows, [this](const std::string& f) { return !is_flow(f); });
            std::sort(r.flows.begin(), r.flows.end());
        }
        std::erase_if(s_.resets, [](const ResetRecord& r) { return r.join.empty() || r.flows.empty(); });
    }
    void rename_ledger(std::vector<LedgerRecord>& ledger) {
        for (LedgerRecord& r : ledger) {
            r.at = node_(r.at);
            rename_ledger(r.inner);
        }
        std::erase_if(ledger, [](const LedgerRecord& r) { return r.at.empty(); });
    }
    [[nodiscard]] bool is_flow(const std::string& id) const {
        const auto& flows = graph::properties_of(g_).definition->flows;
        return std::any_of(flows.begin(), flows.end(), [&](const core::Flow& f) { return f.id == id; });
    }

    /// The token's scopes with everything in them, and what it waits for.
    void drop_owned(std::uint64_t token) {
        std::erase_if(s_.subscriptions, [&](const SubscriptionRecord& r) { return r.token == token; });
        std::vector<std::uint64_t> scopes;
        for (const ScopeRecord& r : s_.scopes)
            if (r.id != 0 && r.owner == token) scopes.push_back(r.id);
        for (const std::uint64_t scope : scopes) drop_scope(scope);
    }
    void drop_scope(std::uint64_t scope) {
        std::vector<std::uint64_t> inside;
        for (const TokenRecord& t : s_.tokens)
            if (t.scope == scope) inside.push_back(t.id);
        for (const std::uint64_t token : inside) {
            std::erase_if(s_.tokens, [&](const TokenRecord& t) { return t.id == token; });
            forget_turns(s_, token);
            drop_owned(token);
        }
        std::erase_if(s_.scopes, [&](const ScopeRecord& r) { return r.id == scope; });
        std::erase_if(s_.subscriptions, [&](const SubscriptionRecord& r) { return r.token == 0 && r.scope == scope; });
        std::erase_if(s_.compensations, [&](const CompensationRecord& r) { return r.scope == scope; });
        std::erase_if(s_.resets, [&](const ResetRecord& r) { return r.scope == scope; });
    }
    /// The token at a sub-process in which nothing is left goes on behind it. The scope that token is in, when it is to be
    /// looked at in turn: a multi-instance activity's.
    std::uint64_t finish_if_empty(std::uint64_t scope) {
        const auto at = std::find_if(s_.scopes.begin(), s_.scopes.end(), [&](const auto& r) { return r.id == scope; });
        const bool some = std::any_of(s_.tokens.begin(), s_.tokens.end(), [&](const auto& t) { return t.scope == scope; });
        if (scope == 0 || at == s_.scopes.end() || some) return 0;
        const std::uint64_t owner = at->owner;
        drop_owned(owner);
        forget_turns(s_, owner);
        const auto token = std::find_if(s_.tokens.begin(), s_.tokens.end(), [&](const auto& t) { return t.id == owner; });
        if (token == s_.tokens.end()) return 0;
        const std::uint64_t around = token->scope;
        const bool is_instance = std::any_of(s_.scopes.begin(), s_.scopes.end(), [&](const ScopeRecord& r) {
            return r.id == around && r.kind == ScopeKind::multi_instance;
        });
        if (is_instance) {  // one of several: it is gone, the others count
            s_.tokens.erase(token);
            for (ScopeRecord& r : s_.scopes)
                if (r.id == around) count_as_completed(r.multi);
            return around;
        }
        TokenRecord done;
        done.id = token->id;
        done.at = token->at;
        done.scope = around;
        done.compensates = token->compensates;
        done.phase = Phase::leaving;
        *token = std::move(done);
        s_.ready.push_back({owner, {}});
        return 0;
    }
    static void count_as_completed(std::vector<MultiInstance>& multi) {
        for (MultiInstance& m : multi) ++m.completed;
    }
    /// Of subscriptions that are gone.
    void drop_timers() {
        std::set<std::uint64_t> left;
        for (const SubscriptionRecord& r : s_.subscriptions) left.insert(r.id);
        std::erase_if(s_.timers, [&](const TimerRecord& t) { return t.subscription != 0 && !left.contains(t.subscription); });
    }

    const graph::Graph& g_;
    Snapshot& s_;
    Rename node_, flow_;
};

}  // namespace baton::inline BATON_ABI::engine::detail

#endif
