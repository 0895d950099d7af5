// What a task's body is: scripts, and the names by which vendors' extensions bind it. How a call activity calls.
#ifndef BATON_BPMN_MAPPING_IMPLEMENTATIONS_HPP
#define BATON_BPMN_MAPPING_IMPLEMENTATIONS_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "extensions.hpp"
#include "reading.hpp"
#include "vendor_mappings.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// The implementation, of a task or of the message event that throws.
inline void read_implementation(Reading& reading, Extensions& extensions, core::Implementation& result) {
    const auto is = [&](std::string_view kind, std::string_view text) {
        if (text.empty() || !result.kind.empty()) return;
        result.kind = kind;
        result.text = text;
    };
    const std::string_view type = extensions.take("type");
    is("class", extensions.take("class"));
    is("delegate-expression", extensions.take("delegateExpression"));
    is("expression", extensions.take("expression"));
    is("topic", extensions.take("topic"));
    is("decision", extensions.take("decisionRef"));
    if (type != "external") is("type", type);
    result.result_variable = extensions.take("resultVariable");
    if (result.result_variable.empty()) result.result_variable = extensions.take("resultVariableName");
    if (const Element e = extensions.take_element(Vendor::zeebe, "taskDefinition")) is("type", e.attribute("type"));
    if (const Element e = extensions.take_element(Vendor::zeebe, "calledDecision")) {
        is("decision", e.attribute("decisionId"));
        result.result_variable = e.attribute("resultVariable");
    }
    if (const Element e = extensions.take_element(Vendor::camunda, "connector")) {
        is("connector", child_named(e, "connectorId").trimmed_text());
        input_output(reading, child_named(e, "inputOutput"), result.inputs, result.outputs);
    }
    const std::string_view operation = extensions.owner().attribute("operationRef");
    if (result.kind.empty() && extensions.owner().is(Tag::serviceTask) && !operation.empty()) {
        const Element e = reading.referred(extensions.owner(), operation, "operation");
        is("operation", e && !e.attribute("name").empty() ? e.attribute("name") : local_name(operation));
    }
}

/// The body of a task: a script, or what baton's own extension binds.
inline void read_body(Extensions& extensions, core::Node& node) {
    const Element at = extensions.owner();
    if (node.task == core::task_kind::script) {
        std::string text = at.child(Tag::script).trimmed_text();
        if (!text.empty())
            node.body = {core::body_kind::expression, language_named(at.attribute("scriptFormat")), std::move(text)};
    }
    if (const Element e = extensions.take_element(Vendor::zeebe, "script")) {
        node.body = {core::body_kind::expression, {}, std::string(trimmed(e.attribute("expression")))};
        node.implementation.result_variable = e.attribute("resultVariable");
    }
    if (const std::string_view key = extensions.take(Vendor::baton, "body"); !key.empty())
        node.body = {core::body_kind::bound, {}, std::string(key)};
}

/// camunda:field, camunda:properties, zeebe:taskHeaders, zeebe:properties.
inline void read_properties(Extensions& extensions, std::vector<std::pair<std::string, std::string>>& properties) {
    const auto pairs = [&](Element all, std::string_view child, const char* name) {
        each_child(all, child, [&](Element e) { properties.emplace_back(e.attribute(name), e.attribute("value")); });
    };
    pairs(extensions.take_element(Vendor::zeebe, "taskHeaders"), "header", "key");
    pairs(extensions.take_element(Vendor::zeebe, "properties"), "property", "name");
    pairs(extensions.take_element(Vendor::camunda, "properties"), "property", "name");
    extensions.each(Vendor::camunda, "field", [&](Element e) {
        std::string value(e.has("stringValue") ? e.attribute("stringValue") : e.attribute("expression"));
        for (const Element child : e.children()) value = child.trimmed_text();
        properties.emplace_back(e.attribute("name"), std::move(value));
    });
}

/// When a failed body is tried again, and where a durable service commits.
inline void read_durability(Extensions& extensions, core::Node& node) {
    if (const Element e = extensions.take_element(Vendor::camunda, "failedJobRetryTimeCycle"))
        node.retry = e.trimmed_text();
    if (const Element e = extensions.take_element(Vendor::zeebe, "taskDefinition"); e.has("retries"))
        node.retry = e.attribute("retries");
    node.async_before = extensions.take_flag("asyncBefore");
    node.async_before = extensions.take_flag("async") || node.async_before;
    node.async_after = extensions.take_flag("asyncAfter");
}

inline void read_call(Reading& reading, Extensions& extensions, bool knows_camunda, core::Call& call) {
    const Element at = extensions.owner();
    const auto process_named = [&](std::string_view text) {
        if (text.empty() || core::is_computed(text)) return std::string(text);
        if (const Element e = reading.find(text)) return std::string(e.id());
        return std::string(at.resolve(text) ? local_name(text) : text);
    };
    call.called = process_named(trimmed(at.attribute("calledElement")));
    call.binding = extensions.take("calledElementBinding");
    call.version = extensions.take("calledElementVersion");
    if (call.binding == "versionTag") {
        call.binding = "version-tag";
        call.version = extensions.take("calledElementVersionTag");
    }
    extensions.each(Vendor::camunda, "in", [&](Element e) { call.in.push_back(variable_mapping(e)); });
    extensions.each(Vendor::camunda, "out", [&](Element e) { call.out.push_back(variable_mapping(e)); });
    const bool takes_data = static_cast<bool>(at.child(Tag::ioSpecification));
    call.passes_all_in = !knows_camunda && call.in.empty() && !takes_data;
    call.passes_all_out = !knows_camunda && call.out.empty() && !takes_data;
    if (extensions.take_flag("inheritVariables")) call.passes_all_in = true;
    if (const Element e = extensions.take_element(Vendor::zeebe, "calledElement")) {
        if (e.has("processId")) call.called = process_named(trimmed(e.attribute("processId")));
        call.passes_all_in = e.flag("propagateAllParentVariables", true);
        call.passes_all_out = e.flag("propagateAllChildVariables", true);
        const std::string_view binding = e.attribute("bindingType");
        if (!binding.empty()) call.binding = binding == "versionTag" ? "version-tag" : binding;
        if (e.has("versionTag")) call.version = e.attribute("versionTag");
    }
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
