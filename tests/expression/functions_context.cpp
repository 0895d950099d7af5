#include "../catch.hpp"
#include "feel_check.hpp"

namespace expression_functions_context_test {

TEST_CASE("get value takes a key or the keys of a way") {
    check_feel(R"(get value({a: 1, "b c": 2}, "b c"))", "2");
    check_feel(R"(get value({a: {b: {c: 3}}}, ["a", "b", "c"]))", "3");
    check_feel(R"(get value({a: {b: 1}}, ["a"]))", "{b: 1}");
    check_feel(R"(get value(key: "a", m: {a: 1}))", "1");
    check_feel(R"(get value(key: "a", context: {a: 1}))", "1");
    check_feel(R"(get value(keys: ["a", "b"], context: {a: {b: 1}}))", "1");
    check_feel(R"(get value({a: 1}, "b"))", "null");
    check_feel(R"(get value({a: {b: 1}}, ["a", "x"]))", "null");
    check_feel(R"(get value({a: {b: 1}}, ["a", "b", "c"]))", "null");
    check_feel("get value({a: 1}, [])", "null");
    check_feel("get value({a: 1}, 1)", "null");
    check_feel("get value({a: 1}, null)", "null");
    check_feel(R"(get value(null, "a"))", "null");
    check_feel(R"(get value("a", "a"))", "null");
}

TEST_CASE("get entries gives keys and values in order") {
    check_feel("get entries({b: 1, a: [2]})", R"([{key: "b", value: 1}, {key: "a", value: [2]}])");
    check_feel("get entries({})", "[]");
    check_feel("get entries({a: null})", R"([{key: "a", value: null}])");
    check_feel("get entries(m: {a: 1}).key", R"(["a"])");
    check_feel("get entries(context: {a: 1}).value", "[1]");
    check_feel("context(get entries({a: 1, b: {c: 2}}))", "{a: 1, b: {c: 2}}");
    check_feel("get entries(null)", "null");
    check_feel("get entries(1)", "null");
}

TEST_CASE("context makes a context of entries, each key once") {
    check_feel(R"(context([{key: "a", value: 1}, {key: "b c", value: [2]}]))", R"({a: 1, "b c": [2]})");
    check_feel(R"(context([{key: "a", value: null}]))", "{a: null}");
    check_feel(R"(context([{key: "a", value: 1, more: 2}]))", "{a: 1}");
    check_feel(R"(context(entries: {key: "a", value: 1}))", "{a: 1}");
    check_feel("context([])", "{}");
    check_feel(R"(context([{key: "a", value: 1}, {key: "a", value: 2}]))", "null");
    check_feel(R"(context([{key: 1, value: 1}]))", "null");
    check_feel(R"(context([{key: null, value: 1}]))", "null");
    check_feel(R"(context([{value: 1}]))", "null");
    check_feel(R"(context([{key: "a"}]))", "null");
    check_feel("context([1])", "null");
    check_feel("context([null])", "null");
    check_feel("context(null)", "null");
}

TEST_CASE("context put adds or replaces, at the end of a way too") {
    check_feel(R"(context put({a: 1}, "b", 2))", "{a: 1, b: 2}");
    check_feel(R"(context put({a: 1, b: 2}, "a", null))", "{a: null, b: 2}");
    check_feel(R"(get entries(context put({a: 1, b: 2}, "a", 3)).key)", R"(["a", "b"])");
    check_feel(R"(context put({a: {b: {c: 1, d: 2}}, e: 3}, ["a", "b", "c"], 9))", "{a: {b: {c: 9, d: 2}}, e: 3}");
    check_feel(R"(context put({a: {}}, ["a", "b"], 1))", "{a: {b: 1}}");
    check_feel(R"(context put({}, ["a"], 1))", "{a: 1}");
    check_feel(R"(context put(value: 1, context: {}, key: "a"))", "{a: 1}");
    check_feel(R"(context put(value: 1, context: {a: {}}, keys: ["a", "b"]))", "{a: {b: 1}}");
    check_feel(R"({old: {a: 1}, new: context put(old, "a", 2), result: old.a}.result)", "1");
    check_feel(R"(context put({a: 1}, ["a", "b"], 2))", "null");
    check_feel(R"(context put({}, ["a", "b"], 2))", "null");
    check_feel("context put({}, [], 1)", "null");
    check_feel("context put({}, null, 1)", "null");
    check_feel("context put({}, 1, 1)", "null");
    check_feel(R"(context put(null, "a", 1))", "null");
    check_feel(R"(context put({}, "a"))", "null");
}

TEST_CASE("context merge and put all: the last of a name counts") {
    check_feel("context merge([{a: 1, b: 1}, {b: 2, c: 2}])", "{a: 1, b: 2, c: 2}");
    check_feel("get entries(context merge([{a: 1, b: 1}, {a: 2}])).key", R"(["a", "b"])");
    check_feel("context merge([{a: {x: 1}}, {a: {y: 2}}])", "{a: {y: 2}}");
    check_feel("context merge(contexts: [{a: 1}, {}])", "{a: 1}");
    check_feel("context merge({a: 1})", "{a: 1}");
    check_feel("context merge([])", "{}");
    check_feel("context merge([{a: 1}, null])", "null");
    check_feel("context merge([{a: 1}, 2])", "null");
    check_feel("context merge(null)", "null");
    check_feel("context merge()", "null");

    check_feel("put all({a: 1}, {b: 2}, {a: 3})", "{a: 3, b: 2}");
    check_feel("put all([{a: 1}, {b: 2}])", "{a: 1, b: 2}");
    check_feel("put all({a: 1})", "{a: 1}");
    check_feel("put all(contexts: [{a: 1}, {b: 2}])", "{a: 1, b: 2}");
    check_feel("put all({a: 1}, null)", "null");
    check_feel("put all({a: 1}, 2)", "null");
    check_feel("put all()", "null");
}

TEST_CASE("get or else and assert are there as in Camunda 8") {
    check_feel("get or else(1, 2)", "1");
    check_feel("get or else(null, 2)", "2");
    check_feel("get or else(false, 2)", "false");
    check_feel("get or else(null, null)", "null");
    check_feel("get or else({}.a, [])", "[]");
    check_feel("get or else(default: 2, value: null)", "2");
    check_feel("get or else(1)", "null");

    check_feel("assert(5, 5 > 1)", "5");
    check_feel(R"(assert(5, true, "never seen"))", "5");
    check_feel("assert(5, 5 < 1)", "null");
    check_feel(R"(assert(5, 5 < 1, "too small"))", "null");
    check_feel("assert(5, null)", "null");
    check_feel("assert(5, 1)", "null");
    check_feel("assert(condition: true, value: 5)", "5");
    check_feel(R"(assert(cause: "c", condition: false, value: 5))", "null");
    check_feel("assert(5)", "null");
}

}  // namespace expression_functions_context_test
