// What the rules ask about one file of a model: its elements by kind, references, flows.
#ifndef BATON_BPMN_RULES_MODEL_HPP
#define BATON_BPMN_RULES_MODEL_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../files.hpp"
#include "../kinds.hpp"
#include "../schema.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

/// Some elements, to ask whether one is among them.
class ElementSet {
public:
    explicit ElementSet(std::vector<Element> elements) : elements_(std::move(elements)) {
        std::sort(elements_.begin(), elements_.end(), before);
    }
    [[nodiscard]] bool has(Element e) const {
        for (auto at = std::lower_bound(elements_.begin(), elements_.end(), e, before);
             at != elements_.end() && at->index() == e.index(); ++at)
            if (*at == e) return true;
        return false;
    }

private:
    static bool before(Element a, Element b) { return a.index() < b.index(); }
    std::vector<Element> elements_;
};

/// Pairs of elements of one file, likewise.
class PairSet {
public:
    void add(Element a, Element b) { pairs_.emplace_back(a.index(), b.index()); }
    void finish() { std::sort(pairs_.begin(), pairs_.end()); }
    [[nodiscard]] bool has(Element a, Element b) const {
        return std::binary_search(pairs_.begin(), pairs_.end(), std::pair(a.index(), b.index()));
    }

private:
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
};

/// Where a reference leads.
struct Target {
    enum class Found : std::uint8_t {
        here,     ///< to this element
        nowhere,  ///< to nothing
        outside   ///< into a namespace of which no file was read
    };
    Found found = Found::nowhere;
    Element element;
};

class Model {
public:
    Model(const Files& files, const Source& source) : files_(files), source_(source) {
        const Document& d = source.document;
        std::array<std::uint32_t, tag_count + 1> counts{};
        for (const Element e : d.elements())
            if (!e.in_extension()) ++counts[index_of(e.tag()) + 1];
        for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
        first_ = counts;
        by_tag_.resize(counts.back());
        for (const Element e : d.elements())
            if (!e.in_extension()) by_tag_[counts[index_of(e.tag())]++] = e;
        for (const Source::Import& i : source.imports)
            if (i.source != Source::Import::not_read)
                if (const std::string_view space = files[i.source].target_namespace;
                    std::find(imported_.begin(), imported_.end(), space) == imported_.end())
                    imported_.push_back(space);
        index_flows();
        index_pools();
    }

    [[nodiscard]] const Document& document() const { return source_.document; }
    [[nodiscard]] const Source& source() const { return source_; }
    [[nodiscard]] const Files& files() const { return files_; }

    /// All elements of that kind, in document order.
    [[nodiscard]] std::span<const Element> all(Tag tag) const {
        const std::size_t i = index_of(tag);
        return std::span(by_tag_).subspan(first_[i], first_[i + 1] - first_[i]);
    }
    template <class Visit>
    void each(const Tags& tags, Visit visit) const {
        for (std::size_t i = 0; i < tag_count; ++i)
            if (tags.has(static_cast<Tag>(i)))
                for (const Element e : all(static_cast<Tag>(i))) visit(e);
    }
    [[nodiscard]] static std::vector<Element> children(Element e, const Tags& tags) {
        std::vector<Element> found;
        for (const Element c : e.children())
            if (c.is(tags)) found.push_back(c);
        return found;
    }
    [[nodiscard]] static std::size_t count(Element e, const Tags& tags) {
        std::size_t n = 0;
        for (const Element c : e.children()) n += c.is(tags);
        return n;
    }

