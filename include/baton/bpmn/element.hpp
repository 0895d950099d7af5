// An element of a Document: a light value that is copied freely and lives as long as its Document.
#ifndef BATON_BPMN_ELEMENT_HPP
#define BATON_BPMN_ELEMENT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "tags.hpp"

namespace baton::inline BATON_ABI::bpmn {

/// A name with the namespace that its prefix stands for.
struct QName {
    std::string_view uri;
    std::string_view local;
    friend bool operator==(const QName&, const QName&) = default;
};

/// From 1, counted in characters.
struct Position {
    unsigned line = 0;
    unsigned column = 0;
    friend bool operator==(const Position&, const Position&) = default;
};

namespace detail {

inline constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

/// An element in document order. Its descendants follow it, up to `end`.
struct Row {
    pugi::xml_node node;
    std::uint32_t parent = no_row;
    std::uint32_t end = 0;
    std::uint32_t scope = no_row;          ///< the nearest declaration of a prefix
    std::uint32_t uri = 0;                 ///< 0: none
    std::uint32_t prefix_length : 23 = 0;  ///< with the colon
    std::uint32_t extension : 1 = 0;       ///< inside of extensionElements, or of an element of another namespace
    Tag tag = Tag::foreign;
};

/// A prefix that is declared; `next` leads outwards.
struct Binding {
    std::string_view prefix;
    std::uint32_t uri;
    std::uint32_t next;
};

struct Named {
    std::string_view id;
    std::uint32_t row;
};

/// What a Document and its elements share; it does not move.
struct Content {
    std::string file, text;
    std::vector<std::uint32_t> lines;  ///< where each begins
    pugi::xml_document tree;
    std::vector<Row> rows;
    std::vector<Binding> bindings;
    std::vector<std::string_view> uris{{}};
    std::vector<Named> ids;  ///< by id, then in document order

    [[nodiscard]] Position position(std::size_t offset) const {
        if (lines.empty()) return {1, 1};
        const auto after = std::upper_bound(lines.begin(), lines.end(), offset);
        const std::size_t line = static_cast<std::size_t>(after - lines.begin()), from = lines[line - 1];
        // Beyond this, in a file without lines, bytes are counted: a position must not cost the length of a file.
        const std::size_t counted = std::min(offset, from + 8192);
        const auto characters =
            std::count_if(text.begin() + static_cast<std::ptrdiff_t>(from),
                          text.begin() + static_cast<std::ptrdiff_t>(std::min(counted, text.size())),
                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
        return {static_cast<unsigned>(line),
                static_cast<unsigned>(static_cast<std::size_t>(characters) + (offset - counted) + 1)};
    }
    /// What the prefix stands for at the element; none when nothing.
    [[nodiscard]] std::uint32_t find_uri(std::uint32_t scope, std::string_view prefix) const {
        for (; scope != no_row; scope = bindings[scope].next)
            if (bindings[scope].prefix == prefix) return bindings[scope].uri;
        return no_row;
    }
};

}  // namespace detail

/// May be no element at all, which is false; asking that one for anything gives nothing.
class Element {
public:
    class Children;
    class Descendants;

    Element() = default;
    Element(const detail::Content& content, std::uint32_t index) : content_(&content), index_(index) {}

    explicit operator bool() const { return content_ != nullptr; }
    friend bool operator==(const Element&, const Element&) = default;

    /// Its number in document order; the root is 0.
    [[nodiscard]] std::uint32_t index() const { return index_; }
    /// The number of the first element after it that is not in it.
    [[nodiscard]] std::uint32_t end() const { return content_ == nullptr ? 0 : row().end; }
    [[nodiscard]] Tag tag() const { return content_ == nullptr ? Tag::foreign : row().tag; }
    [[nodiscard]] bool is(Tag t) const { return tag() == t; }
    [[nodiscard]] bool is(const Tags& tags) const { return tags.has(tag()); }
    /// Of the BPMN model, that is neither of a diagram nor of another namespace nor part of an extension.
    [[nodiscard]] bool in_model() const { return content_ != nullptr && row().extension == 0 && uri() == uri::model; }
    /// Inside of extensionElements, or of an element of another namespace.
    [[nodiscard]] bool in_extension() const { return content_ != nullptr && row().extension != 0; }
    [[nodiscard]] std::string_view uri() const { return content_ == nullptr ? "" : content_->uris[row().uri]; }
    [[nodiscard]] std::string_view local() const {
        return content_ == nullptr ? "" : std::string_view(row().node.name()).substr(row().prefix_length);
    }
    [[nodiscard]] pugi::xml_node node() const { return content_ == nullptr ? pugi::xml_node() : row().node; }

    [[nodiscard]] Element parent() const {
        return content_ == nullptr || row().parent == detail::no_row ? Element() : Element(*content_, row().parent);
    }
    /// In document order, elements only.
    [[nodiscard]] Children children() const;
    [[nodiscard]] Descendants descendants() const;
    /// The first child of that kind.
    [[nodiscard]] Element child(Tag tag) const;
    [[nodiscard]] bool is_inside(Element other) const {
        return content_ == other.content_ && content_ != nullptr && index_ > other.index_ && index_ < other.row().end;
    }

