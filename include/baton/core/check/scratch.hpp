// Working memory for the checks, which run in the compiler as well as in a program: the caller owns one array, the
// checks take pieces of it.
#ifndef BATON_CORE_CHECK_SCRATCH_HPP
#define BATON_CORE_CHECK_SCRATCH_HPP

#include <cstddef>

#include "../../config.hpp"
#include "../rows.hpp"

namespace baton::inline BATON_ABI::core::check {

class scratch {
public:
    constexpr scratch(row_index* memory, std::size_t size) : next_(memory), left_(size) {}
    /// The next `count` entries, each set to `value`. Asking for more than there is fails the constant evaluation.
    constexpr row_index* take(std::size_t count, row_index value = 0) {
        row_index* piece = next_;
        if (count > left_) return nullptr;
        for (std::size_t i = 0; i < count; ++i) piece[i] = value;
        next_ += count;
        left_ -= count;
        return piece;
    }

private:
    row_index* next_;
    std::size_t left_;
};

}  // namespace baton::inline BATON_ABI::core::check

#endif
