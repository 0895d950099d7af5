// Tokens, and the pool they live in.
//
// Life of a token:
//
//   phase            means                                              goes on by
//   ready            is in the queue; acts when its turn comes          its turn
//   leaving          is in the queue; its node is done, only the        its turn
//                    choice of flows is to be made again
//   waiting          the body said waiting                              next run, its time, wake, complete
//   pending          the body said pending                              complete, fail, error from outside
//   delayed          waits for the delay declared at its task           its time
//   joining          has arrived at a join that is not complete         the join
//   failed           the body failed                                    next run, complete
//   failed_leaving   no flow could be chosen                            next run
//   active           a scope or a called instance runs for it           its end
//   catching         waits for an event                                 the event
//   gathering        its activity starts with several tokens            the last of them
//   compensating     has thrown compensation                            the last handler
#ifndef BATON_ENGINE_TOKEN_HPP
#define BATON_ENGINE_TOKEN_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::engine {

enum class Phase : std::uint8_t { ready, leaving, waiting, pending, delayed, joining, failed, failed_leaving,
    active, catching, gathering, compensating };

// The names that stand in saved files. They never change.
constexpr std::string_view name_of(Phase phase) {
    switch (phase) {
        case Phase::ready: return "ready";
        case Phase::leaving: return "leaving";
        case Phase::waiting: return "waiting";
        case Phase::pending: return "pending";
        case Phase::delayed: return "delayed";
        case Phase::joining: return "joining";
        case Phase::failed: return "failed";
        case Phase::failed_leaving: return "failed-leaving";
        case Phase::active: return "active";
        case Phase::catching: return "catching";
        case Phase::gathering: return "gathering";
        case Phase::compensating: return "compensating";
    }
    return {};
}

/// One token at one node. Its id is new at every node it enters, so an id names one activation.
struct Token {
    std::uint64_t id = 0;
    std::uint32_t vertex = 0;
    std::uint32_t scope = 0;
    /// joining: its join. Else: its entry in the table of waits, or none.
    table_index link = no_entry;
    token_slot next = no_slot, previous = no_slot;
    Phase phase = Phase::ready;
    /// What must be seen to when the token moves or ends; nothing for most.
    std::uint8_t ties = 0;

    static constexpr std::uint8_t watched = 1;  ///< a join watches it
    static constexpr std::uint8_t linked = 2;   ///< link is set
    static constexpr std::uint8_t owns = 4;     ///< has subscriptions or scopes, see Wait
    static constexpr std::uint8_t compensates = 8;  ///< runs a compensation handler
    static constexpr std::uint8_t queued = 32;  ///< stands in the queue
    static constexpr std::uint8_t tied = watched | linked | owns;  ///< what ends when it moves
    static constexpr std::uint8_t dead = 16;    ///< ended while in the queue; its place is free when its turn comes
    [[nodiscard]] bool is(std::uint8_t tie) const { return (ties & tie) != 0; }
    void link_to(table_index entry) {
        link = entry;
        ties |= linked;
    }
    void unlink() {
        link = no_entry;
        ties &= static_cast<std::uint8_t>(~linked);
    }
    void set_watched(bool on) { ties = static_cast<std::uint8_t>((ties & ~watched) | (on ? watched : 0)); }
};
static_assert(sizeof(Token) <= 32);

/// The live tokens, oldest first. Making and ending a token is O(1) and, once the pool has grown, allocates nothing.
class TokenPool {
public:
    [[nodiscard]] Token& operator[](token_slot slot) { return tokens_[slot]; }
    [[nodiscard]] const Token& operator[](token_slot slot) const { return tokens_[slot]; }
    /// Live tokens.
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    /// Slots, live or free.
    [[nodiscard]] std::size_t capacity() const { return tokens_.size(); }
    [[nodiscard]] bool live(token_slot slot) const { return slot < tokens_.size() && tokens_[slot].id != 0; }
    [[nodiscard]] token_slot oldest() const { return oldest_; }
    [[nodiscard]] token_slot newest() const { return newest_; }

    /// A new token, the newest. References to tokens are invalid afterwards.
    token_slot make(std::uint64_t id, std::uint32_t vertex, std::uint32_t scope) {
        token_slot slot = free_;
        if (slot == no_slot) {
            slot = static_cast<token_slot>(tokens_.size());
            tokens_.emplace_back();
        } else {
            free_ = tokens_[slot].next;
        }
        Token& t = tokens_[slot];
        t = {};
        t.id = id;
        t.vertex = vertex;
        t.scope = scope;
        t.previous = newest_;
        (newest_ == no_slot ? oldest_ : tokens_[newest_].next) = slot;
        newest_ = slot;
        ++size_;
        return slot;
    }
    void end(token_slot slot) {
        take_out(slot);
        release(slot);
    }
    /// Ends a token whose slot still stands in the queue; release() when it comes up there.
    void end_queued(token_slot slot) {
        take_out(slot);
        tokens_[slot].ties = Token::dead;
        tokens_[slot].phase = Phase::leaving;  // looked at before it acts
    }
    void release(token_slot slot) {
        tokens_[slot].ties = 0;
        tokens_[slot].next = free_;
        free_ = slot;
    }
    void clear() { *this = {}; }
    void reserve(std::size_t count) { tokens_.reserve(count); }

private:
    void take_out(token_slot slot) {
        Token& t = tokens_[slot];
        (t.previous == no_slot ? oldest_ : tokens_[t.previous].next) = t.next;
        (t.next == no_slot ? newest_ : tokens_[t.next].previous) = t.previous;
        t.id = 0;
        --size_;
    }
    std::vector<Token> tokens_;
    token_slot oldest_ = no_slot, newest_ = no_slot, free_ = no_slot;
    std::size_t size_ = 0;
};

}  // namespace baton::inline BATON_ABI::engine

#endif
