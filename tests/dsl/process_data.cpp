// Every element declared by its word is what the import of the equivalent file gives: loops, data, what is around.
#include "process_check.hpp"

namespace dsl_process_data_test {

using namespace baton::words;
using process_check::check_same;
using process_check::is;
using baton::words::is;

TEST_CASE("declared: loops and multi-instance activities") {
    is(process("p", task("a", loop_while("=again"), loop_maximum("3"), test_before),
               task("b", times("=3"), sequentially),
               sub_process("c", for_each("item", "=items"), collects("results", "=item * 2"),
                           completion_condition("=enough"), task("c1")),
               task("d", for_each("item", "items"), item_alias("one"), collects("results", "result"), in_parallel),
               task("e", times("=2"), first_throws(throws_signal("s", definition_id("sd")))),
               task("f", times("=2"), each_throws(throws_signal("s", definition_id("sd")))),
               task("g", times("=2"), throws_when("=numberOfCompletedInstances = 1", throws_signal("s")))),
       R"(<task id="a"><standardLoopCharacteristics testBefore="true" loopMaximum="3"><loopCondition>=again</loopCondition></standardLoopCharacteristics></task>
       <task id="b"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>=3</loopCardinality></multiInstanceLoopCharacteristics></task>
       <subProcess id="c"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=item * 2"/></extensionElements><completionCondition>=enough</completionCondition></multiInstanceLoopCharacteristics><task id="c1"/></subProcess>
       <task id="d"><multiInstanceLoopCharacteristics><loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>results</loopDataOutputRef><inputDataItem id="item" name="one"/><outputDataItem id="result"/></multiInstanceLoopCharacteristics></task>
       <task id="e"><multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="sd"><loopCardinality>=2</loopCardinality></multiInstanceLoopCharacteristics></task>
       <task id="f"><multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="sd"><loopCardinality>=2</loopCardinality></multiInstanceLoopCharacteristics></task>
       <task id="g"><multiInstanceLoopCharacteristics behavior="Complex"><loopCardinality>=2</loopCardinality><complexBehaviorDefinition><condition>=numberOfCompletedInstances = 1</condition><event><signalEventDefinition signalRef="s"/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics></task>)",
       R"(<signal id="s"/><signalEventDefinition id="sd" signalRef="s"/>)");
    is(process("p", task("a", start_quantity(2), completion_quantity(3))),
       R"(<task id="a" startQuantity="2" completionQuantity="3"/>)");
}

TEST_CASE("declared: data: properties, objects, stores, inputs, outputs, associations") {
    is(process("p", property("x", type("xsd:string")), data_object("order", title("Order"), collection),
               data_object_reference("r1", of("order"), title("The order"), state("paid")),
               data_store_reference("r2", of("stock"), title("Stock")), data_object_reference("alone", title("Alone")),
               task("a", property("y"), data_input("in", title("In"), may_be_missing), data_output("out"),
                    input_association(from("order"), to("in"), transformed_by("=order.id")),
                    output_association(from("out"), to("stock"), assigns("=out + 1", "stock.count"))),
               catch_event("b", on_signal("s"), data_output("got"), output_association(from("got"), to("x"))),
               throw_event("c", throws_signal("s"), data_input("sent"), input_association(from("x"), to("sent")))),
       R"(<property id="x" itemSubjectRef="xsd:string"/><dataObject id="order" name="Order" isCollection="true"/>
       <dataObjectReference id="r1" name="The order" dataObjectRef="order"><dataState name="paid"/></dataObjectReference>
       <dataStoreReference id="r2" name="Stock" dataStoreRef="stock"/><dataObjectReference id="alone" name="Alone"/>
       <task id="a"><ioSpecification><dataInput id="in" name="In"/><dataOutput id="out"/><inputSet><dataInputRefs>in</dataInputRefs><optionalInputRefs>in</optionalInputRefs></inputSet><outputSet/></ioSpecification><property id="y"/>
       <dataInputAssociation><sourceRef>r1</sourceRef><targetRef>in</targetRef><transformation>=order.id</transformation></dataInputAssociation>
       <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>r2</targetRef><assignment><from>=out + 1</from><to>stock.count</to></assignment></dataOutputAssociation></task>
       <intermediateCatchEvent id="b"><dataOutput id="got"/><dataOutputAssociation><sourceRef>got</sourceRef><targetRef>x</targetRef></dataOutputAssociation><signalEventDefinition signalRef="s"/></intermediateCatchEvent>
       <intermediateThrowEvent id="c"><dataInput id="sent"/><dataInputAssociation><sourceRef>x</sourceRef><targetRef>sent</targetRef></dataInputAssociation><signalEventDefinition signalRef="s"/></intermediateThrowEvent>)",
       R"(<dataStore id="stock" name="Stock"/><signal id="s"/>)");
    is(process("p", data_input("in"), data_output("out", collection), task("a")),
       R"(<ioSpecification><dataInput id="in"/><dataOutput id="out" isCollection="true"/><inputSet/><outputSet/></ioSpecification><task id="a"/>)");
}

