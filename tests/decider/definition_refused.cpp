// What no decider can carry is refused before the start, all of it at once; and files of BPMN.
#if BATON_HAS_BPMN
#include <baton/bpmn/import.hpp>
#endif
#include <filesystem>

#include "../codes.hpp"
#include "definition_stage.hpp"

namespace decider_definition_refused_test {

using namespace definition_tests;
using namespace baton::words;

namespace {

std::string refusal(const Definition& d, const DefinitionOptions& options = {}) {
    return text_of([&] { check_for_decider(d, options); });
}

}  // namespace

TEST_CASE("everything that a decider cannot carry is listed, with the element's name") {
    const Definition d = collaboration(
        named("two"),
        process("all", start_event("s", followed_by("shout")),
                start_event("daily", on_timer(every("R/P1D")), followed_by("shout")),
                start_event("asked", on_message("ask"), followed_by("shout")),
                throw_event("shout", title("Tell all"), throws_signal("alarm"), followed_by("write")),
                send_task("write", message("letter"), followed_by("keep")), data_store("archive"),
                task("keep", output_association(from("x"), to("archive")), followed_by("bad/name")),
                service_task("bad/name", followed_by("colon")), service_task("colon", type("a:b"), followed_by("call")),
                call_activity("call", calls("other", version("3")), followed_by("few"),
                              on_escalation("UP", named("up"), followed_by("e"))),
                service_task("few", header("concurrency-key", "x"), followed_by("e")), end_event("e")),
        process("other", start_event("o", followed_by("p")), end_event("p")));
    const std::string all = refusal(d);
    INFO(all);
    CHECK(code_of([&] { check_for_decider(d); }) == error_code::a_decider_cannot_carry_it);
    for (const char* element : {"all, daily", "all, asked", "all, shout (Tell all)", "all, write", "all, keep",
                                "all, bad/name", "all, colon", "all, call", "all, up", "all, few"})
        CHECK_THAT(all, ContainsSubstring(std::string("BTN608 ") + element));
    CHECK_THAT(all, !ContainsSubstring("BTN608 other"));
    CHECK_THAT(all, !ContainsSubstring("all, s:"));
    CHECK_THAT(all, ContainsSubstring("archive"));
    CHECK(refusal(d, {.process = "other"}).empty());
    CHECK(code_of([&] { check_for_decider(d, {.process = "none"}); }) == error_code::no_such_process);
    CHECK(code_of([&] { DefinitionWorkflow two(shared(d)); }) == error_code::a_decider_cannot_carry_it);
}

TEST_CASE("nothing is registered of a definition that is refused") {
    Manager manager(std::make_shared<MemoryBackend>());
    const Shared d = shared(process("loud", start_event("s", followed_by("e")), end_event("e", throws_signal("x"))));
    CHECK(code_of([&] { add_definition(manager, d); }) == error_code::a_decider_cannot_carry_it);
    CHECK(code_of([&] { manager.start_process({.workflow = "loud"}); }) == error_code::the_workflow_is_not_registered);
}

TEST_CASE("a condition without its function is refused with the rest") {
    const Definition d =
        process("x", start_event("s", followed_by("g")),
                exclusive_gateway("g", followed_by("e", when(bound("big"))), followed_by("f", otherwise)),
                end_event("e"), end_event("f", throws_signal("x")));
    const std::string all = refusal(d);
    CHECK_THAT(all, ContainsSubstring("BTN608"));
    CHECK_THAT(all, ContainsSubstring("BTN238"));
    DefinitionOptions options;
    options.conditions["big"] = [](const TaskContext&) { return true; };
    CHECK_THAT(refusal(d, options), !ContainsSubstring("BTN238"));
}

TEST_CASE("names that Amazon SWF takes") {
    using decider::detail::problem_of_name;
    CHECK(problem_of_name("Prüfen und buchen").empty());
    CHECK(problem_of_name(std::string(256, 'a')).empty());
    for (const std::string& bad :
         {std::string(), std::string(257, 'a'), std::string("a:b"), std::string("a|b"), std::string("a\nb"),
          std::string("arn"), std::string(" a"), std::string("a\xC2\x85")})
        CHECK(!problem_of_name(bad).empty());
}

TEST_CASE("the input of a process is an object") {
    EACH_PLACE(place);
    Stage s(place, shared(process("p", start_event("s", followed_by("e")), end_event("e"))), {});
    const std::string id = s.manager.start_process({.workflow = "p", .input = 3});
    s.run();
    CHECK(s.process(id).result->index() == 2);
}

#if BATON_HAS_BPMN
TEST_CASE("a BPMN file runs as a decider") {
    EACH_PLACE(place);
    const char* text = R"(<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="shop" id="shop-file">
  <message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=number"/></extensionElements></message>
  <process id="shop" isExecutable="true">
    <startEvent id="placed"/>
    <serviceTask id="reserve" name="Reserve">
      <extensionElements><zeebe:taskDefinition type="reserve" retries="2"/></extensionElements>
    </serviceTask>
    <intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
    <exclusiveGateway id="enough" default="no"/>
    <userTask id="thank"/>
    <endEvent id="sold"/>
    <endEvent id="lost"/>
    <sequenceFlow id="f1" sourceRef="placed" targetRef="reserve"/>
    <sequenceFlow id="f2" sourceRef="reserve" targetRef="wait"/>
    <sequenceFlow id="f3" sourceRef="wait" targetRef="enough"/>
    <sequenceFlow id="yes" sourceRef="enough" targetRef="thank">
      <conditionExpression xsi:type="tFormalExpression">=sum >= price</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="no" sourceRef="enough" targetRef="lost"/>
    <sequenceFlow id="f4" sourceRef="thank" targetRef="sold"/>
  </process>
</definitions>)";
    const Shared d = shared(bpmn::import_text(text, "shop.bpmn").definition);
    int attempts = 0;
    Stage s(place, d,
            {{"reserve",
              [&](const Value&) -> ActivityReturn {
                  if (++attempts == 1) throw ActivityFailed{"busy", ""};
                  return object({{"price", Value(10)}});
              }},
             {"thank", [](const Value&) { return Value(); }}});
    const std::string id = s.start("shop", {{"number", Value("17")}});
    CHECK(attempts == 2);
    s.signal(id, "paid", object({{"key", Value("17")}, {"variables", object({{"sum", Value(12)}})}}));
    CHECK(number(s.result(id), "sum") == 12);
    CHECK(s.state(id).passed.contains("sold"));
    s.check_replay(id);
}

