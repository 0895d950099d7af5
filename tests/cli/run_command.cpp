// `baton run`: the classic trace line by line, messages, questions, and what is reported.
#include <algorithm>
#include <baton/cli/run.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "../catch.hpp"

namespace cli_run_command_test {

using namespace baton::cli;

namespace {

struct Printed {
    int code;
    std::string out, err;
};
Printed run_with(RunArguments arguments, const std::string& typed = {}, bool asks = false) {
    arguments.file = std::string(BATON_TEST_DATA "/bpmn/") + (arguments.file.empty() ? "form.bpmn" : arguments.file);
    std::istringstream in(typed);
    std::ostringstream out, err;
    const int code = run(arguments, {in, out, err, asks});
    return {code, out.str(), err.str()};
}
std::string message_file(const std::string& lines) {
    const std::string file = "run_command_messages.jsonl";
    std::ofstream(file) << lines;
    return file;
}

}  // namespace

TEST_CASE("baton run: the classic trace") {
    RunArguments arguments;
    arguments.trace = "classic";
    arguments.instances = 2;
    arguments.messages = message_file(R"({"task": "Wrong"}
{"task": "Ask", "variables": {"amount": 3, "bogus": "x"}}
{"task": "Pack"}
{"task": "Pack"}
{"task": "Pay"}
)");
    const Printed p = run_with(arguments);
    const auto lines_of = [](char number) {
        std::string lines =
            "Running process #\n"
            "-----------------\n"
            "\t[#] --> msg in: Wrong\n"
            "\t[#] Waiting for user... [UserTask(How many?)]\n"
            "\t[#] --> msg in: Ask\n"
            "\t[#] DOING: UserTask(How many?)\n"
            "\t[#] \t- user sent: {'amount': 3, 'bogus': 'x'}\n"
            "\t[#] Waiting for user... [UserTask(Pay), UserTask(Pack)]\n"
            "\t[#] --> msg in: Pack\n"
            "\t[#] DOING: UserTask(Pack)\n"
            "\t[#] Waiting for user... [UserTask(Pay), ParallelGateway(Join)]\n"
            "\t[#] --> msg in: Pack\n"
            "\t[#] Waiting for user... [UserTask(Pay), ParallelGateway(Join)]\n"
            "\t[#] --> msg in: Pay\n"
            "\t[#] DOING: UserTask(Pay)\n"
            "\t[#] \t- checking variables={'amount': 3} with ['amount==100']... \n"
            "\t[#] \t  DONE: Result is False\n"
            "\t[#] \t- going down default path...\n"
            "\t[#] DOING: ManualTask(By bike)\n"
            "\t[#] DONE\n";
        std::replace(lines.begin(), lines.end(), '#', number);
        return lines;
    };
    CHECK(p.out == lines_of('1') + lines_of('2'));
    CHECK(p.err.empty());
    CHECK(p.code == 0);
}

TEST_CASE("baton run: stops where people are needed") {
    RunArguments arguments;
    arguments.variables = R"({"who": "Ada"})";
    const Printed p = run_with(arguments);
    CHECK(p.code == 0);
    CHECK(p.out == "instance 1 of Order: waiting\n  waits at Ask (How many?)\n  variables {\"who\":\"Ada\"}\n");
}

TEST_CASE("baton run: a task without a body is completed, and that is said once") {
    RunArguments arguments;
    arguments.instances = 2;
    arguments.messages = message_file(
        "{\"task\": \"Ask\", \"variables\": {\"amount\": 100}}\n\n"
        "{\"task\": \"Pay\"}\n{\"task\": \"Wrong\"}\n{\"task\": \"Pack\"}\n");
    const Printed p = run_with(arguments);
    CHECK(p.code == 0);
    CHECK(p.out.starts_with("instance 1 of Order: completed\n"));
    CHECK(p.err ==
          "baton run: Wrong does not wait; the message is ignored\n"
          "baton run: nothing is bound to Truck (By truck); it is completed\n"
          "baton run: Wrong does not wait; the message is ignored\n");
}

TEST_CASE("baton run: asks") {
    const Printed p = run_with({}, "no number\n100\n\n2\n\n\n", true);
    CHECK(p.code == 0);
    CHECK(p.out.find("Ask (How many?)\nAmount (long):   that is no long\nAmount (long): Note (string): ") == 0);
    CHECK(p.out.find("1  Pay\n2  Pack\nwhich task (1): Pack\ndone, with Enter: Pay\n") != std::string::npos);
    CHECK(p.out.find("instance 1 of Order: completed\n  variables {\"amount\":100}\n") != std::string::npos);
}

TEST_CASE("baton run: an instance that fails") {
    RunArguments arguments;
    arguments.file = "exclusive-no-default.bpmn";
    const Printed p = run_with(arguments);
    CHECK(p.code == 1);
    CHECK(p.out.starts_with("instance 1 of Exclusive: failed"));
}

TEST_CASE("baton run: a line for each event") {
    RunArguments arguments;
    arguments.file = "two-tasks.bpmn";
    arguments.trace = "lines";
    const Printed p = run_with(arguments);
    CHECK(p.out.find(" 1 entered A\n") != std::string::npos);
    CHECK(p.out.find(" 1 completed B\n") != std::string::npos);
    CHECK(p.out.find(" 1 took ") != std::string::npos);
}

TEST_CASE("baton run: wrong arguments") {
    RunArguments arguments;
    arguments.variables = "[1]";
    CHECK_THROWS_WITH(run_with(arguments), "--variables: expected a JSON object, seen [1]");
    arguments.variables = "";
    arguments.messages = message_file("{\"task\": \"Ask\"}\n{\"tusk\": \"Ask\"}\n");
    CHECK_THROWS_WITH(run_with(arguments),
                      "run_command_messages.jsonl, line 2: expected {\"task\": \"id\", "
                      "\"variables\": {}}, seen {\"tusk\": \"Ask\"}");
}

TEST_CASE("baton run: what is said as Python says it") {
    CHECK(detail::python_string("it's") == "\"it's\"");
    CHECK(detail::python_string("a\"b'") == "'a\"b\\''");
    CHECK(detail::python_dict(
              {{"a", baton::Value(true)}, {"b", nullptr}, {"c", 2.0}, {"d", baton::Value::List{1, "x"}}}) ==
          "{'a': True, 'b': None, 'c': 2.0, 'd': [1, 'x']}");
}

}  // namespace cli_run_command_test
