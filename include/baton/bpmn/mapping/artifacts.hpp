// What is drawn beside the flow: text annotations, groups, associations, and data where it is shown.
#ifndef BATON_BPMN_MAPPING_ARTIFACTS_HPP
#define BATON_BPMN_MAPPING_ARTIFACTS_HPP

#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../core/collaboration.hpp"
#include "data_items.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// The value of the category that a group refers to.
inline std::string category_of(Reading& reading, Element group) {
    const Element value = reading.find(group.attribute("categoryValueRef"));
    return std::string(value.attribute("value"));
}

inline void read_artifacts(Reading& reading) {
    core::Collaboration& c = reading.definition.collaboration;
    for (const Element e : reading.document.elements()) {
        if (!e.in_model()) continue;
        const auto scope = [&] { return std::string(e.parent().id()); };
        switch (e.tag()) {
            case Tag::textAnnotation:
                c.artifacts.push_back({std::string(e.id()), e.child(Tag::text).trimmed_text(), false, scope()});
                break;
            case Tag::group:
                c.artifacts.push_back({std::string(e.id()), category_of(reading, e), true, scope()});
                break;
            case Tag::association: {
                core::ArtifactLink link;
                link.id = e.id();
                link.source = local_name(e.attribute("sourceRef"));
                link.target = local_name(e.attribute("targetRef"));
                const std::string_view direction = e.attribute("associationDirection");
                link.direction = direction == "One"    ? core::link_direction::one
                                 : direction == "Both" ? core::link_direction::both
                                                       : core::link_direction::none;
                link.scope = scope();
                c.links.push_back(std::move(link));
                break;
            }
            case Tag::dataObjectReference:
            case Tag::dataStoreReference:
                c.references.push_back({std::string(e.id()), std::string(e.attribute("name")), data_id(reading, e.id()),
                                        std::string(e.child(Tag::dataState).attribute("name")),
                                        e.is(Tag::dataStoreReference), scope()});
                break;
            default: break;
        }
    }
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
