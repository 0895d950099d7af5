// What can act, in the order in which it became ready: tokens, and joins that are to be looked at again.
#ifndef BATON_ENGINE_READY_QUEUE_HPP
#define BATON_ENGINE_READY_QUEUE_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../config.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::engine {

/// A token (by slot) or a join (by table index).
struct ReadyItem {
    std::uint32_t value = 0;

    static constexpr std::uint32_t join_bit = 0x8000'0000;
    [[nodiscard]] static ReadyItem token(token_slot slot) { return {slot}; }
    [[nodiscard]] static ReadyItem join(table_index join) { return {join | join_bit}; }
    [[nodiscard]] bool is_join() const { return (value & join_bit) != 0; }
    [[nodiscard]] std::uint32_t index() const { return value & ~join_bit; }
};

/// First in, first out. A ring that only grows: no allocation once it has been as long as it gets.
class ReadyQueue {
public:
    [[nodiscard]] bool empty() const { return head_ == tail_; }
    [[nodiscard]] std::size_t size() const { return tail_ - head_; }
    void push(ReadyItem item) {
        if (size() == ring_.size()) grow();
        ring_[tail_++ & mask()] = item;
    }
    /// Precondition: not empty.
    ReadyItem pop() { return ring_[head_++ & mask()]; }
    /// The i-th from the front.
    [[nodiscard]] ReadyItem at(std::size_t i) const { return ring_[(head_ + i) & mask()]; }
    void clear() { head_ = tail_ = 0; }

private:
    [[nodiscard]] std::size_t mask() const { return ring_.size() - 1; }
    void grow() {
        std::vector<ReadyItem> longer(ring_.empty() ? 16 : ring_.size() * 2);
        const std::size_t count = size();
        for (std::size_t i = 0; i < count; ++i) longer[i] = at(i);
        ring_ = std::move(longer);
        head_ = 0;
        tail_ = count;
    }
    std::vector<ReadyItem> ring_;  // its size is a power of two
    std::size_t head_ = 0, tail_ = 0;
};

}  // namespace baton::inline BATON_ABI::engine

#endif
