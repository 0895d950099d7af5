// All nodes of a process, in their order: a scope's nodes in document order, boundary events directly behind their
// host, then, for a sub-process, the nodes in it.
#ifndef BATON_BPMN_MAPPING_SCOPES_HPP
#define BATON_BPMN_MAPPING_SCOPES_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "nodes.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

class ScopeReader {
public:
    ScopeReader(Reading& reading, std::size_t process, bool knows_camunda)
        : reading_(reading), process_(process), knows_camunda_(knows_camunda) {}

    /// Appends the nodes of a process or sub-process. Recursion is bounded by ImportOptions::depth.
    void read(Element scope, std::size_t parent, std::size_t depth = 0) {
        if (depth > reading_.options.depth)
            return reading_.error(scope, "LIMIT", error_code::the_xml_is_too_large,
                                  "sub-processes are nested deeper than " + std::to_string(reading_.options.depth));
        std::unordered_map<std::uint32_t, std::vector<Element>> attached;
        for (const Element e : scope.children())
            if (e.is(Tag::boundaryEvent)) attach(e, attached);
        for (const Element e : scope.children()) {
            if (!e.is(flow_node_tags)) {
                not_a_node(e);
                continue;
            }
            if (e.is(Tag::boundaryEvent)) continue;
            const std::size_t at = add(e, parent, core::Node::none);
            if (at == core::Node::none) return;
            if (!attached.empty())
                if (const auto found = attached.find(e.index()); found != attached.end())
                    for (const Element boundary : found->second) add(boundary, parent, at);
            if (e.is(kinds::sub_processes)) read(e, at, depth + 1);
        }
    }

    /// Data stores that the process refers to.
    DataStores stores;

private:
    void attach(Element boundary, std::unordered_map<std::uint32_t, std::vector<Element>>& attached) {
        const std::string_view reference = boundary.attribute("attachedToRef");
        const Element host = reading_.find(reference);
        const bool fits = host && host.parent() == boundary.parent() && host.is(flow_node_tags) &&
                          core::is_activity(node_kind_of(host));
        if (fits) {
            attached[host.index()].push_back(boundary);
            return;
        }
        reading_.error(boundary, host ? "REF_TYPE" : "REF_EXISTENCE", error_code::a_reference_is_broken,
                       "a boundary event is attached to an activity of the same scope, and '" + std::string(reference) +
                           "' is none");
    }

    /// Appends one node. Node::none when there are too many.
    std::size_t add(Element e, std::size_t parent, std::size_t host) {
        std::vector<core::Node>& nodes = reading_.definition.nodes;
        const std::size_t at = nodes.size();
        if (at >= reading_.options.nodes) {
            if (at == reading_.options.nodes)
                reading_.error(e, "LIMIT", error_code::the_xml_is_too_large,
                               "there are more than " + std::to_string(reading_.options.nodes) + " nodes");
            return core::Node::none;
        }
        nodes.push_back(node_of(reading_, e, knows_camunda_, stores));
        core::Node& node = nodes.back();
        if (node.id.empty()) {
            node.id = std::string(e.local()) + "@" + std::to_string(e.index());
            if (node.title.empty()) node.title = node.id;
            reading_.warn(e, "EXT.003", error_code::an_id_is_missing_or_used_twice,
                          "this element has no id; it is called " + node.id);
        }
        node.process = process_;
        node.parent = parent;
        node.host = host;
        reading_.set_node(e, at);
        if (e.is(Tag::boundaryEvent) && node.events.empty()) without_definition(e);
        return at;
    }

    void without_definition(Element e) {
        const std::string message = "a boundary event needs an event definition";
        if (reading_.strict)
            reading_.error(e, "EXT.130", error_code::an_event_is_misused, message);
        else
            reading_.warn(e, "EXT.130", error_code::an_event_is_misused, message);
    }

    void not_a_node(Element e) {
        if (e.is(kinds::choreography_activities))
            reading_.not_carried(e, "choreography activities do not run; it is left out");
        else if (e.is(Tag::unknown))
            reading_.not_carried(e, "BPMN 2.0 has no element " + std::string(e.local()) + "; it is left out");
    }

    Reading& reading_;
    std::size_t process_;
    bool knows_camunda_;
};

/// The processes and global tasks of the file, with their nodes.
inline void read_processes(Reading& reading) {
    const Element root = reading.document.root();
    core::Definition& d = reading.definition;
    bool knows_camunda = false, one_is_executable = false;
    for (const pugi::xml_attribute& a : root.node().attributes())
        if (std::string_view(a.name()).starts_with("xmlns:") && vendor_of(a.value()) == Vendor::camunda)
            knows_camunda = true;
    for (const Element e : root.children())
        one_is_executable = one_is_executable || (e.is(Tag::process) && e.flag("isExecutable"));

    for (const Element e : root.children()) {
        const bool global = e.is(kinds::global_tasks);
        if (!global && !e.is(Tag::process)) continue;
        Extensions extensions(reading, e);
        core::Process process;
        process.id = e.id();
        if (process.id.empty()) {
            process.id = "process@" + std::to_string(e.index());
            reading.warn(e, "EXT.003", error_code::an_id_is_missing_or_used_twice,
                         "this process has no id; it is called " + process.id);
        }
        process.title = e.attribute("name");
        if (process.title.empty()) process.title = process.id;
        process.documentation = documentation_of(e);
        process.global_task = global;
        process.executable = global || e.flag("isExecutable", !one_is_executable);
        reading.strict = e.flag("isExecutable");
        process.version_tag = extensions.take("versionTag");
        if (const Element tag = extensions.take_element(Vendor::zeebe, "versionTag"))
            process.version_tag = tag.attribute("value");
        const std::size_t position = d.processes.size();
        ScopeReader scope(reading, position, knows_camunda);
        if (global) {
            core::Node node = node_of(reading, e, knows_camunda, scope.stores);
            node.id = process.id;
            node.process = position;
            node.start = node.end = true;
            process.data = node.data;
            reading.set_node(e, d.nodes.size());
            d.nodes.push_back(std::move(node));
        } else {
            read_data(reading, e, process.data);
            read_items(reading, e, process.items, scope.stores);
            scope.read(e, core::Node::none);
        }
        process.items.insert(process.items.end(), scope.stores.items.begin(), scope.stores.items.end());
        d.processes.push_back(std::move(process));
    }
    reading.strict = false;
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
