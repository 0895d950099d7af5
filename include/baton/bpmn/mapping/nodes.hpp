// One flow node of the file as a Node: its kind and everything that it says of itself.
#ifndef BATON_BPMN_MAPPING_NODES_HPP
#define BATON_BPMN_MAPPING_NODES_HPP

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "../kinds.hpp"
#include "data_items.hpp"
#include "events.hpp"
#include "extensions.hpp"
#include "implementations.hpp"
#include "loops.hpp"
#include "people.hpp"
#include "reading.hpp"
#include "vendor_mappings.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

inline constexpr Tags event_tags{Tag::startEvent, Tag::endEvent, Tag::boundaryEvent, Tag::intermediateCatchEvent,
                                 Tag::intermediateThrowEvent};
inline constexpr Tags flow_node_tags = kinds::activities + kinds::gateways + event_tags;

inline core::node_kind node_kind_of(Element e) {
    using core::node_kind;
    switch (e.tag()) {
        case Tag::exclusiveGateway: return node_kind::exclusive_gateway;
        case Tag::parallelGateway: return node_kind::parallel_gateway;
        case Tag::inclusiveGateway: return node_kind::inclusive_gateway;
        case Tag::complexGateway: return node_kind::complex_gateway;
        case Tag::eventBasedGateway: return node_kind::event_gateway;
        case Tag::startEvent: return node_kind::start_event;
        case Tag::endEvent: return node_kind::end_event;
        case Tag::boundaryEvent: return node_kind::boundary_event;
        case Tag::intermediateCatchEvent: return node_kind::catch_event;
        case Tag::intermediateThrowEvent: return node_kind::throw_event;
        case Tag::subProcess: return e.flag("triggeredByEvent") ? node_kind::event_sub_process : node_kind::sub_process;
        case Tag::transaction: return node_kind::transaction;
        case Tag::adHocSubProcess: return node_kind::ad_hoc_sub_process;
        case Tag::callActivity: return node_kind::call_activity;
        default: return node_kind::task;
    }
}

inline core::task_kind task_kind_of(Tag tag) {
    using core::task_kind;
    switch (tag) {
        case Tag::serviceTask: return task_kind::service;
        case Tag::userTask:
        case Tag::globalUserTask: return task_kind::user;
        case Tag::manualTask:
        case Tag::globalManualTask: return task_kind::manual;
        case Tag::scriptTask:
        case Tag::globalScriptTask: return task_kind::script;
        case Tag::sendTask: return task_kind::send;
        case Tag::receiveTask: return task_kind::receive;
        case Tag::businessRuleTask:
        case Tag::globalBusinessRuleTask: return task_kind::business_rule;
        default: return task_kind::none;
    }
}

/// The documentation elements, as paragraphs.
inline std::string documentation_of(Element e) {
    std::string all;
    for (const Element child : e.children()) {
        if (!child.is(Tag::documentation)) continue;
        if (!all.empty()) all += "\n\n";
        all += child.trimmed_text();
    }
    return all;
}

/// A whole number of an attribute; what is none is an error.
inline std::int64_t whole_number(Reading& reading, Element at, const char* name, std::int64_t otherwise) {
    if (!at.has(name)) return otherwise;
    const std::string_view text = trimmed(at.attribute(name));
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem == std::errc{} && end == text.data() + text.size()) return value;
    reading.error(at, "XSD", error_code::the_bpmn_breaks_the_schema,
                  std::string(name) + " '" + std::string(text) + "' is no whole number");
    return otherwise;
}

