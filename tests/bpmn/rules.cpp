// Every rule finds what breaks it, and leaves its neighbour alone.
#include <baton/bpmn/check.hpp>
#include <set>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace bpmn_rules_test {

using namespace baton::bpmn;

namespace {

std::string definitions(const std::string& content) {
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
           "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:t='urn:t' targetNamespace='urn:t'>" +
           content + "</definitions>";
}

struct Case {
    const char* rule;
    const char* refused;
    const char* accepted;
    bool in_process = true;
};

std::string model(const Case& c, const char* text) {
    return definitions(c.in_process ? "<process id='p' isExecutable='true'>" + std::string(text) + "</process>"
                                    : std::string(text));
}

std::vector<Finding> of_rule(const std::string& text, const std::string& rule, bool strict) {
    std::vector<Finding> found;
    for (const Finding& f : check_text(text, "text", {.strict = strict}))
        if (f.rule == rule) found.push_back(f);
    return found;
}

// Parts that many models need.
#define ITEMS                                                                                              \
    "<itemDefinition id='one' structureRef='a'/><itemDefinition id='two' structureRef='b'/>"               \
    "<itemDefinition id='many' structureRef='a' isCollection='true'/><message id='m' itemRef='one'/>"      \
    "<interface id='i' name='i'><operation id='o' name='o'><inMessageRef>m</inMessageRef><outMessageRef>m" \
    "</outMessageRef></operation></interface>"
#define IN_OUT(in, out)                                                                                    \
    "<ioSpecification><dataInput id='x' itemSubjectRef='" in "'/><dataOutput id='y' itemSubjectRef='" out  \
    "'/><inputSet id='is'><dataInputRefs>x</dataInputRefs></inputSet><outputSet id='os'><dataOutputRefs>y" \
    "</dataOutputRefs></outputSet></ioSpecification>"
#define RUN(text) "<process id='p' isExecutable='true'>" text "</process>"
#define TWO(flow, first, second)                                                                          \
    "<collaboration id='c'><participant id='A' processRef='p'/><participant id='B' processRef='q'/>" flow \
    "</collaboration><process id='p'>" first "</process><process id='q'>" second "</process>"
#define MESSAGE(from, to) "<messageFlow id='mf' sourceRef='" from "' targetRef='" to "'/>"
#define EVENT_SUB(text) "<subProcess id='sub' triggeredByEvent='true'>" text "</subProcess>"
#define BOUNDARY(attributes, text) \
    "<task id='a'/><boundaryEvent id='b' attachedToRef='a' " attributes ">" text "</boundaryEvent>"
#define CHOICE(target)                                                \
    "<eventBasedGateway id='g'/><intermediateCatchEvent "             \
    "id='u'><signalEventDefinition/></intermediateCatchEvent>" target \
    "<sequenceFlow id='f1' sourceRef='g' targetRef='u'/><sequenceFlow id='f2' sourceRef='g' targetRef='v'>"
#define LOOP(text) "<task id='a'><multiInstanceLoopCharacteristics>" text "</multiInstanceLoopCharacteristics></task>"
#define FORMAL "xsi:type='tFormalExpression'"
#define TIMER(text) \
    "<intermediateCatchEvent id='e'><timerEventDefinition>" text "</timerEventDefinition></intermediateCatchEvent>"
#define SETS(text)                                                                                         \
    "<ioSpecification><dataInput id='x'/><dataInput id='z'/><dataOutput id='y'/><dataOutput id='w'/>" text \
    "</ioSpecification>"

// clang-format off: a table
const Case cases[] = {
    {"EXT.001", "<import importType='http://www.omg.org/spec/BPMN/20100524/MODEL' namespace='urn:x' location=''/>", "",
     false},
    {"EXT.002", "<task id='a'/><task id='a'/>",
     "<task id='a'><extensionElements><f xmlns='urn:f' id='a'/></extensionElements></task>"},
    {"EXT.003", "<task name='a'/>", "<task id='a'/>"},
    {"EXT.004", "<documentation textFormat='plain'>x</documentation>",
     "<documentation textFormat='text/x-markdown'>x</documentation>"},
    {"EXT.006", "<task id='a'/><textAnnotation id='n'/><sequenceFlow id='f' sourceRef='a' targetRef='n'/>",
     "<task id='a'/><task id='n'/><sequenceFlow id='f' sourceRef='a' targetRef='n'/>"},
    {"EXT.007", "<task id='a'/><group id='n'/><sequenceFlow id='f' sourceRef='n' targetRef='a'/>",
     "<task id='a'/><task id='n'/><sequenceFlow id='f' sourceRef='n' targetRef='a'/>"},
    {"EXT.008", TWO(MESSAGE("a", "n") "<group id='n'/>", "<task id='a'/>", ""),
     TWO(MESSAGE("a", "n"), "<task id='a'/>", "<task id='n'/>"), false},
    {"EXT.009", TWO(MESSAGE("n", "a") "<group id='n'/>", "<task id='a'/>", ""),
     TWO(MESSAGE("n", "a"), "<task id='a'/>", "<task id='n'/>"), false},
    {"EXT.010", "<textAnnotation id='n' textFormat='prose of mine'/>",
     "<textAnnotation id='n' textFormat='text/html; charset=utf-8'/>"},
    {"EXT.011",
     "<escalation id='e'/>" RUN("<endEvent id='x'><escalationEventDefinition escalationRef='e'/></endEvent>"),
     "<escalation id='e' escalationCode='1'/>" RUN(
         "<endEvent id='x'><escalationEventDefinition escalationRef='e'/></endEvent>"),
     false},
    {"EXT.012",
     "<adHocSubProcess id='s'><task id='a'/><completionCondition>done</completionCondition></adHocSubProcess>",
     "<adHocSubProcess id='s'><task id='a'/><completionCondition " FORMAL
     ">done</completionCondition></adHocSubProcess>"},
    {"EXT.013", TIMER("<timeDate " FORMAL "> </timeDate>"), TIMER("<timeDate " FORMAL ">=d</timeDate>")},
    {"EXT.014", TIMER("<timeDate " FORMAL " language='a b%'>=d</timeDate>"),
     TIMER("<timeDate " FORMAL " language='https://www.omg.org/spec/DMN/FEEL/'>=d</timeDate>")},
    {"EXT.017",
     "<exclusiveGateway id='g' gatewayDirection='Converging'/><task id='a'/><task id='b'/><sequenceFlow id='f' "
     "sourceRef='g' targetRef='a'/><sequenceFlow id='h' sourceRef='g' targetRef='b'/>",
     "<exclusiveGateway id='g' gatewayDirection='Converging'/><task id='a'/><task id='b'/><sequenceFlow id='f' "
     "sourceRef='a' targetRef='g'/><sequenceFlow id='h' sourceRef='b' targetRef='g'/>"},
    {"EXT.018",
     "<exclusiveGateway id='g' gatewayDirection='Diverging'/><task id='a'/><task id='b'/><sequenceFlow id='f' "
     "sourceRef='a' targetRef='g'/><sequenceFlow id='h' sourceRef='b' targetRef='g'/>",
     "<exclusiveGateway id='g' gatewayDirection='Diverging'/><task id='a'/><task id='b'/><sequenceFlow id='f' "
     "sourceRef='g' targetRef='a'/><sequenceFlow id='h' sourceRef='g' targetRef='b'/>"},
    {"EXT.019", "<exclusiveGateway id='g' gatewayDirection='Mixed'/>",
     "<exclusiveGateway id='g' gatewayDirection='Unspecified'/>"},
    {"EXT.020", ITEMS RUN("<dataObject id='d' itemSubjectRef='many'/>"),
     ITEMS RUN("<dataObject id='d' itemSubjectRef='many' isCollection='true'/>"), false},
    {"EXT.021",
     EVENT_SUB("<startEvent id='s'><signalEventDefinition/></startEvent>") "<task id='a'/><sequenceFlow id='f' "
                                                                           "sourceRef='sub' targetRef='a'/>",
     "<subProcess id='sub'/><task id='a'/><sequenceFlow id='f' sourceRef='sub' targetRef='a'/>"},
    {"EXT.022", "<dataObject id='d'/><task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='d'/>",
     "<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/>"},
    {"EXT.023", "<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/>",
     "<task id='a'><outgoing>t:f</outgoing></task><task id='b'><incoming>f</incoming></task><sequenceFlow id='f' "
     "sourceRef='a' targetRef='b'/>"},
    {"EXT.024", "<task id='a'/><task id='b'/><sequenceFlow id='f' isImmediate='false' sourceRef='a' targetRef='b'/>",
     "<task id='a'/><task id='b'/><sequenceFlow id='f' isImmediate='true' sourceRef='a' targetRef='b'/>"},
    {"EXT.025",
     "<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'><conditionExpression " FORMAL
     ">=x</conditionExpression></sequenceFlow>",
     "<exclusiveGateway id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' "
     "targetRef='b'><conditionExpression " FORMAL ">=x</conditionExpression></sequenceFlow>"},
    {"EXT.026",
     "<exclusiveGateway id='a' default='f'/><task id='b'/><sequenceFlow id='f' sourceRef='b' targetRef='a'/>",
     "<exclusiveGateway id='a' default='f'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/>"},
    {"EXT.027", "<choreography id='x'><choreographyRef>y</choreographyRef></choreography><choreography id='y'/>",
     "<collaboration id='x'><choreographyRef>y</choreographyRef></collaboration><choreography id='y'/>", false},
    {"EXT.028", TWO("", "<task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/>", "<task id='b'/>"),
     TWO("", "<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/>", ""), false},
    {"EXT.029",
     "<collaboration id='c'><participant id='A'><participantMultiplicity minimum='-1' "
     "maximum='2'/></participant></collaboration>",
     "<collaboration id='c'><participant id='A'><participantMultiplicity minimum='0' "
     "maximum='2'/></participant></collaboration>",
     false},
    {"EXT.030",
     "<collaboration id='c'><participant id='A'><participantMultiplicity minimum='3' "
     "maximum='2'/></participant></collaboration>",
     "<collaboration id='c'><participant id='A'><participantMultiplicity minimum='2' "
     "maximum='2'/></participant></collaboration>",
     false},
    {"EXT.031", TWO(MESSAGE("a", "b"), "<task id='a'/><task id='b'/>", ""),
     TWO(MESSAGE("a", "B"), "<task id='a'/>", ""), false},
    {"EXT.032", "<globalConversation id='x'><conversation id='y'/></globalConversation>",
     "<collaboration id='x'><conversation id='y'/></collaboration>", false},
    {"EXT.033",
     "<collaboration id='x' isClosed='true'><choreographyRef>y</choreographyRef></collaboration><choreography id='y'/>",
     "<collaboration id='x' isClosed='true'><choreographyRef>y</choreographyRef></collaboration><choreography id='y' "
     "isClosed='1'/>",
     false},
    {"EXT.035", "<process id='p' processType='Public' isExecutable='true'/>",
     "<process id='p' processType='Private' isExecutable='true'/>", false},
    {"EXT.036", "<choreographyTask id='c' initiatingParticipantRef='A'/>", "<task id='c'/>"},
    {"EXT.037", "<task id='a' startQuantity='0'/>", "<task id='a' startQuantity='10'/>"},
    {"EXT.038", "<task id='a' completionQuantity='-12'/>", "<task id='a' completionQuantity='1'/>"},
    {"EXT.039",
     "<resource id='r' name='r'/>" RUN(
         "<task id='a'><performer "
         "id='x'><resourceRef>r</resourceRef><resourceAssignmentExpression><formalExpression>=u</formalExpression></"
         "resourceAssignmentExpression></performer></task>"),
     "<resource id='r' name='r'/>" RUN(
         "<task id='a'><performer id='x'><resourceRef>r</resourceRef></performer></task>"),
     false},
    {"EXT.040",
     "<resource id='r' name='r'><resourceParameter id='x' name='x'/></resource>" RUN(
         "<task id='a'><performer><resourceParameterBinding "
         "parameterRef='x'><formalExpression>=u</formalExpression></resourceParameterBinding></performer></task>"),
     "<resource id='r' name='r'><resourceParameter id='x' name='x'/></resource>" RUN(
         "<task id='a'><performer><resourceRef>r</resourceRef><resourceParameterBinding "
         "parameterRef='x'><formalExpression>=u</formalExpression></resourceParameterBinding></performer></task>"),
     false},
    {"EXT.041", "<userTask id='a'><standardLoopCharacteristics/><multiInstanceLoopCharacteristics/></userTask>",
     "<userTask id='a'><standardLoopCharacteristics/></userTask>"},
    {"EXT.042", ITEMS RUN("<serviceTask id='a' operationRef='o'/>"),
     ITEMS RUN("<serviceTask id='a' operationRef='o'>" IN_OUT("one", "one") "</serviceTask>"), false},
    {"EXT.043",
     ITEMS RUN("<serviceTask id='a' "
               "operationRef='o'><ioSpecification><inputSet/><outputSet/><outputSet/></ioSpecification></serviceTask>"),
     ITEMS RUN("<serviceTask id='a' operationRef='o'>" IN_OUT("one", "one") "</serviceTask>"), false},
    {"EXT.044", ITEMS RUN("<serviceTask id='a' operationRef='o'>" IN_OUT("two", "one") "</serviceTask>"),
     ITEMS RUN("<serviceTask id='a' operationRef='o'>" IN_OUT("one", "two") "</serviceTask>"), false},
    {"EXT.045", ITEMS RUN("<serviceTask id='a' operationRef='o'>" IN_OUT("one", "two") "</serviceTask>"),
     ITEMS RUN("<serviceTask id='a' operationRef='o'>" IN_OUT("two", "one") "</serviceTask>"), false},
    {"EXT.046",
     ITEMS RUN("<sendTask id='a' "
               "messageRef='m'><ioSpecification><inputSet/><inputSet/><outputSet/></ioSpecification></sendTask>"),
     ITEMS RUN("<sendTask id='a' messageRef='m'>" IN_OUT("one", "one") "</sendTask>"), false},
    {"EXT.047", ITEMS RUN("<sendTask id='a' messageRef='m'>" SETS("<inputSet/><outputSet/>") "</sendTask>"),
     ITEMS RUN("<sendTask id='a' messageRef='m'>" IN_OUT("one", "one") "</sendTask>"), false},
    {"EXT.048", ITEMS RUN("<sendTask id='a' messageRef='m'>" IN_OUT("two", "one") "</sendTask>"),
     ITEMS RUN("<sendTask id='a' messageRef='m'>" IN_OUT("one", "two") "</sendTask>"), false},
    {"EXT.049",
     "<receiveTask id='a' instantiate='true'/><task id='b'/><sequenceFlow id='f' sourceRef='b' targetRef='a'/>",
     "<receiveTask id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='b' targetRef='a'/>"},
    {"EXT.050",
     ITEMS RUN("<receiveTask id='a' "
               "messageRef='m'><ioSpecification><inputSet/><outputSet/><outputSet/></ioSpecification></receiveTask>"),
     ITEMS RUN("<receiveTask id='a' messageRef='m'>" IN_OUT("one", "one") "</receiveTask>"), false},
    {"EXT.051", ITEMS RUN("<receiveTask id='a' messageRef='m'>" SETS("<inputSet/><outputSet/>") "</receiveTask>"),
     ITEMS RUN("<receiveTask id='a' messageRef='m'>" IN_OUT("one", "one") "</receiveTask>"), false},
    {"EXT.052", ITEMS RUN("<receiveTask id='a' messageRef='m'>" IN_OUT("one", "two") "</receiveTask>"),
     ITEMS RUN("<receiveTask id='a' messageRef='m'>" IN_OUT("two", "one") "</receiveTask>"), false},
    {"EXT.053", "<scriptTask id='a'><script>x</script></scriptTask>",
     "<scriptTask id='a' scriptFormat='text/x-feel'><script>x</script></scriptTask>"},
    {"EXT.054", "<subProcess id='a'><standardLoopCharacteristics/><standardLoopCharacteristics/></subProcess>",
     "<subProcess id='a'><standardLoopCharacteristics/></subProcess>"},
    {"EXT.055", "<callActivity id='a'><standardLoopCharacteristics/><standardLoopCharacteristics/></callActivity>",
     "<callActivity id='a'><standardLoopCharacteristics/></callActivity>"},
    {"EXT.056", "<subProcess id='s'><callChoreography id='c' initiatingParticipantRef='A'/></subProcess>",
     "<subProcess id='s'><callActivity id='c'/></subProcess>"},
    {"EXT.057", EVENT_SUB("<incoming>f</incoming><startEvent id='s'><signalEventDefinition/></startEvent>"),
     EVENT_SUB("<startEvent id='s'><signalEventDefinition/></startEvent>")},
    {"EXT.058",
     EVENT_SUB("<startEvent id='s'><signalEventDefinition/></startEvent><startEvent "
               "id='r'><signalEventDefinition/></startEvent>"),
     EVENT_SUB("<startEvent id='s'><signalEventDefinition/></startEvent>")},
    {"EXT.059", EVENT_SUB("<startEvent id='s'><linkEventDefinition name='l'/></startEvent>"),
     EVENT_SUB("<startEvent id='s'><errorEventDefinition/></startEvent>")},
    {"EXT.060", "<transaction id='a' method='a b'/>", "<transaction id='a' method='##Image'/>"},
    {"EXT.061", "<adHocSubProcess id='a'/>", "<adHocSubProcess id='a'><task id='b'/></adHocSubProcess>"},
    {"EXT.062", "<adHocSubProcess id='a'><task id='b'/><endEvent id='e'/></adHocSubProcess>",
     "<adHocSubProcess id='a'><task id='b'/></adHocSubProcess>"},
    {"EXT.063",
     ITEMS RUN("<callActivity id='a' calledElement='g'>" IN_OUT(
         "one",
         "two") "</callActivity>") "<globalTask "
                                   "id='g'><ioSpecification><inputSet/><outputSet/></ioSpecification></globalTask>",
     ITEMS RUN("<callActivity id='a' calledElement='g'/>") "<globalTask id='g'/>", false},
    {"EXT.064", ITEMS "<globalTask id='g'><supportedInterfaceRef>i</supportedInterfaceRef></globalTask>",
     ITEMS "<globalTask id='g'><supportedInterfaceRef>i</supportedInterfaceRef>" IN_OUT(
         "one", "one") "<ioBinding operationRef='o' inputDataRef='x' outputDataRef='y'/></globalTask>",
     false},
    {"EXT.065",
     ITEMS "<globalTask id='g'><supportedInterfaceRef>i</supportedInterfaceRef>" IN_OUT(
         "one", "two") "<ioBinding operationRef='o' inputDataRef='x' outputDataRef='y'/></globalTask>",
     ITEMS "<globalTask id='g'><supportedInterfaceRef>i</supportedInterfaceRef>" IN_OUT(
         "one", "one") "<ioBinding operationRef='o' inputDataRef='is' outputDataRef='os'/></globalTask>",
     false},
    {"EXT.067", LOOP(""), LOOP("<loopCardinality " FORMAL ">3</loopCardinality>")},
    {"EXT.068", "<dataObject id='d'/>" LOOP("<loopDataInputRef>d</loopDataInputRef>"),
     "<task id='a'>" SETS("<inputSet/><outputSet/>") "<multiInstanceLoopCharacteristics><loopDataInputRef>x</"
                                                     "loopDataInputRef></multiInstanceLoopCharacteristics></task>"},
    {"EXT.069",
     ITEMS RUN("<dataObject id='d' itemSubjectRef='many'/>" LOOP(
         "<loopDataOutputRef>d</loopDataOutputRef><outputDataItem id='u' itemSubjectRef='two'/>")),
     ITEMS RUN("<dataObject id='d' itemSubjectRef='many'/>" LOOP(
         "<loopDataOutputRef>d</loopDataOutputRef><outputDataItem id='u' itemSubjectRef='one'/>")),
     false},
    {"EXT.070",
     ITEMS RUN("<dataObject id='d' itemSubjectRef='one'/>" LOOP(
         "<loopDataInputRef>d</loopDataInputRef><inputDataItem id='u' itemSubjectRef='one'/>")),
     ITEMS RUN("<dataObject id='d' itemSubjectRef='many'/>" LOOP(
         "<loopDataInputRef>d</loopDataInputRef><inputDataItem id='u' itemSubjectRef='one'/>")),
     false},
    {"EXT.071",
     LOOP("<loopCardinality " FORMAL ">3</loopCardinality><completionCondition " FORMAL
          ">=\"yes\"</completionCondition>"),
     LOOP("<loopCardinality " FORMAL ">3</loopCardinality><completionCondition " FORMAL
          ">=n > 2</completionCondition>")},
    {"EXT.072", LOOP("<complexBehaviorDefinition><condition " FORMAL ">23</condition></complexBehaviorDefinition>"),
     LOOP("<complexBehaviorDefinition><condition " FORMAL ">${done}</condition></complexBehaviorDefinition>")},
    {"EXT.076",
     "<dataObject id='d' name='bill'/><dataObjectReference id='r' dataObjectRef='d' name='bill'><dataState id='s' "
     "name='paid'/></dataObjectReference>",
     "<dataObject id='d' name='bill'/><dataObjectReference id='r' dataObjectRef='d' name='bill [paid]'><dataState "
     "id='s' name='paid'/></dataObjectReference>"},
    {"EXT.077", ITEMS RUN("<dataObject id='d' itemSubjectRef='one' isCollection='true'/>"),
     ITEMS RUN("<dataObject id='d' itemSubjectRef='one'/>"), false},
    {"EXT.078", "<property id='x'/>", "<process id='p'><property id='x'/></process>", false},
    {"EXT.079", "<subProcess id='s'><ioSpecification><inputSet/><outputSet/></ioSpecification></subProcess>",
     "<task id='s'><ioSpecification><inputSet/><outputSet/></ioSpecification></task>"},
    {"EXT.080",
     SETS("<inputSet/><outputSet/>") "<dataObject id='d'/><task "
                                     "id='a'><dataOutputAssociation><sourceRef>d</sourceRef><targetRef>x</targetRef></"
                                     "dataOutputAssociation></task>",
     SETS("<inputSet/><outputSet/>") "<dataObject id='d'/><task "
                                     "id='a'><dataOutputAssociation><sourceRef>d</sourceRef><targetRef>y</targetRef></"
                                     "dataOutputAssociation></task>"},
    {"EXT.081", ITEMS RUN("<task id='a'>" IN_OUT("many", "one") "</task>"),
     ITEMS RUN("<task id='a'>" IN_OUT("one", "many") "</task>"), false},
    {"EXT.082",
     SETS("<inputSet/><outputSet/>") "<dataObject id='d'/><task "
                                     "id='a'><dataInputAssociation><sourceRef>y</sourceRef><targetRef>d</targetRef></"
                                     "dataInputAssociation></task>",
     SETS("<inputSet/><outputSet/>") "<dataObject id='d'/><task "
                                     "id='a'><dataInputAssociation><sourceRef>x</sourceRef><targetRef>d</targetRef></"
                                     "dataInputAssociation></task>"},
    {"EXT.083", ITEMS RUN("<task id='a'>" IN_OUT("one", "many") "</task>"),
     ITEMS RUN("<task id='a'>" IN_OUT("many", "one") "</task>"), false},
    {"EXT.084", SETS("<inputSet><dataInputRefs>x</dataInputRefs></inputSet><outputSet/>"),
     SETS("<inputSet><dataInputRefs>x</dataInputRefs></inputSet><inputSet><dataInputRefs>z</dataInputRefs></"
          "inputSet><outputSet/>")},
    {"EXT.085",
     SETS("<inputSet><dataInputRefs>x</dataInputRefs><optionalInputRefs>z</optionalInputRefs></inputSet><outputSet/>"),
     SETS("<inputSet><dataInputRefs>z</dataInputRefs><optionalInputRefs>z</optionalInputRefs></inputSet><outputSet/>")},
    {"EXT.086",
     SETS("<inputSet><dataInputRefs>x</dataInputRefs><whileExecutingInputRefs>z</whileExecutingInputRefs></"
          "inputSet><outputSet/>"),
     SETS("<inputSet><dataInputRefs>z</dataInputRefs><whileExecutingInputRefs>z</whileExecutingInputRefs></"
          "inputSet><outputSet/>")},
    {"EXT.087", SETS("<inputSet id='is'><outputSetRefs>os</outputSetRefs></inputSet><outputSet id='os'/>"),
     SETS("<inputSet id='is'><outputSetRefs>os</outputSetRefs></inputSet><outputSet "
          "id='os'><inputSetRefs>is</inputSetRefs></outputSet>")},
    {"EXT.088", SETS("<inputSet/><outputSet><dataOutputRefs>y</dataOutputRefs></outputSet>"),
     SETS("<inputSet/><outputSet><dataOutputRefs>y</dataOutputRefs><dataOutputRefs>w</dataOutputRefs></outputSet>")},
    {"EXT.089",
     SETS("<inputSet/><outputSet><dataOutputRefs>y</dataOutputRefs><optionalOutputRefs>w</optionalOutputRefs></"
          "outputSet>"),
     SETS("<inputSet/><outputSet><dataOutputRefs>y</dataOutputRefs><optionalOutputRefs>y</optionalOutputRefs></"
          "outputSet>")},
    {"EXT.090",
     SETS("<inputSet/><outputSet><dataOutputRefs>y</dataOutputRefs><whileExecutingOutputRefs>w</"
          "whileExecutingOutputRefs></outputSet>"),
     SETS("<inputSet/><outputSet><dataOutputRefs>y</dataOutputRefs><whileExecutingOutputRefs>y</"
          "whileExecutingOutputRefs></outputSet>")},
    {"EXT.091",
     ITEMS RUN("<dataObject id='d' itemSubjectRef='two'/><task id='a'>" IN_OUT(
         "one",
         "one") "<dataInputAssociation><sourceRef>d</sourceRef><targetRef>x</targetRef></dataInputAssociation></task>"),
     ITEMS RUN("<dataObject id='d' itemSubjectRef='two'/><task id='a'>" IN_OUT(
         "one", "one") "<dataInputAssociation><sourceRef>d</sourceRef><targetRef>x</targetRef><transformation>=d.a</"
                       "transformation></dataInputAssociation></task>"),
     false},
    {"EXT.092",
     "<dataObject id='d'/><dataObject id='e'/><task "
     "id='a'><dataInputAssociation><sourceRef>d</sourceRef><sourceRef>e</sourceRef><targetRef>d</targetRef></"
     "dataInputAssociation></task>",
     "<dataObject id='d'/><task "
     "id='a'><dataInputAssociation><sourceRef>d</sourceRef><targetRef>d</targetRef></dataInputAssociation></task>"},
    {"EXT.093", "<endEvent id='e'><dataInput id='x'/><signalEventDefinition/><terminateEventDefinition/></endEvent>",
     "<endEvent id='e'><dataInput id='x'/><signalEventDefinition/></endEvent>"},
    {"EXT.094",
     ITEMS RUN("<endEvent id='e'><dataInput id='x' itemSubjectRef='two'/><messageEventDefinition "
               "messageRef='m'/></endEvent>"),
     ITEMS RUN("<endEvent id='e'><dataInput id='x' itemSubjectRef='one'/><messageEventDefinition "
               "messageRef='m'/></endEvent>"),
     false},
    {"EXT.095",
     RUN("<startEvent id='s'><eventDefinitionRef>d</eventDefinitionRef></startEvent><endEvent "
         "id='e'><signalEventDefinition id='d'/></endEvent>"),
     "<signalEventDefinition id='d'/>" RUN(
         "<startEvent id='s'><eventDefinitionRef>d</eventDefinitionRef></startEvent>"),
     false},
    {"EXT.096", "<startEvent id='s'/><task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='s'/>",
     "<startEvent id='s'/><task id='a'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/>"},
    {"EXT.097", "<endEvent id='e'/>", "<endEvent id='e'/><receiveTask id='r' instantiate='true'/>"},
    {"EXT.098", "<startEvent id='s'><errorEventDefinition/></startEvent>",
     "<startEvent id='s'><conditionalEventDefinition/></startEvent>"},
    {"EXT.099",
     "<process id='q'><startEvent id='s'><signalEventDefinition/></startEvent></process><process id='p'><callActivity "
     "id='c' calledElement='q'/></process>",
     "<process id='q'><startEvent id='s'/></process><process id='p'><callActivity id='c' calledElement='q'/></process>",
     false},
    {"EXT.100", "<subProcess id='s'><startEvent id='e'><signalEventDefinition/></startEvent></subProcess>",
     EVENT_SUB("<startEvent id='e'><signalEventDefinition/></startEvent>")},
    {"EXT.101", "<startEvent id='s'/>",
     "<startEvent id='s'><outgoing>f</outgoing></startEvent><task id='a'/><sequenceFlow id='f' sourceRef='s' "
     "targetRef='a'/>"},
    {"EXT.102", TWO(MESSAGE("a", "b"), "<startEvent id='a'/>", "<task id='b'/>"),
     TWO(MESSAGE("b", "a"), "<startEvent id='a'/>", "<task id='b'/>"), false},
    {"EXT.103", TWO(MESSAGE("b", "a"), "<startEvent id='a'><timerEventDefinition/></startEvent>", "<task id='b'/>"),
     TWO(MESSAGE("b", "a"), "<startEvent id='a'><messageEventDefinition/></startEvent>", "<task id='b'/>"), false},
    {"EXT.104", "<endEvent id='s'/><task id='a'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/>",
     "<endEvent id='s'/><task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='s'/>"},
    {"EXT.105", "<startEvent id='s'/>", "<startEvent id='s'/><endEvent id='e'/>"},
    {"EXT.106", "<subProcess id='s'><endEvent id='e'><cancelEventDefinition/></endEvent></subProcess>",
     "<transaction id='s'><endEvent id='e'><cancelEventDefinition/></endEvent></transaction>"},
    {"EXT.107", "<endEvent id='e'/>",
     "<task id='a'/><endEvent id='e'><incoming>f</incoming></endEvent><sequenceFlow id='f' sourceRef='a' "
     "targetRef='e'/>"},
    {"EXT.108", TWO(MESSAGE("b", "a"), "<endEvent id='a'/>", "<task id='b'/>"),
     TWO(MESSAGE("a", "b"), "<endEvent id='a'/>", "<task id='b'/>"), false},
    {"EXT.109", TWO(MESSAGE("a", "b"), "<endEvent id='a'/>", "<task id='b'/>"),
     TWO(MESSAGE("a", "b"), "<endEvent id='a'><messageEventDefinition/></endEvent>", "<task id='b'/>"), false},
    {"EXT.110", BOUNDARY("cancelActivity='false'", "<errorEventDefinition/>"),
     BOUNDARY("cancelActivity='true'", "<errorEventDefinition/>")},
    {"EXT.111", BOUNDARY("", "<cancelEventDefinition/>"),
     "<transaction id='a'/><boundaryEvent id='b' attachedToRef='a'><cancelEventDefinition/></boundaryEvent>"},
    {"EXT.112", BOUNDARY("", "<signalEventDefinition/>") "<sequenceFlow id='f' sourceRef='a' targetRef='b'/>",
     BOUNDARY("", "<signalEventDefinition/>") "<sequenceFlow id='f' sourceRef='b' targetRef='a'/>"},
    {"EXT.113", BOUNDARY("", "<signalEventDefinition/>"),
     BOUNDARY("",
              "<outgoing>f</outgoing><signalEventDefinition/>") "<sequenceFlow id='f' sourceRef='b' targetRef='a'/>"},
    {"EXT.114", BOUNDARY("", "<compensateEventDefinition/>") "<sequenceFlow id='f' sourceRef='b' targetRef='a'/>",
     BOUNDARY("", "<compensateEventDefinition/>")},
    {"EXT.115", TIMER("<timeDate " FORMAL ">=d</timeDate>"),
     "<intermediateCatchEvent id='e'><linkEventDefinition name='l'/></intermediateCatchEvent>"},
    {"EXT.116", TIMER("<timeDate " FORMAL ">=d</timeDate>"),
     "<intermediateThrowEvent id='e'><linkEventDefinition name='l'/></intermediateThrowEvent>"},
    {"EXT.117",
     "<task id='a'/><intermediateThrowEvent id='e'><linkEventDefinition "
     "name='l'/></intermediateThrowEvent><sequenceFlow id='f' sourceRef='e' targetRef='a'/>",
     "<task id='a'/><intermediateCatchEvent id='e'><linkEventDefinition "
     "name='l'/></intermediateCatchEvent><sequenceFlow id='f' sourceRef='e' targetRef='a'/>"},
    {"EXT.118",
     "<intermediateThrowEvent id='e'><linkEventDefinition name='l'/></intermediateThrowEvent><intermediateCatchEvent "
     "id='c'><linkEventDefinition name='k'/></intermediateCatchEvent>",
     "<intermediateThrowEvent id='e'><linkEventDefinition name='l'/></intermediateThrowEvent><intermediateCatchEvent "
     "id='c'><linkEventDefinition name='l'/></intermediateCatchEvent>"},
    {"EXT.119",
     TWO(MESSAGE("b", "a"), "<intermediateThrowEvent id='a'><messageEventDefinition/></intermediateThrowEvent>",
         "<task id='b'/>"),
     TWO(MESSAGE("a", "b"), "<intermediateThrowEvent id='a'><messageEventDefinition/></intermediateThrowEvent>",
         "<task id='b'/>"),
     false},
    {"EXT.120", "<subProcess id='a'/><boundaryEvent id='b' attachedToRef='a'><cancelEventDefinition/></boundaryEvent>",
     "<transaction id='a'/><boundaryEvent id='b' attachedToRef='a'><cancelEventDefinition/></boundaryEvent>"},
    {"EXT.121", "<startEvent id='s'><compensateEventDefinition/></startEvent>",
     EVENT_SUB("<startEvent id='s'><compensateEventDefinition/></startEvent>")},
    {"EXT.122", "<intermediateCatchEvent id='s'><compensateEventDefinition/></intermediateCatchEvent>",
     "<intermediateThrowEvent id='s'><compensateEventDefinition/></intermediateThrowEvent>"},
    {"EXT.123", "<startEvent id='s'><conditionalEventDefinition><condition/></conditionalEventDefinition></startEvent>",
     "<startEvent id='s'><conditionalEventDefinition><condition " FORMAL
     ">=x</condition></conditionalEventDefinition></startEvent>"},
    {"EXT.124", "<intermediateCatchEvent id='c'><linkEventDefinition id='k' name='l'/></intermediateCatchEvent>",
     "<intermediateCatchEvent id='c'><linkEventDefinition id='k' "
     "name='l'><source>k</source></linkEventDefinition></intermediateCatchEvent>"},
    {"EXT.125", "<intermediateThrowEvent id='c'><linkEventDefinition id='k' name='l'/></intermediateThrowEvent>",
     "<intermediateThrowEvent id='c'><linkEventDefinition id='k' "
     "name='l'><target>k</target></linkEventDefinition></intermediateThrowEvent>"},
    {"EXT.126",
     "<intermediateThrowEvent id='e'><linkEventDefinition "
     "name='l'><target>k</target></linkEventDefinition></intermediateThrowEvent><subProcess "
     "id='s'><intermediateCatchEvent id='c'><linkEventDefinition id='k' "
     "name='l'/></intermediateCatchEvent></subProcess>",
     "<intermediateThrowEvent id='e'><linkEventDefinition "
     "name='l'><target>k</target></linkEventDefinition></intermediateThrowEvent><intermediateCatchEvent "
     "id='c'><linkEventDefinition id='k' name='l'/></intermediateCatchEvent>"},
    {"EXT.127", "<endEvent id='e'><messageEventDefinition/></endEvent>",
     "<endEvent id='e'><messageEventDefinition messageRef='m'/></endEvent>"},
    {"EXT.128", "<endEvent id='e'><messageEventDefinition/></endEvent>",
     "<endEvent id='e'><messageEventDefinition><operationRef>o</operationRef></messageEventDefinition></endEvent>"},
    {"EXT.129", EVENT_SUB("<startEvent id='s'/>"),
     EVENT_SUB("<startEvent id='s'><signalEventDefinition/></startEvent>")},
    {"EXT.130", BOUNDARY("cancelActivity='false'", ""), BOUNDARY("cancelActivity='false'", "<signalEventDefinition/>")},
    {"EXT.131", TIMER("<timeDate " FORMAL ">=d</timeDate><timeCycle " FORMAL ">=d</timeCycle>"),
     TIMER("<timeDate " FORMAL ">=d</timeDate>")},
    {"EXT.132", TIMER("<timeDate>tomorrow</timeDate>"), TIMER("<timeDate>2026-11-20T10:00+0100</timeDate>")},
    {"EXT.133", TIMER("<timeCycle>R/often</timeCycle>"),
     TIMER("<timeCycle>R3/2026-11-20T10:00:00Z/P1DT2H</timeCycle>")},
    {"EXT.134", TIMER("<timeDuration>5 min</timeDuration>"), TIMER("<timeDuration>P1Y2M3DT4H5M6.5S</timeDuration>")},
    {"EXT.135", "<exclusiveGateway id='g'/>",
     "<exclusiveGateway id='g'/><task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='g' "
     "targetRef='a'/><sequenceFlow id='h' sourceRef='g' targetRef='b'/>"},
    {"EXT.136", "<eventBasedGateway id='g'/>", CHOICE("<receiveTask id='v'/>") "</sequenceFlow>"},
    {"EXT.137",
     CHOICE("<receiveTask id='v'/>") "<conditionExpression " FORMAL ">=x</conditionExpression></sequenceFlow>",
     CHOICE("<receiveTask id='v'/>") "</sequenceFlow>"},
    {"EXT.138", CHOICE("<userTask id='v'/>") "</sequenceFlow>", CHOICE("<receiveTask id='v'/>") "</sequenceFlow>"},
    {"EXT.139",
     "<intermediateCatchEvent id='w'><messageEventDefinition/></intermediateCatchEvent>" CHOICE(
         "<receiveTask id='v'/>") "</sequenceFlow><sequenceFlow id='f3' sourceRef='g' targetRef='w'/>",
     CHOICE("<receiveTask id='v'/>") "</sequenceFlow>"},
    {"EXT.140",
     CHOICE("<receiveTask id='v'/>") "</sequenceFlow><boundaryEvent id='b' "
                                     "attachedToRef='v'><signalEventDefinition/></boundaryEvent>",
     CHOICE("<receiveTask id='v'/>") "</sequenceFlow>"},
    {"EXT.141", CHOICE("<receiveTask id='v'/>") "</sequenceFlow><sequenceFlow id='f3' sourceRef='u' targetRef='v'/>",
     CHOICE("<receiveTask id='v'/>") "</sequenceFlow>"},
    {"EXT.142",
     "<eventBasedGateway id='g' instantiate='true'/><task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='g'/>",
     "<eventBasedGateway id='g'/><task id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='g'/>"},
    {"EXT.143", BOUNDARY("", "<compensateEventDefinition/>"),
     BOUNDARY("", "<compensateEventDefinition/>") "<task id='u' isForCompensation='true'/><association id='x' "
                                                  "sourceRef='b' targetRef='u'/>"},
    {"EXT.144",
     BOUNDARY("", "<compensateEventDefinition/>") "<task id='u'/><association id='x' sourceRef='b' targetRef='u'/>",
     BOUNDARY("", "<compensateEventDefinition/>") "<task id='u' isForCompensation='true'/><association id='x' "
                                                  "sourceRef='b' targetRef='u'/>"},
    {"EXT.145", "<scriptTask id='a' scriptFormat='NONE'/>", "<scriptTask id='a' scriptFormat='javascript'/>"},
    {"EXT.146", "<endEvent id='e'><timerEventDefinition/></endEvent>",
     "<endEvent id='e'><terminateEventDefinition/></endEvent>"},
    {"EXT.147", BOUNDARY("", "<terminateEventDefinition/>"), BOUNDARY("", "<escalationEventDefinition/>")},
    {"EXT.148", "<intermediateCatchEvent id='e'><errorEventDefinition/></intermediateCatchEvent>",
     "<intermediateCatchEvent id='e'><signalEventDefinition/></intermediateCatchEvent>"},
    {"EXT.149", "<intermediateThrowEvent id='e'><errorEventDefinition/></intermediateThrowEvent>",
     "<intermediateThrowEvent id='e'><escalationEventDefinition/></intermediateThrowEvent>"},
    {"EXT.150", "<startEvent id='s'/><task id='a'/>", "<startEvent id='s'/><task id='a' isForCompensation='true'/>"},
    {"EXT.151", "<endEvent id='e'/><task id='a'/>", "<task id='a'/>"},
    {"EXT.152",
     "<task id='a'/><subProcess id='s'><task id='b'/></subProcess><sequenceFlow id='f' sourceRef='a' targetRef='b'/>",
     "<task id='a'/><subProcess id='s'><task id='b'/></subProcess><sequenceFlow id='f' sourceRef='a' targetRef='s'/>"},
    {"EXPR",
     "<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'><conditionExpression " FORMAL
     ">=a and</conditionExpression></sequenceFlow>",
     "<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'><conditionExpression " FORMAL
     " language='python'>${a and</conditionExpression></sequenceFlow>"},
    {"REF_EXISTENCE", "<boundaryEvent id='b' attachedToRef='nobody'/>",
     "<callActivity id='c' calledElement='${where}'/>"},
    {"REF_TYPE", "<endEvent id='e'/><boundaryEvent id='b' attachedToRef='e'/>",
     "<callActivity id='e'/><boundaryEvent id='b' attachedToRef='e'/>"},
};
// clang-format on

}  // namespace

