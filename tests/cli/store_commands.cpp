// The commands that work on a store: from a file to the end of an instance, and what is refused.
#include <baton/cli/look.hpp>
#include <baton/cli/operate.hpp>
#include <baton/cli/worker.hpp>
#include <baton/core/file.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "../catch.hpp"
#include "../codes.hpp"
#include "../store/stores.hpp"

namespace cli_store_commands_test {

using namespace baton::cli;
using nlohmann::json;

namespace {

/// A worker's task, a person's, a message; the person's task is called `task`.
std::string order_model(const std::string& task) {
    return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=number" /></extensionElements></message>
<process id="order" isExecutable="true"><startEvent id="s"><outgoing>a</outgoing></startEvent>
<sequenceFlow id="a" sourceRef="s" targetRef="charge" />
<serviceTask id="charge"><extensionElements><zeebe:taskDefinition type="charge" /></extensionElements><incoming>a</incoming><outgoing>b</outgoing></serviceTask>
<sequenceFlow id="b" sourceRef="charge" targetRef=")" +
           task + R"(" />
<userTask id=")" +
           task +
           R"(" name="Approve"><extensionElements><zeebe:assignmentDefinition candidateGroups="sales" /></extensionElements><incoming>b</incoming><outgoing>c</outgoing></userTask>
<sequenceFlow id="c" sourceRef=")" +
           task + R"(" targetRef="wait" />
<intermediateCatchEvent id="wait"><incoming>c</incoming><outgoing>e</outgoing><messageEventDefinition id="md" messageRef="m" /></intermediateCatchEvent>
<sequenceFlow id="e" sourceRef="wait" targetRef="end" />
<endEvent id="end"><incoming>e</incoming></endEvent></process></definitions>)";
}

/// Commands on one store, in an empty folder.
struct Shell {
    store_tests::Folder folder;
    std::string url;
    std::ostringstream out;

    explicit Shell(const std::string& kind) : url(kind + folder.file("orders")) {}

    template <class Arguments = OperateArguments, class Change>
    Arguments with(Change change) {
        Arguments a;
        a.url = url;
        change(a);
        return a;
    }
    /// What a command prints; it must end with `code`.
    template <class Command, class Arguments, class... More>
    std::string print(int code, Command command, const Arguments& arguments, const More&... more) {
        out.str({});
        CHECK(command(arguments, more..., out) == code);
        return out.str();
    }
    std::string deployed(const std::string& task) {
        const std::string file = folder.file(task + ".bpmn");
        std::ofstream(file) << order_model(task);
        return print(0, deploy, with([&](OperateArguments& a) { a.files = {file}; }));
    }
    json shown(int code, std::int64_t instance) {
        return json::parse(print(code, show, with<InstanceArguments>([&](InstanceArguments& a) {
                                     a.instance = instance;
                                     a.json = true;
                                 })));
    }
    int work(std::vector<std::string> does = {}) {
        WorkerArguments a;
        a.url = url;
        a.does = std::move(does);
        a.until_idle = true;
        return worker(a, out);
    }
};

std::vector<std::string> urls() {
#if BATON_HAS_SQLITE
    return {"dir:", "sqlite:"};
#else
    return {"dir:"};
#endif
}

}  // namespace

TEST_CASE("commands: an instance from its start to its end") {
    for (const std::string& kind : urls()) {
        DYNAMIC_SECTION(kind) {
            Shell shell(kind);
            CHECK(shell.deployed("approve") == "order v1\n");
            CHECK(shell.deployed("approve") == "order v1\n");
            CHECK(shell.print(0, start, shell.with([](OperateArguments& a) {
                a.process = "order";
                a.variables = R"({"number": "17", "cups": 2})";
                a.business_key = "17";
            })) == "1\torder v1\trunning\twaits at charge\n");

            CHECK(shell.work(
                      {"charge=cat >/dev/null; echo \"{\\\"charged\\\": \\\"$BATON_ELEMENT $BATON_ATTEMPT\\\"}\""}) ==
                  0);
            json seen = shell.shown(0, 1);
            CHECK(seen["waiting"] == json{"approve"});
            CHECK(seen["variables"] == json{{"number", "17"}, {"cups", 2}, {"charged", "charge 1"}});

            TasksArguments people;
            people.url = shell.url;
            people.query.group = "sales";
            people.json = true;
            const json tasks_seen = json::parse(shell.print(0, tasks, people))["tasks"];
            REQUIRE(tasks_seen.size() == 1);
            CHECK(tasks_seen[0]["title"] == "Approve");
            CHECK(tasks_seen[0]["groups"] == json{"sales"});
            CHECK(shell.print(0, complete, shell.with([&](OperateArguments& a) {
                a.instance = 1;
                a.element = "approve";
                a.variables = R"({"approved": true})";
            })) == "1\torder v1\trunning\twaits at wait\n");

            const auto paid = [&](const std::string& key) {
                return shell.with([&](OperateArguments& a) {
                    a.name = "paid";
                    a.key = key;
                });
            };
            std::ostringstream hints;
            const auto hinted = [&](const OperateArguments& a, std::ostream& out) { return publish(a, out, hints); };
            CHECK(shell.print(1, hinted, paid("18")) == "unmatched\n");
            CHECK(hints.str() == "it is waited for with the key '17'\n");
            CHECK(shell.print(0, message, paid("17")) == "delivered\t1\n");
            seen = shell.shown(0, 1);
            CHECK(seen["status"] == "completed");
            CHECK(seen["baton"] == json{{"document", "instance"}, {"format", 1}});

            ListArguments all;
            all.url = shell.url;
            CHECK(shell.print(0, list, all).empty());
            all.status = "any";
            all.json = true;
            CHECK(json::parse(shell.print(0, list, all))["instances"][0]["businessKey"] == "17");
            const std::string lines =
                shell.print(0, history, shell.with<InstanceArguments>([](InstanceArguments& a) { a.instance = 1; }));
            CHECK_THAT(lines, ContainsSubstring("\tcompleted\tcharge\t"));
        }
    }
}

