// Forms of user tasks: what they show, and what they accept.
#include <baton/runner/bindings.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "process_models.hpp"

namespace runner_forms_test {

using namespace baton;
using Names = std::vector<std::string>;

namespace {

struct Form {
    ProcessEngine engine{ProcessOptions{.now = instant(7000)}};
    std::uint64_t id = 0;

    Form() {
        engine.deploy({tests::model("forms.bpmn")});
        id = engine.start("", {{"starter", "eva"},
                               {"second", "ben"},
                               {"groups", Value::List{Value("staff"), Value("heads")}},
                               {"due", core::TypedText{"date", "2026-11-20"}},
                               {"number", "N-1"}});
    }
    Value get(const std::string& name) { return tests::variable(engine, id, name); }
    /// What is wrong with a form that has a good name, and this.
    std::string wrong(const std::string& field, Value value) {
        return text_of([&] { engine.complete_form("Fill", {{"name", "abc"}, {field, std::move(value)}}, id); });
    }
};

}  // namespace

TEST_CASE("a task that waits says who is to do it, by when, and with which fields") {
    Form form;
    const TaskInfo info = form.engine.task_info("Fill");
    CHECK(info.activation.instance == form.id);
    CHECK(info.name == "Fill in");
    CHECK(info.documentation == "Fill in everything.");
    CHECK(info.since == instant(7000));
    CHECK(info.assignee == "eva");
    CHECK(info.candidate_users == Names{"ann", "ben"});
    CHECK(info.candidate_groups == Names{"staff", "heads"});
    CHECK(info.due_date == "2026-11-20");
    CHECK(info.priority == "50");
    CHECK(info.form_key == "form.html");
    REQUIRE(info.fields.size() == 8);
    CHECK(info.fields[0].required());
    CHECK(info.fields[1].value == Value("3"));
    CHECK(info.fields[1].is_default);
    CHECK(info.fields[6].readonly());
    CHECK(info.fields[6].value == Value("N-1"));
    CHECK(info.fields[7].value == Value("eva"));
    form.engine.complete(info.activation, {});
    CHECK(code_of([&] { static_cast<void>(form.engine.task_info("Fill")); }) == error_code::nothing_waits_there);
    CHECK(code_of([&] { form.engine.complete_form("Fill"); }) == error_code::nothing_waits_there);
}

TEST_CASE("what is entered is stored with the types of the fields, and the defaults of the others") {
    Form form;
    form.engine.complete_form(
        "Fill",
        {{"name", "Bo"}, {"rate", "2.5"}, {"urgent", "true"}, {"day", "2026-02-03"}, {"size", "l"}, {"number", "N-1"}});
    CHECK(tests::is_completed(form.engine, form.id));
    CHECK(form.get("name") == Value("Bo"));
    CHECK(form.get("amount") == Value(3));
    CHECK(form.get("rate") == Value(2.5));
    CHECK(form.get("urgent") == Value(true));
    CHECK(form.get("day") == Value(core::TypedText{"date", "2026-02-03"}));
    CHECK(form.get("size") == Value("l"));
    CHECK(form.get("who") == Value("eva"));
}

TEST_CASE("every field that is wrong is listed, and nothing changes") {
    Form form;
    const Variables before = form.engine.variables(form.id);
    const std::string all = text_of([&] {
        form.engine.complete_form("Fill", {{"amount", "many"}, {"rate", true}, {"urgnt", "true"}, {"number", "N-2"}});
    });
    CHECK_THAT(all, ContainsSubstring("BTN236 task Fill, field name"));
    CHECK_THAT(all, ContainsSubstring("it is required"));
    CHECK_THAT(all, ContainsSubstring("field amount: "));
    CHECK_THAT(all, ContainsSubstring("expected a whole number, found \"many\""));
    CHECK_THAT(all, ContainsSubstring("expected a number, found true"));
    CHECK_THAT(all, ContainsSubstring("the form has no such field (did you mean 'urgent'?)"));
    CHECK_THAT(all, ContainsSubstring("it can only be read"));
    CHECK(form.engine.variables(form.id) == before);
    CHECK(form.engine.user_tasks().size() == 1);
}

TEST_CASE("types and bounds of fields") {
    Form form;
    CHECK_THAT(form.wrong("amount", 0), ContainsSubstring("expected at least 1, found 0"));
    CHECK_THAT(form.wrong("amount", "11"), ContainsSubstring("expected at most 10, found 11"));
    CHECK_THAT(form.wrong("amount", 2.5), ContainsSubstring("expected a whole number, found 2.5"));
    CHECK_THAT(form.wrong("amount", "2x"), ContainsSubstring("expected a whole number"));
    CHECK_THAT(form.wrong("urgent", "yes"), ContainsSubstring("expected true or false"));
    CHECK_THAT(form.wrong("urgent", 1), ContainsSubstring("expected true or false"));
    CHECK_THAT(form.wrong("day", "2026-02-30"), ContainsSubstring("expected a date"));
    CHECK_THAT(form.wrong("size", "m"), ContainsSubstring("expected one of s, l, found \"m\""));
    CHECK_THAT(form.wrong("rate", "inf"), ContainsSubstring("expected a number"));
    CHECK_THAT(form.wrong("who", 3), ContainsSubstring("expected a text"));
    CHECK(form.engine.user_tasks().size() == 1);
    const auto name = [&](const char* text) {
        return text_of([&] { form.engine.complete_form("Fill", {{"name", text}}); });
    };
    CHECK_THAT(name("x"), ContainsSubstring("expected a text of at least 2 characters"));
    CHECK_THAT(name("abcdef"), ContainsSubstring("expected a text of at most 5 characters"));
    CHECK(name("äöüßé").empty());  // characters, not bytes
}

TEST_CASE("unknown fields are refused, dropped or kept") {
    Form dropping, keeping;
    dropping.engine.complete_form("Fill", {{"name", "abc"}, {"more", 1}}, 0, UnknownFields::drop);
    CHECK(dropping.get("more").is_null());
    keeping.engine.complete_form("Fill", {{"name", "abc"}, {"more", 1}}, 0, UnknownFields::keep);
    CHECK(keeping.get("more") == Value(1));
}

TEST_CASE("an exit hook sees the form as it will be stored") {
    ProcessEngine engine;
    Value seen;
    Bindings b;
    b.on_exit("Fill", [&](TaskContext& task) {
        seen = task.get("amount");
        return *seen.integer() > 5 ? veto("too many") : Veto();
    });
    deploy_with(engine, b, {tests::model("forms.bpmn")});
    engine.start("", {{"starter", "eva"}, {"second", "ben"}, {"groups", "staff"}, {"due", "2026-11-20"}});
    CHECK(code_of([&] {
              engine.complete_form("Fill", {{"name", "abc"}, {"amount", "6"}});
          }) == error_code::a_completion_is_refused);
    CHECK(seen == Value(6));
    engine.complete_form("Fill", {{"name", "abc"}});
    CHECK(seen == Value(3));
}

}  // namespace runner_forms_test
