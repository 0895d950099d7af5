// Importing events: their definitions, the messages, signals and errors that they refer to, vendors' payloads.
#include "import_check.hpp"

namespace bpmn_import_events_test {

using namespace import_check;
using core::event_kind;
using core::EventDefinition;

namespace {

const std::string beside = R"(
    <message id="m1" name="paid"><extensionElements><zeebe:subscription correlationKey="=order"/></extensionElements></message>
    <message id="m2"/><signal id="s1" name="alarm"/><error id="e1" name="Broke" errorCode="E-1"/><error id="e2" name="bare"/><error id="e3"/>
    <escalation id="x1" name="late" escalationCode="X-1"/><escalation id="x2" name="soon"/>
    <interface id="i" name="I"><operation id="op" name="charge"><inMessageRef>m1</inMessageRef><outMessageRef>m2</outMessageRef></operation></interface>
    <timerEventDefinition id="root-timer"><timeCycle>R4/PT10S</timeCycle></timerEventDefinition>
    <signalEventDefinition id="root-signal" signalRef="s1"/>)";

/// The one event definition of an intermediate event, a throw or a catch.
EventDefinition event(std::string_view definition, bool throws = false, std::string_view extensions = {}) {
    const std::string tag = throws ? "intermediateThrowEvent" : "intermediateCatchEvent";
    const Imported i = process(
        "<" + tag + " id='e'>" + std::string(extensions) + std::string(definition) + "</" + tag + ">", camunda, beside);
    REQUIRE(node(i, "e").events.size() == 1);
    return node(i, "e").events[0];
}

}  // namespace

TEST_CASE("messages are known by name") {
    CHECK(event("<messageEventDefinition id='d' messageRef='t:m1'/>").name == "paid");
    CHECK(event("<messageEventDefinition id='d' messageRef='m1'/>").id == "d");
    CHECK(event("<messageEventDefinition messageRef='m1'/>").expression == core::ExpressionText{"", "=order"});
    CHECK(event("<messageEventDefinition messageRef='m2'/>").name == "m2");
    CHECK(event("<messageEventDefinition><operationRef>op</operationRef></messageEventDefinition>").name == "paid");
    CHECK(event("<messageEventDefinition><operationRef>t:op</operationRef></messageEventDefinition>", true).name ==
          "paid");
    CHECK(event("<messageEventDefinition/>").name.empty());
    CHECK(event("<messageEventDefinition camunda:messageExpression='${m}'/>").name == "${m}");
}

TEST_CASE("send and receive tasks have their message as an event") {
    const Imported i =
        process(R"(<sendTask id="a" messageRef="m1"/><receiveTask id="b" operationRef="op"/><receiveTask id="c"/>)",
                camunda, beside);
    REQUIRE(node(i, "a").events.size() == 1);
    CHECK(node(i, "a").events[0].kind == event_kind::message);
    CHECK(node(i, "a").events[0].name == "paid");
    CHECK(node(i, "b").events.at(0).expression.text == "=order");
    CHECK(node(i, "b").implementation.kind.empty());
    CHECK(node(i, "c").events.empty());
}

TEST_CASE("timers hold literal times or expressions") {
    const auto timer = [](std::string_view inside) {
        const EventDefinition e = event("<timerEventDefinition>" + std::string(inside) + "</timerEventDefinition>");
        CHECK(e.kind == event_kind::timer);
        return std::pair(e.timer, e.expression);
    };
    using core::timer_kind;
    const auto is = [](timer_kind kind, std::string language, std::string text) {
        return std::pair(kind, core::ExpressionText{std::move(language), std::move(text)});
    };
    const std::string feel = " language='https://www.omg.org/spec/DMN/20191111/FEEL/'";
    CHECK(timer("<timeDuration> PT1S </timeDuration>") == is(timer_kind::duration, "", "PT1S"));
    CHECK(timer("<timeDuration" + feel + ">PT1S</timeDuration>") == is(timer_kind::duration, "", "PT1S"));
    CHECK(timer("<timeDate" + feel + ">due</timeDate>") == is(timer_kind::date, "feel", "due"));
    CHECK(timer("<timeCycle" + feel + ">*/5 * * * *</timeCycle>") == is(timer_kind::cycle, "", "*/5 * * * *"));
    CHECK(timer("<timeCycle>${cycle}</timeCycle>") == is(timer_kind::cycle, "", "${cycle}"));
    CHECK(timer("<timeDate/><timeDuration>PT1S</timeDuration>") == is(timer_kind::duration, "", "PT1S"));
    CHECK(timer("") == is(timer_kind::duration, "", ""));
    CHECK(rules_of_process("<startEvent id='s'><timerEventDefinition/></startEvent>") == Texts{"warning EXT.131"});
}