TEST_CASE("declared: mappings of variables") {
    is(process("p", service_task("a", type("t"), input("=x", "y"), output("=z", "w"))),
       R"(<serviceTask id="a"><extensionElements><zeebe:taskDefinition type="t"/><zeebe:ioMapping><zeebe:input source="=x" target="y"/><zeebe:output source="=z" target="w"/></zeebe:ioMapping></extensionElements></serviceTask>)");
    is(process("p", service_task("a", topic("t"), input(list_of("1", "${b}"), "y"),
                                 input(entries_of(entry_of("k", "v")), "m"))),
       R"(<serviceTask id="a" camunda:type="external" camunda:topic="t"><extensionElements><camunda:inputOutput>
       <camunda:inputParameter name="y"><camunda:list><camunda:value>1</camunda:value><camunda:value>${b}</camunda:value></camunda:list></camunda:inputParameter>
       <camunda:inputParameter name="m"><camunda:map><camunda:entry key="k">v</camunda:entry></camunda:map></camunda:inputParameter></camunda:inputOutput></extensionElements></serviceTask>)");
    is(process("p", throw_event("a", throws_signal("s", payload(variable("x"), "y")))),
       R"(<intermediateThrowEvent id="a"><signalEventDefinition signalRef="s"><extensionElements><camunda:in source="x" target="y"/></extensionElements></signalEventDefinition></intermediateThrowEvent>)",
       R"(<signal id="s"/>)");
}

TEST_CASE("declared: lanes and artifacts") {
    is(process("p", lane("l1", title("All"), has("a"), lane("l2", title("Boss"), has("b"), lane("l3"))), lane("l4"),
               task("a"), task("b"), text_annotation("n", "Look"), group_artifact("g", "Hard"),
               association("n", "a", named("x1"), one_way), association("n", "b", both_ways), association("g", "b")),
       R"(<laneSet><lane id="l1" name="All"><flowNodeRef>a</flowNodeRef><childLaneSet><lane id="l2" name="Boss"><flowNodeRef>b</flowNodeRef><childLaneSet><lane id="l3"/></childLaneSet></lane></childLaneSet></lane><lane id="l4"/></laneSet>
       <task id="a"/><task id="b"/><textAnnotation id="n"><text>Look</text></textAnnotation><group id="g" categoryValueRef="v"/>
       <association id="x1" sourceRef="n" targetRef="a" associationDirection="One"/><association sourceRef="n" targetRef="b" associationDirection="Both"/><association sourceRef="g" targetRef="b"/>)",
       R"(<category id="c"><categoryValue id="v" value="Hard"/></category>)");
}

TEST_CASE("declared: collaborations: processes, global tasks, participants, message flows, correlation") {
    check_same(
        collaboration(
            named("shop"), collaboration_id("around"),
            process("order", title("Order"), version_tag("7"), documentation("d"),
                    correlates("key", is("number", "=id")), lane("l", has("ask")), send_task("ask", message("m"))),
            process("bank", not_executable, receive_task("asked", message("m"))),
            global_user_task("check", assignee("ann")), global_task("g0"), global_manual_task("g1"),
            global_script_task("g2", script("=1")), global_business_rule_task("g3"),
            participant("p1", title("Shop"), of("order")), participant("p2", of("bank")), participant("outside"),
            message_flow("ask", "asked", named("mf"), title("asks"), message("m")), message_flow("asked", "outside"),
            correlation_property("number", title("Number"), retrieval("m", "=nr")),
            correlation_key("key", title("Key"), has("number")), text_annotation("n", "hi"), association("n", "p1")),
        import_check::imported(
            R"(<message id="m"/><process id="order" name="Order" isExecutable="true" camunda:versionTag="7"><documentation>d</documentation>
            <laneSet><lane id="l"><flowNodeRef>ask</flowNodeRef></lane></laneSet><sendTask id="ask" messageRef="m"/>
            <correlationSubscription correlationKeyRef="key"><correlationPropertyBinding correlationPropertyRef="number"><dataPath>=id</dataPath></correlationPropertyBinding></correlationSubscription></process>
            <process id="bank" isExecutable="false"><receiveTask id="asked" messageRef="m"/></process>
            <globalUserTask id="check" camunda:assignee="ann"/><globalTask id="g0"/><globalManualTask id="g1"/><globalScriptTask id="g2"><script>=1</script></globalScriptTask><globalBusinessRuleTask id="g3"/>
            <collaboration id="around"><participant id="p1" name="Shop" processRef="order"/><participant id="p2" processRef="bank"/><participant id="outside"/>
            <messageFlow id="mf" name="asks" sourceRef="ask" targetRef="asked" messageRef="m"/><messageFlow sourceRef="asked" targetRef="outside"/>
            <textAnnotation id="n"><text>hi</text></textAnnotation><association sourceRef="n" targetRef="p1"/>
            <conversation><correlationKey id="key" name="Key"><correlationPropertyRef>number</correlationPropertyRef></correlationKey></conversation></collaboration>
            <correlationProperty id="number" name="Number"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>=nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>)",
            import_check::camunda + R"( id="shop")")
            .definition);
}

}  // namespace dsl_process_data_test
