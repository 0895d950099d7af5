// What is particular to Amazon SWF: the wire, faults, large payloads; and the double itself.
#include <baton/store/memory_store.hpp>
#include <chrono>
#include <fstream>

#include "../catch.hpp"
#include "../codes.hpp"
#include "places.hpp"
#include "swf_stage.hpp"

namespace decider_swf_protocol_test {

using namespace baton;
using namespace baton::decider;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

json test_file(const std::string& name) {
    std::ifstream in(std::string(BATON_TEST_DATA) + "/swf/" + name);
    REQUIRE(in);
    return json::parse(in);
}

/// `given` has all that `expected` has; "*" stands for any text.
bool has(const json& given, const json& expected) {
    if (expected == "*") return given.is_string();
    if (expected.is_object()) {
        if (!given.is_object()) return false;
        for (const auto& [name, e] : expected.items())
            if (!given.contains(name) || !has(given[name], e)) return false;
        return true;
    }
    if (expected.is_array()) {
        if (!given.is_array() || given.size() != expected.size()) return false;
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (!has(given[i], expected[i])) return false;
        return true;
    }
    return given == expected;
}

/// What was asked, and canned answers.
struct Wire : swf::Transport {
    std::vector<std::pair<std::string, json>> asked;
    std::vector<swf::Response> answers;
    swf::Response post(const std::string& action, const std::string& body, duration) override {
        asked.emplace_back(action, json::parse(body));
        if (answers.empty()) return {200, "{}"};
        const swf::Response r = answers.front();
        answers.erase(answers.begin());
        if (r.status == 0) throw error(error_code::the_service_cannot_be_reached, "wire", "no answer");
        return r;
    }
};
swf::Options quiet(std::vector<std::int64_t>* slept = nullptr) {
    swf::Options o;
    o.domain = "test";
    o.sleep = [slept](duration d) {
        if (slept != nullptr) slept->push_back(d.ms);
    };
    return o;
}
swf::Response fault(const std::string& type, long status = 400) {
    return {status, json{{"__type", "com.amazonaws.swf.base.model#" + type}, {"message", "because"}}.dump()};
}

}  // namespace

TEST_CASE("the double of Amazon SWF keeps the conversations in tests/data/swf") {
    for (const char* name : {"conversation_basic.json", "conversation_faults.json"}) {
        INFO(name);
        std::int64_t now = 1'000'000'000'000;
        swf_double::Service service(std::string(BATON_TEST_DATA) + "/swf/fields.json", [&] { return now; });
        std::map<std::string, json> noted;
        for (const json& turn : test_file(name)) {
            INFO(turn.dump());
            now += turn.value("after_ms", 0);
            std::string text = turn["request"].dump();
            for (const auto& [key, value] : noted)
                for (std::size_t at = 0; (at = text.find("\"$" + key + "\"")) != std::string::npos;) text.replace(at, key.size() + 3, value.dump());
            json answer;
            std::string refused;
            try {
                answer = service.handle(turn["action"].get<std::string>(), json::parse(text));
            } catch (const swf_double::Refusal& r) {
                refused = r.type;
            }
            if (refused != turn.value("fault", "")) FAIL("fault " << refused);
            if (turn.contains("response") && !has(answer, turn["response"])) FAIL("answered " << answer.dump(1));
            const json notes = turn.value("note", json::object());
            for (const auto& [key, pointer] : notes.items()) noted[key] = answer[json::json_pointer(pointer.get<std::string>())];
        }
    }
}

TEST_CASE("requests are signed and carry the session token") {
    SwfStage stage;
    std::map<std::string, std::string> seen;
    stage.server.intercept([&](const auto& request, auto&) {
        for (const char* name : {"Authorization", "X-Amz-Security-Token", "X-Amz-Target", "Content-Type", "Host"}) seen[name] = std::string(request[name]);
    });
    swf::SwfBackend b(stage.options());
    b.register_workflow({.name = "test"});
    CHECK_THAT(seen["Authorization"], ContainsSubstring("Credential=AKID/") && ContainsSubstring("/us-east-1/swf/aws4_request") && ContainsSubstring("x-amz-security-token"));
    CHECK(seen["X-Amz-Security-Token"] == "session");
    CHECK(seen["X-Amz-Target"] == "SimpleWorkflowService.RegisterWorkflowType");
    CHECK(seen["Content-Type"] == "application/x-amz-json-1.0");
    CHECK("http://" + seen["Host"] == stage.server.address());
}

