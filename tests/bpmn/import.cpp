// Importing: nodes and their order, flows, starts and ends, joins and splits; what is let pass and what is refused.
#include "import_check.hpp"

namespace bpmn_import_test {

using namespace import_check;
using core::condition_kind;
using core::join_kind;
using core::node_kind;
using core::split_kind;

TEST_CASE("a small process becomes a Definition") {
    const Imported i = process(R"(
        <startEvent id="s" name="Go"><documentation> why </documentation><documentation>how</documentation></startEvent>
        <sequenceFlow id="f1" name="first" sourceRef="s" targetRef="a"/>
        <userTask id="a"/>
        <sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
        <endEvent id="e"/>)");
    const core::Definition& d = i.definition;
    CHECK(d.id == "p");
    CHECK(d.demand == core::soundness::not_required);
    REQUIRE(d.processes.size() == 1);
    CHECK(d.processes[0].id == "p");
    CHECK(d.processes[0].executable);
    CHECK(ids(i) == Texts{"s", "a", "e"});
    CHECK(d.nodes[0].kind == node_kind::start_event);
    CHECK(d.nodes[0].title == "Go");
    CHECK(d.nodes[0].documentation == "why\n\nhow");
    CHECK(d.nodes[0].start);
    CHECK_FALSE(d.nodes[0].end);
    CHECK(d.nodes[1].kind == node_kind::task);
    CHECK(d.nodes[1].task == core::task_kind::user);
    CHECK(d.nodes[1].title == "a");
    CHECK_FALSE(d.nodes[1].start);
    CHECK(d.nodes[1].join == join_kind::none);
    CHECK(d.nodes[1].split == split_kind::none);
    CHECK(d.nodes[2].end);
    REQUIRE(d.flows.size() == 2);
    CHECK(d.flows[0].id == "f1");
    CHECK(d.flows[0].title == "first");
    CHECK(d.flows[0].source == 0);
    CHECK(d.flows[0].target == 1);
    CHECK(i.findings.empty());
}

TEST_CASE("a scope is contiguous: boundary events behind their host, then what is in it") {
    const Imported i = process(R"(
        <boundaryEvent id="b1" attachedToRef="sub"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>
        <startEvent id="s"/>
        <subProcess id="sub"><startEvent id="s2"/><transaction id="tx"><task id="deep"/></transaction><task id="x"/></subProcess>
        <boundaryEvent id="b2" attachedToRef="t:sub" cancelActivity="false"><errorEventDefinition/></boundaryEvent>
        <task id="z"/>)");
    CHECK(ids(i) == Texts{"s", "sub", "b1", "b2", "s2", "tx", "deep", "x", "z"});
    CHECK(node(i, "b1").host == 1);
    CHECK(node(i, "b1").parent == core::Node::none);
    CHECK(node(i, "b1").interrupting);
    CHECK_FALSE(node(i, "b2").interrupting);
    CHECK(node(i, "s2").parent == 1);
    CHECK(node(i, "deep").parent == 5);
    CHECK(node(i, "tx").kind == node_kind::transaction);
    CHECK(node(i, "x").parent == 1);
}

TEST_CASE("every kind of node") {
    const Imported i = process(R"(
        <intermediateCatchEvent id="c"/><intermediateThrowEvent id="th"/><exclusiveGateway id="x"/><parallelGateway id="pg"/>
        <inclusiveGateway id="ig"/><complexGateway id="cg"><activationCondition>activationCount >= 1</activationCondition></complexGateway>
        <eventBasedGateway id="eg" instantiate="true" eventGatewayType="Parallel"/>
        <subProcess id="sp"/><subProcess id="es" triggeredByEvent="true"/><adHocSubProcess id="ah" ordering="Sequential" cancelRemainingInstances="false">
          <completionCondition>=done</completionCondition></adHocSubProcess>
        <callActivity id="ca" calledElement="t:q"/><task id="t0"/><serviceTask id="t1"/><manualTask id="t2"/><scriptTask id="t3" scriptFormat="feel"><script><![CDATA[ 1 + 1 ]]></script></scriptTask>
        <sendTask id="t4"/><receiveTask id="t5" instantiate="true"/><businessRuleTask id="t6" startQuantity="2" completionQuantity="3" isForCompensation="true"/>)");
    const node_kind kinds[] = {
        node_kind::catch_event,        node_kind::throw_event,       node_kind::exclusive_gateway,
        node_kind::parallel_gateway,   node_kind::inclusive_gateway, node_kind::complex_gateway,
        node_kind::event_gateway,      node_kind::sub_process,       node_kind::event_sub_process,
        node_kind::ad_hoc_sub_process, node_kind::call_activity};
    for (std::size_t n = 0; n < std::size(kinds); ++n) CHECK(i.definition.nodes[n].kind == kinds[n]);
    CHECK(node(i, "cg").condition.text == "activationCount >= 1");
    CHECK(node(i, "eg").instantiate);
    CHECK(node(i, "eg").parallel);
    CHECK(node(i, "ah").sequential);
    CHECK_FALSE(node(i, "ah").cancel_remaining);
    CHECK(node(i, "ah").condition.text == "=done");
    CHECK(node(i, "ca").call.called == "q");
    CHECK(node(i, "t1").task == core::task_kind::service);
    CHECK(node(i, "t2").task == core::task_kind::manual);
    CHECK(node(i, "t3").body == core::Body{core::body_kind::expression, "feel", "1 + 1"});
    CHECK(node(i, "t5").instantiate);
    CHECK(node(i, "t6").task == core::task_kind::business_rule);
    CHECK(node(i, "t6").start_quantity == 2);
    CHECK(node(i, "t6").completion_quantity == 3);
    CHECK(node(i, "t6").for_compensation);
}

TEST_CASE("joins and splits follow from flows and kinds") {
    const auto around = [](const std::string& middle, const std::string& condition = {}) {
        return process(
            "<task id='a'/><task id='b'/><" + middle + " id='m'/><task id='c'/><task id='d'/>" +
            "<sequenceFlow id='1' sourceRef='a' targetRef='m'/><sequenceFlow id='2' sourceRef='b' targetRef='m'/>" +
            "<sequenceFlow id='3' sourceRef='m' targetRef='c'>" + condition +
            "</sequenceFlow><sequenceFlow id='4' sourceRef='m' targetRef='d'/>");
    };
    const auto both = [&](const std::string& middle) {
        const Imported i = around(middle);
        return std::pair(node(i, "m").join, node(i, "m").split);
    };
    CHECK(both("exclusiveGateway") == std::pair(join_kind::merge, split_kind::exclusive));
    CHECK(both("parallelGateway") == std::pair(join_kind::all, split_kind::all));
    CHECK(both("inclusiveGateway") == std::pair(join_kind::inclusive, split_kind::inclusive));
    CHECK(both("complexGateway") == std::pair(join_kind::complex, split_kind::inclusive));
    CHECK(both("eventBasedGateway") == std::pair(join_kind::merge, split_kind::all));
    CHECK(both("task") == std::pair(join_kind::merge, split_kind::inclusive));
    const auto one = [](const std::string& start, const std::string& inside, const std::string& flow) {
        const Imported i = process("<" + start + " id='m'>" + inside + "</" + start.substr(0, start.find(' ')) +
                                   "><task id='b'/><task id='a'/><sequenceFlow id='0' sourceRef='a' targetRef='m'/>"
                                   "<sequenceFlow id='f' sourceRef='m' targetRef='b'>" +
                                   flow + "</sequenceFlow>");
        return std::pair(node(i, "m").join, node(i, "m").split);
    };
    const std::string when = "<conditionExpression>x</conditionExpression>";
    CHECK(one("exclusiveGateway", "", "") == std::pair(join_kind::none, split_kind::none));
    CHECK(one("exclusiveGateway", "", when) == std::pair(join_kind::none, split_kind::exclusive));
    CHECK(one("exclusiveGateway default='f'", "", "") == std::pair(join_kind::none, split_kind::exclusive));
    CHECK(one("inclusiveGateway", "", when) == std::pair(join_kind::none, split_kind::inclusive));
    CHECK(one("parallelGateway", "", when) == std::pair(join_kind::none, split_kind::all));
    CHECK(one("task", "", "") == std::pair(join_kind::none, split_kind::none));
    CHECK(one("task", "", when) == std::pair(join_kind::none, split_kind::inclusive));
    CHECK(one("complexGateway", "<activationCondition>true</activationCondition>", "") ==
          std::pair(join_kind::complex, split_kind::none));
}

TEST_CASE("without a start event everything starts that nothing leads to") {
    const Imported i = process(R"(
        <task id="a"/><exclusiveGateway id="g"/><intermediateCatchEvent id="c"><signalEventDefinition/></intermediateCatchEvent>
        <intermediateThrowEvent id="th"/><endEvent id="e"/><task id="led"/><sequenceFlow id="f" sourceRef="a" targetRef="led"/>
        <task id="undo" isForCompensation="true"/><subProcess id="es" triggeredByEvent="true"><startEvent id="es1"><signalEventDefinition/></startEvent></subProcess>
        <boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
        <association id="as" sourceRef="undo2" targetRef="b"/><task id="undo2"/>
        <intermediateCatchEvent id="l"><linkEventDefinition name="L"/></intermediateCatchEvent>
        <receiveTask id="r" instantiate="true"/><eventBasedGateway id="eg" instantiate="true"/>
        <adHocSubProcess id="ah"><task id="x"/><task id="y"/><exclusiveGateway id="xg"/><sequenceFlow id="g2" sourceRef="x" targetRef="y"/></adHocSubProcess>
        <subProcess id="sp"><startEvent id="typed"><messageEventDefinition/></startEvent><startEvent id="plain"/><task id="loose"/></subProcess>)");
    Texts starts;
    for (const core::Node& n : i.definition.nodes)
        if (n.start) starts.push_back(n.id);
    CHECK(starts == Texts{"a", "g", "c", "th", "es1", "ah", "x", "sp", "plain"});
    CHECK(node(i, "b").handler == i.definition.find("undo2"));
    CHECK(node(i, "e").end);
    CHECK(node(i, "led").end);
    CHECK_FALSE(node(i, "a").end);
}

TEST_CASE("typed start events of a process wait for their event") {
    const Imported i =
        process(R"(<startEvent id="m"><messageEventDefinition/></startEvent><startEvent id="n"/><task id="loose"/>)");
    CHECK_FALSE(node(i, "m").start);
    CHECK(node(i, "n").start);
    CHECK_FALSE(node(i, "loose").start);
}

TEST_CASE("conditions, and the languages they are in") {
    const auto condition = [](const std::string& expression, const std::string& attributes = {}) {
        return imported(
                   "<process id='p'><exclusiveGateway id='g'/><task id='a'/><sequenceFlow id='f' sourceRef='g' "
                   "targetRef='a'>" +
                       expression + "</sequenceFlow></process>",
                   attributes)
            .definition.flows.at(0)
            .condition;
    };
    const auto in = [](const std::string& language, const std::string& text) {
        return core::Condition{condition_kind::expression, language, text};
    };
    CHECK(condition("<conditionExpression> =x &lt; 1 </conditionExpression>") == in("", "=x < 1"));
    CHECK(condition("<conditionExpression><![CDATA[${a && b}]]></conditionExpression>") == in("", "${a && b}"));
    CHECK(condition("<conditionExpression language='http://www.w3.org/1999/XPath'>a</conditionExpression>") ==
          in("", "a"));
    CHECK(condition(
              "<conditionExpression language='https://www.omg.org/spec/DMN/20191111/FEEL/'>a</conditionExpression>") ==
          in("feel", "a"));
    CHECK(condition("<conditionExpression language='JUEL'>${a}</conditionExpression>") == in("juel", "${a}"));
    CHECK(condition("<conditionExpression language='groovy'>a</conditionExpression>") == in("groovy", "a"));
    CHECK(condition("<conditionExpression>a</conditionExpression>",
                    "expressionLanguage='http://www.omg.org/spec/DMN/20180521/FEEL/'") == in("feel", "a"));
    CHECK(condition("<conditionExpression>a</conditionExpression>",
                    "expressionLanguage='http://groovy.codehaus.org/'") == in("http://groovy.codehaus.org/", "a"));
    CHECK(condition("<conditionExpression>${a}</conditionExpression>",
                    "expressionLanguage='http://groovy.codehaus.org/'") == in("", "${a}"));
    CHECK(condition("<conditionExpression>a</conditionExpression>",
                    "expressionLanguage='http://www.w3.org/2001/XMLSchema'") == in("", "a"));
    CHECK(condition("<conditionExpression> </conditionExpression>") == core::Condition{});
    CHECK(condition("") == core::Condition{});
}

TEST_CASE("the default flow is taken otherwise, whatever its condition") {
    const Imported i = process(R"(<exclusiveGateway id="g" default="t:f2"/><task id="a"/>
        <sequenceFlow id="f1" sourceRef="g" targetRef="a"><conditionExpression>=x</conditionExpression></sequenceFlow>
        <sequenceFlow id="f2" sourceRef="g" targetRef="a"><conditionExpression>=y</conditionExpression></sequenceFlow>)");
    CHECK(i.definition.flows[0].condition.kind == condition_kind::expression);
    CHECK(i.definition.flows[1].condition == core::Condition{condition_kind::otherwise, {}, {}});
    CHECK(node(i, "a").join == join_kind::merge);
}

TEST_CASE("baton's own extensions bind conditions and bodies") {
    const Imported i = process(
        R"(<task id="a" b:body="brew"/><task id="c"/><sequenceFlow id="f" sourceRef="a" targetRef="c" b:condition="wants foam"/>)",
        "xmlns:b='urn:baton:bpmn:1'");
    CHECK(node(i, "a").body == core::Body{core::body_kind::bound, {}, "brew"});
    CHECK(i.definition.flows[0].condition == core::Condition{condition_kind::bound, {}, "wants foam"});
    CHECK(i.raw.size() == 1);  // targetNamespace
}

TEST_CASE("what brittle readers stumble over is read") {
    SECTION("no ids of flows and nodes") {
        const Imported i = process(
            R"(<startEvent/><task id="a"/><task id="b"/><sequenceFlow sourceRef="a" targetRef="b"/><sequenceFlow sourceRef="a" targetRef="b"/>)");
        CHECK(i.definition.flows[0].id == "a->b");
        CHECK(i.definition.flows[1].id == "a->b#2");
        CHECK(i.definition.nodes[0].id == "startEvent@2");
        REQUIRE(i.findings.size() == 1);
        CHECK(i.findings[0].rule == "EXT.003");
    }
    SECTION("any prefix") {
        const Imported i =
            import_text(R"(<?xml version="1.0"?><x:definitions xmlns:x="http://www.omg.org/spec/BPMN/20100524/MODEL">
            <x:process id="q"><x:task id="a"/></x:process></x:definitions>)",
                        "dir/test.bpmn", options());
        CHECK(i.definition.id == "q");
        CHECK(i.definition.nodes.size() == 1);
    }
    SECTION("several pools, and an id by the file") {
        const Imported i = imported("<process id='p' isExecutable='true'/><process id='q'/>");
        CHECK(i.definition.id == "test");
        CHECK(i.definition.processes[0].executable);
        CHECK_FALSE(i.definition.processes[1].executable);
        CHECK(imported("<process id='p'/><process id='q'/>", "id='d'").definition.id == "d");
        CHECK(imported("<process id='p'/><process id='q'/>").definition.processes[1].executable);
    }
    SECTION("no process at all") {
        const Imported i = imported("<message id='m'/>", "id='d'");
        CHECK(i.definition.processes.empty());
        REQUIRE(i.findings.size() == 1);
        CHECK(i.findings[0].rule == "NOT_CARRIED");
    }
    SECTION("a reference to what is not there stands for itself") {
        const Imported i = process(
            R"(<intermediateCatchEvent id="c"><messageEventDefinition messageRef="t:paid"/></intermediateCatchEvent>)");
        CHECK(node(i, "c").events[0].name == "paid");
        REQUIRE(i.findings.size() == 1);
        CHECK(i.findings[0].rule == "REF_EXISTENCE");
        CHECK(i.findings[0].line == 5);
    }
}

