// What is said about texts that are no expressions, and about results that are null.
#include <baton/expression/expression.hpp>
#include <baton/expression/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"

namespace expression_errors_test {

namespace {

using namespace baton::expression;

struct Malformed {
    const char* text;
    int line, column;
    const char* says;
};

void check_refused(const Malformed& m, Language language) {
    INFO(m.text);
    try {
        Expression(m.text, language);
        FAIL("it is understood");
    } catch (const baton::error& e) {
        CHECK(e.code() == baton::error_code::the_expression_is_not_understood);
        CHECK(e.where() == "line " + std::to_string(m.line) + ", column " + std::to_string(m.column));
        CHECK_THAT(e.what(), ContainsSubstring(m.says));
        CHECK_THAT(e.what(), ContainsSubstring("BTN501"));
        CHECK_THAT(e.what(), ContainsSubstring("\u2192"));
    }
}

std::vector<Reason> reasons_of(std::string_view text, const nlohmann::json& variables = nlohmann::json::object(),
                               Language language = Language::feel) {
    std::vector<Reason> reasons;
    static_cast<void>(Expression(text, language).evaluate(JsonScope(variables), {.now = {}, .reasons = &reasons}));
    return reasons;
}

baton::error_code evaluating(std::string_view text, const Limits& limits) {
    const Expression e(text, Language::feel);
    return code_of([&] { static_cast<void>(e.evaluate(EmptyScope(), {.now = {}, .limits = limits})); });
}

}  // namespace

TEST_CASE("BTN501: malformed FEEL") {
    const Malformed all[] = {
        {"", 1, 1, "the expression ends too early"},
        {"   ", 1, 4, "the expression ends too early"},
        {"1 +", 1, 4, "the expression ends too early: 1 +\u2192"},
        {"1 + * 2", 1, 5, "expected a value: 1 + \u2192* 2"},
        {"(1 + 2", 1, 7, "expected ')'"},
        {"1 + 2)", 1, 6, "expected an operator or the end: 1 + 2\u2192)"},
        {"[1, 2", 1, 6, "expected ']'"},
        {"[1,, 2]", 1, 4, "expected a value"},
        {"[1..5", 1, 6, "at the end of the range"},
        {"{a 1}", 1, 5, "expected ':'"},
        {"{a: 1", 1, 6, "expected '}'"},
        {"{1: 1}", 1, 2, "expected a name"},
        {"sum(1, 2", 1, 9, "expected ')'"},
        {"f(a: 1, 2)", 1, 9, "expected ':'"},
        {"if a then 1", 1, 12, "expected 'else'"},
        {"if a 1 else 2", 1, 6, "expected 'then'"},
        {"for x in [1] x", 1, 14, "expected 'return'"},
        {"for x [1] return x", 1, 7, "expected 'in'"},
        {"for 1 in [1] return 1", 1, 5, "expected a name"},
        {"some x in [1] return x", 1, 15, "expected 'satisfies'"},
        {"a between 1 or 3", 1, 13, "expected 'and'"},
        {"\"open", 1, 1, "the text in quotes has no end"},
        {"1 + \"open", 1, 5, "the text in quotes has no end"},
        {"/* open", 1, 1, "the comment has no end"},
        {"\"\\uD83Dx\"", 1, 8, "no character has that number"},
        {"\"\\u12g4\"", 1, 6, "hexadecimal digits"},
        {"12abc", 1, 3, "a name does not begin with a digit"},
        {"1e9999", 1, 7, "the number is too large"},
        {"a.", 1, 3, "expected a name"},
        {"a.1", 1, 3, "expected a name"},
        {"1 == 1", 1, 3, "FEEL compares with one '='"},
        {"@2030", 1, 2, "expected a text in quotes behind '@'"},
        {"1 instance of nubmer", 1, 21, "there is no type 'nubmer'"},
        {"1 instance of list<number", 1, 26, "expected '>'"},
        {"function(x) external {}", 1, 21, "external functions are not there"},
        {"function(1) 1", 1, 10, "expected the name of a parameter"},
        {"a\n  b +\n  * c", 3, 3, "expected a value"},
        {"\"\u00e9\u00e9\" + )", 1, 8, "expected a value"},
        {"1 # 2", 1, 3, "expected an operator or the end"},
        {"a > and b", 1, 5, "expected a value"},
        {"a and and b", 1, 7, "expected a value"},
        {"1 + then", 1, 5, "expected a value"},
    };
    for (const Malformed& m : all) check_refused(m, Language::feel);
}

TEST_CASE("BTN501: malformed texts of the other languages") {
    const Malformed juel[] = {
        {"${", 1, 3, "the expression ends too early"},
        {"${}", 1, 3, "expected a value: ${\u2192}"},
        {"${a", 1, 4, "expected '}'"},
        {"text ${a b}", 1, 10, "expected '}'"},
        {"${a ? 1}", 1, 8, "expected ':'"},
        {"${f(1}", 1, 6, "expected ')'"},
        {"${a[1}", 1, 6, "expected ']'"},
        {"${a.}", 1, 5, "expected a name"},
        {"${'open}", 1, 3, "the text in quotes has no end"},
        {"line\n${1 +}", 2, 6, "expected a value"},
    };
    for (const Malformed& m : juel) check_refused(m, Language::juel);
    const Malformed unmarked[] = {
        {"a &&", 1, 5, "the expression ends too early"},
        {"a && && b", 1, 6, "expected a value"},
        {"'open", 1, 1, "the text in quotes has no end"},
        {"not", 1, 4, "the expression ends too early"},
        {"a === b", 1, 5, "expected a value"},
    };
    for (const Malformed& m : unmarked) check_refused(m, Language::unmarked);
    const Malformed tests[] = {
        {"", 1, 1, "the expression ends too early"},
        {"< 5,", 1, 5, "the expression ends too early"},
        {"not(5", 1, 6, "expected ')'"},
        {"5 6", 1, 3, "expected an operator or the end"},
    };
    for (const Malformed& m : tests) check_refused(m, Language::unary_tests);
}

TEST_CASE("BTN501: the place in a long text is shown with what is around it") {
    const std::string before(100, 'x'), behind(100, 'y');
    const std::string text = before + " + ) " + behind;
    const std::string said = text_of([&] { Expression(text, Language::feel); });
    CHECK_THAT(said, ContainsSubstring("line 1, column 104"));
    CHECK_THAT(said, ContainsSubstring("\u2026xxx"));
    CHECK_THAT(said, ContainsSubstring("\u2192) yyy"));
    CHECK(said.size() < 250);
}

TEST_CASE("BTN502: texts beyond the bounds") {
    using baton::error_code;
    const auto parsed = [](const std::string& text, const Limits& limits) {
        return code_of([&] { Expression(text, Language::feel, {.limits = limits}); });
    };
    CHECK(parsed("1 + 2 + 3", {.text_bytes = 8}) == error_code::the_expression_is_too_large);
    CHECK(parsed("1 + 2 + 3", {.nodes = 3}) == error_code::the_expression_is_too_large);
    CHECK(parsed("((((1))))", {.depth = 4}) == error_code::the_expression_is_too_large);
    CHECK(parsed(std::string(5000, '('), {}) == error_code::the_expression_is_too_large);
    CHECK(parsed(std::string(5000, '-') + "1", {}) == error_code::the_expression_is_too_large);
    CHECK(parsed(std::string(5000, '['), {}) == error_code::the_expression_is_too_large);
    CHECK(parsed("1 instance of " + std::string(0, ' ') +
                     [] {
                         std::string t;
                         for (int i = 0; i < 500; ++i) t += "list<";
                         return t;
                     }(),
                 {}) == error_code::the_expression_is_too_large);
}

TEST_CASE("BTN503: evaluations beyond the bounds") {
    using baton::error_code;
    CHECK(evaluating("for i in 1..1000 return i", {.steps = 100}) == error_code::the_evaluation_is_too_long);
    CHECK(evaluating("for i in 1..1000 return i", {.bytes = 1000}) == error_code::the_evaluation_is_too_long);
    CHECK(evaluating("{f: function(n) f(n + 1), r: f(1)}.r", {}) == error_code::the_evaluation_is_too_long);
    CHECK(evaluating("for i in 1..9000000000 return 1", {}) == error_code::the_evaluation_is_too_long);
    CHECK(evaluating("every i in [1..9000000000] satisfies true", {}) == error_code::the_evaluation_is_too_long);
    CHECK(evaluating("1 + 1", {.steps = 100, .bytes = 1000}) == error_code::none);
    CHECK(evaluating("{a: for i in 1..900 return i, b: for i in 1..900 return if i = 900 then 0 else i, "
                     "c: for i in 1..900 return a = b}",
                     {.steps = 100'000}) == error_code::the_evaluation_is_too_long);
}

TEST_CASE("a misspelt function suggests the nearest") {
    const auto reasons = reasons_of("sume([1, 2])");
    REQUIRE(reasons.size() == 1);
    CHECK(reasons[0].at == 0);
    CHECK_THAT(reasons[0].what, ContainsSubstring("'sume'") && ContainsSubstring("did you mean 'sum'?"));
    CHECK_THAT(reasons_of("strng length(\"a\")").at(0).what, ContainsSubstring("did you mean 'string length'?"));
    CHECK_THAT(reasons_of("uper case(\"a\")").at(0).what, ContainsSubstring("did you mean 'upper case'?"));
    CHECK_THAT(reasons_of("qqqqqqq(1)").at(0).what, !ContainsSubstring("did you mean"));
}

TEST_CASE("why a result is null is recorded with its place") {
    struct Case {
        const char* text;
        std::size_t at;
        const char* says;
    };
    const Case all[] = {
        {"missing", 0, "there is no variable 'missing'"},
        {"1 + missing", 4, "there is no variable 'missing'"},
        {"{a: 1}.b", 0, "context has no 'b'"},
        {"10 + (1 / 0)", 6, "'/' is not defined for these values: number, number"},
        {"\"a\" * 2", 0, "string, number"},
        {"1 < \"a\"", 0, "number cannot be compared with string"},
        {"[1, 2][5]", 0, "the list has no position 5"},
        {"[1..null]", 0, "an end of the range is null"},
        {"{a: 1, a: 2}", 7, "the key 'a' is there twice"},
        {"2 * substring(1, 1)", 4, "substring: 'string' cannot be number"},
        {"abs()", 0, "the argument 'n' is missing"},
        {"abs(m: 1)", 0, "there is no parameter 'm'"},
        {"abs(1, 2)", 0, "at most 1 arguments"},
        {"(function(x: number) x)(\"a\")", 0, "the argument 'x' is of another type"},
        {"(function(x) x)(1, 2)", 0, "takes 1 arguments, not 2"},
        {"5(1)", 0, "number is no function"},
        {"for i in null return i", 9, "null has no elements"},
        {"true and 1", 0, "number is neither true nor false"},
    };
    for (const Case& c : all) {
        INFO(c.text);
        const auto reasons = reasons_of(c.text);
        REQUIRE_FALSE(reasons.empty());
        CHECK(reasons[0].at == c.at);
        CHECK_THAT(reasons[0].what, ContainsSubstring(c.says));
    }
}

TEST_CASE("reasons are there only for what is null, and not without bound") {
    CHECK(reasons_of("1 + 2").empty());
    CHECK(reasons_of("null").empty());
    CHECK(reasons_of("if true then 1 else missing").empty());
    CHECK(reasons_of("for i in 1..100 return missing").size() == 16);
    const auto reasons = reasons_of("[a, b]", {{"a", 1}});
    REQUIRE(reasons.size() == 1);
    CHECK(reasons[0].at == 4);
    CHECK(reasons_of("${a.b.c}", {{"a", {{"x", 1}}}}, Language::juel).size() == 2);
}

}  // namespace expression_errors_test
