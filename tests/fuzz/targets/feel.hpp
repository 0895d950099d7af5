// FEEL, as an expression and as a cell of a decision table.
#ifndef TESTS_FUZZ_TARGETS_FEEL_HPP
#define TESTS_FUZZ_TARGETS_FEEL_HPP

#include "fuzz.hpp"

namespace fuzz {

inline void feel(std::string_view text) {
    check_expression(baton::expression::Language::feel, text);
    check_expression(baton::expression::Language::unary_tests, text);
}

}  // namespace fuzz

#endif