TEST_CASE("global tasks are processes of one node") {
    const Imported i = imported(R"(<globalScriptTask id="g" name="G"><script>x</script></globalScriptTask>
        <process id="p"><callActivity id="c" calledElement="g"/></process><globalUserTask id="u"/>)");
    CHECK(i.definition.id == "p");
    REQUIRE(i.definition.processes.size() == 3);
    CHECK(i.definition.processes[0].global_task);
    CHECK(ids(i) == Texts{"g", "c", "u"});
    const core::Node& g = node(i, "g");
    CHECK(g.kind == node_kind::task);
    CHECK(g.task == core::task_kind::script);
    CHECK(g.start);
    CHECK(g.end);
    CHECK(g.body.text == "x");
    CHECK(node(i, "c").process == 1);
    CHECK(node(i, "u").process == 2);
}

TEST_CASE("where a run would be wrong, the file is refused") {
    CHECK(rules_of_process("<task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='z'/>") ==
          Texts{"REF_EXISTENCE"});
    CHECK(rules_of_process("<task id='a'/><sequenceFlow id='f' targetRef='a'/>") == Texts{"REF_EXISTENCE"});
    CHECK(rules_of_process("<task id='a'/><dataObject id='o'/><sequenceFlow id='f' sourceRef='o' targetRef='a'/>") ==
          Texts{"EXT.021"});
    CHECK(rules_of_process("<task id='a'/><dataObject id='o'/><sequenceFlow id='f' sourceRef='a' targetRef='o'/>") ==
          Texts{"EXT.022"});
    CHECK(rules_of_process("<task id='a'/><subProcess id='s'><task id='b'/></subProcess><sequenceFlow id='f' "
                           "sourceRef='a' targetRef='b'/>") == Texts{"EXT.152"});
    CHECK(rules_of_process("<task id='a'/><task id='a'/>") == Texts{"EXT.002"});
    CHECK(rules_of_process("<task id='a'/><boundaryEvent id='b' attachedToRef='a'/>") == Texts{"EXT.130"});
    CHECK(rules_of_process("<boundaryEvent id='b' attachedToRef='a'><errorEventDefinition/></boundaryEvent>") ==
          Texts{"REF_EXISTENCE"});
    CHECK(rules_of_process("<exclusiveGateway id='a'/><boundaryEvent id='b' "
                           "attachedToRef='a'><errorEventDefinition/></boundaryEvent>") == Texts{"REF_TYPE"});
    CHECK(rules_of_process("<task id='a' default='f'/>") == Texts{"REF_EXISTENCE"});
    CHECK(rules_of_process(
              "<task id='a' default='f'/><task id='b'/><sequenceFlow id='f' sourceRef='b' targetRef='a'/>") ==
          Texts{"EXT.026"});
    CHECK(rules_of_process("<task id='a' startQuantity='x'/>") == Texts{"XSD"});
    CHECK(rules_of_process("<task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='a'><conditionExpression "
                           "language='python'>x</conditionExpression></sequenceFlow>") == Texts{"LANGUAGE"});
    CHECK(rules_of("<a/>") == Texts{"XSD"});
    CHECK(rules_of("<a>") == Texts{"XML"});
    CHECK(rules_of(file_of("<process id='p' isExecutable='true'><task id='a'/></process><process id='q'><task "
                           "id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/></process>")) ==
          Texts{"EXT.028"});
    CHECK(rules_of(file_of("<process id='p' isExecutable='false'><task id='a'/><boundaryEvent id='b' "
                           "attachedToRef='a'/></process>")) == Texts{"warning EXT.130"});
    // Ids in diagrams and extensions are another matter.
    CHECK(rules_of_process("<task id='a'><extensionElements><other:x id='a'/></extensionElements></task>").empty());
}

