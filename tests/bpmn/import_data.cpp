// Importing data, loops, pools and what is drawn beside the flow.
#include "import_check.hpp"

namespace bpmn_import_data_test {

using namespace import_check;
using core::data_kind;
using core::DataItem;

TEST_CASE("inputs and outputs of a task, and their associations") {
    const Imported i = process(R"(
        <dataObject id="o" itemSubjectRef="t:item"/><dataObjectReference id="r" dataObjectRef="o" name="order"><dataState name="paid"/></dataObjectReference>
        <dataStoreReference id="sr" dataStoreRef="store"/><dataStoreReference id="sr2" dataStoreRef="store" name="again"/>
        <dataObjectReference id="lone" name="alone"/><property id="pp" name="count"/>
        <task id="a"><ioSpecification><dataInput id="in" name="x"/><dataInput id="in2"/><dataOutput id="out" isCollection="true"/>
          <inputSet><dataInputRefs>in</dataInputRefs><optionalInputRefs>in2</optionalInputRefs></inputSet><outputSet/></ioSpecification>
          <property id="own"/>
          <dataInputAssociation><sourceRef>r</sourceRef><targetRef>in</targetRef></dataInputAssociation>
          <dataInputAssociation><sourceRef>pp</sourceRef><targetRef>in2</targetRef><transformation>=pp + 1</transformation></dataInputAssociation>
          <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>t:sr</targetRef><assignment><from>=out</from><to>a.b</to></assignment></dataOutputAssociation>
        </task>)",
                               "",
                               "<itemDefinition id='item' structureRef='xsd:string' isCollection='true'/><dataStore "
                               "id='store' name='Store'/>");
    const core::Process& p = i.definition.processes[0];
    REQUIRE(p.items.size() == 4);
    CHECK(p.items[0] == DataItem{data_kind::data_object, "o", "order", true, false, "xsd:string"});
    CHECK(p.items[1] == DataItem{data_kind::property, "pp", "count", false, false, ""});
    CHECK(p.items[2] == DataItem{data_kind::data_object, "lone", "alone", false, false, ""});
    CHECK(p.items[3] == DataItem{data_kind::data_store, "store", "Store", false, false, ""});
    const core::Node& a = node(i, "a");
    REQUIRE(a.data.inputs.size() == 2);
    CHECK(a.data.inputs[0] == DataItem{data_kind::input, "in", "x", false, false, ""});
    CHECK(a.data.inputs[1].optional);
    CHECK(a.data.outputs.at(0).is_collection);
    CHECK(a.items.at(0).id == "own");
    REQUIRE(a.data.input_associations.size() == 2);
    CHECK(a.data.input_associations[0].sources == Texts{"o"});
    CHECK(a.data.input_associations[0].target == "in");
    CHECK(a.data.input_associations[1].transformation.text == "=pp + 1");
    REQUIRE(a.data.output_associations.size() == 1);
    CHECK(a.data.output_associations[0].target == "store");
    CHECK(a.data.output_associations[0].assignments.at(0) == core::Assignment{{"", "=out"}, "a.b"});
    const auto& references = i.definition.collaboration.references;
    REQUIRE(references.size() == 4);
    CHECK(references[0] == core::DataReference{"r", "order", "o", "paid", false, "p"});
    CHECK(references[1].data == "store");
    CHECK(references[1].store);
    CHECK(references[3].data == "lone");
}

TEST_CASE("data of events, of sub-processes and of processes") {
    const Imported i = process(R"(<ioSpecification><dataInput id="pin"/><inputSet/><outputSet/></ioSpecification>
        <startEvent id="s"><dataOutput id="o"/><dataOutputAssociation><sourceRef>o</sourceRef><targetRef>x</targetRef></dataOutputAssociation><messageEventDefinition/></startEvent>
        <subProcess id="sp"><dataObject id="x"/><property id="y"/></subProcess>)");
    CHECK(i.definition.processes[0].data.inputs.at(0).id == "pin");
    CHECK(node(i, "s").data.outputs.at(0).id == "o");
    CHECK(node(i, "s").data.output_associations.at(0).target == "x");
    REQUIRE(node(i, "sp").items.size() == 2);
    CHECK(node(i, "sp").items[0].kind == data_kind::data_object);
}

