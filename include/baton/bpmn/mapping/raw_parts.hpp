// What no part of the importer took: kept as XML.
#ifndef BATON_BPMN_MAPPING_RAW_PARTS_HPP
#define BATON_BPMN_MAPPING_RAW_PARTS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../imported.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// Elements of BPMN that the Definition has no place for, or only what others take from them.
inline constexpr Tags raw_tags{Tag::import,
                               Tag::itemDefinition,
                               Tag::message,
                               Tag::signal,
                               Tag::error,
                               Tag::escalation,
                               Tag::interface,
                               Tag::resource,
                               Tag::relationship,
                               Tag::partnerEntity,
                               Tag::partnerRole,
                               Tag::category,
                               Tag::endPoint,
                               Tag::auditing,
                               Tag::monitoring,
                               Tag::ioBinding,
                               Tag::supportedInterfaceRef,
                               Tag::conversation,
                               Tag::subConversation,
                               Tag::callConversation,
                               Tag::conversationLink,
                               Tag::conversationAssociation,
                               Tag::messageFlowAssociation,
                               Tag::participantAssociation,
                               Tag::participantMultiplicity,
                               Tag::interfaceRef,
                               Tag::endPointRef,
                               Tag::choreography,
                               Tag::globalChoreographyTask,
                               Tag::choreographyTask,
                               Tag::subChoreography,
                               Tag::callChoreography,
                               Tag::partitionElement,
                               Tag::resourceRole,
                               Tag::rendering,
                               Tag::unknown};

/// Attributes that only describe.
inline constexpr std::array raw_attributes = std::to_array<std::string_view>(
    {"capacity", "definitionalCollaborationRef", "exporter", "exporterVersion", "expressionLanguage",
     "gatewayDirection", "implementation", "isClosed", "isUnlimited", "itemSubjectRef", "method", "partitionElementRef",
     "processType", "targetNamespace", "typeLanguage"});
static_assert(std::is_sorted(raw_attributes.begin(), raw_attributes.end()));

class RawKeeper {
public:
    explicit RawKeeper(Reading& reading) : reading_(reading), taken_(reading.taken_attributes()) {}

    void keep() {
        std::uint32_t inside = 0;  // everything before this number is in a part that was kept whole
        for (const Element e : reading_.document.elements()) {
            if (e.index() < inside) continue;
            const Element parent = e.parent();
            if (e.is(Tag::extensionElements)) continue;
            if (e.in_extension() || (e.is(Tag::foreign) && parent)) {
                if (!reading_.is_taken(e))
                    element(e, parent.is(Tag::extensionElements) ? parent.parent() : parent, raw_kind::extension);
                inside = e.end();
            } else if (e.is(raw_tags) && parent) {
                element(e, parent, raw_kind::element);
                inside = e.end();
            } else {
                attributes(e);
            }
        }
    }

private:
    static RawPart part_of(Element owner, raw_kind kind, std::string_view name, std::string_view uri) {
        RawPart raw;
        raw.kind = kind;
        Element named = owner;
        while (named && named.id().empty()) named = named.parent();
        raw.owner = named.id();
        if (named != owner) raw.inside = owner.local();
        raw.name = name;
        raw.uri = uri;
        return raw;
    }

    void attributes(Element e) {
        for (const pugi::xml_attribute& a : e.node().attributes()) {
            const std::string_view name = a.name();
            std::string_view meaning;
            if (name.find(':') == std::string_view::npos) {
                if (!std::binary_search(raw_attributes.begin(), raw_attributes.end(), name)) continue;
            } else {
                const auto resolved = e.resolve(name);
                if (name.starts_with("xmlns:") || !resolved || resolved->uri == uri::xsi) continue;
                if (std::binary_search(taken_.begin(), taken_.end(), static_cast<const void*>(a.internal_object())))
                    continue;
                meaning = resolved->uri;
            }
            RawPart raw = part_of(e, raw_kind::attribute, name, meaning);
            raw.text = a.value();
            reading_.imported.raw.push_back(std::move(raw));
        }
    }

    void element(Element e, Element owner, raw_kind kind) {
        RawPart raw = part_of(owner, kind, e.node().name(), e.uri());
        pugi::xml_document copy;
        pugi::xml_node node = copy.append_copy(e.node());
        declare_prefixes(e, node);
        struct Writer : pugi::xml_writer {
            std::string text;
            void write(const void* data, std::size_t size) override {
                text.append(static_cast<const char*>(data), size);
            }
        } writer;
        node.print(writer, "", pugi::format_raw);
        raw.text = std::move(writer.text);
        reading_.imported.raw.push_back(std::move(raw));
    }

    /// The copy stands alone: what its names mean is declared on it.
    static void declare_prefixes(Element e, pugi::xml_node copy) {
        std::vector<std::string_view> declared;
        const auto declare = [&](Element at, std::string_view name, bool attribute) {
            const std::size_t colon = name.find(':');
            if (attribute && colon == std::string_view::npos) return;
            const std::string_view prefix =
                colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
            if (prefix == "xml" || prefix == "xmlns" ||
                std::find(declared.begin(), declared.end(), prefix) != declared.end())
                return;
            declared.push_back(prefix);
            const auto resolved = at.resolve(name);
            if (!resolved || resolved->uri.empty()) return;
            const std::string key = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
            if (copy.attribute(key.c_str()).empty())
                copy.append_attribute(key.c_str()).set_value(std::string(resolved->uri).c_str());
        };
        const auto all_of = [&](Element at) {
            declare(at, at.node().name(), false);
            for (const pugi::xml_attribute& a : at.node().attributes()) declare(at, a.name(), true);
        };
        all_of(e);
        for (const Element inner : e.descendants()) all_of(inner);
    }

    Reading& reading_;
    std::vector<const void*> taken_;
};

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
