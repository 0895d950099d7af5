// Every element declared by its word is what the import of the equivalent file gives: tasks, gateways, events, scopes.
#include "process_check.hpp"

namespace dsl_process_elements_test {

using namespace baton::words;
using process_check::is;
using process_check::is_plain;

TEST_CASE("declared: every kind of task") {
    is(process("p", task("a", title("A"), documentation("why")),
               service_task("b", type("t"), retries("3"), header("k", "v")), user_task("c"), manual_task("d"),
               script_task("e", script("=1 + 1"), result_into("r")), send_task("f", message("m", key("=order"))),
               receive_task("g", message("m", key("=order")), instantiate),
               business_rule_task("h", decision("credit"), result_into("x")), task("i", bound("brew"))),
       R"(<task id="a" name="A"><documentation>why</documentation></task>
       <serviceTask id="b"><extensionElements><zeebe:taskDefinition type="t" retries="3"/><zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders></extensionElements></serviceTask>
       <userTask id="c"/><manualTask id="d"/>
       <scriptTask id="e"><extensionElements><zeebe:script expression="=1 + 1" resultVariable="r"/></extensionElements></scriptTask>
       <sendTask id="f" messageRef="m1"/><receiveTask id="g" messageRef="m1" instantiate="true"/>
       <businessRuleTask id="h" camunda:decisionRef="credit" camunda:resultVariable="x"/>
       <task id="i" b:body="brew" xmlns:b="urn:baton:bpmn:1"/>)",
       R"(<message id="m1" name="m"><extensionElements><zeebe:subscription correlationKey="=order"/></extensionElements></message>)");
    is(process("p", service_task("a", topic("t"), async_before, async_after), service_task("b", java_class("x.Y")),
               service_task("c", delegate_expression("${d}")), service_task("d", expression("${e}"), result_into("r")),
               service_task("e", connector("http", input("${u}", "url"), output("${b}", "body"))),
               script_task("f", script(in_language("javascript", "a"))), service_task("g", operation("charge"))),
       R"(<serviceTask id="a" camunda:type="external" camunda:topic="t" camunda:asyncBefore="true" camunda:asyncAfter="true"/>
       <serviceTask id="b" camunda:class="x.Y"/><serviceTask id="c" camunda:delegateExpression="${d}"/>
       <serviceTask id="d" camunda:expression="${e}" camunda:resultVariable="r"/>
       <serviceTask id="e"><extensionElements><camunda:connector><camunda:inputOutput><camunda:inputParameter name="url">${u}</camunda:inputParameter><camunda:outputParameter name="body">${b}</camunda:outputParameter></camunda:inputOutput><camunda:connectorId>http</camunda:connectorId></camunda:connector></extensionElements></serviceTask>
       <scriptTask id="f" scriptFormat="javascript"><script>a</script></scriptTask><serviceTask id="g" operationRef="op"/>)",
       R"(<interface id="i" name="I"><operation id="op" name="charge"/></interface>)");
}

TEST_CASE("declared: user tasks and their forms") {
    is(process("p", user_task("a", assignee("ann"), candidate_users("bob", "eve"), candidate_groups("staff"),
                              due_date("=due"), follow_up_date("=later"), priority("5"),
                              form(field("ok", "boolean", title("Right?"), required, default_value("true")),
                                   field("kind", "enum", choice("a", "A"), constraint("min", "1"),
                                         field_property("hint", "x"))))),
       R"(<userTask id="a" camunda:assignee="ann" camunda:candidateUsers="bob, eve" camunda:candidateGroups="staff" camunda:dueDate="=due" camunda:followUpDate="=later" camunda:priority="5">
       <extensionElements><camunda:formData><camunda:formField id="ok" label="Right?" type="boolean" defaultValue="true"><camunda:validation><camunda:constraint name="required" config="true"/></camunda:validation></camunda:formField>
       <camunda:formField id="kind" type="enum"><camunda:properties><camunda:property id="hint" value="x"/></camunda:properties><camunda:validation><camunda:constraint name="min" config="1"/></camunda:validation><camunda:value id="a" name="A"/></camunda:formField></camunda:formData></extensionElements></userTask>)");
    is(process("p", start_event("s", form_key("f1"), followed_by("a")), user_task("a", form_key("f2"))),
       R"(<startEvent id="s" camunda:formKey="f1"/><sequenceFlow sourceRef="s" targetRef="a"/><userTask id="a" camunda:formKey="f2"/>)");
}