TEST_CASE("loops") {
    const auto loop = [](std::string_view inside) {
        const Imported i = process("<task id='a'>" + std::string(inside) + "</task>", camunda,
                                   "<signal id='s' name='done'/><signalEventDefinition id='sd' signalRef='s'/>");
        return node(i, "a").loop;
    };
    using core::loop_kind;
    const core::Loop standard = loop(
        "<standardLoopCharacteristics testBefore='true' "
        "loopMaximum='3'><loopCondition>=again</loopCondition></standardLoopCharacteristics>");
    CHECK(standard.kind == loop_kind::standard);
    CHECK(standard.test_before);
    CHECK(standard.count.text == "3");
    CHECK(standard.condition.text == "=again");
    const core::Loop bpmn = loop(
        R"(<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality><loopDataInputRef>t:list</loopDataInputRef>
        <loopDataOutputRef>results</loopDataOutputRef><inputDataItem id="item" name="each"/><outputDataItem id="res"/><completionCondition>=enough</completionCondition></multiInstanceLoopCharacteristics>)");
    CHECK(bpmn.kind == loop_kind::sequential);
    CHECK(bpmn.count.text == "3");
    CHECK(bpmn.collection == "t:list");
    CHECK(bpmn.output_collection == "results");
    CHECK(bpmn.element == "item");
    CHECK(bpmn.element_alias == "each");
    CHECK(bpmn.output_element == "res");
    CHECK(bpmn.condition.text == "=enough");
    CHECK(bpmn.behavior == core::loop_behavior::all);
    const core::Loop named =
        loop("<multiInstanceLoopCharacteristics camunda:collection='people' camunda:elementVariable='one'/>");
    CHECK(named.kind == loop_kind::parallel);
    CHECK(named.collection == "people");
    CHECK(named.element == "one");
    CHECK(loop("<multiInstanceLoopCharacteristics camunda:collection='${people()}'/>").collection_expression.text ==
          "${people()}");
    const core::Loop zeebe = loop(
        R"(<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="i"
        outputCollection="out" outputElement="=i + 1"/></extensionElements></multiInstanceLoopCharacteristics>)");
    CHECK(zeebe.collection_expression.text == "=items");
    CHECK(zeebe.element == "i");
    CHECK(zeebe.output_collection == "out");
    CHECK(zeebe.output_expression.text == "=i + 1");
    const core::Loop one = loop("<multiInstanceLoopCharacteristics behavior='One' oneBehaviorEventRef='t:sd'/>");
    CHECK(one.behavior == core::loop_behavior::one);
    REQUIRE(one.event.size() == 1);
    CHECK(one.event[0].name == "done");
    const core::Loop complex = loop(
        R"(<multiInstanceLoopCharacteristics behavior="Complex"><complexBehaviorDefinition><condition>=n > 1</condition>
        <event id="ev"><eventDefinitionRef>sd</eventDefinitionRef></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics>)");
    REQUIRE(complex.complex.size() == 1);
    CHECK(complex.complex[0].condition.text == "=n > 1");
    CHECK(complex.complex[0].event.name == "done");
}

TEST_CASE("pools, message flows, lanes and correlation") {
    const Imported i = imported(R"(<message id="m" name="order"/>
        <correlationProperty id="cp" name="number"><correlationPropertyRetrievalExpression messageRef="t:m"><messagePath>=id</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
        <collaboration id="c"><participant id="pa" name="Shop" processRef="t:p"/><participant id="pb" name="World"/>
          <messageFlow id="mf" name="asks" sourceRef="pb" targetRef="a" messageRef="m"/><correlationKey id="k" name="K"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>
        <process id="p"><laneSet><lane id="l1" name="Front"><flowNodeRef>a</flowNodeRef><childLaneSet><lane id="l2"><flowNodeRef>t:a</flowNodeRef></lane></childLaneSet></lane></laneSet><task id="a"/>
          <correlationSubscription correlationKeyRef="t:k"><correlationPropertyBinding correlationPropertyRef="cp"><dataPath>=number</dataPath></correlationPropertyBinding></correlationSubscription></process>)");
    const core::Collaboration& c = i.definition.collaboration;
    REQUIRE(c.participants.size() == 2);
    CHECK(c.participants[0] == core::Participant{"pa", "Shop", "p"});
    CHECK(c.participants[1] == core::Participant{"pb", "World", ""});
    CHECK(c.message_flows.at(0) == core::MessageFlow{"mf", "asks", "pb", "a", "order"});
    REQUIRE(c.lanes.size() == 2);
    CHECK(c.lanes[0] == core::Lane{"l1", "Front", "p", "", {"a"}});
    CHECK(c.lanes[1] == core::Lane{"l2", "", "p", "l1", {"a"}});
    CHECK(c.properties.at(0) == core::CorrelationProperty{"cp", "number", {{"order", {"", "=id"}}}});
    CHECK(c.keys.at(0) == core::CorrelationKey{"k", "K", {"cp"}});
    const auto& correlations = i.definition.processes[0].correlations;
    REQUIRE(correlations.size() == 1);
    CHECK(correlations[0].key == "k");
    CHECK(correlations[0].bindings.at(0) == std::pair(std::string("cp"), core::ExpressionText{"", "=number"}));
}