TEST_CASE("throttling and faults of the server are met with patience") {
    std::vector<std::int64_t> slept;
    const auto wire = std::make_shared<Wire>();
    swf::SwfBackend b(wire, quiet(&slept));
    wire->answers = {fault("ThrottlingException"), {503, "busy"}, {0, ""}, {500, ""}, {200, "{}"}};
    CHECK(!b.poll_activity_task("default", "me"));
    CHECK(wire->asked.size() == 5);
    REQUIRE(slept.size() == 4);
    for (std::size_t i = 0; i < slept.size(); ++i) CHECK((slept[i] >= 0 && slept[i] <= 100 << i));

    wire->answers.assign(20, {503, "busy"});
    CHECK(code_of([&] { (void)b.poll_activity_task("default", "me"); }) == error_code::the_service_cannot_be_reached);
    CHECK(wire->asked.size() == 5 + 8);
    wire->answers = {fault("LimitExceededFault"), {200, "{}"}};  // too many pollers
    CHECK(!b.poll_decision_task("default", "me"));
    wire->answers = {fault("OperationNotPermittedFault")};
    CHECK_THAT(text_of([&] { (void)b.poll_decision_task("default", "me"); }), ContainsSubstring("BTN611") && ContainsSubstring("OperationNotPermittedFault: because"));
    wire->answers = {{400, "<html>"}};
    CHECK(code_of([&] { b.signal_process("a:b", {"s", {}}); }) == error_code::the_service_refuses);
    wire->answers = {{200, "<html>"}};
    CHECK(code_of([&] { b.signal_process("a:b", {"s", {}}); }) == error_code::the_answer_is_not_understood);
    wire->answers = {{200, R"({"taskToken":"t"})"}};
    CHECK(code_of([&] { (void)b.poll_decision_task("default", "me"); }) == error_code::the_answer_is_not_understood);
}

TEST_CASE("a type is registered only when the service does not know it") {
    const auto wire = std::make_shared<Wire>();
    swf::SwfBackend b(wire, quiet());
    wire->answers = {fault("OperationNotPermittedFault")};
    CHECK(code_of([&] { b.register_workflow({.name = "w"}); }) == error_code::the_service_refuses);
    CHECK(wire->asked.size() == 1);
    CHECK(code_of([&] { b.start_process({.workflow = "w"}); }) == error_code::the_workflow_is_not_registered);
    wire->answers = {{200, R"({"typeInfo":{},"configuration":{}})"}};
    b.register_workflow({.name = "w"});
    CHECK(wire->asked.size() == 2);
}

TEST_CASE("nobody listens: BTN610, after a few attempts") {
    swf::Options o = quiet();
    o.endpoint = "http://127.0.0.1:1";
    o.attempts = 2;
    swf::SwfBackend b(o);
    CHECK(code_of([&] { b.signal_process("a", {"s", {}}); }) == error_code::the_service_cannot_be_reached);
}

