// Every construct of FEEL, and unary tests.
#include <baton/expression/expression.hpp>
#include <baton/expression/json.hpp>
#include <string>
#include <string_view>

#include "../catch.hpp"
#include "feel_check.hpp"

namespace expression_language_test {

namespace {

using namespace baton::expression;

/// The value as text, of a FEEL text whose names are those of the variables.
std::string with(const nlohmann::json& variables, std::string_view text, Language language = Language::feel) {
    const JsonScope scope(variables);
    KnownNames names;
    scope.names(names);
    const Expression e(text, language, {.names = &names});
    return text_of(e.evaluate(scope, {.now = baton::instant(1'800'000'000'000)}), 1 << 20);
}
/// A cell of a decision table against an input.
std::string cell(std::string_view text, const nlohmann::json& input) {
    return with({{"?", input}, {"limit", 10}}, text, Language::unary_tests);
}
std::string value_of(std::string_view text) { return with(nlohmann::json::object(), text); }

}  // namespace

TEST_CASE("FEEL: literals") {
    CHECK(value_of("12") == "12");
    CHECK(value_of("-0.50") == "-0.5");
    CHECK(value_of(".25 + 1.75") == "2");
    CHECK(value_of("1e3") == "1000");
    CHECK(value_of("25E-1") == "2.5");
    CHECK(value_of("0.1 + 0.2") == "0.3");
    CHECK(value_of("true") == "true");
    CHECK(value_of("false") == "false");
    CHECK(value_of("null") == "null");
    CHECK(value_of("\"\"").empty());
    CHECK(value_of("\"tea & milk\"") == "tea & milk");
    CHECK(value_of("[]") == "[]");
    CHECK(value_of("{}") == "{}");
    CHECK(value_of("[1, \"a\", [null]]") == "[1, \"a\", [null]]");
}

TEST_CASE("FEEL: escapes in strings") {
    CHECK(value_of(R"("a\nb\tc\rd")") == "a\nb\tc\rd");
    CHECK(value_of(R"("say \"hi\"")") == "say \"hi\"");
    CHECK(value_of(R"("it\'s")") == "it's");
    CHECK(value_of(R"("C:\\x")") == "C:\\x");
    CHECK(value_of("\"\\u0041\\u00e9\"") == "A\u00e9");
    CHECK(value_of("\"\\U01F41E\"") == "\U0001f41e");
    CHECK(value_of("\"\\uD83D\\uDC1E\"") == "\U0001f41e");
    CHECK(value_of(R"("\s+")") == R"(\s+)");  // what is no escape stays: patterns are written as they are
}

TEST_CASE("FEEL: names with blanks and signs are those of the variables") {
    const nlohmann::json order = {{"unit price", 12}, {"net/gross", 3}, {"a-b", 100},
                                  {"a", 7},           {"b", 2},         {"customer's age", 40},
                                  {"x+y", 5},         {"caf\u00e9", 1}, {"order", {{"line items", {1, 2}}}}};
    CHECK(with(order, "unit price * 2") == "24");
    CHECK(with(order, "unit  \n price*2") == "24");
    CHECK(with(order, "net/gross + 1") == "4");
    CHECK(with(order, "a-b") == "100");
    CHECK(with(order, "a - b") == "5");
    CHECK(with(order, "customer's age >= 18") == "true");
    CHECK(with(order, "x+y") == "5");
    CHECK(with(order, "caf\u00e9 + 1") == "2");
    CHECK(with(order, "count(order.line items)") == "2");
    CHECK(with(order, "if unit price > 10 then unit price else a-b") == "12");
    CHECK(with(order, "for unit price in [1, 2] return unit price + a") == "[8, 9]");
    CHECK(with({{"if so", 3}}, "if so + 1") == "4");
}

TEST_CASE("FEEL: plain words need not be known to make a name") {
    CHECK(value_of("{grand total: 4, doubled: grand total * 2}.doubled") == "8");
    CHECK(value_of("{a+b: 1, c: a+b}.c") == "1");
    CHECK(value_of("{\"odd key!\": 6}") == "{\"odd key!\": 6}");
}

TEST_CASE("FEEL: paths") {
    const nlohmann::json shop = {{"owner", {{"name", "Ada"}, {"address", {{"city", "Bern"}}}}},
                                 {"lines", {{{"item", "tea"}, {"n", 2}}, {{"item", "cup"}, {"n", 1}}, {{"n", 9}}}}};
    CHECK(with(shop, "owner.address.city") == "Bern");
    CHECK(with(shop, "owner . name") == "Ada");
    CHECK(with(shop, "owner.phone") == "null");
    CHECK(with(shop, "owner.phone.code") == "null");
    CHECK(with(shop, "lines.n") == "[2, 1, 9]");
    CHECK(with(shop, "lines.item") == "[\"tea\", \"cup\", null]");
    CHECK(with(shop, "sum(lines.n)") == "12");
    CHECK(with(shop, "lines[2].item") == "cup");
    check_feel("@\"2031-05-09\".month", "5");
    check_feel("@\"PT26H\".hours", "2");
    check_feel("[1..4].end", "4");
    check_feel("[1..4[.end included", "false");
    check_feel("[@\"2031-05-09\", @\"2032-05-09\"].year", "[2031, 2032]");
}

TEST_CASE("FEEL: filters") {
    check_feel("[10, 20, 30][1]", "10");
    check_feel("[10, 20, 30][-1]", "30");
    check_feel("[10, 20, 30][0]", "null");
    check_feel("[10, 20, 30][4]", "null");
    check_feel("[10, 20, 30][1.5]", "null");
    check_feel("[10, 20, 30][1 + 1]", "20");
    check_feel("[10, 20, 30][item >= 20]", "[20, 30]");
    check_feel("[10, 20, 30][item > 99]", "[]");
    check_feel("[10, 20, 30][true]", "[10, 20, 30]");
    check_feel("[10, 20, 30][null]", "[]");
    check_feel("[{k: 1, v: \"a\"}, {k: 2, v: \"b\"}][k = 2].v", "[\"b\"]");
    check_feel("[{k: 1}, {k: 2}][item.k > 1]", "[{k: 2}]");
    check_feel("[{k: 1}, {other: 2}][k = 1]", "[{k: 1}]");
    check_feel("[{item: 4}, {item: 5}][item > 4]", "[{item: 5}]");
    check_feel("[[1, 2], [3]][2][1]", "3");
    check_feel("7[1]", "7");
    check_feel("7[item > 5]", "[7]");
    check_feel("null[1]", "[]");
    check_feel("[][1]", "null");
    CHECK(with({{"limit", 2}, {"l", {1, 2, 3}}}, "l[item > limit]") == "[3]");
    CHECK(with({{"i", 2}, {"l", {7, 8, 9}}}, "l[i]") == "8");
}

TEST_CASE("FEEL: ranges, by bracket") {
    check_feel("1 in [1..3]", "true");
    check_feel("1 in (1..3]", "false");
    check_feel("1 in ]1..3]", "false");
    check_feel("3 in [1..3)", "false");
    check_feel("3 in [1..3[", "false");
    check_feel("2 in ]1..3[", "true");
    check_feel("[1..3[ = [1..3)", "true");
    check_feel("(1..3) = ]1..3[", "true");
    check_feel("2 in [1..3[ and true", "true");
    check_feel("if 3 in [1..3[ then 1 else 2", "2");
    check_feel("[1..{a: [3]}.a[1]]", "[1..3]");
    check_feel("\"b\" in [\"a\"..\"c\"]", "true");
    check_feel("@\"2030-06-01\" in [@\"2030-01-01\"..@\"2030-12-31\"]", "true");
    check_feel("@\"PT90M\" in (@\"PT1H\"..@\"PT2H\")", "true");
    check_feel("(< 5) = (< 5)", "true");
    check_feel("4 in (< 5)", "true");
    check_feel("(>= 5).start", "5");
    check_feel("[1..\"a\"]", "null");
    check_feel("[true..false]", "null");
    check_feel("[3..1] = [3..1]", "true");
    check_feel("2 in [3..1]", "false");
}

TEST_CASE("FEEL: arithmetic") {
    check_feel("2 + 3 * 4", "14");
    check_feel("(2 + 3) * 4", "20");
    check_feel("20 / 2 / 5", "2");
    check_feel("10 - 3 - 2", "5");
    check_feel("2 ** 3 ** 2", "64");
    check_feel("2 * 3 ** 2", "18");
    check_feel("-2 ** 2", "4");
    check_feel("2 ** -1", "0.5");
    check_feel("--5", "5");
    check_feel("3 - -2", "5");
    check_feel("1 / 0", "null");
    check_feel("1 / 8", "0.125");
    check_feel("\"ab\" + \"cd\"", "\"abcd\"");
    check_feel("\"ab\" + 1", "null");
    check_feel("1 + null", "null");
    check_feel("-\"a\"", "null");
    check_feel("@\"2030-01-31\" + @\"P1M\"", "@\"2030-02-28\"");
    check_feel("@\"2030-01-03\" - @\"2030-01-01\"", "@\"P2D\"");
    check_feel("@\"PT1H\" * 3 / @\"PT90M\"", "2");
}

TEST_CASE("FEEL: comparison") {
    check_feel("1 = 1.0", "true");
    check_feel("1 != 2", "true");
    check_feel("\"a\" < \"b\"", "true");
    check_feel("\"Z\" < \"a\"", "true");
    check_feel("2 <= 2", "true");
    check_feel("2 >= 3", "false");
    check_feel("@\"2030-01-01\" < @\"2030-01-02\"", "true");
    check_feel("@\"PT60M\" = @\"PT1H\"", "true");
    check_feel("@\"P1Y\" = @\"P12M\"", "true");
    check_feel("@\"10:00:00Z\" = @\"11:00:00+01:00\"", "true");
    check_feel("[1, [2]] = [1, [2]]", "true");
    check_feel("{a: 1, b: 2} = {b: 2, a: 1}", "true");
    check_feel("{a: 1} = {a: 1, b: null}", "false");
    check_feel("true = true", "true");
    check_feel("true < false", "null");
    check_feel("[1] < [2]", "null");
    check_feel("\"1\" = 1", "null");
    check_feel("\"1\" != 1", "null");
    check_feel("null = null", "true");
    check_feel("null < 1", "null");
    check_feel("1 < 2 = true", "true");
}

TEST_CASE("FEEL: and, or, not with three values") {
    const char* values[] = {"true", "false", "null"};
    const char* both[3][3] = {{"true", "false", "null"}, {"false", "false", "false"}, {"null", "false", "null"}};
    const char* either[3][3] = {{"true", "true", "true"}, {"true", "false", "null"}, {"true", "null", "null"}};
    for (int a = 0; a < 3; ++a)
        for (int b = 0; b < 3; ++b) {
            check_feel(std::string(values[a]) + " and " + values[b], both[a][b]);
            check_feel(std::string(values[a]) + " or " + values[b], either[a][b]);
        }
    check_feel("not(true)", "false");
    check_feel("not(false)", "true");
    check_feel("not(null)", "null");
    check_feel("not(1)", "null");
    check_feel("1 and false", "false");
    check_feel("1 and true", "null");
    check_feel("\"x\" or true", "true");
    check_feel("\"x\" or false", "null");
    check_feel("true or false and false", "true");
    check_feel("(true or false) and false", "false");
}

TEST_CASE("FEEL: if") {
    check_feel("if 1 < 2 then \"yes\" else \"no\"", "\"yes\"");
    check_feel("if null then 1 else 2", "2");
    check_feel("if \"true\" then 1 else 2", "2");
    check_feel("if true then if false then 1 else 2 else 3", "2");
    check_feel("if true then 1 else 2 + 10", "1");
    check_feel("(if true then 1 else 2) + 10", "11");
    check_feel("if true then 1 else 1 / nothing.here", "1");
}

TEST_CASE("FEEL: for") {
    check_feel("for x in [1, 2, 3] return x * x", "[1, 4, 9]");
    check_feel("for x in [] return x", "[]");
    check_feel("for x in 5 return x + 1", "[6]");
    check_feel("for i in 1..4 return i", "[1, 2, 3, 4]");
    check_feel("for i in 2..-1 return i", "[2, 1, 0, -1]");
    check_feel("for i in 3..3 return i", "[3]");
    check_feel("for i in [1..3] return i", "[1, 2, 3]");
    check_feel("for i in 1..count([7, 8]) return i", "[1, 2]");
    check_feel("for x in [1, 2], y in [10, 20] return x + y", "[11, 21, 12, 22]");
    check_feel("for x in 1..3, y in 1..x return y", "[1, 1, 2, 1, 2, 3]");
    check_feel("for x in [[1, 2], [3]], y in x return y", "[1, 2, 3]");
    check_feel("for x in [1, 2] return for y in [x, -x] return y", "[[1, -1], [2, -2]]");
    check_feel("for i in 1..6 return if i < 3 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3, 5, 8]");
    check_feel("for i in 1..3 return count(partial)", "[0, 1, 2]");
    check_feel("for d in @\"2030-02-27\"..@\"2030-03-01\" return d.day", "[27, 28, 1]");
    check_feel("for d in @\"2030-01-02\"..@\"2029-12-31\" return d.day", "[2, 1, 31]");
    check_feel("for i in 1.5..3 return i", "null");
    check_feel("for i in null return i", "null");
    check_feel("for c in \"abc\" return c", "[\"abc\"]");
    check_feel("for i in (1..4) return i", "[2, 3]");
    check_feel("for i in [1..4[ return i", "[1, 2, 3]");
}

TEST_CASE("FEEL: some and every") {
    check_feel("some x in [1, 2] satisfies x > 1", "true");
    check_feel("some x in [1, 2] satisfies x > 2", "false");
    check_feel("every x in [1, 2] satisfies x > 0", "true");
    check_feel("every x in [1, 2] satisfies x > 1", "false");
    check_feel("some x in [] satisfies true", "false");
    check_feel("every x in [] satisfies false", "true");
    check_feel("some x in [1, 2], y in [2, 3] satisfies x = y", "true");
    check_feel("every x in [1, 2], y in [3, 4] satisfies x < y", "true");
    check_feel("some i in [1..5] satisfies i ** 2 = 16", "true");
    check_feel("some x in [\"a\", 2] satisfies x > 1", "true");
    check_feel("some x in [\"a\", 0] satisfies x > 1", "null");
    check_feel("every x in [\"a\", 0] satisfies x > 1", "false");
    check_feel("every x in [\"a\", 2] satisfies x > 1", "null");
    check_feel("some x in null satisfies true", "null");
    check_feel("some x in 3 satisfies x = 3", "true");
}

TEST_CASE("FEEL: between") {
    check_feel("2 between 1 and 3", "true");
    check_feel("1 between 1 and 3", "true");
    check_feel("3 between 1 and 3", "true");
    check_feel("4 between 1 and 3", "false");
    check_feel("2 between 1 and 3 and false", "false");
    check_feel("1 + 1 between 1 and 1 + 1", "true");
    check_feel("null between 1 and 3", "null");
    check_feel("9 between null and 3", "false");
    check_feel("\"b\" between \"a\" and \"c\"", "true");
    check_feel("@\"P1Y\" between @\"P6M\" and @\"P2Y\"", "true");
}

TEST_CASE("FEEL: in, with every kind of test") {
    check_feel("1 in 1", "true");
    check_feel("1 in (1)", "true");
    check_feel("1 in (2, 3)", "false");
    check_feel("1 in (2, 1)", "true");
    check_feel("1 in > 0", "true");
    check_feel("1 in < 0", "false");
    check_feel("1 in <= 1", "true");
    check_feel("1 in >= 2", "false");
    check_feel("1 in (= 1)", "true");
    check_feel("1 in (!= 1)", "false");
    check_feel("1 in (> 5, < 2)", "true");
    check_feel("1 in [1, 2]", "true");
    check_feel("1 in []", "false");
    check_feel("1 in ([7, 8], [1..2])", "true");
    check_feel("1 in ([1, 2])[1]", "true");
    check_feel("1 in ([3, 2])[item > 1]", "false");
    check_feel("7 in (3) + 4", "true");
    check_feel("7 in (3) - 4", "false");
    check_feel("-3 in (3) * (2) - 9", "true");
    check_feel("1 in ({a: 1}).a", "true");
    check_feel("2 in (function(x) x + 1)(1)", "true");
    check_feel("true in (1) instance of number", "true");
    check_feel("[1 in (2)..3]", "null");
    check_feel("8 in (2) ** 3 and 1 in (1)", "true");
    check_feel("1 in [[0..2], 9]", "true");
    check_feel("[1, 2] in [[1, 2], [3]]", "true");
    check_feel("[1, 2] in [1, 2]", "true");
    check_feel("5 in (1..5]", "true");
    check_feel("5 in (1..5)", "false");
    check_feel("5 in ([1..3], [4..6])", "true");
    check_feel("null in (null)", "true");
    check_feel("null in [1..3]", "null");
    check_feel("\"a\" in [1..3]", "null");
    check_feel("5 in (? > 3)", "true");
    check_feel("5 in (? > 3 and ? < 5)", "false");
    check_feel("\"ab\" in (starts with(?, \"a\"))", "true");
    check_feel("1 in 1 = true", "true");
    CHECK(with({{"l", {1, 2}}}, "2 in l") == "true");
}

TEST_CASE("FEEL: instance of") {
    check_feel("1 instance of number", "true");
    check_feel("\"a\" instance of string", "true");
    check_feel("true instance of boolean", "true");
    check_feel("@\"2030-01-01\" instance of date", "true");
    check_feel("@\"10:00:00\" instance of time", "true");
    check_feel("@\"2030-01-01T10:00:00\" instance of date and time", "true");
    check_feel("@\"2030-01-01T10:00:00\" instance of date", "false");
    check_feel("@\"P1D\" instance of days and time duration", "true");
    check_feel("@\"P1Y\" instance of years and months duration", "true");
    check_feel("@\"P1Y\" instance of days and time duration", "false");
    check_feel("[1, 2] instance of list", "true");
    check_feel("[1, 2] instance of list<number>", "true");
    check_feel("[1, \"a\"] instance of list<number>", "false");
    check_feel("[1, \"a\"] instance of list<Any>", "true");
    check_feel("[[1], []] instance of list<list<number>>", "true");
    check_feel("{a: 1} instance of context", "true");
    check_feel("{a: 1, b: \"x\"} instance of context<a: number>", "true");
    check_feel("{a: 1} instance of context<a: number, b: string>", "false");
    check_feel("{a b: 1} instance of context<a b: number>", "true");
    check_feel("[1..3] instance of range<number>", "true");
    check_feel("[1..3] instance of range<string>", "false");
    check_feel("(< 3) instance of range<number>", "true");
    check_feel("sum instance of function", "true");
    check_feel("(function(x: number) x) instance of function<number> -> number", "true");
    check_feel("(function(x) x) instance of function<number, number> -> number", "false");
    check_feel("(function() 1) instance of function<> -> number", "true");
    check_feel("1 instance of Any", "true");
    check_feel("null instance of Any", "false");
    check_feel("null instance of Null", "true");
    check_feel("null instance of number", "false");
    check_feel("1 + 1 instance of number", "null");  // binds tighter than +
    check_feel("-1 instance of number", "true");
}

TEST_CASE("FEEL: functions") {
    check_feel("substring(\"kettle\", 2, 3)", "\"ett\"");
    check_feel("substring(start position: 2, string: \"kettle\")", "\"ettle\"");
    check_feel("substring(nonsense: 2, string: \"kettle\")", "null");
    check_feel("substring(\"kettle\")", "null");
    check_feel("no such function(1)", "null");
    check_feel("(function(a, b) a - b)(5, 2)", "3");
    check_feel("(function(a, b) a - b)(b: 5, a: 2)", "-3");
    check_feel("(function(a, b) a - b)(a: 5, c: 2)", "null");
    check_feel("(function(a, b) a - b)(5)", "null");
    check_feel("(function(first name) first name + \"!\")(\"Ada\")", "\"Ada!\"");
    check_feel("(function(a: number) a + 1)(1)", "2");
    check_feel("(function(a: number) 1)(\"x\")", "null");
    check_feel("(function(a: number) 1)(null)", "1");
    check_feel("(function(a: number) a)([4])", "4");
    check_feel("(function(a: list<number>) a)(4)", "[4]");
    check_feel("{n: 2, f: function(x) x * n}.f(4)", "8");
    check_feel("{make: function(n) function(x) x + n, r: make(3)(4)}.r", "7");
    check_feel("{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(6)}.r", "720");
    check_feel("{f: sum, r: f([1, 2])}.r", "3");
    check_feel("sort([2, 3, 1], function(a, b) a > b)", "[3, 2, 1]");
    check_feel("(for k in [1, 2] return function(x) x * k)[2](5)", "10");
    check_feel("{x: 1, f: function(x) x, r: f(2)}.r", "2");
    check_feel("5(1)", "null");
}

TEST_CASE("FEEL: contexts") {
    check_feel("{a: 1, b: a + 1, c: a + b}.c", "3");
    check_feel("{\"a b\": 1, c: a b}.c", "1");
    check_feel("{a: {b: 2}, c: a.b}.c", "2");
    check_feel("{a: 1, inner: {a: 2, b: a}}.inner.b", "2");
    check_feel("{a: 1, a: 2}", "null");
    check_feel("{b: a, a: 1}.b", "null");
    check_feel("{if: 1}.if", "1");
    check_feel("is defined({a: null}.a)", "true");
    check_feel("is defined({a: null}.b)", "false");
}

TEST_CASE("FEEL: comments and blanks") {
    CHECK(value_of("1 // one\n + 2") == "3");
    CHECK(value_of("/* a */ 1 /* b\n c */ + /**/ 2") == "3");
    CHECK(value_of("\t1\r\n+\f2 ") == "3");
    CHECK(value_of("1 +\u00a0\u2003\u30002") == "3");
    CHECK(value_of("\ufeff1 + 2") == "3");
    CHECK(value_of("\"// no comment\"") == "// no comment");
    CHECK(value_of("{a /* b */: 1}.a") == "1");
    CHECK(value_of("1\u00a0+ 2") == "3");
    CHECK(value_of("true and\u00a0false") == "false");
    CHECK(value_of("if\u2003true then 1 else 2") == "1");
    CHECK(value_of("string length\u00a0(\"abc\")") == "3");
}

TEST_CASE("FEEL: literals in quotes behind @") {
    check_feel("@\"2030-01-02\" = date(2030, 1, 2)", "true");
    check_feel("@\"10:20:30\" = time(10, 20, 30)", "true");
    check_feel("@\"2030-01-02T10:20:30Z\" = date and time(\"2030-01-02T10:20:30Z\")", "true");
    check_feel("@\"P1DT2H\" = duration(\"PT26H\")", "true");
    check_feel("@\"P1Y2M\" = duration(\"P14M\")", "true");
    check_feel("@\"-P1D\" = -@\"P1D\"", "true");
    check_feel("@ \"P1D\" instance of days and time duration", "true");
    check_feel("@\"tomorrow\"", "null");
    check_feel("@\"2030-02-30\"", "null");
}

TEST_CASE("unary tests") {
    CHECK(cell("-", nullptr) == "true");
    CHECK(cell("5", 5) == "true");
    CHECK(cell("5", 6) == "false");
    CHECK(cell("-5", -5) == "true");
    CHECK(cell("\"a\", \"b\"", "b") == "true");
    CHECK(cell("\"a\", \"b\"", "c") == "false");
    CHECK(cell("< 5, >= 10", 4) == "true");
    CHECK(cell("< 5, >= 10", 7) == "false");
    CHECK(cell("< limit", 9) == "true");
    CHECK(cell("limit", 10) == "true");
    CHECK(cell("[1..5]", 5) == "true");
    CHECK(cell("]1..5[", 5) == "false");
    CHECK(cell("not(5)", 5) == "false");
    CHECK(cell("not(< 3, 7)", 5) == "true");
    CHECK(cell("not(< 3, 7)", 7) == "false");
    CHECK(cell("? > 3 and ? < limit", 5) == "true");
    CHECK(cell("? > 3 and ? < limit", 12) == "false");
    CHECK(cell("contains(?, \"ea\")", "tea") == "true");
    CHECK(cell("?.colour = \"red\"", {{"colour", "red"}}) == "true");
    CHECK(cell("null", nullptr) == "true");
    CHECK(cell("null", 1) == "false");
    CHECK(cell("true", true) == "true");
    CHECK(cell("true", false) == "false");
    CHECK(cell("[1, 2, 3]", 2) == "true");
    CHECK(cell("@\"2030-01-01\"", 2) == "null");
}

}  // namespace expression_language_test
