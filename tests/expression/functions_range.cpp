// The functions on ranges: how points and ranges lie to each other, and ranges from text.
#include "../catch.hpp"
#include "feel_check.hpp"

namespace expression_functions_range_test {

TEST_CASE("before and after") {
    check_feel("before(1, 2)", "true");
    check_feel("before(2, 2)", "false");
    check_feel("before(2, (2..4])", "true");
    check_feel("before(2, [2..4])", "false");
    check_feel("before([2..4), 4)", "true");
    check_feel("before([2..4], 4)", "false");
    check_feel("before([1..3], [4..6])", "true");
    check_feel("before([1..3), [3..6])", "true");
    check_feel("before([1..3], [3..6])", "false");
    check_feel("before(point1: \"a\", point2: \"b\")", "true");
    check_feel("before(point: @\"2020-01-01\", range: [@\"2020-02-01\"..@\"2020-03-01\"])", "true");
    check_feel("before(range1: [1..3], range2: (3..9])", "true");
    check_feel("before(1, \"a\")", "null");
    check_feel("before(1, [\"a\"..\"b\"])", "null");
    check_feel("before(null, 1)", "null");
    check_feel("before(true, false)", "null");
    check_feel("after(2, 1)", "true");
    check_feel("after(1, 2)", "false");
    check_feel("after(4, [2..4))", "true");
    check_feel("after(4, [2..4])", "false");
    check_feel("after((2..4], 2)", "true");
    check_feel("after([5..6], [1..5))", "true");
    check_feel("after(range1: [5..6], range2: [1..5])", "false");
    check_feel("after(@\"PT2H\", @\"PT1H\")", "true");
    check_feel("after(1)", "null");
}

TEST_CASE("a point and a range by name: two signatures have the same names, and the one with the point first counts") {
    check_feel("before(range: [1..3], point: 0)", "true");
    check_feel("before(range: [1..3], point: 9)", "false");
    check_feel("after(range: [1..3], point: 9)", "true");
}

TEST_CASE("unbounded ranges lie beyond every value") {
    check_feel("before((< 5), 5)", "true");
    check_feel("before((<= 5), 5)", "false");
    check_feel("after(10, (> 5))", "false");
    check_feel("includes((> 5), 1000000)", "true");
    check_feel("includes((> 5), 5)", "false");
    check_feel("overlaps((< 5), (> 3))", "true");
    check_feel("overlaps((< 3), (> 5))", "false");
}

TEST_CASE("meets and met by") {
    check_feel("meets([1..4], [4..9])", "true");
    check_feel("meets([1..4), [4..9])", "false");
    check_feel("meets([1..4], [5..9])", "false");
    check_feel("meets(range1: [1..4], range2: (4..9])", "false");
    check_feel("meets(4, [4..9])", "null");
    check_feel("met by([4..9], [1..4])", "true");
    check_feel("met by((4..9], [1..4])", "false");
    check_feel("met by([4..9], [1..4))", "false");
    check_feel("met by(range1: [4..9], range2: [1..4])", "true");
    check_feel("met by([4..9], null)", "null");
}

TEST_CASE("overlaps, before and after") {
    check_feel("overlaps([1..6], [4..9])", "true");
    check_feel("overlaps([1..4], [4..9])", "true");
    check_feel("overlaps([1..4), [4..9])", "false");
    check_feel("overlaps([4..9], [1..4))", "false");
    check_feel("overlaps(range1: [2..3], range2: [1..9])", "true");
    check_feel("overlaps([1..2], [\"a\"..\"b\"])", "null");
    check_feel("overlaps before([1..6], [4..9])", "true");
    check_feel("overlaps before([4..9], [1..6])", "false");
    check_feel("overlaps before([1..4), [4..9])", "false");
    check_feel("overlaps before([1..9], (1..9])", "true");
    check_feel("overlaps before(range1: [1..9], range2: [4..6])", "false");
    check_feel("overlaps before(1, [1..2])", "null");
    check_feel("overlaps after([4..9], [1..6])", "true");
    check_feel("overlaps after([1..6], [4..9])", "false");
    check_feel("overlaps after((1..9], [1..9])", "true");
    check_feel("overlaps after([1..9], [1..9])", "false");
    check_feel("overlaps after(range1: [5..8], range2: [1..5))", "false");
}

TEST_CASE("finishes and finished by") {
    check_feel("finishes(9, [1..9])", "true");
    check_feel("finishes(9, [1..9))", "false");
    check_feel("finishes([4..9], [1..9])", "true");
    check_feel("finishes([4..9), [1..9])", "false");
    check_feel("finishes([0..9], [1..9])", "false");
    check_feel("finishes(point: 9, range: (1..9])", "true");
    check_feel("finishes(\"x\", [1..9])", "null");
    check_feel("finished by([1..9], 9)", "true");
    check_feel("finished by([1..9), 9)", "false");
    check_feel("finished by([1..9], [4..9])", "true");
    check_feel("finished by([1..9], (1..9])", "true");
    check_feel("finished by(range1: [4..9], range2: [1..9])", "false");
    check_feel("finished by(9, [1..9])", "null");
}

TEST_CASE("includes and during") {
    check_feel("includes([1..9], 5)", "true");
    check_feel("includes((1..9], 1)", "false");
    check_feel("includes([1..9], [1..9))", "true");
    check_feel("includes([1..9), [1..9])", "false");
    check_feel("includes(range: [1..9], point: 10)", "false");
    check_feel("includes(range1: (1..9), range2: (1..9))", "true");
    check_feel("includes([1..9], null)", "null");
    check_feel("includes(5, [1..9])", "null");
    check_feel("during(5, [1..9])", "true");
    check_feel("during(9, [1..9))", "false");
    check_feel("during([2..3], [1..9])", "true");
    check_feel("during([0..3], [1..9])", "false");
    check_feel("during(point: @\"12:00:00\", range: [@\"08:00:00\"..@\"17:00:00\"])", "true");
    check_feel("during(\"m\", [1..9])", "null");
}

TEST_CASE("starts and started by") {
    check_feel("starts(1, [1..9])", "true");
    check_feel("starts(1, (1..9])", "false");
    check_feel("starts([1..5], [1..9])", "true");
    check_feel("starts((1..5], [1..9])", "false");
    check_feel("starts(range1: [1..9], range2: [1..5])", "false");
    check_feel("starts(null, [1..9])", "null");
    check_feel("started by([1..9], 1)", "true");
    check_feel("started by((1..9], 1)", "false");
    check_feel("started by([1..9], [1..9))", "true");
    check_feel("started by([1..9), [1..9])", "false");
    check_feel("started by(range: [1..9], point: 2)", "false");
    check_feel("started by([1..9], \"a\")", "null");
}

TEST_CASE("coincides") {
    check_feel("coincides(4, 4.0)", "true");
    check_feel("coincides(4, 5)", "false");
    check_feel("coincides([1..4], [1..4])", "true");
    check_feel("coincides([1..4], [1..4))", "false");
    check_feel("coincides(range1: (< 4), range2: (< 4))", "true");
    check_feel("coincides(point1: @\"P1D\", point2: @\"PT24H\")", "true");
    check_feel("coincides(4, [4..4])", "null");
    check_feel("coincides(4, \"4\")", "null");
}

TEST_CASE("ranges from text") {
    check_feel("range(\"[2..5]\")", "[2..5]");
    check_feel("range(\" ( 2 .. 5 [ \")", "(2..5)");
    check_feel("range(\"]2..5]\")", "(2..5]");
    check_feel("range(from: \"[@\\\"2020-01-01\\\"..@\\\"2020-02-01\\\")\")", "[@\"2020-01-01\"..@\"2020-02-01\")");
    check_feel("range(\"[\\\"a\\\"..\\\"f\\\"]\")", "[\"a\"..\"f\"]");
    check_feel("range(\"[-2..-1]\")", "[-2..-1]");
    check_feel("range(\"(..5]\")", "(<= 5)");
    check_feel("range(\"[5..)\")", "(>= 5)");
    check_feel("range(\"[..5]\")", "null");
    check_feel("range(\"[5..]\")", "null");
    check_feel("range(\"(..)\")", "null");
    check_feel("range(\"[5..2]\")", "null");
    check_feel("range(\"[1..\\\"a\\\"]\")", "null");
    check_feel("range(\"[x..5]\")", "null");
    check_feel("range(\"[1, 2]\")", "null");
    check_feel("range(\"7\")", "null");
    check_feel("range(\"\")", "null");
    check_feel("range(\"[1..2\")", "null");
    check_feel("range(null)", "null");
    check_feel("range([1..2])", "null");
}

}  // namespace expression_functions_range_test
