// Pictures as DOT text, for Graphviz. Needs no library.
#ifndef BATON_DIAGRAM_DOT_HPP
#define BATON_DIAGRAM_DOT_HPP

#include <string>
#include <string_view>

#include "../config.hpp"
#include "shapes.hpp"

namespace baton::inline BATON_ABI::diagram {

namespace detail {

inline std::string dot_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    }
    return out + '"';
}

// Colour is never alone: the mark stands in words in the box, and the border differs.
inline std::string_view dot_look(Mark mark) {
    switch (mark) {
        case Mark::none: return "";
        case Mark::done: return ", fillcolor=\"#d9f2d9\", color=\"#2e7d32\"";
        case Mark::ready: return ", fillcolor=\"#fff3c4\", color=\"#8a6d00\", penwidth=2.5";
        case Mark::waiting: return ", fillcolor=\"#d6e8ff\", color=\"#0b57d0\", penwidth=2.5";
        case Mark::failed: return ", fillcolor=\"#ffd9d6\", color=\"#b3261e\", penwidth=2.5, peripheries=2";
        case Mark::not_taken: return ", color=\"#9e9e9e\", fontcolor=\"#757575\", style=\"filled,dashed\"";
    }
    return "";
}

inline std::string dot_label(const Shape& s, bool shows_state) {
    std::string text = s.title;
    if (!s.labels.empty()) {
        text += "\n{";
        for (std::size_t i = 0; i < s.labels.size(); ++i) text += (i > 0 ? ", " : "") + s.labels[i];
        text += '}';
    }
    if (!s.note.empty()) text += "\n" + s.note;
    if (!shows_state || s.mark == Mark::none) return text;
    text.append("\n[").append(name_of(s.mark));
    if (s.tokens > 1) text += ", " + std::to_string(s.tokens) + " tokens";
    if (s.passed > 1) text += ", " + std::to_string(s.passed) + " times";
    return text + ']';
}

inline std::string dot_shape(const Shape& s, bool shows_state) {
    std::string out = "  " + dot_quoted(s.id) + " [";
    switch (s.outline) {
        case Outline::start: out += "shape=circle, width=0.28, label=\"\", tooltip=\"start\""; break;
        case Outline::end: out += "shape=circle, width=0.28, penwidth=3, label=\"\", tooltip=\"end\""; break;
        case Outline::gateway:
            out +=
                "shape=diamond, style=filled, width=0.42, height=0.42, fixedsize=true, fontname=\"Helvetica-Bold\", "
                "label=" +
                dot_quoted(s.sign);
            if (!s.title.empty()) out += ", xlabel=" + dot_quoted(dot_label(s, shows_state));
            break;
        case Outline::boundary_event:
            out += "shape=oval, style=filled, peripheries=2, fontsize=10, margin=\"0.04,0.02\", label=" +
                   dot_quoted(dot_label(s, shows_state));
            break;
        case Outline::task: out += "label=" + dot_quoted(dot_label(s, shows_state));
    }
    return out.append(dot_look(s.mark)) + "];\n";
}

inline std::string dot_line(const Line& l) {
    std::string attributes;
    const auto add = [&](const std::string& attribute) { attributes += (attributes.empty() ? "" : ", ") + attribute; };
    if (!l.label.empty()) add("label=" + dot_quoted(l.label));
    if (l.attached) add("style=dotted, dir=none");
    if (l.taken > 0)
        add("penwidth=2.5");
    else if (l.not_taken)
        add("color=\"#9e9e9e\", fontcolor=\"#757575\", style=dashed");
    return "  " + dot_quoted(l.from) + " -> " + dot_quoted(l.to) + (attributes.empty() ? "" : " [" + attributes + "]") +
           ";\n";
}

}  // namespace detail

/// The picture of a definition, and of a state when an overlay is given. Equal definitions give equal text.
inline std::string dot(const core::Definition& d, const Overlay& overlay = {}) {
    const Shapes s = shapes_of(d, overlay);
    std::string out = "digraph " + detail::dot_quoted(s.name) +
                      " {\n"
                      "  graph [rankdir=LR, nodesep=0.35, ranksep=0.45, fontname=\"Helvetica\"];\n"
                      "  node [shape=box, style=\"filled,rounded\", fillcolor=\"#ffffff\", fontname=\"Helvetica\", "
                      "fontsize=12];\n"
                      "  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.8];\n";
    for (const Shape& shape : s.shapes) out += detail::dot_shape(shape, s.shows_state);
    for (const Line& line : s.lines) out += detail::dot_line(line);
    return out + "}\n";
}

}  // namespace baton::inline BATON_ABI::diagram

#endif
