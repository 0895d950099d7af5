// `baton test`: what it prints, and its exit code.
#include <baton/cli/test.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "../catch.hpp"

namespace cli_test_command_test {

using namespace baton::cli;

namespace {

struct Printed {
    int code;
    std::string out, err;
};
Printed run_tests_with(const TestArguments& arguments) {
    std::ostringstream out, err;
    const int code = test(arguments, out, err);
    return {code, out.str(), err.str()};
}
const std::string scenarios = BATON_TEST_DATA "/scenarios";

}  // namespace

TEST_CASE("baton test: all cases pass") {
    const Printed p = run_tests_with({{scenarios + "/exclusive-gateway.json"}, "", false, false});
    CHECK(p.code == 0);
    CHECK(p.out == "4 passed, 0 failed\n");
}

TEST_CASE("baton test: some cases") {
    const Printed p = run_tests_with({{scenarios}, "exclusive-gateway", false, true});
    CHECK(p.code == 0);
    CHECK(p.out == "4 passed, 0 failed\n");
}

TEST_CASE("baton test: no case is no success") {
    const Printed p = run_tests_with({{scenarios}, "there is none", false, false});
    CHECK(p.code == 1);
    CHECK(p.err == "baton test: no case was found\n");
}

TEST_CASE("baton test: a case that fails, and a file that cannot be read") {
    const std::string file = "test_command_fails.json";
    std::ofstream(file) << R"({"scenarios": 1, "models": [")" << BATON_TEST_DATA
                        << R"(/bpmn/approval.bpmn"], "cases": [)"
                           R"({"name": "good", "steps": [{"start": ""}], "expect": {"waiting": ["Approve"]}},)"
                           R"({"name": "bad", "feature": "f", "steps": [{"start": ""}], "expect": {"waiting": []}}]})";
    Printed p = run_tests_with({{file, "absent.json"}, "", false, false});
    CHECK(p.code == 1);
    CHECK(
        p.out.starts_with("FAILED test_command_fails.json: bad\n"
                          "  at the end, waiting: expected [], seen [Approve]\n"
                          "FAILED absent.json\n  BTN222 "));
    CHECK(p.out.ends_with("1 passed, 2 failed\n"));

    p = run_tests_with({{file}, "", true, false});
    CHECK(p.code == 1);
    const auto report = nlohmann::json::parse(p.out);
    CHECK(report["baton"]["format"] == 1);
    CHECK(report["passed"] == 1);
    CHECK(report["cases"][1] == nlohmann::json::parse(R"({"file": "test_command_fails.json", "name": "bad",
        "feature": "f", "passed": false, "failures": ["at the end, waiting: expected [], seen [Approve]"]})"));
}

}  // namespace cli_test_command_test