    /// Where a name leads that stands in an attribute or the text of `from`.
    [[nodiscard]] Target find(Element from, std::string_view name) const {
        name = detail::trimmed(name);
        const std::size_t colon = name.find(':');
        const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
        const auto resolved = from.resolve(name);
        const bool of_files =
            resolved && std::find(imported_.begin(), imported_.end(), resolved->uri) != imported_.end();
        // A bare name is one of this file, whatever the default namespace is.
        if (colon == std::string_view::npos || !of_files || resolved->uri == source_.target_namespace)
            if (const Element e = document().by_id(local)) return {Target::Found::here, e};
        const std::string_view wanted =
            resolved && colon != std::string_view::npos ? resolved->uri : source_.target_namespace;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            const Source& other = files_[i];
            if (other.kind != Source::Kind::bpmn) continue;
            if (other.target_namespace != wanted && !(resolved && other.target_namespace == resolved->uri)) continue;
            if (const Element e = other.document.by_id(local)) return {Target::Found::here, e};
        }
        if (colon != std::string_view::npos && resolved && resolved->uri != source_.target_namespace && !of_files)
            return {Target::Found::outside, {}};
        return {};
    }
    /// The element that an attribute names; none when there is no such attribute or element.
    [[nodiscard]] Element ref(Element from, const char* attribute) const {
        const std::string_view name = from.attribute(attribute);
        return name.empty() ? Element() : find(from, name).element;
    }
    /// Likewise the text of a child.
    [[nodiscard]] Element ref(Element from, Tag child) const {
        const Element c = from.child(child);
        return c ? find(c, c.text()).element : Element();
    }
    [[nodiscard]] std::vector<Element> refs(Element from, Tag child) const {
        std::vector<Element> found;
        for (const Element c : from.children())
            if (c.is(child))
                if (const Element e = find(c, c.text()).element) found.push_back(e);
        return found;
    }

    /// The sequence flows that lead to or from a node of this file, by their own references.
    [[nodiscard]] std::span<const Element> incoming(Element node) const { return of(incoming_, node); }
    [[nodiscard]] std::span<const Element> outgoing(Element node) const { return of(outgoing_, node); }
    [[nodiscard]] Element source_of(Element flow) const {
        return document().by_id(detail::trimmed(flow.attribute("sourceRef")));
    }
    [[nodiscard]] Element target_of(Element flow) const {
        return document().by_id(detail::trimmed(flow.attribute("targetRef")));
    }
    /// Likewise message flows and associations.
    [[nodiscard]] std::span<const Element> messages_to(Element node) const { return of(messages_to_, node); }
    [[nodiscard]] std::span<const Element> messages_from(Element node) const { return of(messages_from_, node); }
    [[nodiscard]] std::span<const Element> associations(Element node) const { return of(associations_, node); }
    [[nodiscard]] std::span<const Element> boundary_events(Element activity) const { return of(boundary_, activity); }

    /// What triggers an event: the definitions in it, and those that it refers to.
    [[nodiscard]] std::vector<Element> definitions_of(Element event) const {
        std::vector<Element> found = children(event, kinds::event_definitions);
        for (const Element e : refs(event, Tag::eventDefinitionRef))
            if (e.is(kinds::event_definitions)) found.push_back(e);
        return found;
    }
    [[nodiscard]] bool has_definition(Element event, const Tags& tags) const {
        const auto found = definitions_of(event);
        return std::any_of(found.begin(), found.end(), [&](Element e) { return e.is(tags); });
    }
    /// Definitions that could not be found count as some.
    [[nodiscard]] bool is_plain(Element event) const {
        return count(event, kinds::event_definitions) == 0 && !event.child(Tag::eventDefinitionRef);
    }

    [[nodiscard]] static Element process_of(Element e) {
        while (e && !e.is(Tag::process)) e = e.parent();
        return e;
    }
    [[nodiscard]] static bool is_executable(Element e) { return process_of(e).flag("isExecutable"); }
    [[nodiscard]] static bool is_event_sub_process(Element e) {
        return e.is(kinds::sub_processes) && e.flag("triggeredByEvent");
    }
    /// Runs for compensation, so no flow leads to it.
    [[nodiscard]] static bool is_handler(Element e) { return e.is(kinds::activities) && e.flag("isForCompensation"); }
    /// The participant of a node, a process or itself; none when no pool is known.
    [[nodiscard]] Element pool_of(Element e) const {
        if (e.is(Tag::participant)) return e;
        const Element process = process_of(e);
        if (!is_own(process)) return {};
        const auto found = pools_.find(process.index());
        return found == pools_.end() ? Element() : found->second;
    }

    /// The item definition of data, of a message, error, escalation or signal, or of a reference to data.
    [[nodiscard]] Element item_of(Element e) const {
        for (const char* name : {"itemSubjectRef", "itemRef", "structureRef"})
            if (e.has(name)) return ref(e, name);
        if (e.is(Tag::dataObjectReference)) return item_of_referred(ref(e, "dataObjectRef"));
        if (e.is(Tag::dataStoreReference)) return item_of_referred(ref(e, "dataStoreRef"));
        return {};
    }
    /// Equal for items that are the same in the sense of same_item.
    [[nodiscard]] static std::string item_key(Element item) {
        if (!item) return {};
        const std::string_view structure = item.attribute("structureRef");
        if (structure.empty()) return "#" + std::to_string(item.index());
        const auto name = item.resolve(structure);
        std::string key(name ? name->uri : std::string_view());
        return key.append(" ").append(name ? name->local : structure).append(item.flag("isCollection") ? "*" : "");
    }
    /// One item definition, or two of one structure.
    [[nodiscard]] static bool same_item(Element a, Element b) {
        if (a == b) return true;
        if (!a || !b) return false;
        const std::string_view x = a.attribute("structureRef"), y = b.attribute("structureRef");
        return !x.empty() && a.resolve(x) == b.resolve(y) && a.flag("isCollection") == b.flag("isCollection");
    }
    [[nodiscard]] static bool same_structure(Element a, Element b) {
        const std::string_view x = a.attribute("structureRef"), y = b.attribute("structureRef");
        return a.resolve(x) == b.resolve(y);
    }

    /// Has an attribute of another namespace than XML's own: an engine's extension that may say what is missing.
    [[nodiscard]] static bool has_extension(Element e) {
        for (const pugi::xml_attribute& a : e.node().attributes()) {
            const std::string_view name = a.name();
            const std::size_t colon = name.find(':');
            if (colon == std::string_view::npos || name.starts_with("xml")) continue;
            const auto q = e.resolve(name);
            if (q && q->uri != uri::xsi) return true;
        }
        return static_cast<bool>(e.child(Tag::extensionElements));
    }