TEST_CASE("declared: sequence flows: conditions, defaults, names") {
    is(process("p",
               exclusive_gateway("g", followed_by("a", when("=x > 1"), title("big"), named("f1")),
                                 followed_by("b", when(feel("x < 0"))), followed_by("c", when(bound("small"))),
                                 followed_by("d", otherwise, named("f2")), followed_by("d", when("${y}"))),
               task("a"), task("b"), task("c"), task("d")),
       R"(<exclusiveGateway id="g" default="f2"/>
       <sequenceFlow id="f1" name="big" sourceRef="g" targetRef="a"><conditionExpression>=x > 1</conditionExpression></sequenceFlow>
       <sequenceFlow sourceRef="g" targetRef="b"><conditionExpression language="feel">x &lt; 0</conditionExpression></sequenceFlow>
       <sequenceFlow sourceRef="g" targetRef="c" b:condition="small" xmlns:b="urn:baton:bpmn:1"/>
       <sequenceFlow id="f2" sourceRef="g" targetRef="d"/>
       <sequenceFlow sourceRef="g" targetRef="d"><conditionExpression>${y}</conditionExpression></sequenceFlow>
       <task id="a"/><task id="b"/><task id="c"/><task id="d"/>)");
}

TEST_CASE("declared: every kind of gateway") {
    is(process("p", parallel_gateway("a", followed_by("b"), followed_by("b")),
               inclusive_gateway("b", followed_by("c", when("=x")), followed_by("c", otherwise, named("rest"))),
               complex_gateway("c", activation_condition("=activationCount > 1"), followed_by("d"), followed_by("d")),
               exclusive_gateway("d", title("D"), followed_by("e")),
               event_based_gateway("e", followed_by("f"), followed_by("g")), catch_event("f", on_signal("s")),
               receive_task("g", message("m"))),
       R"(<parallelGateway id="a"/><sequenceFlow sourceRef="a" targetRef="b"/><sequenceFlow sourceRef="a" targetRef="b"/>
       <inclusiveGateway id="b" default="rest"/><sequenceFlow sourceRef="b" targetRef="c"><conditionExpression>=x</conditionExpression></sequenceFlow><sequenceFlow id="rest" sourceRef="b" targetRef="c"/>
       <complexGateway id="c"><activationCondition>=activationCount > 1</activationCondition></complexGateway><sequenceFlow sourceRef="c" targetRef="d"/><sequenceFlow sourceRef="c" targetRef="d"/>
       <exclusiveGateway id="d" name="D"/><sequenceFlow sourceRef="d" targetRef="e"/>
       <eventBasedGateway id="e"/><sequenceFlow sourceRef="e" targetRef="f"/><sequenceFlow sourceRef="e" targetRef="g"/>
       <intermediateCatchEvent id="f"><signalEventDefinition signalRef="s"/></intermediateCatchEvent><receiveTask id="g" messageRef="m"/>)",
       R"(<signal id="s"/><message id="m"/>)");
    is(process("p", event_based_gateway("e", instantiate, in_parallel, followed_by("f"), followed_by("g")),
               catch_event("f", on_message("m")), catch_event("g", on_message("n"))),
       R"(<eventBasedGateway id="e" instantiate="true" eventGatewayType="Parallel"/><sequenceFlow sourceRef="e" targetRef="f"/><sequenceFlow sourceRef="e" targetRef="g"/>
       <intermediateCatchEvent id="f"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
       <intermediateCatchEvent id="g"><messageEventDefinition messageRef="n"/></intermediateCatchEvent>)",
       R"(<message id="m"/><message id="n"/>)");
}

