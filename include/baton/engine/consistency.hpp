// Whether a State agrees with itself: for tests, for fuzzing, and for whoever doubts a state that was loaded.
#ifndef BATON_ENGINE_CONSISTENCY_HPP
#define BATON_ENGINE_CONSISTENCY_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "../config.hpp"
#include "../graph/graph.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

namespace detail {

template <int = 0>
class ConsistencyCheck {
public:
    ConsistencyCheck(const graph::Graph& g, const State& s) : g_(g), s_(s) {}

    std::vector<std::string> run() {
        if (s_.ended() || s_.status == Status::fresh) {
            if (!s_.tokens.empty()) problem("it does not run but has tokens");
            return std::move(problems_);
        }
        if (s_.tokens.empty()) problem("it runs but has no token");
        tokens();
        scopes();
        subscriptions();
        queue();
        return std::move(problems_);
    }

private:
    void problem(std::string what) { problems_.push_back(std::move(what)); }
    [[nodiscard]] bool is_scope(table_index at) const { return at < s_.scopes.size() && s_.scopes[at].id != 0; }

    void tokens() {
        std::vector<std::size_t> in_scope(s_.scopes.size(), 0);
        for (token_slot t = s_.tokens.oldest(); t != no_slot; t = s_.tokens[t].next) {
            const Token& token = s_.tokens[t];
            const std::string who = "token " + std::to_string(token.id) + " at " + g_[token.vertex].id;
            if (!is_scope(token.scope)) {
                problem(who + " is in no scope");
                continue;
            }
            ++in_scope[token.scope];
            if (token.is(Token::dead)) problem(who + " is dead");
            const bool ready = token.phase == Phase::ready || token.phase == Phase::leaving;
            const bool batched = std::count(s_.batch.begin(), s_.batch.end(), t) > 0;
            if (ready != (token.is(Token::queued) || batched)) problem(who + " does not stand where it should");
            if (token.phase == Phase::joining) continue;
            const Wait* wait = s_.wait_of(token);
            if (!ready && wait == nullptr) problem(who + " does not say what it waits for");
            if (wait != nullptr && wait->scope != no_entry) own_scopes(t, *wait, who);
        }
        for (std::size_t i = 0; i < s_.scopes.size(); ++i)
            if (s_.scopes[i].id != 0 && s_.scopes[i].tokens != in_scope[i])
                problem("scope " + std::to_string(i) + " counts " + std::to_string(s_.scopes[i].tokens) + " tokens and has " +
                        std::to_string(in_scope[i]));
    }
    void own_scopes(token_slot slot, const Wait& wait, const std::string& who) {
        if (!s_.tokens[slot].is(Token::owns)) problem(who + " does not know that it owns a scope");
        std::size_t steps = 0;
        for (table_index at = wait.scope; at != s_.tokens[slot].scope; at = s_.scopes[at].parent) {
            if (!is_scope(at) || ++steps > s_.scopes.size()) return problem(who + " owns a scope that is not there");
            if (s_.scopes[at].owner != slot) problem(who + " owns a scope that says otherwise");
        }
    }
    void scopes() {
        for (std::size_t i = 1; i < s_.scopes.size(); ++i) {
            const Scope& scope = s_.scopes[i];
            if (scope.id == 0) continue;
            const std::string who = "scope " + std::to_string(i);
            if (!is_scope(scope.parent)) problem(who + " lies in none");
            if (!s_.tokens.live(scope.owner)) problem(who + " has no owner");
            const bool empty = scope.tokens == 0 && (scope.kind == ScopeKind::sub_process || scope.kind == ScopeKind::multi_instance);
            if (empty && !scope.cancelling) problem(who + " is empty but open");
        }
    }
    void subscriptions() {
        std::size_t conditions = 0;
        for (const Subscription& sub : s_.subscriptions) {
            if (sub.id == 0) continue;
            const std::string who = "the subscription of " + g_[sub.vertex].id;
            conditions += sub.kind == core::event_kind::conditional;
            if (sub.token != no_slot ? !s_.tokens.live(sub.token) : !is_scope(sub.scope)) problem(who + " has no owner");
        }
        if (conditions != s_.conditions) problem("conditions are not counted right");
    }
    void queue() {
        for (std::size_t i = 0; i < s_.ready.size(); ++i) {
            const ReadyItem item = s_.ready.at(i);
            if (item.is_join()) continue;
            const Token& t = s_.tokens[item.index()];
            if (t.id == 0 ? !t.is(Token::dead) : !t.is(Token::queued)) problem("the queue holds what is not ready");
        }
    }

    const graph::Graph& g_;
    const State& s_;
    std::vector<std::string> problems_;
};

}  // namespace detail

/// What contradicts itself in a state; empty when nothing does. Linear.
template <int = 0>
std::vector<std::string> problems_in(const graph::Graph& g, const State& s) {
    return detail::ConsistencyCheck<>(g, s).run();
}

}  // namespace baton::inline BATON_ABI::engine

#endif