TEST_CASE("errors and escalations are known by code") {
    CHECK(
        event("<errorEventDefinition errorRef='e1' camunda:errorCodeVariable='c' camunda:errorMessageVariable='m'/>") ==
        [] {
            EventDefinition e;
            e.kind = event_kind::error;
            e.name = "Broke";
            e.code = "E-1";
            e.code_variable = "c";
            e.message_variable = "m";
            return e;
        }());
    CHECK(event("<errorEventDefinition/>").code.empty());
    CHECK(event("<errorEventDefinition errorRef='e2'/>").code.empty());
    CHECK(event("<errorEventDefinition errorRef='e2'/>", true).code == "bare");
    CHECK(event("<errorEventDefinition errorRef='e3'/>", true).code == "e3");
    CHECK(event("<errorEventDefinition errorRef='NotThere'/>").code == "NotThere");
    CHECK(event("<escalationEventDefinition escalationRef='x1' camunda:escalationCodeVariable='c'/>").code == "X-1");
    CHECK(event("<escalationEventDefinition escalationRef='x1' camunda:escalationCodeVariable='c'/>").code_variable ==
          "c");
    CHECK(event("<escalationEventDefinition escalationRef='x2'/>").code.empty());
    CHECK(event("<escalationEventDefinition escalationRef='x2'/>", true).code == "soon");
}

TEST_CASE("the other kinds of events") {
    CHECK(event("<signalEventDefinition signalRef='s1'/>").name == "alarm");
    CHECK(event("<signalEventDefinition signalRef='gone'/>").name == "gone");
    CHECK(event("<signalEventDefinition camunda:signalExpression='${s}'/>").name == "${s}");
    CHECK(event("<conditionalEventDefinition><condition>=x > 1</condition></conditionalEventDefinition>")
              .expression.text == "=x > 1");
    CHECK(event("<linkEventDefinition name='L'/>").name == "L");
    CHECK(event("<cancelEventDefinition/>").kind == event_kind::cancel);
    CHECK(event("<terminateEventDefinition/>").kind == event_kind::terminate);
    const EventDefinition all = event("<compensateEventDefinition/>", true);
    CHECK(all.kind == event_kind::compensation);
    CHECK(all.activity.empty());
    CHECK(all.wait_for_completion);
    const Imported i = process(
        R"(<task id="a"/><endEvent id="e"><compensateEventDefinition activityRef="t:a" waitForCompletion="false"/></endEvent>)");
    CHECK(node(i, "e").events[0].activity == "a");
    CHECK_FALSE(node(i, "e").events[0].wait_for_completion);
}

TEST_CASE("an event may have several definitions, its own or the file's") {
    const Imported i = process(
        R"(<startEvent id="s" parallelMultiple="true" isInterrupting="false"><eventDefinitionRef>t:root-timer</eventDefinitionRef>
        <messageEventDefinition messageRef="m1"/><eventDefinitionRef>root-signal</eventDefinitionRef></startEvent>)",
        camunda, beside);
    const core::Node& s = node(i, "s");
    CHECK(s.parallel_multiple);
    CHECK_FALSE(s.interrupting);
    REQUIRE(s.events.size() == 3);
    CHECK(s.events[0].kind == event_kind::timer);
    CHECK(s.events[0].timer == core::timer_kind::cycle);
    CHECK(s.events[0].expression.text == "R4/PT10S");
    CHECK(s.events[0].id == "root-timer");
    CHECK(s.events[1].name == "paid");
    CHECK(s.events[2].name == "alarm");
    CHECK(rules_of_process("<startEvent id='s'><eventDefinitionRef>gone</eventDefinitionRef></startEvent>") ==
          Texts{"REF_EXISTENCE"});
    CHECK(rules_of_process("<startEvent id='s'><eventDefinitionRef>s</eventDefinitionRef></startEvent>") ==
          Texts{"REF_TYPE"});
}

TEST_CASE("what travels with an event") {
    const EventDefinition signal = event(R"(<signalEventDefinition signalRef="s1"><extensionElements>
        <camunda:in source="a" target="b"/><camunda:in sourceExpression="${a + 1}" target="c"/><camunda:in variables="all"/></extensionElements></signalEventDefinition>)",
                                         true);
    REQUIRE(signal.payload.size() == 3);
    CHECK(signal.payload[0].variable == "a");
    CHECK(signal.payload[0].target == "b");
    CHECK(signal.payload[1].source.text == "${a + 1}");
    CHECK(signal.payload[2].all);
    const std::string mapping =
        R"(<extensionElements><zeebe:ioMapping><zeebe:input source="=x" target="i"/><zeebe:output source="=y" target="o"/></zeebe:ioMapping></extensionElements>)";
    const EventDefinition thrown = event("<messageEventDefinition messageRef='m1'/>", true, mapping);
    REQUIRE(thrown.payload.size() == 1);
    CHECK(thrown.payload[0].target == "i");
    const EventDefinition caught = event("<messageEventDefinition messageRef='m1'/>", false, mapping);
    REQUIRE(caught.payload.size() == 1);
    CHECK(caught.payload[0].source.text == "=y");
    const Imported plain = process("<startEvent id='s'>" + mapping + "</startEvent>");
    CHECK(node(plain, "s").data.output_mappings.size() == 1);
}

TEST_CASE("a message that is thrown may be bound like a task") {
    const Imported i =
        process(R"(<endEvent id="e"><messageEventDefinition camunda:type="external" camunda:topic="mail"/></endEvent>
        <intermediateThrowEvent id="z"><extensionElements><zeebe:taskDefinition type="send" retries="5"/></extensionElements><messageEventDefinition/></intermediateThrowEvent>)");
    CHECK(node(i, "e").implementation.kind == "topic");
    CHECK(node(i, "e").implementation.text == "mail");
    CHECK(node(i, "z").implementation.kind == "type");
    CHECK(node(i, "z").implementation.text == "send");
    CHECK(node(i, "z").retry == "5");
}

}  // namespace bpmn_import_events_test
