// Checks of FEEL by FEEL: both sides are evaluated, the results must be equal.
#ifndef TESTS_EXPRESSION_FEEL_CHECK_HPP
#define TESTS_EXPRESSION_FEEL_CHECK_HPP

#include <baton/expression/expression.hpp>
#include <baton/expression/text_of.hpp>
#include <string>
#include <string_view>

#include "../catch.hpp"

namespace tests {

inline std::string evaluated(std::string_view text) {
    using namespace baton::expression;
    const Expression e(text, Language::feel);
    return text_of(e.evaluate(EmptyScope(), {.now = baton::instant(1'800'000'000'000)}), 1 << 20);
}

}  // namespace tests

/// Equal values have equal text, but for numbers and texts that look alike: strings in a list are in quotes.
inline void check_feel(std::string_view expression, std::string_view expected) {
    INFO(expression);
    CHECK(tests::evaluated("[" + std::string(expression) + "]") == tests::evaluated("[" + std::string(expected) + "]"));
}

#endif
