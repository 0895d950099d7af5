// Rules about references: which attribute or child may name which kinds of elements, in one table.
#ifndef BATON_BPMN_RULES_REFERENCES_HPP
#define BATON_BPMN_RULES_REFERENCES_HPP

#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace references_detail {

constexpr error_code code = error_code::a_reference_is_broken;

/// Any element of the model.
inline constexpr Tags anything{};
inline constexpr Tags interaction_nodes =
    kinds::activities + kinds::events + kinds::conversation_nodes + Tags{Tag::participant, Tag::process};
inline constexpr Tags item_users{Tag::dataObject,         Tag::dataObjectReference, Tag::dataStore,
                                 Tag::dataStoreReference, Tag::dataInput,           Tag::dataOutput,
                                 Tag::inputDataItem,      Tag::outputDataItem,      Tag::property};

struct AttributeReference {
    Tags owners;
    const char* attribute;
    Tags targets;
    Level missing = Level::error;
    Level wrong = Level::error;
};
inline constexpr AttributeReference attribute_references[] = {
    {Tag::sequenceFlow, "sourceRef", kinds::flow_nodes},
    {Tag::sequenceFlow, "targetRef", kinds::flow_nodes},
    {Tag::messageFlow, "sourceRef", interaction_nodes},
    {Tag::messageFlow, "targetRef", interaction_nodes},
    {Tag::messageFlow, "messageRef", Tag::message},
    {Tag::association, "sourceRef", anything, Level::strict},
    {Tag::association, "targetRef", anything, Level::strict},
    {Tag::boundaryEvent, "attachedToRef", kinds::activities},
    {kinds::activities + kinds::gateways, "default", Tag::sequenceFlow},
    {Tag::participant, "processRef", Tag::process},
    {Tag::callActivity, "calledElement", kinds::callables, Level::strict, Level::strict},
    {Tag::callChoreography, "calledChoreographyRef", {Tag::choreography, Tag::globalChoreographyTask}},
    {Tag::callConversation, "calledCollaborationRef", kinds::collaborations},
    {Tag::dataObjectReference, "dataObjectRef", Tag::dataObject},
    {Tag::dataStoreReference, "dataStoreRef", Tag::dataStore, Level::strict},
    {item_users, "itemSubjectRef", Tag::itemDefinition, Level::strict},
    {Tag::message, "itemRef", Tag::itemDefinition, Level::strict},
    {{Tag::error, Tag::escalation, Tag::signal}, "structureRef", Tag::itemDefinition, Level::strict},
    {{Tag::messageEventDefinition, Tag::sendTask, Tag::receiveTask, Tag::correlationPropertyRetrievalExpression},
     "messageRef",
     Tag::message},
    {{Tag::serviceTask, Tag::sendTask, Tag::receiveTask, Tag::ioBinding}, "operationRef", Tag::operation},
    {Tag::signalEventDefinition, "signalRef", Tag::signal},
    {Tag::errorEventDefinition, "errorRef", Tag::error, Level::strict},
    {Tag::escalationEventDefinition, "escalationRef", Tag::escalation},
    {Tag::compensateEventDefinition, "activityRef", kinds::activities},
    {Tag::ioBinding, "inputDataRef", {Tag::dataInput, Tag::inputSet}},
    {Tag::ioBinding, "outputDataRef", {Tag::dataOutput, Tag::outputSet}},
    {Tag::process, "definitionalCollaborationRef", kinds::collaborations},
    {Tag::resourceParameterBinding, "parameterRef", Tag::resourceParameter},
    {Tag::multiInstanceLoopCharacteristics, "oneBehaviorEventRef", kinds::event_definitions},
    {Tag::multiInstanceLoopCharacteristics, "noneBehaviorEventRef", kinds::event_definitions},
    {Tag::correlationPropertyBinding, "correlationPropertyRef", Tag::correlationProperty},
    {Tag::correlationSubscription, "correlationKeyRef", Tag::correlationKey},
    {Tag::messageFlowAssociation, "innerMessageFlowRef", Tag::messageFlow},
    {Tag::messageFlowAssociation, "outerMessageFlowRef", Tag::messageFlow},
    {Tag::conversationAssociation, "innerConversationNodeRef", kinds::conversation_nodes},
    {Tag::conversationAssociation, "outerConversationNodeRef", kinds::conversation_nodes},
    {Tag::conversationLink, "sourceRef", interaction_nodes},
    {Tag::conversationLink, "targetRef", interaction_nodes},
    {kinds::choreography_activities + Tags{Tag::globalChoreographyTask}, "initiatingParticipantRef", Tag::participant},
    {Tag::group, "categoryValueRef", Tag::categoryValue},
    {Tag::lane, "partitionElementRef", anything},
    {{Tag::BPMNShape, Tag::BPMNEdge, Tag::BPMNPlane}, "bpmnElement", anything, Level::hint, Level::hint},
};

