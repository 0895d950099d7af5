#include <string>

#include "../catch.hpp"
#include "feel_check.hpp"

namespace expression_functions_list_test {

TEST_CASE("list contains finds what is equal") {
    check_feel("list contains([1, 2.50, 3], 2.5)", "true");
    check_feel(R"(list contains(["a", "b"], "c"))", "false");
    check_feel("list contains([1, null], null)", "true");
    check_feel("list contains([1], null)", "false");
    check_feel("list contains([], 1)", "false");
    check_feel(R"(list contains([1, 2], "1"))", "false");
    check_feel("list contains([[1, 2], [3]], [3])", "true");
    check_feel("list contains([{b: 2, a: 1}], {a: 1, b: 2})", "true");
    check_feel("list contains(element: true, list: [false])", "false");
    check_feel("list contains(1, 1)", "true");
    check_feel("list contains(null, 1)", "null");
    check_feel("list contains([1])", "null");
}

TEST_CASE("count counts elements") {
    check_feel("count([1, 2, 3])", "3");
    check_feel("count([])", "0");
    check_feel("count([null, [1, 2]])", "2");
    check_feel(R"(count("abc"))", "1");
    check_feel("count(list: [1])", "1");
    check_feel("count(null)", "null");
    check_feel("count()", "null");
    check_feel("count([1], [2])", "null");
}

TEST_CASE("min and max take what has an order") {
    check_feel("min([3, -1, 2.5])", "-1");
    check_feel("min(3, -1, 2.5)", "-1");
    check_feel(R"(min("pear", "apple"))", R"("apple")");
    check_feel(R"(min([date("2024-02-01"), date("2024-01-31")]))", R"(date("2024-01-31"))");
    check_feel(R"(min(duration("PT90M"), duration("PT1H")))", R"(duration("PT1H"))");
    check_feel("min(list: [2, 1])", "1");
    check_feel("min(7)", "7");
    check_feel("min([])", "null");
    check_feel("min()", "null");
    check_feel("min(null)", "null");
    check_feel("min([1, null])", "null");
    check_feel(R"(min(1, "a"))", "null");
    check_feel("min([true])", "null");

    check_feel("max([3, -1, 2.5])", "3");
    check_feel("max(-3, -1)", "-1");
    check_feel(R"(max("a", "aa", "Z"))", R"("aa")");
    check_feel("max(list: [2, 10])", "10");
    check_feel(R"(max([date("2024-02-01"), date("2024-01-31")]))", R"(date("2024-02-01"))");
    check_feel("max([])", "null");
    check_feel("max([null, 1])", "null");
    check_feel("max([[1], [2]])", "null");
    check_feel("max({a: 1})", "null");
}

TEST_CASE("sum, product and mean take numbers") {
    check_feel("sum([1, 2.5, -0.5])", "3");
    check_feel("sum(0.1, 0.2)", "0.3");
    check_feel("sum(list: [4])", "4");
    check_feel("sum(4)", "4");
    check_feel("sum([])", "null");
    check_feel("sum()", "null");
    check_feel("sum(null)", "null");
    check_feel("sum([1, null])", "null");
    check_feel(R"(sum([1, "2"]))", "null");

    check_feel("product([2, 3, 4])", "24");
    check_feel("product(-2, 0.5)", "-1");
    check_feel("product(list: [7, 0])", "0");
    check_feel("product(5)", "5");
    check_feel("product([])", "null");
    check_feel("product([2, true])", "null");
    check_feel("product(for i in 1..100 return 10 ** 100)", "null");

    check_feel("mean([1, 2, 6])", "3");
    check_feel("mean(1, 2)", "1.5");
    check_feel("mean(list: [-1, 1])", "0");
    check_feel("mean(9)", "9");
    check_feel("mean([])", "null");
    check_feel("mean([1, null])", "null");
    check_feel(R"(mean("a"))", "null");
}

TEST_CASE("median, mode and stddev") {
    check_feel("median([9, 1, 5])", "5");
    check_feel("median(1, 2, 3, 10)", "2.5");
    check_feel("median(list: [3])", "3");
    check_feel("median([])", "null");
    check_feel("median([1, null])", "null");
    check_feel("median(list: null)", "null");
    check_feel("median()", "null");

    check_feel("mode([2, 1, 2, 3])", "[2]");
    check_feel("mode(5, 4, 5, 4, 1)", "[4, 5]");
    check_feel("mode([1, 1.0, 2])", "[1]");
    check_feel("mode(list: [3, 2, 1])", "[1, 2, 3]");
    check_feel("mode([])", "[]");
    check_feel("mode(null)", "null");
    check_feel(R"(mode(["a", "a"]))", "null");

    check_feel("stddev([2, 4, 4, 4, 6])", "2 ** 0.5");
    check_feel("stddev(1, 3)", "2 ** 0.5");
    check_feel("stddev(list: [5, 5, 5])", "0");
    check_feel("stddev([5])", "null");
    check_feel("stddev([])", "null");
    check_feel("stddev([1, 2, null])", "null");
    check_feel("stddev()", "null");
}

TEST_CASE("all and any know three values") {
    for (const std::string name : {"all", "and"}) {
        check_feel(name + "([true, true])", "true");
        check_feel(name + "([true, false, null])", "false");
        check_feel(name + "([true, null])", "null");
        check_feel(name + "(true, false)", "false");
        check_feel(name + "([])", "true");
        check_feel(name + "(list: [true])", "true");
        check_feel(name + R"(([true, "true"]))", "null");
        check_feel(name + "(null)", "null");
        check_feel(name + "()", "null");
    }
    for (const std::string name : {"any", "or"}) {
        check_feel(name + "([false, true])", "true");
        check_feel(name + "([null, true])", "true");
        check_feel(name + "([null, false])", "null");
        check_feel(name + "(false, false)", "false");
        check_feel(name + "([])", "false");
        check_feel(name + "(list: [true, 1])", "true");
        check_feel(name + "([0, false])", "null");
        check_feel(name + "(null)", "null");
        check_feel(name + "()", "null");
    }
}

TEST_CASE("sublist is a part of the list, within its bounds") {
    check_feel("sublist([1, 2, 3, 4], 3)", "[3, 4]");
    check_feel("sublist([1, 2, 3, 4], 2, 2)", "[2, 3]");
    check_feel("sublist([1, 2, 3, 4], -2)", "[3, 4]");
    check_feel("sublist([1, 2, 3, 4], -4, 1)", "[1]");
    check_feel("sublist(length: 1, start position: 4, list: [1, 2, 3, 4])", "[4]");
    check_feel("sublist([1, 2], 0)", "null");
    check_feel("sublist([1, 2], 3)", "null");
    check_feel("sublist([1, 2], -3)", "null");
    check_feel("sublist([1, 2], 2, 2)", "null");
    check_feel("sublist([1, 2], 1, 0)", "null");
    check_feel("sublist([1, 2], 1, -1)", "null");
    check_feel("sublist(null, 1)", "null");
    check_feel("sublist([1, 2], null)", "null");
    check_feel(R"(sublist([1, 2], "1"))", "null");
}

TEST_CASE("append and concatenate") {
    check_feel("append([1], 2, 3)", "[1, 2, 3]");
    check_feel("append([1], [2, 3])", "[1, [2, 3]]");
    check_feel("append([1], [2], [3])", "[1, [2], [3]]");
    check_feel("append([], null)", "[null]");
    check_feel("append(1, 2)", "[1, 2]");
    check_feel("append(list: [1], item: 2)", "[1, 2]");
    check_feel("append(null, 1)", "null");
    check_feel("append([1])", "null");

    check_feel("concatenate([1], [2, 3], [])", "[1, 2, 3]");
    check_feel("concatenate([[1]], [2])", "[[1], 2]");
    check_feel("concatenate([[1], [2]])", "[[1], [2]]");
    check_feel("concatenate([1], 2)", "[1, 2]");
    check_feel("concatenate([])", "[]");
    check_feel("concatenate(list: [1, 2])", "[1, 2]");
    check_feel("concatenate([1], null)", "null");
    check_feel("concatenate()", "null");
}

TEST_CASE("insert before, remove and reverse") {
    check_feel("insert before([1, 3], 2, 2)", "[1, 2, 3]");
    check_feel("insert before([1, 3], -1, 2)", "[1, 2, 3]");
    check_feel("insert before([1], 1, [2])", "[[2], 1]");
    check_feel("insert before([1], 1, null)", "[null, 1]");
    check_feel("insert before(newItem: 0, list: [1], position: 1)", "[0, 1]");
    check_feel("insert before([1], 0, 2)", "null");
    check_feel("insert before([1], 2, 2)", "null");
    check_feel("insert before([], 1, 2)", "null");
    check_feel("insert before([1], -2, 2)", "null");
    check_feel("insert before(null, 1, 2)", "null");
    check_feel("insert before([1], null, 2)", "null");

    check_feel("remove([1, 2, 3], 2)", "[1, 3]");
    check_feel("remove([1, 2, 3], -1)", "[1, 2]");
    check_feel("remove([1], 1)", "[]");
    check_feel("remove(position: 1, list: [1, 2])", "[2]");
    check_feel("remove([1, 2], 0)", "null");
    check_feel("remove([1, 2], 3)", "null");
    check_feel("remove([], 1)", "null");
    check_feel(R"(remove([1, 2], "1"))", "null");
    check_feel("remove(null, 1)", "null");

    check_feel("reverse([1, 2, 3])", "[3, 2, 1]");
    check_feel("reverse([])", "[]");
    check_feel("reverse([[1, 2], null])", "[null, [1, 2]]");
    check_feel("reverse(list: [1])", "[1]");
    check_feel("reverse(1)", "[1]");
    check_feel("reverse(null)", "null");
}

TEST_CASE("list replace takes a position or a function") {
    check_feel("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]");
    check_feel("list replace([1, 2, 3], -1, null)", "[1, 2, null]");
    check_feel("list replace(newItem: 9, list: [1], position: 1)", "[9]");
    check_feel("list replace([1, 2, 3], function(item, newItem) item > 1, 0)", "[1, 0, 0]");
    check_feel("list replace([1, 5, 9], function(item, newItem) item < newItem, 6)", "[6, 6, 9]");
    check_feel("list replace(list: [1], match: function(item, newItem) false, newItem: 6)", "[1]");
    check_feel("list replace([], function(item, newItem) true, 1)", "[]");
    check_feel("list replace([1], function(item, newItem) null, 1)", "null");
    check_feel("list replace([1], function(item, newItem) 1, 1)", "null");
    check_feel("list replace([1, 2], 0, 9)", "null");
    check_feel("list replace([1, 2], 3, 9)", "null");
    check_feel(R"(list replace([1, 2], "1", 9))", "null");
    check_feel("list replace(null, 1, 9)", "null");
}

TEST_CASE("index of gives all positions") {
    check_feel("index of([1, 2, 1], 1)", "[1, 3]");
    check_feel("index of([1, 2], 3)", "[]");
    check_feel("index of([null, 1, null], null)", "[1, 3]");
    check_feel(R"(index of(match: "b", list: ["a", "b"]))", "[2]");
    check_feel("index of([[1], [2]], [2])", "[2]");
    check_feel("index of([], 1)", "[]");
    check_feel("index of(null, 1)", "null");
    check_feel("index of([1])", "null");
}

TEST_CASE("union, distinct values and duplicate values keep the order") {
    check_feel("union([3, 1], [2, 3], [1])", "[3, 1, 2]");
    check_feel("union([1, 1])", "[1]");
    check_feel("union([[1], 1], [[1]])", "[[1], 1]");
    check_feel("union([null], [null])", "[null]");
    check_feel("union(list: [2, 2])", "[2]");
    check_feel("union([1], 2)", "[1, 2]");
    check_feel("union([1], null)", "null");
    check_feel("union()", "null");

    check_feel(R"(distinct values([2, 1, "a", 2, "a", "1"]))", R"([2, 1, "a", "1"])");
    check_feel("distinct values([1, 1.0, 1.00])", "[1]");
    check_feel("distinct values([null, null, false, true, false])", "[null, false, true]");
    check_feel("distinct values([{a: 1, b: 2}, {b: 2, a: 1}, [1], [1], []])", "[{a: 1, b: 2}, [1], []]");
    check_feel("distinct values(list: [])", "[]");
    check_feel("distinct values(1)", "[1]");
    check_feel("distinct values(null)", "null");
    check_feel("count(distinct values(for i in 1..2000 return modulo(i, 700)))", "700");

    check_feel("duplicate values([1, 2, 3, 2, 1, 2])", "[1, 2]");
    check_feel("duplicate values([1, 2])", "[]");
    check_feel(R"(duplicate values(["a", "b", "a"]))", R"(["a"])");
    check_feel("duplicate values([null, [1], null, [1]])", "[null, [1]]");
    check_feel("duplicate values(list: [])", "[]");
    check_feel("duplicate values(null)", "null");
}

TEST_CASE("flatten goes to any depth") {
    check_feel("flatten([1, [2, [3, [[4]]]], []])", "[1, 2, 3, 4]");
    check_feel("flatten([])", "[]");
    check_feel("flatten([[], [[]]])", "[]");
    check_feel("flatten([null, [{a: [1, [2]]}]])", "[null, {a: [1, [2]]}]");
    check_feel("flatten(list: [[1]])", "[1]");
    check_feel("flatten(1)", "[1]");
    check_feel("flatten(null)", "null");
}

TEST_CASE("sort asks the function and keeps the order of equals") {
    check_feel("sort([3, 1, 2, 5, 4], function(x, y) x < y)", "[1, 2, 3, 4, 5]");
    check_feel("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]");
    check_feel(R"(sort(["b1", "a2", "a1", "b2"], function(x, y) substring(x, 1, 1) < substring(y, 1, 1)))",
               R"(["a2", "a1", "b1", "b2"])");
    check_feel("sort(precedes: function(x, y) x < y, list: [2, 1])", "[1, 2]");
    check_feel("sort([], function(x, y) x < y)", "[]");
    check_feel("sort([1], function(x, y) null)", "[1]");
    check_feel("sort([2, 1, 3], function(x, y) true)", "sort([2, 1, 3], function(x, y) true)");
    check_feel("count(sort([2, 1, 3, 5, 4], function(x, y) random number() < 0.5))", "5");
    check_feel("sort([2, 1], function(x, y) null)", "null");
    check_feel(R"(sort([2, "a"], function(x, y) x < y))", "null");
    check_feel("sort([2, 1], 1)", "null");
    check_feel("sort(null, function(x, y) x < y)", "null");
    check_feel("sort([2, 1])", "null");
}

TEST_CASE("partition and is empty are there as in Camunda 8") {
    check_feel("partition([1, 2, 3, 4, 5], 2)", "[[1, 2], [3, 4], [5]]");
    check_feel("partition([1, 2], 5)", "[[1, 2]]");
    check_feel("partition([], 2)", "[]");
    check_feel("partition(size: 1, list: [1, 2])", "[[1], [2]]");
    check_feel("partition([1, 2], 0)", "null");
    check_feel("partition([1, 2], -1)", "null");
    check_feel("partition([1, 2], null)", "null");
    check_feel("partition(null, 2)", "null");

    check_feel("is empty([])", "true");
    check_feel("is empty([null])", "false");
    check_feel("is empty(list: [1])", "false");
    check_feel("is empty({})", "true");
    check_feel("is empty({a: 1})", "false");
    check_feel(R"(is empty(""))", "true");
    check_feel("is empty(null)", "null");
    check_feel("is empty()", "null");
}

}  // namespace expression_functions_list_test