TEST_CASE("each rule finds what breaks it and accepts its neighbour") {
    std::set<std::string> covered;
    for (const Case& c : cases) {
        covered.insert(c.rule);
        const std::string refused = model(c, c.refused), accepted = model(c, c.accepted);
        INFO(c.rule << "\nrefused:\n" << refused << "\naccepted:\n" << accepted);
        const auto found = of_rule(refused, c.rule, true);
        CHECK_FALSE(found.empty());
        for (const Finding& f : found) CHECK(f.line == 1);
        CHECK(has_errors(found));
        for (const Finding& f : of_rule(accepted, c.rule, true)) {
            INFO(f.text());
            CHECK(f.severity == Severity::warning);
        }
        for (const rules::Rule& rule : rules::all())
            if (rule.code == c.rule) {
                // Level::error is one in any case, the others are there as warnings.
                const auto usual = of_rule(refused, c.rule, false);
                CHECK_FALSE(usual.empty());
                CHECK(has_errors(usual) == (rule.level == rules::Level::error));
            }
    }
    for (const rules::Rule& rule : rules::all()) {
        if (rule.code == "WSDL") continue;  // imports.cpp
        INFO("no test has a model that breaks " << rule.code);
        CHECK(covered.count(std::string(rule.code)) == 1);
    }
}