    /// The value of an attribute without a namespace; empty when there is none.
    [[nodiscard]] std::string_view attribute(const char* name) const { return node().attribute(name).value(); }
    [[nodiscard]] bool has(const char* name) const { return !node().attribute(name).empty(); }
    /// A truth value as XML schema writes it.
    [[nodiscard]] bool flag(const char* name, bool otherwise = false) const {
        const std::string_view value = attribute(name);
        return value == "true" || value == "1" ? true : value == "false" || value == "0" ? false : otherwise;
    }
    /// The value of an attribute of a namespace; empty when there is none.
    [[nodiscard]] std::string_view attribute(std::string_view namespace_uri, std::string_view local_name) const {
        for (const pugi::xml_attribute& a : node().attributes()) {
            const std::string_view name = a.name();
            const std::size_t colon = name.find(':');
            if (colon == std::string_view::npos || name.substr(colon + 1) != local_name) continue;
            const std::uint32_t found = content_->find_uri(row().scope, name.substr(0, colon));
            if (found != detail::no_row && content_->uris[found] == namespace_uri) return a.value();
        }
        return {};
    }
    [[nodiscard]] std::string_view id() const { return attribute("id"); }
    /// What a person would call it: the id, else the name, else the kind.
    [[nodiscard]] std::string_view label() const {
        if (const std::string_view i = id(); !i.empty()) return i;
        const std::string_view name = attribute("name");
        return name.empty() ? local() : name;
    }

    /// The text that stands directly in it, CDATA included.
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const pugi::xml_node& n : node().children())
            if (n.type() == pugi::node_pcdata || n.type() == pugi::node_cdata) all += n.value();
        return all;
    }
    /// The same without blanks around it.
    [[nodiscard]] std::string trimmed_text() const {
        std::string all = text();
        const std::size_t from = all.find_first_not_of(" \t\r\n");
        if (from == std::string::npos) return {};
        return all.substr(from, all.find_last_not_of(" \t\r\n") + 1 - from);
    }

    /// A QName as it is meant here: its prefix by the declarations around, a bare name in the default namespace (or
    /// none). Nothing when the prefix is not declared. The names live as long as `name`.
    [[nodiscard]] std::optional<QName> resolve(std::string_view name) const {
        const std::size_t colon = name.find(':');
        const std::string_view prefix = colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
        const std::string_view local_name = colon == std::string_view::npos ? name : name.substr(colon + 1);
        const std::uint32_t found = content_ == nullptr ? detail::no_row : content_->find_uri(row().scope, prefix);
        if (found != detail::no_row) return QName{content_->uris[found], local_name};
        if (prefix.empty()) return QName{{}, local_name};
        if (prefix == "xml") return QName{uri::xml, local_name};
        return std::nullopt;
    }

    /// Where its tag begins.
    [[nodiscard]] Position position() const {
        if (content_ == nullptr) return {};
        const std::ptrdiff_t offset = row().node.offset_debug();
        return content_->position(offset > 0 ? static_cast<std::size_t>(offset - 1) : 0);
    }

private:
    [[nodiscard]] const detail::Row& row() const { return content_->rows[index_]; }

    const detail::Content* content_ = nullptr;
    std::uint32_t index_ = 0;
};

namespace detail {
/// Goes over rows: `step` is one past the element, or past all its descendants.
template <bool over_descendants>
class ElementIterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Element;
    using difference_type = std::ptrdiff_t;
    using pointer = const Element*;
    using reference = Element;

    ElementIterator() = default;
    ElementIterator(const Content* content, std::uint32_t at) : content_(content), at_(at) {}
    Element operator*() const { return {*content_, at_}; }
    ElementIterator& operator++() {
        at_ = over_descendants ? content_->rows[at_].end : at_ + 1;
        return *this;
    }
    ElementIterator operator++(int) {
        ElementIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const ElementIterator&, const ElementIterator&) = default;

private:
    const Content* content_ = nullptr;
    std::uint32_t at_ = 0;
};
}  // namespace detail

class Element::Children {
public:
    using iterator = detail::ElementIterator<true>;
    Children(const detail::Content* content, std::uint32_t first, std::uint32_t end)
        : begin_(content, first), end_(content, end) {}
    [[nodiscard]] iterator begin() const { return begin_; }
    [[nodiscard]] iterator end() const { return end_; }

private:
    iterator begin_, end_;
};

class Element::Descendants {
public:
    using iterator = detail::ElementIterator<false>;
    Descendants(const detail::Content* content, std::uint32_t first, std::uint32_t end)
        : begin_(content, first), end_(content, end) {}
    [[nodiscard]] iterator begin() const { return begin_; }
    [[nodiscard]] iterator end() const { return end_; }

private:
    iterator begin_, end_;
};

inline Element::Children Element::children() const {
    return content_ == nullptr ? Children(nullptr, 0, 0) : Children(content_, index_ + 1, row().end);
}
inline Element::Descendants Element::descendants() const {
    return content_ == nullptr ? Descendants(nullptr, 0, 0) : Descendants(content_, index_ + 1, row().end);
}
inline Element Element::child(Tag tag) const {
    for (const Element e : children())
        if (e.is(tag)) return e;
    return {};
}

}  // namespace baton::inline BATON_ABI::bpmn

#endif
