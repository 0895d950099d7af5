// name:word. Every such text is one by its marks, and its result is true or false.
#ifndef TESTS_FUZZ_TARGETS_KEY_VALUE_HPP
#define TESTS_FUZZ_TARGETS_KEY_VALUE_HPP

#include "fuzz.hpp"

namespace fuzz {

inline void key_value(std::string_view text) {
    namespace expression = baton::expression;
    check_expression(expression::Language::key_value, text);
    // Names are bounded too.
    if (!expression::is_key_value(text) || text.size() > expression::Limits{}.name_bytes) return;
    const expression::Expression e = expression::Expression::read(text, {.limits = limits()});
    require(e.language() == expression::Language::key_value, "name:word is taken for another language", text);
    const expression::Value value = e.evaluate(expression::JsonScope(variables()));
    require(value.is(expression::Kind::boolean), "name:word is neither true nor false", text);
}

}  // namespace fuzz

#endif