TEST_CASE("rules have codes of their own, meanings and documented numbers") {
    std::set<std::string_view> codes;
    for (const rules::Rule& rule : rules::all()) {
        CHECK(codes.insert(rule.code).second);
        CHECK_FALSE(rule.meaning.empty());
        CHECK(static_cast<int>(rule.group) / 10 >= 41);
        CHECK(static_cast<int>(rule.group) / 10 <= 44);
    }
    CHECK(codes.size() > 130);
}

TEST_CASE("a drawing may be unfinished, what runs may not") {
    const std::string text = "<endEvent id='e'/>";
    CHECK(has_errors(
        of_rule(definitions("<process id='p' isExecutable='true'>" + text + "</process>"), "EXT.097", false)));
    const auto drawn = of_rule(definitions("<process id='p'>" + text + "</process>"), "EXT.097", false);
    CHECK(drawn.size() == 1);
    CHECK_FALSE(has_errors(drawn));
}

TEST_CASE("findings are bounded and in order") {
    std::string many = "<process id='p'>";
    for (int i = 0; i < 5000; ++i) many += "<boundaryEvent id='b" + std::to_string(i) + "' attachedToRef='x'/>\n";
    const auto findings = check_text(definitions(many + "</process>"));
    CHECK(findings.size() <= 2000);
    for (std::size_t i = 1; i < findings.size(); ++i) CHECK(findings[i - 1].line <= findings[i].line);
}

}  // namespace bpmn_rules_test
