// A workflow as an outline in words: for terminals, and as the text that stands in for a picture.
#ifndef BATON_DIAGRAM_OUTLINE_HPP
#define BATON_DIAGRAM_OUTLINE_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "shapes.hpp"

namespace baton::inline BATON_ABI::diagram {

namespace detail {

/// "start, waits for every live branch, end".
inline std::string words_of(const core::Node& n) {
    std::string words;
    const auto add = [&](std::string_view word) { words.append(words.empty() ? "" : ", ").append(word); };
    if (n.start) add("start");
    switch (n.kind) {
        case core::node_kind::exclusive_gateway: add("exclusive gateway"); break;
        case core::node_kind::parallel_gateway: add("parallel gateway"); break;
        case core::node_kind::inclusive_gateway: add("inclusive gateway"); break;
        default:
            if (n.join == core::join_kind::inclusive) add("waits for every live branch");
            if (n.join == core::join_kind::all) add("waits for all branches");
            if (n.join == core::join_kind::merge) add("runs for each branch");
    }
    if (n.kind == core::node_kind::task && n.time.ms > 0) add("delayed by " + text_of(n.time));
    if (n.concurrent) add("concurrent");
    for (const std::string& label : n.labels) add("{" + label + "}");
    if (n.end) add(n.may_continue ? "may end" : "end");
    return words;
}

inline std::string flows_of(const core::Definition& d, std::size_t node) {
    std::string text;
    for (const core::Flow& f : d.flows) {
        if (f.source != node) continue;
        const std::string& to = d.nodes[f.target].id;
        text += text.empty() ? "" : ", ";
        switch (f.condition.kind) {
            case core::condition_kind::none: text += to; break;
            case core::condition_kind::otherwise: text += "otherwise " + to; break;
            default: text += to + " when " + f.condition.text;
        }
    }
    return text;
}

}  // namespace detail

/// One line for each node, in declaration order; with a state, how each stands.
inline std::string outline(const core::Definition& d, const Overlay& overlay = {}) {
    std::string out = d.id + '\n';
    for (std::size_t i = 0; i < d.nodes.size(); ++i) {
        const core::Node& n = d.nodes[i];
        out += core::is_boundary(n.kind) ? "    " : "  ";
        if (n.kind == core::node_kind::timer_boundary)
            out += "after " + detail::text_of(n.time);
        else if (n.kind == core::node_kind::error_boundary)
            out += "on error" + (n.error.empty() ? "" : " " + n.error);
        else
            out += n.id;
        if (n.title != n.id) out += " \"" + n.title + "\"";
        if (const std::string words = detail::words_of(n); !words.empty()) out += " (" + words + ")";
        if (const std::string flows = detail::flows_of(d, i); !flows.empty()) out += " -> " + flows;
        if (!overlay.empty()) {
            const NodeOverlay& now = overlay.nodes[i];
            if (now.mark != Mark::none) out.append("  [").append(name_of(now.mark)).append("]");
            if (now.tokens > 1) out += " " + std::to_string(now.tokens) + " tokens";
            if (now.passed > 1) out += " " + std::to_string(now.passed) + " times";
        }
        out += '\n';
    }
    return out;
}

}  // namespace baton::inline BATON_ABI::diagram

#endif
