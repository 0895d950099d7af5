// The events of a process, in order. A copy costs nothing: copies share what they have in common.
#ifndef BATON_DECIDER_HISTORY_HPP
#define BATON_DECIDER_HISTORY_HPP

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>

#include "../config.hpp"
#include "event.hpp"

namespace baton::inline BATON_ABI::decider {

namespace detail {

/// Blocks that double in size and never move, so that who reads the first n events is not disturbed by one who appends.
struct EventLog {
    static constexpr std::size_t first = 4;
    std::array<std::unique_ptr<Event[]>, 40> blocks;
    /// Of the slots, how many belong to someone. Who raises it from his own size may write the next.
    std::atomic<std::size_t> claimed = 0;

    [[nodiscard]] static std::size_t block_of(std::size_t i) {
        return static_cast<std::size_t>(std::bit_width(i / first + 1)) - 1;
    }
    [[nodiscard]] static std::size_t start_of(std::size_t block) { return first * ((std::size_t{1} << block) - 1); }
    [[nodiscard]] const Event& at(std::size_t i) const {
        const std::size_t block = block_of(i);
        return blocks[block][i - start_of(block)];
    }
    void put(std::size_t i, Event event) {
        const std::size_t block = block_of(i);
        if (!blocks[block]) blocks[block] = std::make_unique<Event[]>(first << block);
        blocks[block][i - start_of(block)] = std::move(event);
    }
};

}  // namespace detail

/// One thread at a time; copies are independent of each other, also on different threads.
class History {
public:
    class iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Event;
        using difference_type = std::ptrdiff_t;
        using pointer = const Event*;
        using reference = const Event&;

        iterator() = default;
        reference operator*() const { return log_->at(static_cast<std::size_t>(at_)); }
        pointer operator->() const { return &**this; }
        reference operator[](difference_type n) const { return *(*this + n); }
        iterator& operator+=(difference_type n) { return at_ += n, *this; }
        iterator& operator-=(difference_type n) { return at_ -= n, *this; }
        iterator& operator++() { return *this += 1; }
        iterator& operator--() { return *this -= 1; }
        iterator operator++(int) { return std::exchange(*this, *this + 1); }
        iterator operator--(int) { return std::exchange(*this, *this - 1); }
        friend iterator operator+(iterator i, difference_type n) { return i += n; }
        friend iterator operator+(difference_type n, iterator i) { return i += n; }
        friend iterator operator-(iterator i, difference_type n) { return i -= n; }
        friend difference_type operator-(iterator a, iterator b) { return a.at_ - b.at_; }
        friend bool operator==(iterator a, iterator b) { return a.at_ == b.at_; }
        friend auto operator<=>(iterator a, iterator b) { return a.at_ <=> b.at_; }

    private:
        friend class History;
        iterator(const detail::EventLog* log, std::size_t at) : log_(log), at_(static_cast<difference_type>(at)) {}
        const detail::EventLog* log_ = nullptr;
        difference_type at_ = 0;
    };
    using const_iterator = iterator;
    using value_type = Event;

    History() = default;
    /// Numbered from 1, all at the same time.
    History(std::initializer_list<EventBody> events) {
        for (const EventBody& body : events) push_back({static_cast<std::int64_t>(size_) + 1, {}, body});
    }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] iterator begin() const { return {log_.get(), 0}; }
    [[nodiscard]] iterator end() const { return {log_.get(), size_}; }
    [[nodiscard]] const Event& operator[](std::size_t i) const { return log_->at(i); }
    /// Precondition: not empty.
    [[nodiscard]] const Event& back() const { return (*this)[size_ - 1]; }
    /// Takes constant time, unless another copy was appended to differently.
    void push_back(Event event) {
        if (!log_) log_ = std::make_shared<detail::EventLog>();
        std::size_t mine = size_;
        if (!log_->claimed.compare_exchange_strong(mine, size_ + 1, std::memory_order_acq_rel)) {
            auto copy = std::make_shared<detail::EventLog>();
            for (std::size_t i = 0; i < size_; ++i) copy->put(i, (*this)[i]);
            copy->claimed = size_ + 1;
            log_ = std::move(copy);
        }
        log_->put(size_, std::move(event));
        ++size_;
    }
    friend bool operator==(const History& a, const History& b) {
        return a.size_ == b.size_ && std::equal(a.begin(), a.end(), b.begin());
    }

private:
    std::shared_ptr<detail::EventLog> log_;
    std::size_t size_ = 0;
};

/// A part of a history; keeps it alive.
class EventRange {
public:
    EventRange(History history, std::size_t first, std::size_t last)
        : history_(std::move(history)), first_(first), last_(last) {}
    [[nodiscard]] History::iterator begin() const { return history_.begin() + static_cast<std::ptrdiff_t>(first_); }
    [[nodiscard]] History::iterator end() const { return history_.begin() + static_cast<std::ptrdiff_t>(last_); }
    [[nodiscard]] std::size_t size() const { return last_ - first_; }
    [[nodiscard]] bool empty() const { return first_ == last_; }
    [[nodiscard]] const Event& operator[](std::size_t i) const { return history_[first_ + i]; }

private:
    History history_;
    std::size_t first_, last_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
