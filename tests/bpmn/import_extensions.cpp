// Importing vendors' extensions: what has a meaning here is carried, the rest is kept as it is.
#include "import_check.hpp"

namespace bpmn_import_extensions_test {

using namespace import_check;
using Pairs = std::vector<std::pair<std::string, std::string>>;

namespace {

std::vector<const RawPart*> extensions(const Imported& i) {
    std::vector<const RawPart*> all;
    for (const RawPart& r : i.raw)
        if (r.kind == raw_kind::extension || !r.uri.empty()) all.push_back(&r);
    return all;
}

}  // namespace

TEST_CASE("user tasks: people and forms") {
    const Imported i = process(
        R"(<userTask id="a" camunda:assignee="${ann}" camunda:candidateUsers="bob, ${f(x, y)}" camunda:candidateGroups="staff,boss"
        camunda:dueDate="P1D" camunda:followUpDate="PT1H" camunda:priority="5" camunda:formKey="form"><extensionElements><camunda:formData>
          <camunda:formField id="n" label="Number" type="long" defaultValue="${1}"><camunda:validation><camunda:constraint name="min" config="1"/></camunda:validation>
            <camunda:properties><camunda:property id="hint" value="h"/></camunda:properties></camunda:formField>
          <camunda:formField id="c" type="enum"><camunda:value id="x" name="X"/></camunda:formField></camunda:formData>
        </extensionElements></userTask>
        <userTask id="z"><extensionElements><zeebe:assignmentDefinition assignee="=who" candidateGroups="a, b"/><zeebe:formDefinition formId="f1"/>
          <zeebe:taskSchedule dueDate="=d" followUpDate="=u"/><zeebe:priorityDefinition priority="7"/></extensionElements></userTask>
        <userTask id="r"><humanPerformer><resourceAssignmentExpression><formalExpression>ann</formalExpression></resourceAssignmentExpression></humanPerformer>
          <potentialOwner><resourceAssignmentExpression><formalExpression>user(bob), group(staff), boss</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>
        <startEvent id="s"><extensionElements><camunda:formProperty id="p" name="P" type="string" required="true" writable="false" default="d"/></extensionElements></startEvent>)");
    const core::UserTask& a = node(i, "a").people;
    CHECK(a.assignee == "${ann}");
    CHECK(a.candidate_users == Texts{"bob", "${f(x, y)}"});
    CHECK(a.candidate_groups == Texts{"staff", "boss"});
    CHECK(a.due_date == "P1D");
    CHECK(a.follow_up_date == "PT1H");
    CHECK(a.priority == "5");
    CHECK(a.form_key == "form");
    REQUIRE(a.fields.size() == 2);
    CHECK(a.fields[0].label == "Number");
    CHECK(a.fields[0].default_value.text == "${1}");
    CHECK(a.fields[0].constraints == Pairs{{"min", "1"}});
    CHECK(a.fields[0].properties == Pairs{{"hint", "h"}});
    CHECK(a.fields[1].choices == Pairs{{"x", "X"}});
    const core::UserTask& z = node(i, "z").people;
    CHECK(z.assignee == "=who");
    CHECK(z.candidate_groups == Texts{"a", "b"});
    CHECK(z.form_key == "f1");
    CHECK(z.due_date == "=d");
    CHECK(z.priority == "7");
    const core::UserTask& r = node(i, "r").people;
    CHECK(r.assignee == "ann");
    CHECK(r.candidate_users == Texts{"bob"});
    CHECK(r.candidate_groups == Texts{"staff", "boss"});
    const core::UserTask& s = node(i, "s").people;
    REQUIRE(s.fields.size() == 1);
    CHECK(s.fields[0].constraints == Pairs{{"required", "true"}, {"readonly", "true"}});
    CHECK(extensions(i).empty());
}

TEST_CASE("how a task is bound") {
    const auto implementation = [](std::string_view attributes, std::string_view inside = {},
                                   const std::string& tag = "serviceTask") {
        const Imported i = process("<" + tag + " id='a' " + std::string(attributes) + "><extensionElements>" +
                                   std::string(inside) + "</extensionElements></" + tag + ">");
        CHECK(extensions(i).empty());
        const core::Implementation& x = node(i, "a").implementation;
        return x.kind + ":" + x.text + (x.result_variable.empty() ? "" : " to " + x.result_variable);
    };
    CHECK(implementation("camunda:class='a.B'") == "class:a.B");
    CHECK(implementation("camunda:delegateExpression='${b}'") == "delegate-expression:${b}");
    CHECK(implementation("camunda:expression='${b.c()}' camunda:resultVariable='r'") == "expression:${b.c()} to r");
    CHECK(implementation("camunda:type='external' camunda:topic='t'") == "topic:t");
    CHECK(implementation("camunda:type='mail'") == "type:mail");
    CHECK(implementation("", "<zeebe:taskDefinition type='job'/>") == "type:job");
    CHECK(implementation("camunda:decisionRef='d' camunda:resultVariable='r'", "", "businessRuleTask") ==
          "decision:d to r");
    CHECK(implementation("", "<zeebe:calledDecision decisionId='d' resultVariable='r'/>", "businessRuleTask") ==
          "decision:d to r");
    CHECK(implementation("") == ":");
    const Imported script =
        process(R"(<scriptTask id="a" scriptFormat="groovy" camunda:resultVariable="r"><script>x</script></scriptTask>
        <scriptTask id="z"><extensionElements><zeebe:script expression="=1 + 1" resultVariable="two"/></extensionElements></scriptTask>)");
    CHECK(node(script, "a").body == core::Body{core::body_kind::expression, "groovy", "x"});
    CHECK(node(script, "a").implementation.result_variable == "r");
    CHECK(node(script, "z").body == core::Body{core::body_kind::expression, "", "=1 + 1"});
    CHECK(node(script, "z").implementation.result_variable == "two");
}

TEST_CASE("connectors and mappings") {
    const Imported i = process(R"(<serviceTask id="a"><extensionElements>
        <camunda:connector><camunda:inputOutput><camunda:inputParameter name="to">x@y</camunda:inputParameter></camunda:inputOutput><camunda:connectorId>mail</camunda:connectorId></camunda:connector>
        <camunda:inputOutput><camunda:inputParameter name="t">plain</camunda:inputParameter><camunda:inputParameter name="l"><camunda:list><camunda:value>1</camunda:value>
          <camunda:script scriptFormat="feel">2</camunda:script></camunda:list></camunda:inputParameter><camunda:inputParameter name="m"><camunda:map><camunda:entry key="k">v</camunda:entry></camunda:map></camunda:inputParameter>
          <camunda:inputParameter name="s"><camunda:script scriptFormat="groovy">g</camunda:script></camunda:inputParameter><camunda:outputParameter name="o">${r}</camunda:outputParameter></camunda:inputOutput></extensionElements></serviceTask>
        <task id="z"><extensionElements><zeebe:ioMapping><zeebe:input source="=a" target="b"/><zeebe:output source="=c" target="d.e"/></zeebe:ioMapping></extensionElements></task>)");
    const core::Node& a = node(i, "a");
    CHECK(a.implementation.kind == "connector");
    CHECK(a.implementation.text == "mail");
    REQUIRE(a.implementation.inputs.size() == 1);
    CHECK(a.implementation.inputs[0].source.text == "x@y");
    REQUIRE(a.data.input_mappings.size() == 4);
    CHECK(a.data.input_mappings[0].target == "t");
    CHECK(a.data.input_mappings[0].source.text == "plain");
    CHECK(a.data.input_mappings[1].is_list);
    REQUIRE(a.data.input_mappings[1].entries.size() == 2);
    CHECK(a.data.input_mappings[1].entries[1].second == core::ExpressionText{"feel", "2"});
    CHECK_FALSE(a.data.input_mappings[2].is_list);
    CHECK(a.data.input_mappings[2].entries.at(0).first == "k");
    CHECK(a.data.input_mappings[2].entries.at(0).second.text == "v");
    CHECK(a.data.input_mappings[3].source == core::ExpressionText{"groovy", "g"});
    CHECK(a.data.output_mappings.at(0).source.text == "${r}");
    const core::Node& z = node(i, "z");
    CHECK(z.data.input_mappings.at(0).source.text == "=a");
    CHECK(z.data.output_mappings.at(0).target == "d.e");
    CHECK(extensions(i).empty());
}

TEST_CASE("call activities") {
    const Imported i = process(
        R"(<callActivity id="a" calledElement="${x}" camunda:calledElementBinding="version" camunda:calledElementVersion="3"><extensionElements>
        <camunda:in source="s" target="t"/><camunda:in businessKey="#{key}"/><camunda:out variables="all"/></extensionElements></callActivity>
        <callActivity id="b" calledElement="q"/><callActivity id="v" calledElement="q" camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="t1"/>
        <callActivity id="z"><extensionElements><zeebe:calledElement processId="=which" propagateAllChildVariables="false" bindingType="deployment"/></extensionElements></callActivity>)");
    const core::Call& a = node(i, "a").call;
    CHECK(a.called == "${x}");
    CHECK(a.binding == "version");
    CHECK(a.version == "3");
    CHECK_FALSE(a.passes_all_in);
    REQUIRE(a.in.size() == 2);
    CHECK(a.in[0].variable == "s");
    CHECK(a.in[1].business_key);
    CHECK(a.in[1].source.text == "#{key}");
    CHECK(a.out.at(0).all);
    CHECK_FALSE(node(i, "b").call.passes_all_in);
    CHECK(node(i, "v").call.binding == "version-tag");
    CHECK(node(i, "v").call.version == "t1");
    CHECK(node(i, "z").call.called == "=which");
    CHECK(node(i, "z").call.passes_all_in);
    CHECK_FALSE(node(i, "z").call.passes_all_out);
    CHECK(node(i, "z").call.binding == "deployment");
    const Imported plain = process("<callActivity id='b' calledElement='t:q'/>", "");
    CHECK(node(plain, "b").call.called == "q");
    CHECK(node(plain, "b").call.passes_all_in);
    CHECK(node(plain, "b").call.passes_all_out);
}

TEST_CASE("properties, retries, commits and versions") {
    const Imported i = imported(
        R"(<process id="p" camunda:versionTag="v1"><serviceTask id="a" camunda:asyncBefore="true" camunda:asyncAfter="true"><extensionElements>
        <camunda:failedJobRetryTimeCycle>R3/PT10S</camunda:failedJobRetryTimeCycle><camunda:properties><camunda:property name="k" value="v"/></camunda:properties>
        <camunda:field name="f" stringValue="s"/><camunda:field name="g"><camunda:expression> ${e} </camunda:expression></camunda:field></extensionElements></serviceTask>
        <serviceTask id="z"><extensionElements><zeebe:taskDefinition type="j" retries="5"/><zeebe:taskHeaders><zeebe:header key="h" value="w"/></zeebe:taskHeaders></extensionElements></serviceTask></process>
        <process id="q"><extensionElements><zeebe:versionTag value="v2"/></extensionElements></process>)",
        camunda);
    CHECK(i.definition.processes[0].version_tag == "v1");
    CHECK(i.definition.processes[1].version_tag == "v2");
    const core::Node& a = node(i, "a");
    CHECK(a.async_before);
    CHECK(a.async_after);
    CHECK(a.retry == "R3/PT10S");
    CHECK(a.properties == Pairs{{"k", "v"}, {"f", "s"}, {"g", "${e}"}});
    CHECK(node(i, "z").retry == "5");
    CHECK(node(i, "z").properties == Pairs{{"h", "w"}});
    CHECK(extensions(i).empty());
}