private:
    static constexpr std::size_t tag_count = static_cast<std::size_t>(Tag::count);
    static std::size_t index_of(Tag tag) { return static_cast<std::size_t>(tag); }

    [[nodiscard]] Element item_of_referred(Element data) const {
        return data && data.has("itemSubjectRef") ? ref(data, "itemSubjectRef") : Element();
    }

    /// Lists of elements by the row of another.
    struct Lists {
        std::vector<std::pair<std::uint32_t, Element>> entries;
        std::vector<Element> elements;
        std::unordered_map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> ranges;

        void add(Element at, Element what) {
            if (at) entries.emplace_back(at.index(), what);
        }
        void finish() {
            std::stable_sort(entries.begin(), entries.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            for (const auto& [at, what] : entries) {
                const auto here = static_cast<std::uint32_t>(elements.size());
                ++ranges.try_emplace(at, here, 0).first->second.second;
                elements.push_back(what);
            }
            entries.clear();
        }
    };
    [[nodiscard]] bool is_own(Element e) const {
        return e && e.index() < document().size() && document()[e.index()] == e;
    }
    [[nodiscard]] std::span<const Element> of(const Lists& lists, Element node) const {
        if (!is_own(node)) return {};
        const auto found = lists.ranges.find(node.index());
        if (found == lists.ranges.end()) return {};
        return std::span(lists.elements).subspan(found->second.first, found->second.second);
    }

    void index_flows() {
        for (const Element flow : all(Tag::sequenceFlow)) {
            outgoing_.add(source_of(flow), flow);
            incoming_.add(target_of(flow), flow);
        }
        const auto own = [&](Element from, const char* attribute) {
            const Element e = ref(from, attribute);
            return is_own(e) ? e : Element();
        };
        for (const Element flow : all(Tag::messageFlow)) {
            messages_from_.add(own(flow, "sourceRef"), flow);
            messages_to_.add(own(flow, "targetRef"), flow);
        }
        for (const Element a : all(Tag::association)) {
            associations_.add(own(a, "sourceRef"), a);
            associations_.add(own(a, "targetRef"), a);
        }
        for (const Element b : all(Tag::boundaryEvent)) boundary_.add(own(b, "attachedToRef"), b);
        for (Lists* lists : {&incoming_, &outgoing_, &messages_to_, &messages_from_, &associations_, &boundary_})
            lists->finish();
    }
    void index_pools() {
        for (const Element p : all(Tag::participant))
            if (const Element process = ref(p, "processRef"); is_own(process)) pools_.try_emplace(process.index(), p);
    }

    const Files& files_;
    const Source& source_;
    std::array<std::uint32_t, tag_count + 1> first_{};
    std::vector<Element> by_tag_;
    std::vector<std::string_view> imported_;  ///< namespaces, of at most as many files as are read
    Lists incoming_, outgoing_, messages_to_, messages_from_, associations_, boundary_;
    std::unordered_map<std::uint32_t, Element> pools_;
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
