// The names of the elements of BPMN 2.0, as numbers.
#ifndef BATON_BPMN_TAGS_HPP
#define BATON_BPMN_TAGS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../config.hpp"

// In the order of the alphabet, within each namespace.
#define BATON_BPMN_MODEL_TAGS(X)                                                                                                              \
    X(activationCondition)                                                                                                                    \
    X(activity)                                                                                                                               \
    X(adHocSubProcess)                                                                                                                        \
    X(artifact)                                                                                                                               \
    X(assignment)                                                                                                                             \
    X(association)                                                                                                                            \
    X(auditing) X(baseElement) X(baseElementWithMixedContent) X(boundaryEvent) X(businessRuleTask) X(callActivity) X(                         \
        callChoreography) X(callConversation) X(callableElement) X(cancelEventDefinition) X(catchEvent) X(category)                           \
        X(categoryValue) X(categoryValueRef) X(childLaneSet) X(choreography) X(choreographyActivity) X(                                       \
            choreographyRef) X(choreographyTask) X(collaboration) X(compensateEventDefinition) X(completionCondition)                         \
            X(complexBehaviorDefinition) X(complexGateway) X(condition) X(conditionExpression) X(                                             \
                conditionalEventDefinition) X(conversation) X(conversationAssociation) X(conversationLink)                                    \
                X(conversationNode) X(correlationKey) X(correlationProperty) X(correlationPropertyBinding) X(                                 \
                    correlationPropertyRef) X(correlationPropertyRetrievalExpression) X(correlationSubscription)                              \
                    X(dataAssociation) X(dataInput) X(dataInputAssociation) X(dataInputRefs) X(dataObject) X(                                 \
                        dataObjectReference) X(dataOutput) X(dataOutputAssociation) X(dataOutputRefs) X(dataPath)                             \
                        X(dataState) X(dataStore) X(dataStoreReference) X(definitions) X(documentation) X(endEvent) X(                        \
                            endPoint) X(endPointRef) X(error) X(errorEventDefinition) X(errorRef) X(escalation)                               \
                            X(escalationEventDefinition) X(event) X(eventBasedGateway) X(eventDefinition) X(                                  \
                                eventDefinitionRef) X(exclusiveGateway) X(expression) X(extension)                                            \
                                X(extensionElements) X(flowElement) X(flowNode) X(flowNodeRef) X(formalExpression) X(                         \
                                    from) X(gateway) X(globalBusinessRuleTask) X(globalChoreographyTask)                                      \
                                    X(globalConversation) X(globalManualTask) X(globalScriptTask) X(globalTask) X(                            \
                                        globalUserTask) X(group) X(humanPerformer) X(implicitThrowEvent)                                      \
                                        X(import) X(inMessageRef) X(inclusiveGateway) X(incoming) X(innerParticipantRef) X(                   \
                                            inputDataItem) X(inputSet) X(inputSetRefs) X(interface) X(interfaceRef) X(intermediateCatchEvent) \
                                            X(intermediateThrowEvent) X(ioBinding) X(ioSpecification) X(itemDefinition) X(lane) X(            \
                                                laneSet) X(linkEventDefinition) X(loopCardinality) X(loopCharacteristics)                     \
                                                X(loopCondition) X(loopDataInputRef) X(loopDataOutputRef) X(manualTask) X(                    \
                                                    message) X(messageEventDefinition) X(messageFlow) X(messageFlowAssociation)               \
                                                    X(messageFlowRef) X(messagePath) X(monitoring) X(multiInstanceLoopCharacteristics) X(     \
                                                        operation) X(operationRef) X(optionalInputRefs)                                       \
                                                        X(optionalOutputRefs) X(outMessageRef) X(                                             \
                                                            outerParticipantRef) X(outgoing) X(outputDataItem)                                \
                                                            X(outputSet) X(outputSetRefs) X(parallelGateway) X(                               \
                                                                participant) X(participantAssociation) X(participantMultiplicity)             \
                                                                X(participantRef) X(partitionElement) X(partnerEntity) X(                     \
                                                                    partnerRole) X(performer) X(potentialOwner)                               \
                                                                    X(process) X(property) X(receiveTask) X(relationship) X(                  \
                                                                        rendering) X(resource) X(resourceAssignmentExpression)                \
                                                                        X(resourceParameter) X(resourceParameterBinding) X(                   \
                                                                            resourceRef) X(resourceRole) X(rootElement) X(script)             \
                                                                            X(scriptTask) X(sendTask) X(sequenceFlow) X(                      \
                                                                                serviceTask) X(signal) X(signalEventDefinition)               \
                                                                                X(source) X(sourceRef) X(standardLoopCharacteristics) X(      \
                                                                                    startEvent) X(subChoreography)                            \
                                                                                    X(subConversation) X(subProcess) X(                       \
                                                                                        supportedInterfaceRef) X(supports)                    \
                                                                                        X(target) X(targetRef) X(task) X(                     \
                                                                                            terminateEventDefinition) X(text)                 \
                                                                                            X(textAnnotation) X(                              \
                                                                                                throwEvent)                                   \
                                                                                                X(timeCycle) X(timeDate) X(                   \
                                                                                                    timeDuration) X(timerEventDefinition)     \
                                                                                                    X(to) X(transaction) X(                   \
                                                                                                        transformation)                       \
                                                                                                        X(userTask)                           \
                                                                                                            X(whileExecutingInputRefs)        \
                                                                                                                X(whileExecutingOutputRefs)
