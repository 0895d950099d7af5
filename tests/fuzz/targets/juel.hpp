// JUEL, with templates.
#ifndef TESTS_FUZZ_TARGETS_JUEL_HPP
#define TESTS_FUZZ_TARGETS_JUEL_HPP

#include "fuzz.hpp"

namespace fuzz {

inline void juel(std::string_view text) { check_expression(baton::expression::Language::juel, text); }

}  // namespace fuzz

#endif
