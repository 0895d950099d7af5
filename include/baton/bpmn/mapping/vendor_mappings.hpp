// The mappings of variables that vendors' extensions have: camunda:inputOutput, camunda:in and camunda:out,
// zeebe:ioMapping.
#ifndef BATON_BPMN_MAPPING_VENDOR_MAPPINGS_HPP
#define BATON_BPMN_MAPPING_VENDOR_MAPPINGS_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/data.hpp"
#include "extensions.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// The text of a camunda:value, camunda:entry or parameter: literal, computed, or a camunda:script.
inline core::ExpressionText parameter_text(Reading& reading, Element e) {
    for (const Element child : e.children()) {
        if (child.local() == "script") return {language_named(child.attribute("scriptFormat")), child.trimmed_text()};
        reading.not_carried(child, "a nested " + std::string(child.local()) + " is not carried over");
        return {};
    }
    return {{}, e.trimmed_text()};
}

/// camunda:inputParameter, camunda:outputParameter.
inline core::Mapping parameter(Reading& reading, Element e) {
    core::Mapping m;
    m.target = e.attribute("name");
    for (const Element child : e.children()) {
        if (child.local() == "list") {
            m.is_list = true;
            for (const Element item : child.children())
                m.entries.emplace_back(
                    std::string(),
                    item.local() == "script"
                        ? core::ExpressionText{language_named(item.attribute("scriptFormat")), item.trimmed_text()}
                        : parameter_text(reading, item));
            return m;
        }
        if (child.local() == "map") {
            each_child(child, "entry", [&](Element entry) {
                m.entries.emplace_back(std::string(entry.attribute("key")), parameter_text(reading, entry));
            });
            return m;
        }
    }
    m.source = parameter_text(reading, e);
    return m;
}

/// Appends what camunda:inputOutput says.
inline void input_output(Reading& reading, Element e, std::vector<core::Mapping>& inputs,
                         std::vector<core::Mapping>& outputs) {
    each_child(e, "inputParameter", [&](Element p) { inputs.push_back(parameter(reading, p)); });
    each_child(e, "outputParameter", [&](Element p) {
        core::Mapping m = parameter(reading, p);
        if (m.source.empty() && m.entries.empty() && !m.is_list) m.variable = m.target;  // the variable of that name
        outputs.push_back(std::move(m));
    });
}

/// Appends what zeebe:ioMapping says.
inline void io_mapping(Element e, std::vector<core::Mapping>& inputs, std::vector<core::Mapping>& outputs) {
    for (const Element child : e.children()) {
        core::Mapping m;
        m.source.text = trimmed(child.attribute("source"));
        m.target = trimmed(child.attribute("target"));
        if (child.local() == "input")
            inputs.push_back(std::move(m));
        else if (child.local() == "output")
            outputs.push_back(std::move(m));
    }
}

/// camunda:in, camunda:out, and those of Activiti and Flowable.
inline core::Mapping variable_mapping(Element e) {
    core::Mapping m;
    m.target = e.attribute("target");
    if (e.has("businessKey")) {
        m.business_key = true;
        m.source.text = e.attribute("businessKey");
    } else if (e.attribute("variables") == "all") {
        m.all = true;
    } else if (e.has("sourceExpression")) {
        m.source.text = e.attribute("sourceExpression");
    } else if (core::is_computed(e.attribute("source"))) {
        m.source.text = e.attribute("source");
    } else {
        m.variable = e.attribute("source");
    }
    return m;
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
