// Event definitions: inline ones, those of the file that events refer to, and the messages of send and receive tasks.
#ifndef BATON_BPMN_MAPPING_EVENTS_HPP
#define BATON_BPMN_MAPPING_EVENTS_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/event_definition.hpp"
#include "../kinds.hpp"
#include "extensions.hpp"
#include "reading.hpp"
#include "vendor_mappings.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// The name of an element, else its id.
inline std::string name_or_id(Element e) {
    const std::string_view name = trimmed(e.attribute("name"));
    return std::string(name.empty() ? e.id() : name);
}

/// Fills in name and, by Zeebe's extension, the correlation key.
inline void use_message(Reading& reading, Element message, core::EventDefinition& event) {
    event.name = name_or_id(message);
    Extensions extensions(reading, message);
    if (const Element subscription = extensions.take_element(Vendor::zeebe, "subscription"))
        event.expression.text = trimmed(subscription.attribute("correlationKey"));
}

/// The message that is sent or waited for: named by `at` itself, else that which its operation takes in.
inline void message_of(Reading& reading, Element at, core::EventDefinition& event) {
    event.kind = core::event_kind::message;
    const std::string_view reference = at.attribute("messageRef");
    if (!reference.empty()) {
        if (const Element message = reading.referred(at, reference, "message"); message.is(Tag::message))
            use_message(reading, message, event);
        else
            event.name = local_name(reference);
        return;
    }
    // An attribute of a task, an element of an event definition.
    std::string operation_name(at.attribute("operationRef"));
    if (operation_name.empty()) operation_name = at.child(Tag::operationRef).trimmed_text();
    const Element operation = reading.referred(at, operation_name, "operation");
    const std::string message_name = operation.child(Tag::inMessageRef).trimmed_text();
    if (const Element message = reading.referred(operation, message_name, "message"); message.is(Tag::message))
        use_message(reading, message, event);
    else
        event.name = local_name(message_name);
}

/// Name and code of the error or escalation that is referred to. A throw without a code throws by its name.
inline void coded(Reading& reading, Element at, const char* reference, const char* code, bool throws,
                  core::EventDefinition& event) {
    const std::string_view text = at.attribute(reference);
    const Element referred = reading.referred(at, text, reference);
    if (!referred) {
        event.code = local_name(text);
        return;
    }
    event.name = name_or_id(referred);
    event.code = trimmed(referred.attribute(code));
    if (throws && event.code.empty()) event.code = event.name;
}

inline void timer_of(Reading& reading, Element at, core::EventDefinition& event) {
    event.kind = core::event_kind::timer;
    bool found = false;
    for (const Element e : at.children()) {
        core::timer_kind kind = core::timer_kind::duration;
        if (e.is(Tag::timeDate))
            kind = core::timer_kind::date;
        else if (e.is(Tag::timeCycle))
            kind = core::timer_kind::cycle;
        else if (!e.is(Tag::timeDuration))
            continue;
        core::ExpressionText text = reading.literal_or_expression(e);
        if (found && text.empty()) continue;
        if (found && !event.expression.empty()) {
            reading.warn(e, "EXT.131", error_code::an_event_definition_is_misused,
                         "a timer has one of date, duration and cycle; the first is taken");
            continue;
        }
        found = true;
        event.timer = kind;
        event.expression = std::move(text);
    }
    if (event.expression.empty())
        reading.warn(at, "EXT.131", error_code::an_event_definition_is_misused,
                     "a timer needs a date, a duration or a cycle");
}

/// One event definition. `throws`: of an event that throws it.
inline core::EventDefinition event_definition(Reading& reading, Element at, bool throws) {
    core::EventDefinition event;
    event.id = at.id();
    Extensions extensions(reading, at);
    switch (at.tag()) {
        case Tag::messageEventDefinition: {
            message_of(reading, at, event);
            const std::string_view computed = extensions.take("messageExpression");
            if (event.name.empty()) event.name = computed;
            break;
        }
        case Tag::timerEventDefinition: timer_of(reading, at, event); break;
        case Tag::signalEventDefinition: {
            event.kind = core::event_kind::signal;
            const std::string_view reference = at.attribute("signalRef"),
                                   computed = extensions.take("signalExpression");
            if (const Element signal = reading.referred(at, reference, "signal"))
                event.name = name_or_id(signal);
            else
                event.name = computed.empty() ? local_name(reference) : computed;
            extensions.each(Vendor::camunda, "in", [&](Element e) { event.payload.push_back(variable_mapping(e)); });
            break;
        }
        case Tag::errorEventDefinition:
            event.kind = core::event_kind::error;
            coded(reading, at, "errorRef", "errorCode", throws, event);
            event.code_variable = extensions.take("errorCodeVariable");
            if (event.code_variable.empty()) event.code_variable = extensions.take("errorVariableName");
            event.message_variable = extensions.take("errorMessageVariable");
            break;
        case Tag::escalationEventDefinition:
            event.kind = core::event_kind::escalation;
            coded(reading, at, "escalationRef", "escalationCode", throws, event);
            event.code_variable = extensions.take("escalationCodeVariable");
            break;
        case Tag::conditionalEventDefinition:
            event.kind = core::event_kind::conditional;
            event.expression = reading.expression(at.child(Tag::condition));
            if (event.expression.empty())
                reading.warn(at, "EXT.123", error_code::an_event_definition_is_misused,
                             "a conditional event needs a condition");
            break;
        case Tag::linkEventDefinition:
            event.kind = core::event_kind::link;
            event.name = trimmed(at.attribute("name"));
            break;
        case Tag::compensateEventDefinition: {
            event.kind = core::event_kind::compensation;
            const std::string_view activity = at.attribute("activityRef");
            event.activity =
                reading.referred(at, activity, "activity") ? reading.find(activity).id() : local_name(activity);
            event.wait_for_completion = at.flag("waitForCompletion", true);
            break;
        }
        case Tag::cancelEventDefinition: event.kind = core::event_kind::cancel; break;
        default: event.kind = core::event_kind::terminate; break;
    }
    return event;
}

/// All event definitions of an event, in document order, those it refers to included.
inline std::vector<core::EventDefinition> event_definitions(Reading& reading, Element event, bool throws) {
    std::vector<core::EventDefinition> result;
    for (const Element e : event.children()) {
        if (e.is(kinds::event_definitions)) {
            result.push_back(event_definition(reading, e, throws));
        } else if (e.is(Tag::eventDefinitionRef)) {
            const Element referred = reading.find(e.trimmed_text());
            if (referred.is(kinds::event_definitions))
                result.push_back(event_definition(reading, referred, throws));
            else
                reading.error(e, referred ? "REF_TYPE" : "REF_EXISTENCE", error_code::a_reference_is_broken,
                              "'" + e.trimmed_text() + "' is no event definition of the file");
        }
    }
    return result;
}

/// The event that an attribute names: behaviours of multi-instance activities.
inline std::optional<core::EventDefinition> event_referred(Reading& reading, Element at, const char* attribute) {
    const Element referred = reading.referred(at, at.attribute(attribute), "event definition");
    if (!referred.is(kinds::event_definitions)) return std::nullopt;
    return event_definition(reading, referred, true);
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