TEST_CASE("declared: start events, of processes and event sub-processes") {
    is(process("p", start_event("a"), start_event("b", on_message("m", key("=k"), payload("=body", "it"))),
               start_event("c", on_timer(at("2030-01-01T00:00:00Z"))), start_event("d", on_timer(after("PT1H"))),
               start_event("e", on_timer(every("R4/PT10S"))), start_event("f", on_signal("s")),
               start_event("g", on_condition("=x > 1")),
               start_event("h", parallel_multiple, on_message("n"), on_signal("s", definition_id("d1")))),
       R"(<startEvent id="a"/><startEvent id="b"><extensionElements><zeebe:ioMapping><zeebe:output source="=body" target="it"/></zeebe:ioMapping></extensionElements><messageEventDefinition messageRef="m"/></startEvent>
       <startEvent id="c"><timerEventDefinition><timeDate>2030-01-01T00:00:00Z</timeDate></timerEventDefinition></startEvent>
       <startEvent id="d"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent>
       <startEvent id="e"><timerEventDefinition><timeCycle>R4/PT10S</timeCycle></timerEventDefinition></startEvent>
       <startEvent id="f"><signalEventDefinition signalRef="s"/></startEvent>
       <startEvent id="g"><conditionalEventDefinition><condition>=x > 1</condition></conditionalEventDefinition></startEvent>
       <startEvent id="h" parallelMultiple="true"><messageEventDefinition messageRef="n"/><signalEventDefinition id="d1" signalRef="s"/></startEvent>)",
       R"(<message id="m"><extensionElements><zeebe:subscription correlationKey="=k"/></extensionElements></message><message id="n"/><signal id="s"/>)");
    is(process("p", task("t"), event_sub_process("a", start_event("a1", on_error("E"))),
               event_sub_process("b", start_event("b1", on_escalation("X", code_into("c")), non_interrupting)),
               event_sub_process("c", start_event("c1", on_compensation())),
               event_sub_process("d", start_event("d1", on_timer(after("PT1S"))))),
       R"(<task id="t"/><subProcess id="a" triggeredByEvent="true"><startEvent id="a1"><errorEventDefinition errorRef="E"/></startEvent></subProcess>
       <subProcess id="b" triggeredByEvent="true"><startEvent id="b1" isInterrupting="false"><escalationEventDefinition escalationRef="X" camunda:escalationCodeVariable="c"/></startEvent></subProcess>
       <subProcess id="c" triggeredByEvent="true"><startEvent id="c1"><compensateEventDefinition/></startEvent></subProcess>
       <subProcess id="d" triggeredByEvent="true"><startEvent id="d1"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></startEvent></subProcess>)",
       R"(<error id="E" errorCode="E"/><escalation id="X" escalationCode="X"/>)");
}

TEST_CASE("declared: intermediate and end events") {
    is(process("p", catch_event("a", on_message("m")), catch_event("b", on_timer(after("=wait"))),
               catch_event("c", on_condition("=x"), followed_by("l")), catch_event("d", on_link("L")), throw_event("e"),
               throw_event("f", throws_message("m", payload("=1", "one")), type("sender")),
               throw_event("g", throws_signal("s")), throw_event("h", throws_escalation("X")),
               throw_event("l", throws_link("L")), throw_event("i", throws_compensation("t", without_waiting)),
               task("t"), end_event("j", throws_message("m"), throws_signal("s")),
               end_event("k", throws_error("E", called("Failed"))), end_event("n", throws_escalation("X")),
               end_event("o", throws_compensation("")), end_event("q", terminates()), end_event("r")),
       R"(<intermediateCatchEvent id="a"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
       <intermediateCatchEvent id="b"><timerEventDefinition><timeDuration>=wait</timeDuration></timerEventDefinition></intermediateCatchEvent>
       <intermediateCatchEvent id="c"><conditionalEventDefinition><condition>=x</condition></conditionalEventDefinition></intermediateCatchEvent><sequenceFlow sourceRef="c" targetRef="l"/>
       <intermediateCatchEvent id="d"><linkEventDefinition name="L"/></intermediateCatchEvent><intermediateThrowEvent id="e"/>
       <intermediateThrowEvent id="f"><extensionElements><zeebe:taskDefinition type="sender"/><zeebe:ioMapping><zeebe:input source="=1" target="one"/></zeebe:ioMapping></extensionElements><messageEventDefinition messageRef="m"/></intermediateThrowEvent>
       <intermediateThrowEvent id="g"><signalEventDefinition signalRef="s"/></intermediateThrowEvent>
       <intermediateThrowEvent id="h"><escalationEventDefinition escalationRef="X"/></intermediateThrowEvent>
       <intermediateThrowEvent id="l"><linkEventDefinition name="L"/></intermediateThrowEvent>
       <intermediateThrowEvent id="i"><compensateEventDefinition activityRef="t" waitForCompletion="false"/></intermediateThrowEvent><task id="t"/>
       <endEvent id="j"><messageEventDefinition messageRef="m"/><signalEventDefinition signalRef="s"/></endEvent>
       <endEvent id="k"><errorEventDefinition errorRef="E"/></endEvent><endEvent id="n"><escalationEventDefinition escalationRef="X"/></endEvent>
       <endEvent id="o"><compensateEventDefinition/></endEvent><endEvent id="q"><terminateEventDefinition/></endEvent><endEvent id="r"/>)",
       R"(<message id="m"/><signal id="s"/><error id="E" name="Failed" errorCode="E"/><escalation id="X" escalationCode="X"/>)");
}