TEST_CASE("artifacts") {
    const Imported i =
        process(R"(<textAnnotation id="t1"><text> look </text></textAnnotation><group id="g" categoryValueRef="t:cv"/>
        <task id="a"/><association id="as" sourceRef="t:a" targetRef="t1" associationDirection="One"/>)",
                "", "<category id='cat'><categoryValue id='cv' value='Urgent'/></category>");
    const core::Collaboration& c = i.definition.collaboration;
    REQUIRE(c.artifacts.size() == 2);
    CHECK(c.artifacts[0] == core::Artifact{"t1", "look", false, "p"});
    CHECK(c.artifacts[1] == core::Artifact{"g", "Urgent", true, "p"});
    CHECK(c.links.at(0) == core::ArtifactLink{"as", "a", "t1", core::link_direction::one, "p"});
}

TEST_CASE("the layout") {
    const Imported i =
        process(R"(<task id="a"/><subProcess id="sp"/><sequenceFlow id="f" sourceRef="a" targetRef="sp"/>)", "", R"(
        <bpmndi:BPMNDiagram id="d" name="D"><bpmndi:BPMNPlane id="pl" bpmnElement="t:p">
          <bpmndi:BPMNShape id="a_di" bpmnElement="a"><dc:Bounds x="1" y="2.5" width="100" height="80"/><bpmndi:BPMNLabel><dc:Bounds x="1" y="2" width="3" height="4"/></bpmndi:BPMNLabel></bpmndi:BPMNShape>
          <bpmndi:BPMNShape id="sp_di" bpmnElement="sp" isExpanded="false"><dc:Bounds x="-1" y="1e2" width="1" height="1"/></bpmndi:BPMNShape>
          <bpmndi:BPMNEdge id="f_di" bpmnElement="f"><di:waypoint x="1" y="2"/><di:waypoint x="3" y="4"/></bpmndi:BPMNEdge>
          <bpmndi:BPMNShape id="x1" bpmnElement="gone"><dc:Bounds x="1" y="2" width="3" height="4"/></bpmndi:BPMNShape>
          <bpmndi:BPMNShape id="x2" bpmnElement="a"><dc:Bounds x="1" y="2" width="nan" height="4"/></bpmndi:BPMNShape>
          <bpmndi:BPMNShape id="x3" bpmnElement="a"/><bpmndi:BPMNEdge id="x4" bpmnElement="f"><di:waypoint x="1" y="2"/></bpmndi:BPMNEdge>
        </bpmndi:BPMNPlane></bpmndi:BPMNDiagram><bpmndi:BPMNDiagram id="d2"/>)");
    REQUIRE(i.layout.diagrams.size() == 2);
    const baton::layout::Diagram& d = i.layout.diagrams[0];
    CHECK(d.name == "D");
    CHECK(d.plane == "pl");
    CHECK(d.element == "p");
    REQUIRE(d.shapes.size() == 2);
    CHECK(d.shapes[0].bounds == baton::layout::Bounds{1, 2.5, 100, 80});
    CHECK(d.shapes[0].label == baton::layout::Bounds{1, 2, 3, 4});
    CHECK_FALSE(d.shapes[0].expanded.has_value());
    CHECK(d.shapes[1].expanded == false);
    CHECK(d.shapes[1].bounds == baton::layout::Bounds{-1, 100, 1, 1});
    REQUIRE(d.edges.size() == 1);
    CHECK(d.edges[0].points == std::vector<baton::layout::Point>{{1, 2}, {3, 4}});
    CHECK(i.layout.shape_of("sp")->id == "sp_di");
    CHECK(i.layout.edge_of("f")->id == "f_di");
    CHECK(i.layout.edge_of("a") == nullptr);
    for (const Finding& f : i.findings) CHECK(f.severity == Severity::warning);
    CHECK(i.findings.size() == 6);
}

}  // namespace bpmn_import_data_test
