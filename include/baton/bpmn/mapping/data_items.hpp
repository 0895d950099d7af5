// Data: inputs and outputs, properties, data objects, data stores and the associations between them (10.4).
#ifndef BATON_BPMN_MAPPING_DATA_ITEMS_HPP
#define BATON_BPMN_MAPPING_DATA_ITEMS_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/data.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

inline core::DataItem data_item(Reading& reading, Element e, core::data_kind kind) {
    core::DataItem item;
    item.kind = kind;
    item.id = e.id();
    item.name = e.attribute("name");
    item.is_collection = e.flag("isCollection");
    const std::string_view subject = e.attribute("itemSubjectRef");
    if (const Element definition = reading.find(subject); definition.is(Tag::itemDefinition)) {
        item.type = definition.attribute("structureRef");
        item.is_collection = item.is_collection || definition.flag("isCollection");
    } else {
        item.type = subject;  // engines without item definitions name the type itself: xsd:string
    }
    return item;
}

/// The id under which data is kept: a reference stands for its data object or data store.
inline std::string data_id(Reading& reading, std::string_view reference) {
    const Element e = reading.find(reference);
    if (!e) return std::string(local_name(reference));
    const char* through = e.is(Tag::dataObjectReference)  ? "dataObjectRef"
                          : e.is(Tag::dataStoreReference) ? "dataStoreRef"
                                                          : nullptr;
    if (through != nullptr)
        if (const Element object = reading.find(e.attribute(through))) return std::string(object.id());
    return std::string(e.id());
}

inline core::Association data_association(Reading& reading, Element e) {
    core::Association a;
    for (const Element child : e.children()) {
        if (child.is(Tag::sourceRef)) {
            a.sources.push_back(data_id(reading, child.trimmed_text()));
        } else if (child.is(Tag::targetRef)) {
            a.target = data_id(reading, child.trimmed_text());
        } else if (child.is(Tag::transformation)) {
            a.transformation = reading.expression(child);
        } else if (child.is(Tag::assignment)) {
            a.assignments.push_back({reading.expression(child.child(Tag::from)), child.child(Tag::to).trimmed_text()});
        }
    }
    return a;
}

/// The inputs and outputs in an ioSpecification, or of an event itself.
inline void inputs_and_outputs(Reading& reading, Element at, core::Data& data) {
    std::unordered_set<std::string> optional;
    for (const Element set : at.children())
        if (set.is({Tag::inputSet, Tag::outputSet}))
            for (const Element e : set.children())
                if (e.is({Tag::optionalInputRefs, Tag::optionalOutputRefs})) optional.insert(e.trimmed_text());
    const auto add = [&](Element e, core::data_kind kind, std::vector<core::DataItem>& items) {
        items.push_back(data_item(reading, e, kind));
        items.back().optional = optional.contains(items.back().id);
    };
    for (const Element e : at.children()) {
        if (e.is(Tag::dataInput)) add(e, core::data_kind::input, data.inputs);
        if (e.is(Tag::dataOutput)) add(e, core::data_kind::output, data.outputs);
    }
}

/// What the element says by BPMN's own means.
inline void read_data(Reading& reading, Element at, core::Data& data) {
    inputs_and_outputs(reading, at, data);
    for (const Element e : at.children()) {
        if (e.is(Tag::ioSpecification)) inputs_and_outputs(reading, e, data);
        if (e.is(Tag::dataInputAssociation)) data.input_associations.push_back(data_association(reading, e));
        if (e.is(Tag::dataOutputAssociation)) data.output_associations.push_back(data_association(reading, e));
    }
}

/// The data stores that a process refers to, once each.
struct DataStores {
    std::vector<core::DataItem> items;
    std::unordered_set<std::string> ids;
};

/// Properties and data objects of a scope; the data stores that are referred to in it are added to its process's.
inline void read_items(Reading& reading, Element scope, std::vector<core::DataItem>& items, DataStores& stores) {
    std::unordered_map<std::string, std::size_t> objects;
    for (const Element e : scope.children()) {
        if (e.is(Tag::property)) {
            items.push_back(data_item(reading, e, core::data_kind::property));
        } else if (e.is(Tag::dataObject)) {
            objects.emplace(e.id(), items.size());
            items.push_back(data_item(reading, e, core::data_kind::data_object));
        } else if (e.is(Tag::dataStoreReference)) {
            const Element store = reading.referred(e, e.attribute("dataStoreRef"), "data store");
            core::DataItem item = data_item(reading, store ? store : e, core::data_kind::data_store);
            if (item.name.empty()) item.name = e.attribute("name");
            if (stores.ids.insert(item.id).second) stores.items.push_back(std::move(item));
        }
    }
    // A reference often has the name that its data object lacks; and one to nothing stands for itself.
    for (const Element e : scope.children()) {
        if (!e.is(Tag::dataObjectReference)) continue;
        const Element object = reading.referred(e, e.attribute("dataObjectRef"), "data object");
        if (!object) {
            items.push_back(data_item(reading, e, core::data_kind::data_object));
        } else if (const auto found = objects.find(std::string(object.id())); found != objects.end()) {
            if (items[found->second].name.empty()) items[found->second].name = e.attribute("name");
        }
    }
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
