// The groups of elements that the rules of BPMN speak of.
#ifndef BATON_BPMN_KINDS_HPP
#define BATON_BPMN_KINDS_HPP

#include "../config.hpp"
#include "tags.hpp"

namespace baton::inline BATON_ABI::bpmn::kinds {

inline constexpr Tags tasks{Tag::task,       Tag::userTask, Tag::manualTask,  Tag::serviceTask,
                            Tag::scriptTask, Tag::sendTask, Tag::receiveTask, Tag::businessRuleTask};
inline constexpr Tags sub_processes{Tag::subProcess, Tag::transaction, Tag::adHocSubProcess};
inline constexpr Tags activities = tasks + sub_processes + Tags{Tag::callActivity};
inline constexpr Tags gateways{Tag::exclusiveGateway, Tag::inclusiveGateway, Tag::parallelGateway, Tag::complexGateway,
                               Tag::eventBasedGateway};
inline constexpr Tags catch_events{Tag::startEvent, Tag::intermediateCatchEvent, Tag::boundaryEvent};
inline constexpr Tags throw_events{Tag::endEvent, Tag::intermediateThrowEvent, Tag::implicitThrowEvent};
inline constexpr Tags events = catch_events + throw_events + Tags{Tag::event};
inline constexpr Tags choreography_activities{Tag::choreographyTask, Tag::subChoreography, Tag::callChoreography};
inline constexpr Tags flow_nodes = activities + gateways + events + choreography_activities;
inline constexpr Tags artifacts{Tag::association, Tag::group, Tag::textAnnotation};
inline constexpr Tags event_definitions{Tag::messageEventDefinition,     Tag::timerEventDefinition,
                                        Tag::conditionalEventDefinition, Tag::signalEventDefinition,
                                        Tag::errorEventDefinition,       Tag::escalationEventDefinition,
                                        Tag::compensateEventDefinition,  Tag::cancelEventDefinition,
                                        Tag::terminateEventDefinition,   Tag::linkEventDefinition};
inline constexpr Tags global_tasks{Tag::globalTask, Tag::globalUserTask, Tag::globalManualTask, Tag::globalScriptTask,
                                   Tag::globalBusinessRuleTask};
inline constexpr Tags callables = global_tasks + Tags{Tag::process};
inline constexpr Tags conversation_nodes{Tag::conversation, Tag::subConversation, Tag::callConversation};
inline constexpr Tags collaborations{Tag::collaboration, Tag::choreography, Tag::globalConversation,
                                     Tag::globalChoreographyTask};
/// What data may be read from or written to.
inline constexpr Tags item_aware{Tag::dataObject,         Tag::dataObjectReference, Tag::dataStore,
                                 Tag::dataStoreReference, Tag::dataInput,           Tag::dataOutput,
                                 Tag::property,           Tag::inputDataItem,       Tag::outputDataItem};
inline constexpr Tags resource_roles{Tag::resourceRole, Tag::performer, Tag::humanPerformer, Tag::potentialOwner};
inline constexpr Tags loop_markers{Tag::standardLoopCharacteristics, Tag::multiInstanceLoopCharacteristics};
/// What holds a flow of its own.
inline constexpr Tags containers = sub_processes + Tags{Tag::process};
/// Expressions that may be prose or formal.
inline constexpr Tags expressions{Tag::conditionExpression,
                                  Tag::completionCondition,
                                  Tag::activationCondition,
                                  Tag::loopCondition,
                                  Tag::loopCardinality,
                                  Tag::timeDate,
                                  Tag::timeDuration,
                                  Tag::timeCycle,
                                  Tag::condition,
                                  Tag::from,
                                  Tag::to};
/// Expressions that are always formal.
inline constexpr Tags formal_expressions{Tag::transformation, Tag::dataPath, Tag::messagePath, Tag::formalExpression};

}  // namespace baton::inline BATON_ABI::bpmn::kinds

#endif
