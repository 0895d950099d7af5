// The default language, name:word, and how a text is recognised.
#include <baton/expression/expression.hpp>
#include <baton/expression/json.hpp>
#include <string>
#include <string_view>

#include "../catch.hpp"
#include "../codes.hpp"

namespace expression_default_language_test {

namespace {

using namespace baton::expression;

const nlohmann::json& variables() {
    static const nlohmann::json j = {{"payload", {{"user", true}, {"role", "admin"}, {"n", nullptr}}},
                                     {"option", 1},
                                     {"state", "open"},
                                     {"ready", true},
                                     {"late", false},
                                     {"nothing", nullptr},
                                     {"tags", {"a", "b"}},
                                     {"days left", 3},
                                     {"half", 0.5}};
    return j;
}
std::string evaluated(const Expression& e) { return text_of(e.evaluate(JsonScope(variables())), 10'000); }

std::string unmarked(std::string_view text) {
    KnownNames names;
    JsonScope(variables()).names(names);
    return evaluated(Expression(text, Language::unmarked, {.names = &names}));
}
std::string read(std::string_view text) { return evaluated(Expression::read(text)); }
Language language_of(std::string_view text) { return Expression::read(text).language(); }

}  // namespace

TEST_CASE("default language: equality") {
    CHECK(unmarked("option==1") == "true");
    CHECK(unmarked("option = 1") == "true");
    CHECK(unmarked("option!=1") == "false");
    CHECK(unmarked("payload.get(\"user\") == True") == "true");
    CHECK(unmarked("payload.get('role') == 'admin'") == "true");
    CHECK(unmarked("payload.get('none') == None") == "true");
    CHECK(unmarked("payload.get('none', 5) == 5") == "true");
    CHECK(unmarked("payload.n == None") == "true");
    CHECK(unmarked("payload.role != \"user\"") == "true");
    CHECK(unmarked("late == False") == "true");
}

TEST_CASE("default language: values of different kinds are never equal") {
    for (const char* text : {"\"1\" = 1", "\"1\" == 1", "1 == '1'", "option == '1'", "\"true\" == true", "ready == 1",
                             "ready == 'True'", "0 == False", "\"\" == None", "option in ('1', '2')"}) {
        INFO(text);
        CHECK(unmarked(text) != "true");
    }
    CHECK(unmarked("\"1\" = 1") == "null");
    CHECK(unmarked("\"\" == None") == "false");
}

TEST_CASE("default language: logic by signs") {
    CHECK(unmarked("ready && option == 1") == "true");
    CHECK(unmarked("late || ready") == "true");
    CHECK(unmarked("!late") == "true");
    CHECK(unmarked("!ready || late") == "false");
    CHECK(unmarked("!!ready") == "true");
    CHECK(unmarked("!(option > 3) && !late") == "true");
    CHECK(unmarked("late && ready || ready") == "true");
    CHECK(unmarked("nothing && late") == "false");
    CHECK(unmarked("nothing || ready") == "true");
    CHECK(unmarked("!nothing") == "null");
    CHECK(unmarked("ready == !late") == "true");
}

TEST_CASE("default language: logic by words, as in Python") {
    CHECK(unmarked("ready and not late") == "true");
    CHECK(unmarked("not ready or late") == "false");
    CHECK(unmarked("not not ready") == "true");
    CHECK(unmarked("not(late)") == "true");
    CHECK(unmarked("not (late or late)") == "true");
    CHECK(unmarked("not option == 2") == "true");
    CHECK(unmarked("if not late then 'go' else 'stop'") == "go");
    CHECK(unmarked("state in ['open', 'new']") == "true");
    CHECK(unmarked("state in ('open', 'new')") == "true");
    CHECK(unmarked("state not in ['open', 'new']") == "false");
    CHECK(unmarked("option not in (2, 3) and ready") == "true");
    CHECK(unmarked("not state in ['new']") == "true");
    CHECK(unmarked("'c' not in tags") == "true");
    CHECK(unmarked("not (option) == 2") == "true");
}

TEST_CASE("default language: texts, remainders, and FEEL") {
    CHECK(unmarked("'it\\'s'") == "it's");
    CHECK(unmarked("\"it's\"") == "it's");
    CHECK(unmarked("'say \"hi\"'") == "say \"hi\"");
    CHECK(unmarked("{'a b': 1, c: a b}.c") == "1");
    CHECK(unmarked("7 % 4") == "3");
    CHECK(unmarked("-7 % 4") == "1");
    CHECK(unmarked("days left * 2") == "6");
    CHECK(unmarked("some t in tags satisfies t == 'b'") == "true");
    CHECK(unmarked("half between 0 and 1") == "true");
    CHECK(unmarked("count(tags[item != 'a'])") == "1");
}

TEST_CASE("only the default language takes them") {
    for (const char* text : {"1 == 1", "true && false", "true || false", "!true", "'a'", "7 % 4", "1 not in [2]"}) {
        INFO(text);
        CHECK(code_of([&] { Expression(text, Language::feel); }) ==
              baton::error_code::the_expression_is_not_understood);
        CHECK(code_of([&] { Expression(text, Language::unmarked); }) == baton::error_code::none);
    }
}

TEST_CASE("name:word compares text") {
    CHECK(read("state:open") == "true");
    CHECK(read("state:closed") == "false");
    CHECK(read(" state:open ") == "true");
    CHECK(read("option:1") == "true");
    CHECK(read("option:1.0") == "false");
    CHECK(read("half:0.5") == "true");
    CHECK(read("ready:true") == "true");
    CHECK(read("ready:True") == "false");
    CHECK(read("missing:x") == "false");
    CHECK(read("nothing:null") == "false");
    CHECK(Expression("state:open", Language::key_value).evaluate(JsonScope(variables())).is_true());
    CHECK(code_of([] { Expression("state open", Language::key_value); }) ==
          baton::error_code::the_expression_is_not_understood);
}

TEST_CASE("a text is recognised by its marks") {
    CHECK(language_of("=option > 0") == Language::feel);
    CHECK(language_of("  = option > 0") == Language::feel);
    CHECK(language_of("= \"${x}\"") == Language::feel);
    CHECK(language_of("${option > 0}") == Language::juel);
    CHECK(language_of("#{option > 0}") == Language::juel);
    CHECK(language_of("order ${option}") == Language::juel);
    CHECK(language_of("state:open") == Language::key_value);
    CHECK(language_of("state:v1.2-rc") == Language::key_value);
    CHECK(language_of("{a:1}") == Language::unmarked);
    CHECK(language_of("f(a:1)") == Language::unmarked);
    CHECK(language_of("option > 0") == Language::unmarked);
    CHECK(language_of("option==1") == Language::unmarked);
    CHECK(language_of("\"state:open\"") == Language::unmarked);
    CHECK(read("=option + 1") == "2");
    CHECK(read("${option + 1}") == "2");
    CHECK(read("option + 1") == "2");
    CHECK(code_of([] { Expression::read("=option == 1"); }) == baton::error_code::the_expression_is_not_understood);
    CHECK(code_of([] { Expression::read("== 1"); }) == baton::error_code::the_expression_is_not_understood);
    CHECK(code_of([] { Expression::read(""); }) == baton::error_code::the_expression_is_not_understood);
    CHECK(code_of([] { Expression::read("="); }) == baton::error_code::the_expression_is_not_understood);
}

}  // namespace expression_default_language_test
