#include <baton/core/error.hpp>
#include <baton/core/nearest.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "../catch.hpp"

namespace core_errors_test {

using namespace baton;

TEST_CASE("an error says its number, where, the sentence and what") {
    const error e(error_code::deadlock_at_the_join, "coffee, task serve", "with brew");
    CHECK(e.code() == error_code::deadlock_at_the_join);
    CHECK_THAT(e.what(), ContainsSubstring("BTN010 coffee, task serve: deadlock: "));
    CHECK_THAT(e.what(), ContainsSubstring(": with brew"));
    const error several({{error_code::no_start_point_reaches, "a", {}}, {error_code::no_flow_holds, "b", {}}});
    CHECK(several.findings().size() == 2);
    CHECK_THAT(several.what(), ContainsSubstring("\nBTN203"));
}

TEST_CASE("numbers stand for themselves") {
    CHECK(static_cast<int>(error_code::two_tasks_have_the_name) == 1);
    CHECK(static_cast<int>(error_code::the_picture_is_stale) == 402);
    CHECK(core::number_of(error_code::run_called_inside_run) == "BTN201");
}

TEST_CASE("every number is documented, and no number is used twice") {
    std::ifstream file(BATON_SOURCE "/docs/errors.md");
    std::stringstream docs;
    docs << file.rdbuf();
    std::set<std::string> numbers;
    const auto check = [&](error_code code) {
        const std::string number(core::number_of(code));
        INFO(number);
        CHECK(numbers.insert(number).second);
        CHECK_THAT(docs.str(), ContainsSubstring("## " + number + " "));
    };
#define BATON_CHECK_DOCUMENTED(name) check(error_code::name);
    BATON_PROBLEMS(BATON_CHECK_DOCUMENTED)
    BATON_RUN_ERRORS(BATON_CHECK_DOCUMENTED)
#undef BATON_CHECK_DOCUMENTED
}

TEST_CASE("the nearest name is suggested, but not one that is far") {
    const std::vector<std::string_view> names{"serve", "brew", "order"};
    CHECK(core::nearest("srve", names) == "serve");
    CHECK(core::nearest("sevre", names) == "serve");
    CHECK(core::nearest("brwe", names) == "brew");
    CHECK(core::nearest("payment", names).empty());
    CHECK(core::edit_distance("", "abc") == 3);
    CHECK(core::edit_distance("ab", "ba") == 1);
}

}  // namespace core_errors_test
