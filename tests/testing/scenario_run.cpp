// The project's own scenarios, plain and saved and loaded between the steps; and what a scenario says that fails.
#include <baton/testing/scenario_catch2.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace testing_scenario_run_test {

using namespace baton::testing;

namespace {

const std::string data = BATON_TEST_DATA;

/// The failures of one case over one of the models.
std::string failures(const std::string& model, const std::string& members) {
    const ScenarioFile file = read_scenario_text(R"({"scenarios": 1, "models": [")" + data + "/bpmn/" + model +
                                                     R"("], "cases": [{"name": "one", )" + members + "}]}",
                                                 "file.json");
    ScenarioOptions options;
    options.loader = [](const std::string& path) { return baton::bpmn::import_file(path).definition; };
    const CaseResult result = run_scenarios(file, options).at(0);
    std::string all;
    for (const std::string& line : result.failures) all += line + "\n";
    return all;
}

}  // namespace

TEST_CASE("the scenarios of the project hold") { check_scenarios(data + "/scenarios"); }

TEST_CASE("they hold when everything is saved and loaded between the steps") {
    ScenarioOptions options;
    options.save_between_steps = true;
    check_scenarios(data + "/scenarios", options);
}

TEST_CASE("a scenario that fails says what was expected and what was seen") {
    const auto says = [](const std::string& seen, const std::string& words) {
        INFO(seen);
        CHECK(seen.find(words) != std::string::npos);
    };
    const std::string approval = "approval.bpmn", start = R"("steps": [{"start": ""}], )";
    says(failures(approval, start + R"("expect": {"waiting": ["Sign", "Approve"]})"),
         "at the end, waiting: expected [Approve, Sign], seen [Approve]");
    says(failures(approval, start + R"("expect": {"status": "completed"})"),
         "at the end, status: expected completed, seen waiting at [Approve]");
    says(failures(approval, start + R"("expect": {"passed": [{"id": "Start", "times": 2}]})"),
         "passed: expected Start 2 times, seen 1 times");
    says(failures(approval, start + R"("expect": {"not_passed": ["Start"]})"),
         "not_passed: expected Start never completed, seen 1 times");
    says(failures(approval, start + R"("expect": {"not_passed": ["Stort"]})"), "did you mean 'Start'");
    says(failures(approval, start + R"("expect": {"variables": {"x": 1}})"),
         "variables: expected x = 1, seen no such variable");
    says(failures(approval, start + R"("expect": {"tasks": {"Approve": 2, "*": 1}})"),
         "tasks: expected Approve: 2, seen 1 of [Approve]");
    says(failures(approval, start + R"("expect": {"error": "E"})"),
         "error: expected ended by the error E, seen waiting at [Approve]");
    says(failures(approval, start + R"("expect": {"overlap": ["Approve", "Sign"]})"), "seen one after the other");
    says(failures(approval, start + R"("expect": {"log": ["a"], "log_in_order": ["a"]})"),
         "log: expected [a], seen []");
    says(failures(approval, R"("steps": [], "expect": {"status": "completed"})"),
         "instance: expected at least one, seen none");
    says(failures(approval, R"("steps": [{"start": ""}, {"complete": "Sign"}])"),
         "step 2 (complete Sign): expected to be done, seen BTN202");
    says(failures(approval, R"("steps": [{"start": ""}, {"complete": "Approve", "rejected": true}])"),
         "step 2 (complete Approve): expected to be rejected, seen done");
    says(failures(approval, R"("expect": {"refused": true})"), "expected the models to be refused, seen them deployed");
    says(failures("refused.bpmn", R"("steps": [{"start": ""}])"), "expected the models to be deployed, seen BTN");
    says(failures("absent.bpmn", R"("expect": {"refused": true})"), "BTN222");
    says(failures(approval, R"("fakes": {"Nobody": []}, "expect": {})"), "no element has the id Nobody");
    CHECK(failures(approval, start + R"("expect": {"status": ["waiting", "failed"], "waiting": ["Approve"]})").empty());
}

TEST_CASE("only cases with a text are run") {
    ScenarioOptions options;
    options.only = "default";
    CHECK(run_scenario_file(data + "/scenarios/exclusive-gateway.json", options).empty());
    options.only = "the second";
    CHECK(run_scenario_file(data + "/scenarios/exclusive-gateway.json", options).size() == 1);
}

}  // namespace testing_scenario_run_test