#define BATON_BPMN_DI_TAGS(X) X(BPMNDiagram) X(BPMNEdge) X(BPMNLabel) X(BPMNLabelStyle) X(BPMNPlane) X(BPMNShape)
#define BATON_BPMN_DC_TAGS(X) X(Bounds) X(Font) X(Point)
#define BATON_BPMN_DD_TAGS(X) \
    X(Diagram)                \
    X(DiagramElement) X(Edge) X(Label) X(LabeledEdge) X(LabeledShape) X(Node) X(Plane) X(Shape) X(Style) X(waypoint)

namespace baton::inline BATON_ABI::bpmn {

/// The namespaces that BPMN files are made of.
namespace uri {
inline constexpr std::string_view model = "http://www.omg.org/spec/BPMN/20100524/MODEL";
inline constexpr std::string_view bpmn_di = "http://www.omg.org/spec/BPMN/20100524/DI";
inline constexpr std::string_view dc = "http://www.omg.org/spec/DD/20100524/DC";
inline constexpr std::string_view di = "http://www.omg.org/spec/DD/20100524/DI";
inline constexpr std::string_view xsi = "http://www.w3.org/2001/XMLSchema-instance";
inline constexpr std::string_view xml_schema = "http://www.w3.org/2001/XMLSchema";
inline constexpr std::string_view wsdl_2 = "http://www.w3.org/ns/wsdl";
inline constexpr std::string_view wsdl_2_draft = "http://www.w3.org/TR/wsdl20/";
inline constexpr std::string_view wsdl_1 = "http://schemas.xmlsoap.org/wsdl/";
inline constexpr std::string_view xml = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view xmlns = "http://www.w3.org/2000/xmlns/";
}  // namespace uri

/// The kind of an element: its local name, where it is of one of the four namespaces of BPMN.
enum class Tag : std::uint8_t {
    foreign,  ///< of another namespace, or of none
    unknown,  ///< of a namespace of BPMN, which has no element of that name
#define BATON_ENUMERATOR(name) name,
    BATON_BPMN_MODEL_TAGS(BATON_ENUMERATOR) BATON_BPMN_DI_TAGS(BATON_ENUMERATOR) BATON_BPMN_DC_TAGS(BATON_ENUMERATOR)
        BATON_BPMN_DD_TAGS(BATON_ENUMERATOR)
#undef BATON_ENUMERATOR
            count
};

namespace detail {

#define BATON_NAME(name) #name,
inline constexpr std::array model_names = std::to_array<std::string_view>({BATON_BPMN_MODEL_TAGS(BATON_NAME)});
inline constexpr std::array bpmn_di_names = std::to_array<std::string_view>({BATON_BPMN_DI_TAGS(BATON_NAME)});
inline constexpr std::array dc_names = std::to_array<std::string_view>({BATON_BPMN_DC_TAGS(BATON_NAME)});
inline constexpr std::array di_names = std::to_array<std::string_view>({BATON_BPMN_DD_TAGS(BATON_NAME)});
#undef BATON_NAME
inline constexpr std::size_t first_tag = 2;
static_assert(std::is_sorted(model_names.begin(), model_names.end()));
static_assert(std::is_sorted(bpmn_di_names.begin(), bpmn_di_names.end()));
static_assert(std::is_sorted(dc_names.begin(), dc_names.end()));
static_assert(std::is_sorted(di_names.begin(), di_names.end()));

template <std::size_t N>
constexpr Tag tag_among(const std::array<std::string_view, N>& names, std::size_t first, std::string_view name) {
    const auto at = std::lower_bound(names.begin(), names.end(), name);
    if (at == names.end() || *at != name) return Tag::unknown;
    return static_cast<Tag>(first + static_cast<std::size_t>(at - names.begin()));
}

}  // namespace detail

/// The kind of the element with this namespace and local name.
constexpr Tag tag_of(std::string_view namespace_uri, std::string_view local) {
    using namespace detail;
    constexpr std::size_t di_first = first_tag + model_names.size(), dc_first = di_first + bpmn_di_names.size(),
                          dd_first = dc_first + dc_names.size();
    if (namespace_uri == uri::model) return tag_among(model_names, first_tag, local);
    if (namespace_uri == uri::bpmn_di) return tag_among(bpmn_di_names, di_first, local);
    if (namespace_uri == uri::dc) return tag_among(dc_names, dc_first, local);
    if (namespace_uri == uri::di) return local == "extension" ? Tag::extension : tag_among(di_names, dd_first, local);
    return Tag::foreign;
}

/// "sequenceFlow".
constexpr std::string_view name_of(Tag tag) {
    switch (tag) {
#define BATON_CASE(name) \
    case Tag::name: return #name;
        BATON_BPMN_MODEL_TAGS(BATON_CASE)
        BATON_BPMN_DI_TAGS(BATON_CASE)
        BATON_BPMN_DC_TAGS(BATON_CASE)
        BATON_BPMN_DD_TAGS(BATON_CASE)
#undef BATON_CASE
        case Tag::foreign:
        case Tag::unknown:
        case Tag::count: break;
    }
    return "?";
}

/// Some tags, to ask whether one is among them.
class Tags {
public:
    template <class... T>
    constexpr Tags(T... tags) {  // NOLINT(google-explicit-constructor): {Tag::task, Tag::userTask}
        (add(tags), ...);
    }
    constexpr void add(Tag tag) { bits_[static_cast<std::size_t>(tag) / 64] |= bit(tag); }
    constexpr void add(const Tags& other) {
        for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
    }
    friend constexpr Tags operator+(Tags a, const Tags& b) {
        a.add(b);
        return a;
    }
    friend constexpr bool operator==(const Tags&, const Tags&) = default;
    [[nodiscard]] constexpr bool has(Tag tag) const {
        return (bits_[static_cast<std::size_t>(tag) / 64] & bit(tag)) != 0;
    }

private:
    static constexpr std::uint64_t bit(Tag tag) { return std::uint64_t{1} << (static_cast<std::size_t>(tag) % 64); }
    std::array<std::uint64_t, 4> bits_{};
};

}  // namespace baton::inline BATON_ABI::bpmn

#endif