TEST_CASE("the fields of requests are those of the reference's table") {
    const auto wire = std::make_shared<Wire>();
    swf::SwfBackend b(wire, quiet());
    wire->answers = {fault("UnknownResourceFault"), {200, ""}, fault("UnknownResourceFault"), fault("TypeAlreadyExistsFault")};
    b.register_workflow({.name = "Foo", .category = "c", .timeout = 100s, .decision_timeout = 7s});
    b.register_activity({.name = "Bar", .category = "d", .scheduled_timeout = 1s, .execution_timeout = 2500ms, .heartbeat_timeout = unlimited});
    CHECK(wire->asked[1].first == "RegisterWorkflowType");
    CHECK(wire->asked[1].second == json::parse(R"({"domain":"test","name":"Foo","version":"1.0","defaultChildPolicy":"ABANDON","defaultExecutionStartToCloseTimeout":"100","defaultTaskStartToCloseTimeout":"7","defaultTaskList":{"name":"c"}})"));
    CHECK(wire->asked[3].second == json::parse(R"({"domain":"test","name":"Bar","version":"1.0","defaultTaskHeartbeatTimeout":"NONE","defaultTaskScheduleToStartTimeout":"1","defaultTaskStartToCloseTimeout":"3","defaultTaskScheduleToCloseTimeout":"4","defaultTaskList":{"name":"d"}})"));
    wire->asked.clear();
    wire->answers = {{200, R"({"runId":"r"})"}};
    const std::string id = b.start_process({.workflow = "Foo", .input = Value::List{2, 3}, .tags = {"t"}});
    json& start = wire->asked[0].second;
    CHECK(id == start["workflowId"].get<std::string>() + ":r");
    start.erase("workflowId");
    CHECK(start == json::parse(R"({"domain":"test","workflowType":{"name":"Foo","version":"1.0"},"childPolicy":"ABANDON","executionStartToCloseTimeout":"100","taskStartToCloseTimeout":"7","taskList":{"name":"c"},"tagList":["t"],"input":"[2,3]"})"));
    CHECK(code_of([&] { b.start_process({.workflow = "Foo", .tags = {"1", "2", "3", "4", "5", "6"}}); }) == error_code::the_decision_is_refused);

    wire->asked.clear();
    b.complete_decision_task({{.workflow = "Foo", .id = "w:r"}, "token"},
                             {ScheduleActivity{"Bar", 2, "5678"}, CancelActivity{"9"}, StartChildProcess{"Foo", {}, {"x"}, "kid", ChildPolicy::request_cancel}, Timer{1500ms, 1, "t"}, CompleteProcess{50}});
    CHECK(wire->asked.at(0).second == json::parse(R"({"taskToken":"token","executionContext":"{\"result\":50,\"type\":\"complete_process\"}","decisions":[
      {"decisionType":"ScheduleActivityTask","scheduleActivityTaskDecisionAttributes":{"activityType":{"name":"Bar","version":"1.0"},"activityId":"5678","input":"2","taskList":{"name":"d"},"scheduleToStartTimeout":"1","startToCloseTimeout":"3","scheduleToCloseTimeout":"4","heartbeatTimeout":"NONE"}},
      {"decisionType":"RequestCancelActivityTask","requestCancelActivityTaskDecisionAttributes":{"activityId":"9"}},
      {"decisionType":"StartChildWorkflowExecution","startChildWorkflowExecutionDecisionAttributes":{"workflowType":{"name":"Foo","version":"1.0"},"workflowId":"kid","childPolicy":"REQUEST_CANCEL","taskList":{"name":"c"},"executionStartToCloseTimeout":"100","taskStartToCloseTimeout":"7","tagList":["x"]}},
      {"decisionType":"StartTimer","startTimerDecisionAttributes":{"timerId":"t","startToFireTimeout":"2","control":"1"}},
      {"decisionType":"CompleteWorkflowExecution","completeWorkflowExecutionDecisionAttributes":{"result":"50"}}]})"));
}

TEST_CASE("a lost answer to a start does not start twice") {
    const auto wire = std::make_shared<Wire>();
    swf::SwfBackend b(wire, quiet());
    b.register_workflow({.name = "Foo"});
    wire->answers = {{500, ""}, fault("WorkflowExecutionAlreadyStartedFault"), {200, R"({"executionInfos":[{"execution":{"workflowId":"w","runId":"r7"}}]})"}};
    CHECK(b.start_process({.workflow = "Foo"}) == "w:r7");
    wire->answers = {fault("WorkflowExecutionAlreadyStartedFault")};
    CHECK(code_of([&] { b.start_process({.workflow = "Foo", .id = "mine"}); }) == error_code::the_process_runs_already);
}

TEST_CASE("a history of the service becomes that of a process") {
    const auto wire = std::make_shared<Wire>();
    swf::SwfBackend b(wire, quiet());
    wire->answers = {{200, test_file("history.json").dump()}};
    const Process p = b.process_by_id("w:r");
    CHECK(to_json(p).dump(1) == test_file("history_as_process.json").dump(1));
}

TEST_CASE("payloads over the limit go to a store, and come back") {
    SwfStage stage;
    swf::Options o = stage.options();
    const Value large = std::string(100'000, 'x');
    {
        swf::SwfBackend b(o);
        b.register_workflow({.name = "test"});
        CHECK(code_of([&] { b.start_process({.workflow = "test", .input = large}); }) == error_code::the_payload_is_too_large);
    }
    o.payloads = std::make_shared<swf::StorePayloads>(std::make_shared<MemoryStore>());
    swf::SwfBackend b(o);
    b.register_workflow({.name = "test"});
    b.register_activity({.name = "work"});
    const std::string id = b.start_process({.workflow = "test", .input = large});
    b.complete_decision_task(b.poll_decision_task("default", "").value(), {ScheduleActivity{"work", large}});
    const ActivityTask task = b.poll_activity_task("default", "").value();
    CHECK(task.execution.input == large);
    b.complete_activity_task(task, ActivityFailed{std::string(300, 'r'), std::string(40'000, 'd')});
    const DecisionTask d = b.poll_decision_task("default", "").value();
    CHECK(d.process.input == large);
    const auto failed = std::get<ActivityFailed>(d.process.history[d.process.history.size() - 2].as<ActivityEnded>()->result);
    CHECK(failed.reason.size() == 256);
    CHECK(failed.details == std::string(40'000, 'd'));
    b.complete_decision_task(d, {CompleteProcess{large}});
    CHECK(b.process_by_id(id).result == ProcessResult(ProcessCompleted{large}));
}

TEST_CASE("an end that was refused is known again from the execution context") {
    SwfStage stage;
    swf::SwfBackend b(stage.options());
    b.register_workflow({.name = "test"});
    const std::string id = b.start_process({.workflow = "test"});
    const DecisionTask d = b.poll_decision_task("default", "").value();
    b.signal_process(id, {"s", {}});
    b.complete_decision_task(d, {CompleteProcess{Value::List{1, 2}}});
    const DecisionTask next = b.poll_decision_task("default", "").value();
    CHECK(next.process.has_event(DecisionFailed{CompleteProcess{Value::List{1, 2}}, "UNHANDLED_DECISION"}));
}

TEST_CASE("a child policy of the service is applied when the parent is terminated") {
    SwfStage stage;
    swf::SwfBackend b(stage.options());
    b.register_workflow({.name = "test"});
    const std::string id = b.start_process({.workflow = "test"});
    b.complete_decision_task(b.poll_decision_task("default", "").value(), {StartChildProcess{"test", {}, {}, "middle", ChildPolicy::terminate}});
    b.complete_decision_task(b.poll_decision_task("default", "").value(), {StartChildProcess{"test", {}, {}, "inner"}});
    b.cancel_process("middle", "");
    CHECK(std::holds_alternative<ProcessTerminated>(b.process_by_id("inner").result.value()));
    CHECK(!b.process_by_id(id).result);
}

}  // namespace decider_swf_protocol_test