struct ChildReference {
    Tag child;
    Tags owners;  ///< empty: any
    Tags targets;
    Level missing = Level::error;
    Level wrong = Level::error;
};
inline constexpr ChildReference child_references[] = {
    {Tag::incoming, {}, Tag::sequenceFlow, Level::strict, Level::strict},
    {Tag::outgoing, {}, Tag::sequenceFlow, Level::strict, Level::strict},
    {Tag::flowNodeRef, {}, kinds::flow_nodes, Level::strict, Level::strict},
    {Tag::eventDefinitionRef, {}, kinds::event_definitions},
    {Tag::sourceRef, {}, kinds::item_aware},
    {Tag::targetRef, {}, kinds::item_aware},
    {Tag::dataInputRefs, {}, Tag::dataInput},
    {Tag::optionalInputRefs, {}, Tag::dataInput},
    {Tag::whileExecutingInputRefs, {}, Tag::dataInput},
    {Tag::outputSetRefs, {}, Tag::outputSet},
    {Tag::dataOutputRefs, {}, Tag::dataOutput},
    {Tag::optionalOutputRefs, {}, Tag::dataOutput},
    {Tag::whileExecutingOutputRefs, {}, Tag::dataOutput},
    {Tag::inputSetRefs, {}, Tag::inputSet},
    {Tag::loopDataInputRef, {}, kinds::item_aware, Level::strict},
    {Tag::loopDataOutputRef, {}, kinds::item_aware, Level::strict},
    {Tag::operationRef, {}, Tag::operation},
    {Tag::inMessageRef, {}, Tag::message},
    {Tag::outMessageRef, {}, Tag::message},
    {Tag::errorRef, {}, Tag::error},
    {Tag::interfaceRef, {}, Tag::interface},
    {Tag::supportedInterfaceRef, {}, Tag::interface},
    {Tag::endPointRef, {}, Tag::endPoint},
    {Tag::participantRef, {}, Tag::participant},
    {Tag::innerParticipantRef, {}, Tag::participant},
    {Tag::outerParticipantRef, {}, Tag::participant},
    {Tag::messageFlowRef, {}, Tag::messageFlow},
    {Tag::choreographyRef, {}, {Tag::choreography, Tag::globalChoreographyTask}},
    {Tag::correlationPropertyRef, {}, Tag::correlationProperty},
    {Tag::categoryValueRef, {}, Tag::categoryValue},
    {Tag::resourceRef, {}, Tag::resource},
    {Tag::supports, {}, Tag::process},
    {Tag::source, Tag::linkEventDefinition, Tag::linkEventDefinition},
    {Tag::target, Tag::linkEventDefinition, Tag::linkEventDefinition},
};

/// Calls `visit(element, what the reference is called, text, targets, level of a missing one, level of a wrong one)`.
template <class Visit>
void each_reference(const Model& m, Visit visit) {
    for (const AttributeReference& row : attribute_references)
        m.each(row.owners, [&](Element e) {
            if (e.has(row.attribute))
                visit(e, row.attribute, e.attribute(row.attribute), row.targets, row.missing, row.wrong);
        });
    for (const ChildReference& row : child_references)
        m.each(row.child, [&](Element e) {
            if (row.owners == Tags{} || e.parent().is(row.owners))
                visit(e, name_of(row.child), e.text(), row.targets, row.missing, row.wrong);
        });
}
/// An end of a data association in a drawing: tools let data lead from and to activities, or nowhere yet.
inline bool is_drawn(Element e) { return e.is({Tag::sourceRef, Tag::targetRef}) && !Model::is_executable(e); }
/// An expression of an engine in the place of a name: who runs it decides.
inline bool is_computed(std::string_view name) {
    return name.find("${") != std::string_view::npos || name.find("#{") != std::string_view::npos ||
           name.starts_with('=');
}

}  // namespace references_detail

inline constexpr Rule reference_rules[] = {
    {"REF_EXISTENCE", Level::error, references_detail::code, "a reference points to an element that does not exist",
     [](const Model& m, Report& r) {
         references_detail::each_reference(
             m, [&](Element e, std::string_view what, std::string_view name, const Tags&, Level missing, Level) {
                 if (references_detail::is_computed(detail::trimmed(name))) return;
                 if (m.find(e, name).found == Target::Found::nowhere)
                     r.add(e, std::string(what) + " '" + detail::shortened(detail::trimmed(name)) + "'",
                           references_detail::is_drawn(e) ? Level::strict : missing);
             });
     }},
    {"REF_TYPE", Level::error, references_detail::code,
     "a reference points to an element of a kind that is not allowed there",
     [](const Model& m, Report& r) {
         references_detail::each_reference(
             m, [&](Element e, std::string_view what, std::string_view name, const Tags& targets, Level, Level wrong) {
                 const Element found = m.find(e, name).element;
                 if (!found || targets == references_detail::anything || found.is(targets)) return;
                 r.add(e, std::string(what) + " leads to " + named(found),
                       references_detail::is_drawn(e) ? Level::strict : wrong);
             });
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
