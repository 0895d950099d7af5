// The code of docs/expressions.md.
#include <baton/expression/expression.hpp>
#include <baton/expression/free_variables.hpp>
#include <baton/expression/json.hpp>
#include <baton/expression/result_kinds.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace docs_expressions_test {

namespace expression = baton::expression;
using nlohmann::json;

TEST_CASE("docs: evaluating an expression") {
    const auto open = expression::Expression::read("=amount > 100 and status = \"open\"");
    const json variables = {{"amount", 250}, {"status", "open"}};
    CHECK(open.evaluate(expression::JsonScope(variables)).is_true());
}

TEST_CASE("docs: how a text is recognised") {
    using expression::Expression, expression::Language;
    CHECK(Expression::read("= amount > 100").language() == Language::feel);
    CHECK(Expression::read("${amount > 100}").language() == Language::juel);
    CHECK(Expression::read("order ${id} of ${name}").language() == Language::juel);
    CHECK(Expression::read("status:open").language() == Language::key_value);
    CHECK(Expression::read("payload.get('user') == True && !late").language() == Language::unmarked);
}

TEST_CASE("docs: names with blanks") {
    const json variables = {{"unit price", 12}, {"a-b", 3}};
    const expression::JsonScope scope(variables);
    expression::KnownNames names;
    scope.names(names);
    const expression::Expression total("unit price * a-b", expression::Language::feel, {.names = &names});
    CHECK(expression::to_json(total.evaluate(scope)) == 36);
}

TEST_CASE("docs: unary tests") {
    const expression::Expression cell("< 5, [10..20]", expression::Language::unary_tests);
    CHECK(cell.evaluate(expression::JsonScope(json{{"?", 12}})).is_true());
}

TEST_CASE("docs: settings and reasons") {
    const expression::Expression due("today() + duration(\"P14D\")", expression::Language::feel);
    expression::Setting setting;
    setting.now = baton::instant(1'800'000'000'000);  // milliseconds since 1970, UTC
    CHECK(expression::to_json(due.evaluate(expression::EmptyScope(), setting)) == "2027-01-29");

    std::vector<expression::Reason> reasons;
    setting.reasons = &reasons;
    const expression::Expression wrong("1 + sume([2, 3])", expression::Language::feel);
    CHECK(wrong.evaluate(expression::EmptyScope(), setting).is_null());
    CHECK(reasons[0].at == 4);
    CHECK(reasons[0].what == "there is no function 'sume' (did you mean 'sum'?)");
}

TEST_CASE("docs: errors") {
    std::string said;
    try {
        expression::Expression("amount > * 2", expression::Language::feel);
    } catch (const baton::error& e) {
        said = e.what();
    }
    CHECK_THAT(said, ContainsSubstring("BTN501 line 1, column 10") && ContainsSubstring("amount > \u2192* 2"));
}

TEST_CASE("docs: registering functions") {
    using namespace expression;
    auto functions = std::make_shared<Functions>();
    functions->add("stock.reserve", {{"amount", kinds(Kind::number)}}, [](Calling& call, std::span<const Value> a) {
        const auto amount = a[0].get<Decimal>()->to_integer();
        if (!amount) return call.fail("only whole pieces can be reserved");
        return Value(*amount <= 10);
    });
    const Expression e("${stock.reserve(4)}", Language::juel, {.functions = functions});
    CHECK(e.evaluate(EmptyScope()).is_true());
}

TEST_CASE("docs: static analysis") {
    const expression::Expression e("amount > limit and item.n = 1", expression::Language::feel);
    CHECK(expression::free_variables(e).certain == std::vector<std::string>{"amount", "item", "limit"});
    CHECK(expression::result_kinds(e) == expression::kinds(expression::Kind::boolean, expression::Kind::null));
    expression::require_condition(e);  // BTN504 if it can never be true or false
}

}  // namespace docs_expressions_test
