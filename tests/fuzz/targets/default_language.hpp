// The default language, and the choice of the language by the marks of a text.
#ifndef TESTS_FUZZ_TARGETS_DEFAULT_LANGUAGE_HPP
#define TESTS_FUZZ_TARGETS_DEFAULT_LANGUAGE_HPP

#include "fuzz.hpp"

namespace fuzz {

inline void default_language(std::string_view text) {
    check_expression(baton::expression::Language::unmarked, text);
    check_expression(std::nullopt, text);
}

}  // namespace fuzz

#endif