TEST_CASE("commands: what fails is shown, and tried again") {
    Shell shell(urls().back());
    shell.deployed("approve");
    shell.print(0, start, shell.with([](OperateArguments& a) {
        a.process = "order";
        a.variables = R"({"number": "1"})";
    }));
    for (int i = 0; i < 3; ++i) {
        CHECK(shell.work({"charge=exit 7"}) == 0);
        std::this_thread::sleep_for(std::chrono::milliseconds(i == 0 ? 1300 : 2500));
    }
    const json seen = shell.shown(1, 1);
    REQUIRE(seen["incidents"].size() == 1);
    CHECK(seen["incidents"][0]["element"] == "charge");
    CHECK_THAT(seen["incidents"][0]["why"].get<std::string>(), ContainsSubstring("the command ended with 7"));
    CHECK_THAT(shell.print(1, show, shell.with<InstanceArguments>([](InstanceArguments& a) { a.instance = 1; })),
               ContainsSubstring("the command ended with 7"));
    const auto of_1 = shell.with([](OperateArguments& a) { a.instance = 1; });
    CHECK_THAT(shell.print(0, retry, of_1), ContainsSubstring("1 incident is tried again\n"));
    CHECK(shell.work({"charge=true"}) == 0);
    CHECK(shell.shown(0, 1)["waiting"] == json{"approve"});
}

TEST_CASE("commands: an instance is carried over to another version") {
    Shell shell(urls().back());
    shell.deployed("approve");
    shell.print(0, start, shell.with([](OperateArguments& a) { a.process = "order"; }));
    CHECK(shell.work({"charge=true"}) == 0);
    CHECK(shell.deployed("sign") == "order v2\n");
    auto plan = shell.with([](OperateArguments& a) {
        a.instance = 1;
        a.version = 2;
        a.dry_run = true;
    });
    std::ostringstream nothing;
    CHECK_THROWS_AS(migrate(plan, nothing), baton::error);
    plan.renamed = {"approve=sign"};
    CHECK(shell.print(0, migrate, plan) == "the plan fits\n");
    CHECK(shell.shown(0, 1)["version"] == 1);
    plan.dry_run = false;
    CHECK(shell.print(0, migrate, plan) == "1\torder v2\trunning\twaits at sign\n");
    plan.renamed = {"approve"};
    CHECK_THROWS_WITH(migrate(plan, nothing), ContainsSubstring("expected old=new"));
}

TEST_CASE("commands: wrong stores, numbers and texts are refused") {
    Shell shell(urls().back());
    ListArguments all;
    all.url = shell.url;
    std::ostringstream out;
    using baton::error_code;
    CHECK(code_of([&] { list(all, out); }) == error_code::the_store_cannot_be_opened);
    CHECK_FALSE(std::filesystem::exists(shell.folder.file("orders")));
    all.url = "nowhere";
    CHECK(code_of([&] { list(all, out); }) == error_code::the_store_cannot_be_opened);
    shell.deployed("approve");
    const auto wrong = [&](auto command, auto change) {
        return code_of([&] { command(shell.with([&](OperateArguments& a) { change(a); }), out); });
    };
    CHECK(wrong(start, [](OperateArguments& a) { a.process = "ordr"; }) == error_code::no_such_process);
    CHECK(wrong(retry, [](OperateArguments& a) { a.instance = 9; }) == error_code::no_such_instance);
    CHECK(wrong(complete, [](OperateArguments& a) { a.instance = 9; }) == error_code::nothing_waits_there);
    CHECK_THROWS_WITH(start(shell.with([](OperateArguments& a) {
                          a.process = "order";
                          a.variables = "[1]";
                      }),
                            out),
                      ContainsSubstring("--variables: expected a JSON object"));
    const std::string file = shell.folder.file("no.bpmn");
    std::ofstream(file) << "<definitions/>";
    CHECK_THROWS_AS(deploy(shell.with([&](OperateArguments& a) { a.files = {file}; }), out), baton::error);
    CHECK(out.str().empty());
}

}  // namespace cli_store_commands_test