inline void read_activity(Reading& reading, Extensions& extensions, core::Node& node) {
    const Element at = extensions.owner();
    node.for_compensation = at.flag("isForCompensation");
    node.start_quantity = whole_number(reading, at, "startQuantity", 1);
    node.completion_quantity = whole_number(reading, at, "completionQuantity", 1);
    read_loop(reading, at, node.loop);
    if (extensions.empty()) {
        if (node.task == core::task_kind::user) read_roles(reading, at, node.people);
    } else if (node.task == core::task_kind::user) {
        read_form(extensions, node.people);
        read_people(reading, extensions, node.people);
    }
    if (node.kind == core::node_kind::task) {
        read_implementation(reading, extensions, node.implementation);
        read_body(extensions, node);
    }
    if (node.task == core::task_kind::send || node.task == core::task_kind::receive) {
        core::EventDefinition message;
        message_of(reading, at, message);
        if (!message.name.empty()) node.events.push_back(std::move(message));
        node.instantiate = node.task == core::task_kind::receive && at.flag("instantiate");
    }
    if (node.kind == core::node_kind::ad_hoc_sub_process) {
        node.sequential = at.attribute("ordering") == "Sequential";
        node.cancel_remaining = at.flag("cancelRemainingInstances", true);
        node.condition = reading.expression(at.child(Tag::completionCondition));
    }
}

inline void read_event(Reading& reading, Extensions& extensions, core::Node& node) {
    const Element at = extensions.owner();
    const bool throws = node.kind == core::node_kind::throw_event || node.kind == core::node_kind::end_event;
    node.events = event_definitions(reading, at, throws);
    node.parallel_multiple = at.flag("parallelMultiple");
    if (node.kind == core::node_kind::boundary_event) node.interrupting = at.flag("cancelActivity", true);
    if (node.kind == core::node_kind::start_event) {
        node.interrupting = at.flag("isInterrupting", true);
        if (!extensions.empty()) read_form(extensions, node.people);
    }
    if (throws) {  // Zeebe binds what throws on the event, Camunda on its definition
        read_implementation(reading, extensions, node.implementation);
        if (const Element message = at.child(Tag::messageEventDefinition)) {
            Extensions inner(reading, message);
            if (!inner.empty() && node.implementation.kind.empty()) {
                read_implementation(reading, inner, node.implementation);
                read_properties(inner, node.properties);
            }
        }
    }
}

/// Zeebe's mappings belong to the message of an event, else to the node; Camunda's always to the node.
inline void read_mappings(Reading& reading, Extensions& extensions, core::Node& node) {
    if (const Element e = extensions.take_element(Vendor::camunda, "inputOutput"))
        input_output(reading, e, node.data.input_mappings, node.data.output_mappings);
    const Element e = extensions.take_element(Vendor::zeebe, "ioMapping");
    if (!e) return;
    if (!core::is_event(node.kind) || node.events.empty())
        return io_mapping(e, node.data.input_mappings, node.data.output_mappings);
    std::vector<core::Mapping> inputs, outputs;
    io_mapping(e, inputs, outputs);
    const bool throws = node.kind == core::node_kind::throw_event || node.kind == core::node_kind::end_event;
    for (core::EventDefinition& event : node.events) {
        const auto& payload = throws ? inputs : outputs;
        event.payload.insert(event.payload.end(), payload.begin(), payload.end());
    }
}

/// The node of an element, without its place. `stores` takes the data stores that it refers to.
inline core::Node node_of(Reading& reading, Element at, bool knows_camunda, DataStores& stores) {
    core::Node node;
    Extensions extensions(reading, at);
    node.id = at.id();
    node.kind = node_kind_of(at);
    node.task = task_kind_of(at.tag());
    node.title = at.attribute("name");
    if (node.title.empty()) node.title = node.id;
    node.documentation = documentation_of(at);
    if (core::is_activity(node.kind)) read_activity(reading, extensions, node);
    if (core::is_event(node.kind)) read_event(reading, extensions, node);
    if (node.kind == core::node_kind::call_activity) read_call(reading, extensions, knows_camunda, node.call);
    if (node.kind == core::node_kind::complex_gateway)
        node.condition = reading.expression(at.child(Tag::activationCondition));
    if (node.kind == core::node_kind::event_gateway) {
        node.instantiate = at.flag("instantiate");
        node.parallel = at.attribute("eventGatewayType") == "Parallel";
    }
    read_data(reading, at, node.data);
    read_items(reading, at, node.items, stores);
    if (!extensions.empty()) {
        read_mappings(reading, extensions, node);
        read_properties(extensions, node.properties);
        read_durability(extensions, node);
    }
    return node;
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
