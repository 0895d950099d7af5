// Pictures as Mermaid text, which Markdown viewers draw. Needs no library.
#ifndef BATON_DIAGRAM_MERMAID_HPP
#define BATON_DIAGRAM_MERMAID_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "../config.hpp"
#include "dot.hpp"
#include "shapes.hpp"

namespace baton::inline BATON_ABI::diagram {

namespace detail {

inline std::string mermaid_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"': out += "#quot;"; break;
            case '#': out += "#35;"; break;
            case '<': out += "#lt;"; break;
            case '>': out += "#gt;"; break;
            case '\n': out += "<br/>"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) out += c;
        }
    }
    return out + '"';
}

inline std::string mermaid_shape(const Shape& s, const std::string& name, bool shows_state) {
    switch (s.outline) {
        case Outline::start: return name + "(( ))";
        case Outline::end: return name + "((( )))";
        case Outline::gateway:
            return name + "{" + mermaid_quoted(s.title.empty() ? s.sign : s.sign + "\n" + dot_label(s, shows_state)) +
                   "}";
        case Outline::boundary_event: return name + "((" + mermaid_quoted(dot_label(s, shows_state)) + "))";
        case Outline::task: break;
    }
    return name + "(" + mermaid_quoted(dot_label(s, shows_state)) + ")";
}

}  // namespace detail

/// The picture of a definition, and of a state when an overlay is given. Equal definitions give equal text.
inline std::string mermaid(const core::Definition& d, const Overlay& overlay = {}) {
    const Shapes s = shapes_of(d, overlay);
    std::string out = "flowchart LR\n";
    std::unordered_map<std::string_view, std::string> names;  // Mermaid's own names cannot hold any text
    for (const Shape& shape : s.shapes) {
        const std::string name = "n" + std::to_string(names.size());
        names.emplace(shape.id, name);
        out += "  " + detail::mermaid_shape(shape, name, s.shows_state);
        if (shape.mark != Mark::none) {
            const std::string_view mark = shape.mark == Mark::not_taken ? "nottaken" : name_of(shape.mark);
            out.append(":::").append(mark);
        }
        out += '\n';
    }
    for (const Line& line : s.lines) {
        const std::string_view arrow = line.attached    ? " -.- "
                                       : line.taken > 0 ? " ==> "
                                       : line.not_taken ? " -.-> "
                                                        : " --> ";
        out.append("  ").append(names.at(line.from)).append(arrow);
        if (!line.label.empty()) out += "|" + detail::mermaid_quoted(line.label) + "| ";
        out += names.at(line.to) + '\n';
    }
    if (s.shows_state)
        out +=
            "  classDef done fill:#d9f2d9,stroke:#2e7d32\n"
            "  classDef ready fill:#fff3c4,stroke:#8a6d00,stroke-width:3px\n"
            "  classDef waiting fill:#d6e8ff,stroke:#0b57d0,stroke-width:3px\n"
            "  classDef failed fill:#ffd9d6,stroke:#b3261e,stroke-width:4px\n"
            "  classDef nottaken fill:#ffffff,stroke:#9e9e9e,color:#757575,stroke-dasharray:4\n";
    return out;
}

}  // namespace baton::inline BATON_ABI::diagram

#endif
