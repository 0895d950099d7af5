// Patterns that are literals are compiled with the expression, not at every evaluation.
#include <baton/expression/expression.hpp>
#include <baton/expression/json.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "../catch.hpp"

namespace expression_literal_patterns_test {

using baton::expression::Expression;
using baton::expression::JsonScope;
using baton::expression::Language;

namespace {

std::size_t compiled_in(const std::string& text) { return Expression(text, Language::feel).syntax().patterns.size(); }

bool holds(const Expression& e, const nlohmann::json& variables) { return e.evaluate(JsonScope(variables)).is_true(); }

}  // namespace

TEST_CASE("a literal pattern is compiled once, with the expression") {
    CHECK(compiled_in(R"(matches(x, "a+b"))") == 1);
    CHECK(compiled_in(R"(matches(x, "a+b", "i"))") == 1);
    CHECK(compiled_in(R"(replace(x, "a+", "-"))") == 1);
    CHECK(compiled_in(R"(split(x, ";") = extract(x, "[a-z]+"))") == 2);
    CHECK(compiled_in(R"(for w in words return matches(w, "^a"))") == 1);
}

TEST_CASE("what is only known when it is evaluated is compiled then") {
    CHECK(compiled_in(R"(matches(x, y))") == 0);
    CHECK(compiled_in(R"(matches(x, "a+b", flags))") == 0);
    CHECK(compiled_in(R"(matches(x, "(("))") == 0);
    CHECK(holds(Expression(R"(matches(x, y))", Language::feel), {{"x", "aab"}, {"y", "^a+b$"}}));
    CHECK(holds(Expression(R"(matches(x, "(("))", Language::feel), {{"x", "aab"}}) == false);
}

TEST_CASE("a pattern compiled with the expression answers as one compiled at the call, every time") {
    const Expression literal(R"(matches(x, "^A+b$", "i") and not(matches(x, "^A+b$")) and replace(x, "a", "c") = y)",
                             Language::feel);
    const Expression computed(R"(matches(x, p, f) and not(matches(x, p)) and replace(x, q, "c") = y)", Language::feel);
    const Expression copy = literal;
    for (const char* x : {"aab", "ab", "b", "xab", "AAB", ""})
        for (const char* y : {"ccb", "cb", ""}) {
            const nlohmann::json variables = {{"x", x}, {"y", y}, {"p", "^A+b$"}, {"q", "a"}, {"f", "i"}};
            CAPTURE(x, y);
            CHECK(holds(literal, variables) == holds(computed, variables));
            CHECK(holds(copy, variables) == holds(literal, variables));
        }
    CHECK(holds(literal, {{"x", "aab"}, {"y", "ccb"}}));
}

}  // namespace expression_literal_patterns_test