TEST_CASE("what is not refused of the files of the tests comes out as in a ProcessEngine") {
    std::size_t compared = 0;
    for (const auto& file : std::filesystem::directory_iterator(std::string(BATON_TEST_DATA) + "/bpmn")) {
        if (file.path().extension() != ".bpmn") continue;
        Shared d;
        if (code_of([&] { d = shared(bpmn::import_file(file.path()).definition); }) != error_code::none) continue;
        const bool has_start = std::any_of(d->nodes.begin(), d->nodes.end(), [](const Node& n) { return n.start; });
        if (!has_start || !refusal(*d).empty()) continue;
        Work work;
        for (const Node& n : d->nodes)
            if (decider::detail::is_activity_of_decider(n))
                work[runner::detail::topic_of(n)] = [](const Value&) { return Value(); };
        const Place place = places().front().make();
        const std::string& process = d->processes.front().id;
        INFO(file.path());
        Stage s(place, d, work);
        const std::string id = s.start(process, {{"x", Value(1)}});
        s.check_replay(id);
        // Where it fails, the other branches of a ProcessEngine go on.
        if (!s.state(id).failed_at.empty()) continue;
        InEngine engine(d, work, process, {{"x", Value(1)}});
        engine.check_passed(s, id);
        ++compared;
    }
    CHECK(compared > 10);
}
#endif

}  // namespace decider_definition_refused_test
