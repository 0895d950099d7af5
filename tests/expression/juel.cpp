// JUEL: operators by sign and by word, access, templates, calls of registered functions, null.
#include <baton/expression/expression.hpp>
#include <baton/expression/json.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "../catch.hpp"

namespace expression_juel_test {

namespace {

using namespace baton::expression;

std::shared_ptr<const Functions> functions() {
    auto f = std::make_shared<Functions>();
    f->add("stock.reserve", {{"amount", kinds(Kind::number)}}, [](Calling&, std::span<const Value> a) {
        return Value(a[0].get<Decimal>()->to_integer().value_or(0) <= 10);
    });
    f->add("fn:length", {{"text", kinds(Kind::string)}},
           [](Calling&, std::span<const Value> a) { return Value(static_cast<int>(a[0].text().size())); });
    f->add("greet", {{"name"}, {"greeting", any_value, true}}, [](Calling&, std::span<const Value> a) {
        return Value((a[1].is_null() ? "hello" : std::string(a[1].text())) + " " + std::string(a[0].text()));
    });
    f->add("refuse", {}, [](Calling& call, std::span<const Value>) { return call.fail("refused"); });
    return f;
}

const nlohmann::json& variables() {
    static const nlohmann::json j = {{"amount", 7},
                                     {"status", "open"},
                                     {"yes", true},
                                     {"no", false},
                                     {"nothing", nullptr},
                                     {"blank", ""},
                                     {"none", nlohmann::json::array()},
                                     {"lines", {{{"sku", "T1"}, {"n", 2}}, {{"sku", "C9"}, {"n", 1}}}},
                                     {"user", {{"name", "Ada"}, {"home", {{"city", "Bern"}}}, {"odd key", 3}}},
                                     {"key", "name"}};
    return j;
}

Value value_of(std::string_view text) {
    static const JsonScope scope(variables());
    static const auto own = functions();
    return Expression(text, Language::juel, {.functions = own}).evaluate(scope);
}
std::string juel(std::string_view text) { return text_of(value_of(text), 10'000); }
/// Of one expression.
std::string of(std::string_view inside) { return juel("${" + std::string(inside) + "}"); }

}  // namespace

TEST_CASE("JUEL: equality") {
    CHECK(of("amount == 7") == "true");
    CHECK(of("amount eq 7.0") == "true");
    CHECK(of("amount != 7") == "false");
    CHECK(of("amount ne 8") == "true");
    CHECK(of("status == 'open'") == "true");
    CHECK(of("status == \"open\"") == "true");
    CHECK(of("status == 7") == "false");
    CHECK(of("status != 7") == "true");
    CHECK(of("'7' == amount") == "false");
    CHECK(of("yes == true") == "true");
    CHECK(of("1 == 1 == true") == "true");
    CHECK(of("status=='open'") == "true");
}

TEST_CASE("JUEL: order") {
    CHECK(of("amount < 8") == "true");
    CHECK(of("amount lt 7") == "false");
    CHECK(of("amount > 6") == "true");
    CHECK(of("amount gt 7") == "false");
    CHECK(of("amount <= 7") == "true");
    CHECK(of("amount le 6") == "false");
    CHECK(of("amount >= 7") == "true");
    CHECK(of("amount ge 8") == "false");
    CHECK(of("'a' lt 'b'") == "true");
    CHECK(of("status > 5") == "false");
    CHECK(of("amount + 1 > 2 * 3") == "true");
}

TEST_CASE("JUEL: logic") {
    CHECK(of("yes && no") == "false");
    CHECK(of("yes and yes") == "true");
    CHECK(of("no || yes") == "true");
    CHECK(of("no or no") == "false");
    CHECK(of("!no") == "true");
    CHECK(of("not yes") == "false");
    CHECK(of("!!yes") == "true");
    CHECK(of("!no == true") == "true");
    CHECK(of("no && no || yes") == "true");
    CHECK(of("no and (no or yes)") == "false");
    CHECK(of("!(amount > 9) && status eq 'open'") == "true");
}

TEST_CASE("JUEL: empty") {
    CHECK(of("empty nothing") == "true");
    CHECK(of("empty missing") == "true");
    CHECK(of("empty blank") == "true");
    CHECK(of("empty none") == "true");
    CHECK(of("empty status") == "false");
    CHECK(of("empty amount") == "false");
    CHECK(of("not empty lines") == "true");
    CHECK(of("!empty user") == "true");
    CHECK(of("empty(blank) and empty none") == "true");
}

TEST_CASE("JUEL: arithmetic") {
    CHECK(of("1 + 2 * 3 - 4") == "3");
    CHECK(of("7 / 2") == "3.5");
    CHECK(of("7 div 2") == "3.5");
    CHECK(of("7 % 4") == "3");
    CHECK(of("7 mod 4") == "3");
    CHECK(of("-amount + 1") == "-6");
    CHECK(of("2.5e1 + .5") == "25.5");
    CHECK(of("10L + 2f") == "12");
    CHECK(of("1 / 0") == "null");
    CHECK(of("-7 % 4") == "-3");
}

TEST_CASE("JUEL: the ternary") {
    CHECK(of("yes ? 1 : 2") == "1");
    CHECK(of("no ? 1 : 2") == "2");
    CHECK(of("nothing ? 1 : 2") == "2");
    CHECK(of("amount>5?'big':'small'") == "big");
    CHECK(of("no ? 1 : no ? 2 : 3") == "3");
    CHECK(of("yes ? no ? 1 : 2 : 3") == "2");
    CHECK(of("(yes ? 1 : 2) + 1") == "2");
    CHECK(of("yes ? amount:status") == "7");
    CHECK(of("yes?1:2") == "1");
    CHECK(of("user.name?1:2") == "2");
    CHECK(of("yes ?amount:status") == "7");
}

TEST_CASE("JUEL: properties and indices") {
    CHECK(of("user.name") == "Ada");
    CHECK(of("user.home.city") == "Bern");
    CHECK(of("user['name']") == "Ada");
    CHECK(of("user[\"odd key\"]") == "3");
    CHECK(of("user[key]") == "Ada");
    CHECK(of("user['home'].city") == "Bern");
    CHECK(of("lines[0].sku") == "T1");
    CHECK(of("lines[1]['n'] + 1") == "2");
    CHECK(of("lines[amount - 6].sku") == "C9");
    CHECK(of("lines[2]") == "null");
    CHECK(of("lines[-1]") == "null");
    CHECK(of("user.phone") == "null");
    CHECK(of("user.phone.code") == "null");
    CHECK(of("nothing.code") == "null");
}

TEST_CASE("JUEL: texts with expressions in them") {
    CHECK(juel("order of ${user.name} is ${status}") == "order of Ada is open");
    CHECK(juel("${amount}${amount}") == "77");
    CHECK(juel("#{user.name}: #{amount * 2}") == "Ada: 14");
    CHECK(juel("no expression") == "no expression");
    CHECK(juel("").empty());
    CHECK(juel("<${nothing}>") == "<>");
    CHECK(juel("${yes} and $5 and #1") == "true and $5 and #1");
    CHECK(juel("costs \\${amount}") == "costs ${amount}");
    CHECK(juel("\\#{x} is ${amount}") == "#{x} is 7");
    CHECK(juel("${'}'}") == "}");
    CHECK(juel("${ 'it\\'s' }") == "it's");
    CHECK(value_of("${amount}").is(Kind::number));
    CHECK(value_of(" ${amount}").is(Kind::string));
    CHECK(value_of("${yes}").is_true());
}

TEST_CASE("JUEL: calls of registered functions") {
    CHECK(of("stock.reserve(amount)") == "true");
    CHECK(of("stock.reserve(11)") == "false");
    CHECK(of("fn:length(status)") == "4");
    CHECK(of("yes ? fn:length('ab') : 0") == "2");
    CHECK(of("greet(user.name)") == "hello Ada");
    CHECK(of("greet('Bo', 'good day,')") == "good day, Bo");
    CHECK(of("stock.reserve('much')") == "null");
    CHECK(of("stock.release(1)") == "null");
    CHECK(of("refuse()") == "null");
    CHECK(of("unknown(1)") == "null");
    CHECK(of("user.get('name')") == "Ada");
    CHECK(of("count(lines)") == "2");
    CHECK(of("stock.reserve(amount) && fn:length(status) == 4") == "true");
}

TEST_CASE("JUEL: null") {
    CHECK(of("nothing == null") == "true");
    CHECK(of("missing == null") == "true");
    CHECK(of("amount != null") == "true");
    CHECK(of("null == null") == "true");
    CHECK(of("nothing && yes") == "false");
    CHECK(of("nothing || yes") == "true");
    CHECK(of("nothing or no") == "false");
    CHECK(of("!nothing") == "true");
    CHECK(of("nothing < 1") == "false");
    CHECK(of("nothing >= 1") == "false");
    CHECK(of("nothing + 1") == "null");
}

}  // namespace expression_juel_test