TEST_CASE("Activiti and Flowable say it as Camunda does") {
    for (const char* vendor :
         {"http://activiti.org/bpmn", "http://flowable.org/bpmn", "http://operaton.org/schema/1.0/bpmn"}) {
        const Imported i = process("<userTask id='a' v:assignee='ann'/>", "xmlns:v='" + std::string(vendor) + "'");
        CHECK(node(i, "a").people.assignee == "ann");
    }
}

TEST_CASE("what has no meaning here is kept raw, in order") {
    const Imported i = process(
        R"(<task id="a" other:color="red"><extensionElements><other:x y="1"><other:z/>text</other:x><camunda:taskListener event="create"/></extensionElements>
        <ioSpecification other:k="v"><inputSet/></ioSpecification></task>)",
        camunda, "<message id='m'/><interface name='I' id='i'/>");
    const auto kept = extensions(i);
    REQUIRE(kept.size() == 6);
    CHECK(*kept[0] == RawPart{raw_kind::element, "", "definitions", "message", std::string(uri::model),
                              R"(<message id="m" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>)"});
    CHECK(kept[1]->name == "interface");
    CHECK(*kept[2] == RawPart{raw_kind::attribute, "a", "", "other:color", "urn:other", "red"});
    CHECK(*kept[3] == RawPart{raw_kind::extension, "a", "", "other:x", "urn:other",
                              R"(<other:x y="1" xmlns:other="urn:other"><other:z/>text</other:x>)"});
    CHECK(kept[4]->name == "camunda:taskListener");
    CHECK(*kept[5] == RawPart{raw_kind::attribute, "a", "ioSpecification", "other:k", "urn:other", "v"});
    ImportOptions none = options();
    none.keep_raw = false;
    CHECK(import_text(file_of("<process id='p' other:x='1'/>"), "f", none).raw.empty());
}

}  // namespace bpmn_import_extensions_test