TEST_CASE("declared: boundary events, inside of their hosts and beside them") {
    is(process("p",
               user_task("t", followed_by("e"), on_timer(after("PT24H"), non_interrupting, followed_by("e")),
                         on_timer(at("=due"), named("late"), title("Late"), followed_by("e", title("too late"))),
                         on_error("E", followed_by("e")), on_error(followed_by("e")),
                         on_error("E", code_into("c"), message_into("m"), named("any"), followed_by("e")),
                         on_message("m", key("=k"), followed_by("e")), on_signal("s", followed_by("e")),
                         on_escalation("", non_interrupting, followed_by("e")), on_condition("=x", followed_by("e"))),
               boundary_event("b", on("t"), on_message("n"), on_signal("s"), parallel_multiple, followed_by("e")),
               end_event("e")),
       R"(<userTask id="t"/><sequenceFlow sourceRef="t" targetRef="e"/>
       <boundaryEvent id="t.timer" attachedToRef="t" cancelActivity="false"><timerEventDefinition><timeDuration>PT24H</timeDuration></timerEventDefinition></boundaryEvent><sequenceFlow sourceRef="t.timer" targetRef="e"/>
       <boundaryEvent id="late" name="Late" attachedToRef="t"><timerEventDefinition><timeDate>=due</timeDate></timerEventDefinition></boundaryEvent><sequenceFlow name="too late" sourceRef="late" targetRef="e"/>
       <boundaryEvent id="t.error" attachedToRef="t"><errorEventDefinition errorRef="E"/></boundaryEvent><sequenceFlow sourceRef="t.error" targetRef="e"/>
       <boundaryEvent id="t.error-2" attachedToRef="t"><errorEventDefinition/></boundaryEvent><sequenceFlow sourceRef="t.error-2" targetRef="e"/>
       <boundaryEvent id="any" attachedToRef="t"><errorEventDefinition errorRef="E" camunda:errorCodeVariable="c" camunda:errorMessageVariable="m"/></boundaryEvent><sequenceFlow sourceRef="any" targetRef="e"/>
       <boundaryEvent id="t.message" attachedToRef="t"><messageEventDefinition messageRef="m"/></boundaryEvent><sequenceFlow sourceRef="t.message" targetRef="e"/>
       <boundaryEvent id="t.signal" attachedToRef="t"><signalEventDefinition signalRef="s"/></boundaryEvent><sequenceFlow sourceRef="t.signal" targetRef="e"/>
       <boundaryEvent id="t.escalation" attachedToRef="t" cancelActivity="false"><escalationEventDefinition/></boundaryEvent><sequenceFlow sourceRef="t.escalation" targetRef="e"/>
       <boundaryEvent id="t.conditional" attachedToRef="t"><conditionalEventDefinition><condition>=x</condition></conditionalEventDefinition></boundaryEvent><sequenceFlow sourceRef="t.conditional" targetRef="e"/>
       <boundaryEvent id="b" attachedToRef="t" parallelMultiple="true"><messageEventDefinition messageRef="n"/><signalEventDefinition signalRef="s"/></boundaryEvent><sequenceFlow sourceRef="b" targetRef="e"/>
       <endEvent id="e"/>)",
       R"(<error id="E" errorCode="E"/><signal id="s"/><message id="n"/><message id="m"><extensionElements><zeebe:subscription correlationKey="=k"/></extensionElements></message>)");
}