TEST_CASE("all errors are thrown at once, with their places") {
    try {
        (void)process("\n<task id='a'/>\n<task id='a'/>\n<sequenceFlow id='f' sourceRef='a' targetRef='z'/>");
        FAIL("nothing thrown");
    } catch (const baton::error& e) {
        REQUIRE(e.findings().size() == 2);
        CHECK(e.findings()[0].code == baton::error_code::an_id_is_missing_or_used_twice);
        CHECK(e.findings()[0].where == "test.bpmn:7:1");
        CHECK(e.findings()[1].code == baton::error_code::a_reference_is_broken);
        CHECK_THAT(e.what(), ContainsSubstring("REF_EXISTENCE element \"f\""));
    }
    CHECK_THROWS_AS(import_file("/nowhere/at/all.bpmn"), baton::error);
}

TEST_CASE("nesting and numbers are bounded") {
    const auto nested = [](std::size_t depth) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i) text += "<subProcess id='s" + std::to_string(i) + "'>";
        for (std::size_t i = 0; i < depth; ++i) text += "</subProcess>";
        return rules_of_process(text);
    };
    CHECK(nested(100).empty());
    CHECK(nested(101) == Texts{"LIMIT"});
    CHECK(nested(900) == Texts{"LIMIT"});
    ImportOptions few = options();
    few.nodes = 3;
    CHECK_NOTHROW(import_text(file_of("<process id='p'><task/><task/><task/></process>"), "f", few));
    CHECK_THROWS_AS(import_text(file_of("<process id='p'><task/><task/><task/><task/></process>"), "f", few),
                    baton::error);
}

TEST_CASE("an import checks the rules as well, and tells nothing twice") {
    const std::string two = file_of("<process id='p' isExecutable='true'><task id='a'/><task id='a'/></process>");
    try {
        (void)import_text(two, "two.bpmn");
        FAIL("nothing thrown");
    } catch (const baton::error& e) {
        CHECK(e.findings().size() == 1);
    }
    const std::string quantity = file_of("<process id='p'><task id='a' startQuantity='0'/></process>");
    CHECK_THROWS_AS(import_text(quantity, "quantity.bpmn"), baton::error);
    CHECK_NOTHROW(import_text(quantity, "quantity.bpmn", options()));
    const std::string loose = file_of("<process id='p'><startEvent id='s'/></process>");
    CHECK_NOTHROW(import_text(loose, "loose.bpmn"));
    ImportOptions strict;
    strict.strict = true;
    CHECK_THROWS_AS(import_text(loose, "loose.bpmn", strict), baton::error);
}

}  // namespace bpmn_import_test
