// Equality, order and arithmetic; string() and not().
#include <baton/expression/operators.hpp>
#include <baton/expression/text_of.hpp>
#include <cstdint>

#include "../catch.hpp"
#include "../codes.hpp"
#include "feel_check.hpp"

namespace expression_operators_test {

namespace {

namespace expression = baton::expression;
using expression::Value;

/// [[…[1]…]], that many brackets.
Value nested(int levels) {
    Value v(1);
    for (int i = 0; i < levels; ++i) v = expression::List{v};
    return v;
}
/// 2 to the power of `levels` elements, all of them shared.
Value doubled(int levels) {
    Value v(1);
    for (int i = 0; i < levels; ++i) v = expression::List{v, v};
    return v;
}

}  // namespace

TEST_CASE("comparing values in each other is bounded") {
    const expression::ZoneSource& zones = expression::system_zones();
    CHECK(expression::equal(nested(199), nested(199), zones) == true);
    CHECK(code_of([] { (void)nested(201); }) == baton::error_code::the_evaluation_is_too_long);
    CHECK_FALSE(expression::equal(doubled(60), doubled(60), zones).has_value());
    const Value shared = doubled(60);
    CHECK(expression::equal(shared, shared, zones) == true);
    std::uint64_t steps = 10;
    CHECK(expression::equal(doubled(2), doubled(2), zones, steps) == true);
    CHECK(steps == 3);
    CHECK_FALSE(expression::equal(doubled(2), doubled(2), zones, steps).has_value());
}

TEST_CASE("text of values is bounded") {
    CHECK(expression::text_of(Value(), 10) == "null");
    CHECK(expression::text_of(Value("plain"), 5) == "plain");
    CHECK(expression::text_of(Value("\u00e9\u00e9"), 3) == "\u00e9\u2026");
    CHECK(expression::text_of(doubled(2), 100) == "[[1, 1], [1, 1]]");
    CHECK(expression::text_of(doubled(60), 20).size() <= 23);
    CHECK(expression::text_of(nested(200), 10'000).size() == 401);
}

TEST_CASE("null equals only null") {
    check_feel("null = null", "true");
    check_feel("null = 0", "false");
    check_feel("[] = null", "false");
    check_feel("null != \"\"", "true");
    check_feel("{} = null", "false");
}

TEST_CASE("values of different kinds are neither equal nor different") {
    check_feel("1 = \"1\"", "null");
    check_feel("1 != \"1\"", "null");
    check_feel("[1] = {a: 1}", "null");
    check_feel("@\"2020-01-01\" = @\"2020-01-01T00:00:00\"", "null");
    check_feel("@\"P1M\" = @\"P30D\"", "null");
    check_feel("true = 1", "null");
}

TEST_CASE("lists, contexts and ranges are equal by their parts") {
    check_feel("[1, [2, 3]] = [1.0, [2, 3.00]]", "true");
    check_feel("[1, 2] = [1]", "false");
    check_feel("[1, null] = [1, null]", "true");
    check_feel("[1, \"2\"] = [1, 2]", "false");
    check_feel("{a: 1, b: {c: 2}} = {b: {c: 2}, a: 1}", "true");
    check_feel("{a: 1, b: 2} = {a: 1, c: 2}", "false");
    check_feel("{c: 1, a: 2, b: 3} = {a: 2, b: 3, c: 1}", "true");
    check_feel("[1..2) = [1..2)", "true");
    check_feel("[1..2) = [1..2]", "false");
    check_feel("(> 1) = (> 1)", "true");
    check_feel("(> 1) = (>= 1)", "false");
    check_feel("(> 1) = (< 1)", "false");
}

TEST_CASE("numbers, text and durations have an order") {
    check_feel("1.5 < 1.50", "false");
    check_feel("-2 < 1", "true");
    check_feel("\"abc\" < \"abd\"", "true");
    check_feel("\"Z\" < \"a\"", "true");
    check_feel("\"\u00e9\" > \"z\"", "true");
    check_feel("@\"PT25H\" > @\"P1D\"", "true");
    check_feel("@\"P13M\" > @\"P1Y\"", "true");
    check_feel("@\"P1Y\" > @\"P1D\"", "null");
    check_feel("1 < \"2\"", "null");
    check_feel("true < false", "null");
    check_feel("[1] < [2]", "null");
    check_feel("null < 1", "null");
}

TEST_CASE("times are compared as instants") {
    check_feel("@\"12:00:00Z\" = @\"13:00:00+01:00\"", "true");
    check_feel("@\"12:00:00Z\" < @\"12:00:00-01:00\"", "true");
    check_feel("@\"2023-01-01T12:00:00Z\" = @\"2023-01-01T14:00:00+02:00\"", "true");
    check_feel("@\"2023-01-01\" < @\"2023-01-02\"", "true");
    check_feel("@\"2023-07-01T12:00:00@Europe/Berlin\" = @\"2023-07-01T10:00:00Z\"", "true");
}

TEST_CASE("a time without a zone is in that of the other, but is never equal to it") {
    check_feel("@\"2023-01-01T12:00:00\" < @\"2023-01-01T13:00:00+05:00\"", "true");
    check_feel("@\"2023-01-01T14:00:00\" > @\"2023-01-01T13:00:00-05:00\"", "true");
    check_feel("@\"2023-01-01T12:00:00\" = @\"2023-01-01T12:00:00Z\"", "false");
    check_feel("@\"12:00:00\" = @\"12:00:00Z\"", "false");
    check_feel("@\"12:00:00\" < @\"13:00:00+05:00\"", "true");
}

TEST_CASE("membership of ranges") {
    check_feel("2 in [2..4]", "true");
    check_feel("2 in (2..4]", "false");
    check_feel("4 in [2..4)", "false");
    check_feel("\"b\" in [\"a\"..\"c\"]", "true");
    check_feel("@\"2023-01-02\" in [@\"2023-01-01\"..@\"2023-01-03\"]", "true");
    check_feel("5 in > 4", "true");
    check_feel("5 in <= 4", "false");
}

TEST_CASE("sums") {
    check_feel("0.1 + 0.2", "0.3");
    check_feel("\"a\" + \"b\"", "\"ab\"");
    check_feel("@\"2023-01-31\" + @\"P1M\"", "@\"2023-02-28\"");
    check_feel("@\"P1D\" + @\"2023-12-31\"", "@\"2024-01-01\"");
    check_feel("@\"2023-01-01\" + @\"PT47H\"", "@\"2023-01-02\"");
    check_feel("@\"23:30:00\" + @\"PT1H\"", "@\"00:30:00\"");
    check_feel("@\"2023-01-01T23:30:00Z\" + @\"PT1H\"", "@\"2023-01-02T00:30:00Z\"");
    check_feel("@\"2023-01-31T10:00:00\" + @\"P1Y1M\"", "@\"2024-02-29T10:00:00\"");
    check_feel("@\"PT1H\" + @\"PT30M\"", "@\"PT1H30M\"");
    check_feel("@\"P1Y\" + @\"P1M\"", "@\"P13M\"");
    check_feel("@\"P1Y\" + @\"P1D\"", "null");
    check_feel("@\"10:00:00\" + @\"P1Y\"", "null");
    check_feel("@\"2023-01-01\" + @\"2023-01-01\"", "null");
    check_feel("1 + \"1\"", "null");
    check_feel("true + true", "null");
    check_feel("[1] + [2]", "null");
    check_feel("1 + null", "null");
    check_feel("@\"999999999-12-31\" + @\"P1D\"", "null");
}

TEST_CASE("differences") {
    check_feel("1 - 0.9", "0.1");
    check_feel("@\"2024-03-01\" - @\"2024-02-28\"", "@\"P2D\"");
    check_feel("@\"2024-03-31\" - @\"P1M\"", "@\"2024-02-29\"");
    check_feel("@\"2024-03-01\" - @\"P1D\"", "@\"2024-02-29\"");
    check_feel("@\"10:00:00\" - @\"09:30:00\"", "@\"PT30M\"");
    check_feel("@\"00:30:00\" - @\"PT1H\"", "@\"23:30:00\"");
    check_feel("@\"2023-01-01T10:00:00Z\" - @\"2023-01-01T10:00:00+01:00\"", "@\"PT1H\"");
    check_feel("@\"2023-01-01T10:00:00\" - @\"2023-01-01T10:00:00Z\"", "null");
    check_feel("@\"2023-01-02\" - @\"2023-01-01T12:00:00Z\"", "@\"PT12H\"");
    check_feel("@\"PT1H\" - @\"PT90M\"", "@\"-PT30M\"");
    check_feel("@\"P1Y\" - @\"P1M\"", "@\"P11M\"");
    check_feel("@\"P1D\" - @\"2023-01-01\"", "null");
    check_feel("\"ab\" - \"b\"", "null");
    check_feel("null - 1", "null");
}

TEST_CASE("products") {
    check_feel("1.5 * 4", "6");
    check_feel("@\"PT1H\" * 1.5", "@\"PT90M\"");
    check_feel("3 * @\"P5M\"", "@\"P1Y3M\"");
    check_feel("@\"P1M\" * 1.9", "@\"P1M\"");
    check_feel("@\"P1D\" * (1/3)", "@\"PT8H\"");
    check_feel("@\"P1D\" * 10**30", "null");
    check_feel("@\"P1D\" * @\"P1D\"", "null");
    check_feel("\"a\" * 2", "null");
    check_feel("null * 2", "null");
}

TEST_CASE("quotients") {
    check_feel("1 / 4", "0.25");
    check_feel("1 / 0", "null");
    check_feel("@\"P1D\" / 4", "@\"PT6H\"");
    check_feel("@\"P1Y\" / 5", "@\"P2M\"");
    check_feel("@\"P1D\" / @\"PT6H\"", "4");
    check_feel("@\"P1Y\" / @\"P5M\"", "2.4");
    check_feel("@\"P1D\" / 0", "null");
    check_feel("@\"P1Y\" / @\"P0M\"", "null");
    check_feel("@\"P1Y\" / @\"P1D\"", "null");
    check_feel("2 / @\"P1D\"", "null");
}

TEST_CASE("powers and signs") {
    check_feel("2 ** 10", "1024");
    check_feel("4 ** 0.5", "2");
    check_feel("2 ** -1", "0.5");
    check_feel("2 ** 1000000000", "null");
    check_feel("1 ** 1000000000", "null");
    check_feel("\"a\" ** 2", "null");
    check_feel("-(3)", "-3");
    check_feel("-@\"PT1H\"", "@\"-PT1H\"");
    check_feel("-@\"P1Y\"", "@\"-P1Y\"");
    check_feel("-\"a\"", "null");
    check_feel("-@\"2023-01-01\"", "null");
}

TEST_CASE("string") {
    check_feel("string(1.50)", "\"1.5\"");
    check_feel("string(from: true)", "\"true\"");
    check_feel("string(\"as \\\"is\\\"\")", "\"as \\\"is\\\"\"");
    check_feel("string([1, \"a\", null, [@\"P1D\"]])", "\"[1, \\\"a\\\", null, [P1D]]\"");
    check_feel("string({a: 1, \"b c\": {}})", "\"{a: 1, \\\"b c\\\": {}}\"");
    check_feel("string({\"if\": \"x\\ny\"})", "\"{\\\"if\\\": \\\"x\\\\ny\\\"}\"");
    check_feel("string([1..3))", "\"[1..3)\"");
    check_feel("string((> 3))", "\">3\"");
    check_feel("string(@\"2023-01-01T10:00:00Z\")", "\"2023-01-01T10:00:00Z\"");
    check_feel("string(function(a, b) a + b)", "\"function(a, b)\"");
    check_feel("string(null)", "null");
    check_feel("string()", "null");
    check_feel("string(1, 2)", "null");
}

TEST_CASE("not") {
    check_feel("not(true)", "false");
    check_feel("not(negand: false)", "true");
    check_feel("not(null)", "null");
    check_feel("not(1)", "null");
    check_feel("not(\"true\")", "null");
    check_feel("not([true])", "false");
}

}  // namespace expression_operators_test
