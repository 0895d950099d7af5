// Subscriptions: what an instance waits for from outside itself, or from its own throw events: messages, signals, timers
// and conditions.
//
// A subscription belongs to a token (a catch event, a receive task, an event gateway, the host of a boundary event) or to
// a scope (an event sub-process), and goes with it.
#ifndef BATON_ENGINE_SUBSCRIPTION_HPP
#define BATON_ENGINE_SUBSCRIPTION_HPP

#include <cstdint>
#include <string>

#include "../config.hpp"
#include "../core/event_definition.hpp"
#include "../core/time.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::engine {

struct Subscription {
    /// Ascending in the order of arming; 0: not in use.
    std::uint64_t id = 0;
    core::event_kind kind = core::event_kind::message;
    /// The event or receive task, and which of its definitions.
    std::uint32_t vertex = 0;
    std::uint32_t definition = 0;
    token_slot token = no_slot;
    table_index scope = no_entry;
    /// The next of the same owner.
    table_index next = no_entry;
    /// message, signal: the name, and the correlation key.
    std::string name, key;
    /// parallel multiple: this one has happened.
    bool happened = false;
    /// conditional: whether it held when it was last looked at.
    bool held = false;
    /// timer: when it is due, how many more times (-1: without end), and the cycle's text.
    core::instant due;
    std::int64_t remaining = 0;
    std::string cycle;
};

/// When a timer is due, and how it goes on.
struct Schedule {
    core::instant due;
    /// Firings after the first; -1: without end.
    std::int64_t remaining = 0;
    /// Empty where it fires once.
    std::string cycle;
};

}  // namespace baton::inline BATON_ABI::engine

#endif
