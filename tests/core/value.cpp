#include <baton/core/value.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"

namespace core_value_test {

using baton::Value;
using baton::core::TypedText;

namespace {
/// One of each kind; texts that fit into a string and that do not.
std::vector<Value> each_kind() {
    return {Value(),
            Value(true),
            Value(7),
            Value(2.5),
            Value("short"),
            Value(std::string(100, 'x')),
            Value(TypedText{"date", "2026-11-20"}),
            Value(Value::List{1, "two"}),
            Value(Value::Object{{"a", 1}, {"b", "two"}})};
}
}  // namespace

TEST_CASE("a value of any kind is copied, moved and replaced by one of any other kind") {
    const std::vector<Value> all = each_kind();
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = 0; k < all.size(); ++k) {
            INFO(i << " becomes " << k);
            Value copied = all[i];
            CHECK(copied == all[i]);
            copied = all[k];
            CHECK(copied == all[k]);
            Value moved = all[i], from = all[k];
            moved = std::move(from);
            CHECK(moved == all[k]);
            CHECK(from.is_null());  // NOLINT(bugprone-use-after-move): documented by the test
            from = all[i];
            CHECK(from == all[i]);
            CHECK((all[i] == all[k]) == (i == k));
        }
}
TEST_CASE("a value that is given to itself stays") {
    for (Value v : each_kind()) {
        const Value before = v;
        Value& same = v;
        v = same;
        CHECK(v == before);
        v = std::move(same);
        CHECK(v == before);
    }
}
TEST_CASE("a value may be replaced by a part of itself") {
    Value v(Value::List{Value(Value::List{1}), "text"});
    v = (*v.list())[0];
    CHECK(v == Value(Value::List{1}));
}
TEST_CASE("a value says what it is, and nothing else") {
    const std::vector<Value> all = each_kind();
    for (const Value& v : all) {
        const int kinds = (v.is_null() ? 1 : 0) + (v.boolean() != nullptr ? 1 : 0) + (v.integer() != nullptr ? 1 : 0) +
                          (v.real() != nullptr ? 1 : 0) + (v.text() != nullptr ? 1 : 0) +
                          (v.typed_text() != nullptr ? 1 : 0) + (v.list() != nullptr ? 1 : 0) +
                          (v.object() != nullptr ? 1 : 0);
        CHECK(kinds == 1);
    }
    CHECK(*all[1].boolean());
    CHECK(all[1].is_true());
    CHECK(!Value(false).is_true());
    CHECK(*all[2].integer() == 7);
    CHECK(*all[3].real() == 2.5);
    CHECK(all[6].typed_text()->type == "date");
    REQUIRE(all[8].find("b") != nullptr);
    CHECK(*all[8].find("b") == Value("two"));
    CHECK(all[8].find("c") == nullptr);
    CHECK(all[7].find("a") == nullptr);
}
TEST_CASE("whole and real numbers are equal by size; members of objects in any order") {
    CHECK(Value(1) == Value(1.0));
    CHECK(!(Value(1) == Value(1.5)));
    CHECK(!(Value(1) == Value(true)));
    CHECK(!(Value(1) == Value("1")));
    CHECK(Value(Value::Object{{"a", 1}, {"b", 2}}) == Value(Value::Object{{"b", 2}, {"a", 1}}));
    CHECK(!(Value(Value::Object{{"a", 1}}) == Value(Value::Object{{"b", 1}})));
    CHECK(!(Value(Value::Object{{"a", 1}}) == Value(Value::Object{{"a", 1}, {"b", 2}})));
}

}  // namespace core_value_test
