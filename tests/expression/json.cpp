// Values from JSON and back, and variables that are JSON.
#include <baton/expression/expression.hpp>
#include <baton/expression/json.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "../catch.hpp"

namespace expression_json_test {

namespace {

using namespace baton::expression;
using nlohmann::json;

json there_and_back(const json& j) { return to_json(from_json(j)); }

std::size_t find(const json& variables, const std::vector<std::string>& path, Value& value) {
    std::vector<const std::string*> steps;
    for (const std::string& step : path) steps.push_back(&step);
    return JsonScope(variables).find(steps, value);
}

json feel(std::string_view text) { return to_json(Expression(text, Language::feel).evaluate(EmptyScope())); }

}  // namespace

TEST_CASE("JSON survives, type by type") {
    const json all[] = {nullptr,
                        true,
                        false,
                        0,
                        -1,
                        std::numeric_limits<std::int64_t>::max(),
                        std::numeric_limits<std::int64_t>::min(),
                        std::numeric_limits<std::uint64_t>::max(),
                        std::uint64_t{9'223'372'036'854'775'808u},
                        0.1,
                        -2.5e-7,
                        1.0 / 3,
                        6.02214076e23,
                        std::numeric_limits<double>::max(),
                        std::numeric_limits<double>::min(),
                        std::numeric_limits<double>::denorm_min(),
                        std::nextafter(1.0, 2.0),
                        "",
                        "caf\u00e9 \U0001f41e \"quoted\" \n",
                        std::string("a\0b", 3),
                        json::array(),
                        json::object(),
                        {1, "a", nullptr, {2, {3}}},
                        {{"a", 1}, {"b c", {{"d", {true, 0.5}}}}, {"", json::array()}}};
    for (const json& j : all) {
        INFO(j.dump());
        CHECK(there_and_back(j) == j);
        CHECK(there_and_back(j).dump() == j.dump());
        CHECK(to_json(from_json(j, true)) == j);
    }
}

TEST_CASE("JSON: integers stay integers") {
    CHECK(there_and_back(5).is_number_integer());
    CHECK(there_and_back(std::numeric_limits<std::uint64_t>::max()).is_number_unsigned());
    CHECK(there_and_back(0.5).is_number_float());
    CHECK(there_and_back(5.0) == 5.0);  // as the integer 5: FEEL has one kind of number
    CHECK(there_and_back(-0.0) == 0);
    CHECK(feel("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
    CHECK(feel("18446744073709551616").is_number_float());
    CHECK(feel("-9223372036854775809").is_number_float());
    CHECK(feel("1e30") == 1e30);
}

TEST_CASE("JSON has no other numbers") {
    CHECK(from_json(std::nan("")).is_null());
    CHECK(from_json(std::numeric_limits<double>::infinity()).is_null());
}

TEST_CASE("JSON: what it has no type for becomes text or null") {
    CHECK(feel("@\"2030-01-02\"") == "2030-01-02");
    CHECK(feel("@\"10:20:30+02:00\"") == "10:20:30+02:00");
    CHECK(feel("@\"2030-01-02T10:20:30Z\"") == "2030-01-02T10:20:30Z");
    CHECK(feel("@\"PT90M\"") == "PT1H30M");
    CHECK(feel("@\"P14M\"") == "P1Y2M");
    CHECK(feel("[1..3[") == "[1..3)");
    CHECK(feel("function(x) x").is_null());
    CHECK(feel("{f: sum, d: @\"P1D\"}") == json{{"f", nullptr}, {"d", "P1D"}});
}

TEST_CASE("JSON that is nested too deep is cut off") {
    json deep = 1;
    for (int i = 0; i < 190; ++i) deep = json::array({deep});
    CHECK(there_and_back(deep) == deep);
    for (int i = 0; i < 190; ++i) deep = json::array({deep});
    CHECK(there_and_back(deep) != deep);
}

TEST_CASE("JSON: the order of a context's entries is that of the object") {
    const Value v = from_json(json::parse(R"({"b": 1, "a": 2})"));
    REQUIRE(v.get<Entries>()->size() == 2);
    CHECK(v.find("a")->get<Decimal>()->to_integer() == 2);
    CHECK(v.find("c") == nullptr);
}

TEST_CASE("variables that are JSON: paths") {
    const json variables = {{"order", {{"total", 12}, {"buyer", {{"name", "Ada"}}}, {"lines", {{{"n", 1}}}}}},
                            {"x", nullptr}};
    Value v;
    CHECK(find(variables, {"order", "total"}, v) == 2);
    CHECK(v.get<Decimal>()->to_integer() == 12);
    CHECK(find(variables, {"order", "buyer", "name"}, v) == 3);
    CHECK(v.text() == "Ada");
    CHECK(find(variables, {"order", "buyer", "phone"}, v) == 2);
    CHECK(v.is(Kind::context));
    CHECK(find(variables, {"order", "lines", "n"}, v) == 2);
    CHECK(v.is(Kind::list));
    CHECK(find(variables, {"order", "total", "more"}, v) == 2);
    CHECK(v.is(Kind::number));
    CHECK(find(variables, {"x"}, v) == 1);
    CHECK(v.is_null());
    CHECK(find(variables, {"nothing"}, v) == 0);
    CHECK(find(json(5), {"x"}, v) == 0);
    CHECK(find(json::array({1}), {"x"}, v) == 0);
}

TEST_CASE("variables that are JSON: names with blanks, at any depth") {
    const json variables = {{"line items", {{{"unit price", 3}}}}, {"plain", 1}};
    const JsonScope scope(variables);
    KnownNames names;
    scope.names(names);
    CHECK_FALSE(names.empty());
    const Expression e("line items[1].unit price + plain", Language::feel, {.names = &names});
    CHECK(to_json(e.evaluate(scope)) == 4);
}

TEST_CASE("a result that is text owns it") {
    Value v;
    {
        const json variables = {{"name", "a text that is too long for small strings"}};
        v = Expression("name", Language::feel).evaluate(JsonScope(variables));
    }
    CHECK(v.text() == "a text that is too long for small strings");
}

}  // namespace expression_json_test
