// A fixed number of counters, all zero at first.
#ifndef BATON_ENGINE_COUNTERS_HPP
#define BATON_ENGINE_COUNTERS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "../config.hpp"

namespace baton::inline BATON_ABI::engine {

/// A vector would write its zeros one by one; `new T[n]()` clears them at once, which is a tenth of a chain's cost.
class Counters {  // NOLINT(cppcoreguidelines-special-member-functions): assigned by value
public:
    Counters() = default;
    explicit Counters(std::size_t size) : counts_(std::make_unique<std::uint32_t[]>(size)), size_(size) {}
    Counters(const Counters& other) : Counters(other.size_) { std::copy_n(other.counts_.get(), size_, counts_.get()); }
    Counters(Counters&& other) noexcept : counts_(std::move(other.counts_)), size_(std::exchange(other.size_, 0)) {}
    Counters& operator=(Counters other) noexcept {
        std::swap(counts_, other.counts_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Counters() = default;

    [[nodiscard]] std::size_t size() const { return size_; }
    std::uint32_t& operator[](std::size_t i) { return counts_[i]; }
    std::uint32_t operator[](std::size_t i) const { return counts_[i]; }
    friend bool operator==(const Counters& a, const Counters& b) {
        return std::equal(a.counts_.get(), a.counts_.get() + a.size_, b.counts_.get(), b.counts_.get() + b.size_);
    }

private:
    std::unique_ptr<std::uint32_t[]> counts_;
    std::size_t size_ = 0;
};

}  // namespace baton::inline BATON_ABI::engine

#endif
