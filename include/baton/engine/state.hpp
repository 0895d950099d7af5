// The State: what distinguishes one running instance. Plain data.
//
// It refers to elements by position, and is therefore used with one Graph only; a Snapshot refers to them by id.
// The context is not in it.
#ifndef BATON_ENGINE_STATE_HPP
#define BATON_ENGINE_STATE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"
#include "../graph/join_reach.hpp"
#include "counters.hpp"
#include "fwd.hpp"
#include "ready_queue.hpp"
#include "scope.hpp"
#include "subscription.hpp"
#include "timers.hpp"
#include "token.hpp"

namespace baton::inline BATON_ABI::engine {

/// Life of an instance: fresh -> running -> completed | failed | cancelled.
enum class Status : std::uint8_t {
    fresh,      ///< not started
    running,    ///< has tokens
    completed,  ///< the last token has ended
    failed,     ///< ended by a BPMN error that nothing caught
    cancelled
};

// The names that stand in saved files. They never change.
constexpr std::string_view name_of(Status status) {
    switch (status) {
        case Status::fresh: return "fresh";
        case Status::running: return "running";
        case Status::completed: return "completed";
        case Status::failed: return "failed";
        case Status::cancelled: return "cancelled";
    }
    return {};
}

/// Why a token waits or failed: kept beside the tokens, only for those that need it.
struct Wait {
    instant since;
    /// Not asked before; never() when it is asked at the next run.
    instant until = instant::never();
    /// Technical failures so far.
    std::uint32_t failures = 0;
    /// What it waits for, or the message of the last failure.
    std::string reason;
    /// The innermost scope that was opened for it; its scopes lead outwards to the one it is in.
    table_index scope = no_entry;
    table_index first_subscription = no_entry;
    /// The instance that its call activity has called.
    std::uint64_t called = 0;
};

/// A token that stands at a join.
struct Arrival {
    token_slot slot = no_slot;
    /// The flow by which it came: position among the flows into the join.
    std::uint32_t flow_slot = 0;
    instant since;
};

/// A join that has been reached. Kept, empty, after it has fired.
struct Join {
    std::uint32_t vertex = 0;
    std::uint32_t scope = 0;
    /// 0: its scope is gone.
    std::uint64_t scope_id = 0;
    /// Flows with at least one token.
    std::uint32_t filled = 0;
    /// The token that keeps an inclusive join from firing, or none.
    token_slot watches = no_slot;
    /// The next join that watches the same token.
    table_index next_watcher = no_entry;
    /// Is in the ready queue.
    bool queued = false;
    /// Tokens by flow.
    std::vector<std::uint32_t> counts;
    /// The flows with at least one token, as a set.
    std::vector<graph::slot_byte> mask;
    /// Complex gateway, waiting for its reset: the flows that gave their token when it started; else empty.
    std::vector<graph::slot_byte> started_by;
    /// In the order of arrival.
    std::vector<Arrival> arrivals;
};

/// A BPMN error that nothing caught.
struct UncaughtError {
    std::string code, message;
    /// Where it was thrown.
    std::string node;
    friend bool operator==(const UncaughtError&, const UncaughtError&) = default;
};

struct State {
    Status status = Status::fresh;
    bool paused = false;
    std::uint64_t next_token_id = 1;
    TokenPool tokens;
    ReadyQueue ready;
    /// Tokens at concurrent tasks, ready to be run together when nothing else can act.
    std::vector<token_slot> batch;
    /// The first is the instance itself.
    std::vector<Scope> scopes;
    std::vector<table_index> free_scopes;
    /// The process that runs: position in Definition::processes.
    std::uint32_t process = 0;
    std::vector<Subscription> subscriptions;
    std::vector<table_index> free_subscriptions;
    /// Conditional events among the subscriptions, and whether a variable was set since they were looked at.
    std::uint32_t conditions = 0;
    bool changed = false;
    std::vector<Compensation> compensations;
    /// Link of the chain of random numbers for expressions.
    std::uint64_t seed = 0;
    std::vector<Join> joins;
    std::vector<table_index> free_joins;
    /// First join that watches a token, by slot; empty as long as none watches.
    std::vector<table_index> watchers;
    Timers timers;
    /// Entries in use are linked from tokens.
    std::vector<Wait> waits;
    std::vector<table_index> free_waits;
    /// How often each node was completed, by vertex.
    Counters passed;
    /// How often each flow out of a choice was taken, by choice number; see flow_count().
    Counters taken;
    UncaughtError error;

    /// Nothing is to happen when the timer is due: its token has moved on, or waits no more for that time.
    [[nodiscard]] bool is_stale(const Timer& t) const {
        if (t.of_subscription) return t.slot >= subscriptions.size() || subscriptions[t.slot].id != t.token_id;
        if (!tokens.live(t.slot) || tokens[t.slot].id != t.token_id) return true;
        const Token& token = tokens[t.slot];
        if (t.vertex != token.vertex) return false;  // a boundary event's
        const bool waits_for_time = token.phase == Phase::waiting || token.phase == Phase::delayed;
        return !waits_for_time || wait_of(token)->until != t.due;
    }
    void arm(const Timer& timer) {
        timers.arm(timer, [this](const Timer& t) { return is_stale(t); });
    }
    [[nodiscard]] const Timer* earliest_timer() {
        return timers.earliest([this](const Timer& t) { return is_stale(t); });
    }
    /// All timers that are not stale, the earliest first.
    [[nodiscard]] std::vector<Timer> armed_timers() const {
        return timers.list([this](const Timer& t) { return is_stale(t); });
    }
    [[nodiscard]] bool ended() const {
        return status == Status::completed || status == Status::failed || status == Status::cancelled;
    }
    /// The wait of a token, or nullptr.
    [[nodiscard]] const Wait* wait_of(const Token& t) const {
        return t.phase == Phase::joining || !t.is(Token::linked) ? nullptr : &waits[t.link];
    }
    [[nodiscard]] Wait* wait_of(const Token& t) {
        return const_cast<Wait*>(std::as_const(*this).wait_of(t));  // NOLINT: one look-up for both
    }
};

/// How often a flow was taken. A node's only, unconditional flow is taken whenever the node is passed, so it has no
/// counter.
inline std::uint32_t flow_count(const graph::Graph& g, const State& s, const graph::edge_descriptor& edge) {
    const std::uint32_t number = g[edge].choice_number;
    if (number != graph::no_choice) return number < s.taken.size() ? s.taken[number] : 0;
    const auto from = boost::source(edge, g);
    return from < s.passed.size() ? s.passed[from] : 0;
}

}  // namespace baton::inline BATON_ABI::engine

namespace baton::inline BATON_ABI {
using engine::State;
using engine::Status;
}  // namespace baton::inline BATON_ABI

#endif