TEST_CASE("declared: sub-processes, transactions, ad-hoc sub-processes and compensation") {
    is(process(
           "p",
           sub_process("s", title("S"), property("x"), start_event("a", followed_by("b")), task("b"),
                       sub_process("in", task("deep")), followed_by("t")),
           transaction("t", task("u", compensated_by("v", named("u1"), association_id("a1"))),
                       task("v", for_compensation), end_event("w", throws_cancel()),
                       on_cancel(named("t1"), followed_by("h"))),
           ad_hoc_sub_process("h", sequentially, completion_condition("=done"), keep_remaining, task("h1"), task("h2")),
           boundary_event("b1", on("h"), on_timer(after("PT1S")), followed_by("e")), end_event("e"),
           ad_hoc_sub_process("i", in_parallel, task("i1"))),
       R"(<subProcess id="s" name="S"><property id="x"/><startEvent id="a"/><sequenceFlow sourceRef="a" targetRef="b"/><task id="b"/><subProcess id="in"><task id="deep"/></subProcess></subProcess>
       <sequenceFlow sourceRef="s" targetRef="t"/>
       <transaction id="t"><task id="u"/><task id="v" isForCompensation="true"/><boundaryEvent id="u1" attachedToRef="u"><compensateEventDefinition/></boundaryEvent>
       <association id="a1" sourceRef="u1" targetRef="v" associationDirection="One"/><endEvent id="w"><cancelEventDefinition/></endEvent></transaction>
       <boundaryEvent id="t1" attachedToRef="t"><cancelEventDefinition/></boundaryEvent><sequenceFlow sourceRef="t1" targetRef="h"/>
       <adHocSubProcess id="h" ordering="Sequential" cancelRemainingInstances="false"><task id="h1"/><task id="h2"/><completionCondition>=done</completionCondition></adHocSubProcess>
       <boundaryEvent id="b1" attachedToRef="h"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent><sequenceFlow sourceRef="b1" targetRef="e"/>
       <endEvent id="e"/><adHocSubProcess id="i" ordering="Parallel"><task id="i1"/></adHocSubProcess>)");
    is(process("p", task("u"), boundary_event("u1", on("u"), on_compensation(), handled_by("v")),
               task("v", for_compensation)),
       R"(<task id="u"/><task id="v" isForCompensation="true"/><boundaryEvent id="u1" attachedToRef="u"><compensateEventDefinition/></boundaryEvent>
       <association sourceRef="u1" targetRef="v" associationDirection="One"/>)");
}

TEST_CASE("declared: call activities") {
    is_plain(
        process("p", call_activity("a", calls("q")), call_activity("b", calls("=which"), data_input("in"))),
        R"(<callActivity id="a" calledElement="q"/><callActivity id="b" calledElement="=which"><ioSpecification><dataInput id="in"/><inputSet/><outputSet/></ioSpecification></callActivity>)");
    is(process("p",
               call_activity("a", calls("q", version("3")), passes("x"), passes("${y + 1}", "z"), passes(everything),
                             passes(business_key("${key}")), takes("r", "s"), takes(everything)),
               call_activity("b", calls("q", same_deployment), passes_nothing, takes_nothing),
               call_activity("c", calls("q", tagged("v1")), passes_all, takes_nothing)),
       R"(<callActivity id="a" calledElement="q" camunda:calledElementBinding="version" camunda:calledElementVersion="3"><extensionElements><camunda:in source="x" target="x"/><camunda:in sourceExpression="${y + 1}" target="z"/><camunda:in variables="all"/><camunda:in businessKey="${key}"/><camunda:out source="r" target="s"/><camunda:out variables="all"/></extensionElements></callActivity>
       <callActivity id="b" calledElement="q" camunda:calledElementBinding="deployment"/>
       <callActivity id="c" calledElement="q" camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="v1" camunda:inheritVariables="true"/>)");
}

}  // namespace dsl_process_elements_test
