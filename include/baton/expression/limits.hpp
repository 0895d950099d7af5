// Bounds of expressions: of their text, their tree, and of each evaluation.
#ifndef BATON_EXPRESSION_LIMITS_HPP
#define BATON_EXPRESSION_LIMITS_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"

namespace baton::inline BATON_ABI::expression {

/// What is bounded. Beyond a bound a text is refused (BTN502), an evaluation ends (BTN503).
struct Limits {
    std::size_t text_bytes = std::size_t{256} << 10;
    /// Of a variable's or function's name.
    std::size_t name_bytes = 1000;
    /// Of brackets, operators and calls in each other.
    unsigned depth = 200;
    std::size_t nodes = 100'000;
    /// Of one evaluation: nodes visited and elements looked at.
    std::uint64_t steps = 1'000'000;
    /// Of one evaluation: text and lists that were made; and what takes longer than its size says is charged more: a case
    /// changed or a number read five to eight times its bytes, a date or time written 400.
    std::size_t bytes = std::size_t{16} << 20;
    /// Of functions that call each other.
    unsigned calls = 64;
    /// Of one evaluation: nodes that wait for each other.
    unsigned evaluation_depth = 1000;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
