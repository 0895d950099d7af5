// Pools, message flows, lanes, and how messages find their instance.
#ifndef BATON_BPMN_MAPPING_COLLABORATIONS_HPP
#define BATON_BPMN_MAPPING_COLLABORATIONS_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/collaboration.hpp"
#include "events.hpp"
#include "nodes.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// The id of what is referred to; what is not in the file by its local name.
inline std::string id_referred(Reading& reading, std::string_view reference) {
    const Element e = reading.find(reference);
    return std::string(e ? e.id() : local_name(reference));
}

/// The name of a message by its reference.
inline std::string message_name(Reading& reading, std::string_view reference) {
    const Element e = reading.find(reference);
    return e ? name_or_id(e) : std::string(local_name(reference));
}

inline void read_collaboration(Reading& reading, Element collaboration) {
    core::Collaboration& c = reading.definition.collaboration;
    for (const Element e : collaboration.children()) {
        const std::string id(e.id()), name(e.attribute("name"));
        if (e.is(Tag::participant)) {
            const std::string_view process = e.attribute("processRef");
            c.participants.push_back({id, name, std::string(reading.referred(e, process, "process").id())});
        } else if (e.is(Tag::messageFlow)) {
            c.message_flows.push_back({id, name, id_referred(reading, e.attribute("sourceRef")),
                                       id_referred(reading, e.attribute("targetRef")),
                                       message_name(reading, e.attribute("messageRef"))});
        }
    }
    for (const Element e : collaboration.descendants()) {
        if (!e.is(Tag::correlationKey) || !e.in_model()) continue;
        core::CorrelationKey key{std::string(e.id()), std::string(e.attribute("name")), {}};
        for (const Element p : e.children())
            if (p.is(Tag::correlationPropertyRef)) key.properties.push_back(id_referred(reading, p.trimmed_text()));
        c.keys.push_back(std::move(key));
    }
}

inline void read_correlation_property(Reading& reading, Element at) {
    core::CorrelationProperty property{std::string(at.id()), std::string(at.attribute("name")), {}};
    for (const Element e : at.children())
        if (e.is(Tag::correlationPropertyRetrievalExpression))
            property.retrievals.push_back(
                {message_name(reading, e.attribute("messageRef")), reading.expression(e.child(Tag::messagePath))});
    reading.definition.collaboration.properties.push_back(std::move(property));
}

inline void read_correlation_subscriptions(Reading& reading, Element at, core::Process& process) {
    for (const Element e : at.children()) {
        if (!e.is(Tag::correlationSubscription)) continue;
        core::CorrelationSubscription subscription{id_referred(reading, e.attribute("correlationKeyRef")), {}};
        for (const Element b : e.children())
            if (b.is(Tag::correlationPropertyBinding))
                subscription.bindings.emplace_back(id_referred(reading, b.attribute("correlationPropertyRef")),
                                                   reading.expression(b.child(Tag::dataPath)));
        process.correlations.push_back(std::move(subscription));
    }
}

/// The lanes of a process, outer ones before those in them. No recursion: the parent is found by the document.
inline void read_lanes(Reading& reading, Element process, std::string_view process_id) {
    for (const Element set : process.children()) {
        if (!set.is(Tag::laneSet)) continue;
        for (const Element e : set.descendants()) {
            if (!e.is(Tag::lane) || !e.in_model()) continue;
            core::Lane lane{std::string(e.id()), std::string(e.attribute("name")), std::string(process_id), {}, {}};
            if (const Element outer = e.parent().parent(); outer.is(Tag::lane)) lane.parent = outer.id();
            for (const Element r : e.children()) {
                if (!r.is(Tag::flowNodeRef)) continue;
                const std::string reference = r.trimmed_text();
                if (const Element node = reading.referred(r, reference, "flow node"))
                    lane.nodes.emplace_back(node.id());
            }
            reading.definition.collaboration.lanes.push_back(std::move(lane));
        }
    }
}

inline void read_collaborations(Reading& reading) {
    std::size_t process = 0;
    for (const Element e : reading.document.root().children()) {
        if (e.is(Tag::process) || e.is(kinds::global_tasks)) {
            core::Process& p = reading.definition.processes[process++];
            read_correlation_subscriptions(reading, e, p);
            read_lanes(reading, e, p.id);
        } else if (e.is({Tag::collaboration, Tag::globalConversation})) {
            read_collaboration(reading, e);
        } else if (e.is(Tag::correlationProperty)) {
            read_correlation_property(reading, e);
        } else if (e.is({Tag::choreography, Tag::globalChoreographyTask})) {
            reading.not_carried(e, "choreographies do not run; it is left out");
        }
    }
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
