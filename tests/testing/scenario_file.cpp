// How scenario files are read: what each part becomes, and that nothing unknown passes.
#include <baton/testing/scenario_file.hpp>
#include <string>

#include "../catch.hpp"

namespace testing_scenario_file_test {

using namespace baton::testing;

namespace {

/// A file with one case, whose members are given.
std::string with_case(const std::string& members) {
    return R"({"scenarios": 1, "models": ["m.bpmn"], "cases": [{"name": "one", )" + members + "}]}";
}
std::string refusal(const std::string& text) {
    try {
        read_scenario_text(text, "folder/file.json");
    } catch (const baton::error& e) {
        return e.what();
    }
    return "it was read";
}

}  // namespace

TEST_CASE("a scenario file is read whole") {
    const ScenarioFile file = read_scenario_text(R"({
        "scenarios": 1, "about": "all of it",
        "models": ["m.bpmn", "/m.bpmn"],
        "fakes": {"A": [{"log": "shared"}], "B": []},
        "cases": [{
            "name": "one", "feature": "f", "why": "so", "disputed": "no",
            "now": "2031-02-03T04:05:06Z",
            "compatibility": ["catch-cycle-repeats"],
            "fakes": {"A": [{"log": "own"}, {"log_if": {"when": "= x", "text": "t"}}, {"set": {"x": 1, "a": [true]}},
                            {"evaluate": {"z": "= 1", "b": "= 2"}}, {"takes": "P1DT2H"}, {"escalate": "E"},
                            {"wait": true}, {"log": "l"}, {"error": "C"}]},
            "steps": [{"start": "P", "variables": {"v": null}, "as": "a"}, {"message": "m", "key": "k"},
                      {"signal": "s"}, {"complete": "A", "instance": "a", "rejected": true}, {"error": "C", "at": "A"},
                      {"fail": "why", "at": "A"}, {"retry": "A"}, {"set": {"x": 2.5}}, {"advance": "PT10S"},
                      {"advance": "next"}, {"cancel": "a"}, {"expect": {"instance": "a", "status": "waiting"}}],
            "expect": {"status": ["failed", "cancelled"], "log": ["a"], "passed": ["A", {"id": "B", "times": 2}],
                       "overlap": ["A", "B"], "tasks": {"*": 0}, "timers": {"*": 1}, "variables": {"x": 1.0}}
        }]})",
                                                 "folder/file.json");
    CHECK(file.models == std::vector<std::string>{"folder/m.bpmn", "/m.bpmn"});
    const ScenarioCase& c = file.cases.at(0);
    CHECK(c.now == *time_from_text("2031-02-03T04:05:06.000Z"));
    CHECK(c.fakes.at("B").empty());
    const FakeActions& actions = c.fakes.at("A");
    REQUIRE(actions.size() == 9);
    CHECK(actions[0].text == "own");
    CHECK(actions[1].when == "= x");
    CHECK(actions[2].variables[1].first == "a");
    CHECK(actions[3].expressions[0].first == "z");
    CHECK(actions[4].takes == Period{0, 26 * 3'600'000});
    REQUIRE(c.steps.size() == 12);
    CHECK(c.steps[0].variables.at(0).second.is_null());
    CHECK(c.steps[1].key == "k");
    CHECK(c.steps[3].rejected);
    CHECK(c.steps[3].title == "complete A");
    CHECK(c.steps[4].at == "A");
    CHECK(c.steps[7].variables.at(0).second == baton::Value(2.5));
    CHECK(c.steps[8].period == Period{0, 10'000});
    CHECK(!c.steps[9].period);
    CHECK(c.steps[11].expectation.instance == "a");
    CHECK(c.expect.status.size() == 2);
    CHECK(c.expect.passed[1].times == std::size_t{2});
    CHECK(c.expect.tasks == Counts{{"*", 0}});
}

TEST_CASE("a scenario file with something unknown is refused, and the place is named") {
    const auto says = [](const std::string& text, const std::string& words) {
        INFO(refusal(text));
        CHECK(refusal(text).find(words) != std::string::npos);
    };
    says("{", "BTN701 folder/file.json");
    says("[]", "the key scenarios is missing");
    says(R"({"scenarios": 2, "models": ["m"], "cases": []})",
         "/scenarios: the scenario file does not follow its format");
    says(R"({"scenarios": 1, "models": [], "cases": []})", "there are no models");
    says(R"({"scenarios": 1, "models": ["m"]})", "there are no cases");
    says(R"({"scenarios": 1, "scenarios": 1, "models": ["m"], "cases": []})", "the key scenarios twice");
    says(R"({"scenarios": 1, "model": ["m"], "cases": []})", "did you mean 'models'");
    says(R"({"scenarios": 1, "models": ["m"], "cases": [{"steps": []}]})", "a case has a name");
    says(R"({"scenarios": 1, "models": ["m"], "cases": [{"name": "a"}, {"name": "a"}]})", "two cases have this name");
    says(with_case(R"("step": [])"), "file.json, case 'one', /cases/0/step");
    says(with_case(R"("steps": [{"start": 1}])"), "/cases/0/steps/0/start");
    says(with_case(R"("steps": [{"start": 1}])"), "expected a text, seen 1");
    says(with_case(R"("steps": [{"strat": "P"}])"), "did you mean 'start'");
    says(with_case(R"("steps": [{}])"), "a step has one of the words");
    says(with_case(R"("steps": [{"start": "P", "at": "A"}])"), "the key at is not known here");
    says(with_case(R"("steps": [{"start": "P", "signal": "s"}])"), "two words, start and signal");
    says(with_case(R"("steps": [{"fail": "why"}])"), "the task is missing");
    says(with_case(R"("steps": [{"complete": "A", "instance": "a"}])"), "an instance named by `as` before");
    says(with_case(R"("steps": [{"start": "P", "as": "a"}, {"start": "P", "as": "a"}])"), "two instances are named a");
    says(with_case(R"("steps": [{"advance": "10S"}])"), "expected a duration such as PT10S, seen \"10S\"");
    says(with_case(R"("steps": [{"expect": {"refused": true}}])"), "is said at the end of the case");
    says(with_case(R"("expect": {"status": "done"})"), "completed, waiting, failed or cancelled");
    says(with_case(R"("expect": {"log": "a"})"), "expected a list, seen \"a\"");
    says(with_case(R"("expect": {"tasks": {"A": -1}})"), "a number from 0");
    says(with_case(R"("expect": {"timers": {"A": 1}})"), "timers are counted in all");
    says(with_case(R"("expect": {"overlap": ["A"]})"), "two ids");
    says(with_case(R"("expect": {"passed": [{"times": 1}]})"), "an object with an id");
    says(with_case(R"("fakes": {"A": [{"log": "a", "wait": true}]})"), "exactly one word");
    says(with_case(R"("fakes": {"A": [{"wait": false}]})"), "expected true, seen false");
    says(with_case(R"("fakes": {"A": [{"wait": true}, {"takes": "PT1S"}]})"), "can follow wait");
    says(with_case(R"("compatibility": ["none"])"), "a known deviation");
    says(with_case(R"("now": "tomorrow")"), "a time such as 2030-01-01T00:00:00Z");
}

TEST_CASE("other JSON is no scenario file") {
    CHECK(is_scenario_text(R"({"scenarios": 9})"));
    CHECK_FALSE(is_scenario_text(R"({"cases": []})"));
    CHECK_FALSE(is_scenario_text("[1]"));
    CHECK_FALSE(is_scenario_text("no JSON"));
}

TEST_CASE("durations of scenario files") {
    CHECK(period_from_text("PT0.5S") == Period{0, 500});
    CHECK(period_from_text("P1Y2M3W4DT5H6M7S") ==
          Period{14, ((((3 * 7 + 4) * 24 + 5) * 60 + 6) * std::int64_t{60} + 7) * 1000});
    for (const char* wrong : {"", "P", "PT", "10S", "P1S", "PT1D", "PT1S1H", "P1", "PT.5S", "PT1.S", "PT1.5H", "-PT1S",
                              "P1DT", "PT10Sx", "PT99999999999S"}) {
        INFO(wrong);
        CHECK_FALSE(period_from_text(wrong));
    }
    const auto moved = [](const char* from, const char* by) {
        return baton::core::to_text(after(*time_from_text(from), *period_from_text(by)));
    };
    CHECK(moved("2030-01-31T12:00:00Z", "P1M") == "2030-02-28T12:00:00.000Z");
    CHECK(moved("2030-12-15T00:00:00Z", "P1M1D") == "2031-01-16T00:00:00.000Z");
    CHECK(moved("2032-02-29T00:00:00Z", "P1Y") == "2033-02-28T00:00:00.000Z");
    CHECK(moved("2030-01-01T00:00:00Z", "PT90M") == "2030-01-01T01:30:00.000Z");
}

TEST_CASE("values of scenario files") {
    const auto value = [](const char* text) { return value_from(ScenarioJson::parse(text)); };
    CHECK(json_text(value(R"({"b":[1,2.5,"x",null,true],"a":{}})")) == R"({"b":[1,2.5,"x",null,true],"a":{}})");
    CHECK(is_as_expected(value("1.0"), value("1")));
    CHECK(is_as_expected(value("[1, {\"a\": 2}]"), value("[1.0, {\"a\": 2.0, \"b\": null}]")));
    CHECK(is_as_expected(baton::core::TypedText{"date", "2030-01-01"}, "2030-01-01"));
    CHECK_FALSE(is_as_expected(value("1"), value("\"1\"")));
    CHECK_FALSE(is_as_expected(value("{\"a\": 1, \"b\": 2}"), value("{\"a\": 1}")));
    CHECK_FALSE(is_as_expected(value("[1]"), value("[1, 2]")));
}

}  // namespace testing_scenario_file_test
