// Armed timers, the earliest first.
//
// A timer belongs to one activation of a token (its id). It is never disarmed: when the token has gone on, its id has
// changed, and the timer is stale and dropped when it comes up or when stale ones outnumber the rest.
#ifndef BATON_ENGINE_TIMERS_HPP
#define BATON_ENGINE_TIMERS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "fwd.hpp"
#include "token.hpp"

namespace baton::inline BATON_ABI::engine {

using core::instant;

struct Timer {
    instant due;
    /// Ascending in the order of arming; decides between timers due at the same time.
    std::uint64_t sequence = 0;
    std::uint64_t token_id = 0;
    token_slot slot = no_slot;
    /// The boundary event that fires, or the token's own vertex: then the token goes on there.
    std::uint32_t vertex = 0;
    /// token_id and slot are those of a subscription.
    bool of_subscription = false;

    friend bool operator==(const Timer& a, const Timer& b) {
        return a.due == b.due && a.token_id == b.token_id && a.vertex == b.vertex &&
               a.of_subscription == b.of_subscription;
    }
};

/// A binary heap. Arming and taking cost O(log n). A timer is never taken out before its time: whoever asks says which
/// are stale (State::is_stale).
class Timers {
public:
    template <class IsStale>
    void arm(Timer timer, IsStale is_stale) {
        if (heap_.size() >= sweep_at_) sweep(is_stale);
        timer.sequence = ++last_sequence_;
        heap_.push_back(timer);
        std::push_heap(heap_.begin(), heap_.end(), &Timers::later);
    }
    /// The earliest timer that is not stale, or nullptr.
    template <class IsStale>
    [[nodiscard]] const Timer* earliest(IsStale is_stale) {
        while (!heap_.empty() && is_stale(heap_.front())) drop_front();
        return heap_.empty() ? nullptr : &heap_.front();
    }
    /// Removes what earliest() returned.
    void drop_front() {
        std::pop_heap(heap_.begin(), heap_.end(), &Timers::later);
        heap_.pop_back();
    }
    /// All that are not stale, the earliest first.
    template <class IsStale>
    [[nodiscard]] std::vector<Timer> list(IsStale is_stale) const {
        std::vector<Timer> armed;
        for (const Timer& t : heap_)
            if (!is_stale(t)) armed.push_back(t);
        // A token that was woken and waits until the same time again has armed two; the later one finds nothing to do.
        std::sort(armed.begin(), armed.end(), &Timers::by_waiter);
        armed.erase(std::unique(armed.begin(), armed.end()), armed.end());
        std::sort(armed.begin(), armed.end(), &Timers::earlier);
        return armed;
    }
    void clear() { heap_.clear(); }

private:
    static bool earlier(const Timer& a, const Timer& b) {
        return a.due != b.due ? a.due < b.due : a.sequence < b.sequence;
    }
    static bool later(const Timer& a, const Timer& b) { return earlier(b, a); }
    /// Equal ones beside each other, the earliest armed first.
    static bool by_waiter(const Timer& a, const Timer& b) {
        if (a.token_id != b.token_id) return a.token_id < b.token_id;
        if (a.vertex != b.vertex) return a.vertex < b.vertex;
        if (a.of_subscription != b.of_subscription) return b.of_subscription;
        return earlier(a, b);
    }
    template <class IsStale>
    void sweep(IsStale is_stale) {
        std::erase_if(heap_, is_stale);
        std::make_heap(heap_.begin(), heap_.end(), &Timers::later);
        sweep_at_ = std::max<std::size_t>(64, 2 * heap_.size());
    }

    std::vector<Timer> heap_;
    std::uint64_t last_sequence_ = 0;
    std::size_t sweep_at_ = 64;
};

}  // namespace baton::inline BATON_ABI::engine

#endif
