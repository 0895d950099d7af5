// The state of an instance, as a picture shows it: what is done, waits, failed, or can no longer be reached.
#ifndef BATON_DIAGRAM_OVERLAY_HPP
#define BATON_DIAGRAM_OVERLAY_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../engine/state.hpp"
#include "../graph/graph.hpp"

namespace baton::inline BATON_ABI::diagram {

enum class Mark : std::uint8_t {
    none,      ///< not reached yet, but can be
    done,      ///< completed at least once, no token on it
    ready,     ///< a token acts next
    waiting,   ///< a token waits, is pending, delayed, or stands at the join
    failed,    ///< a token failed
    not_taken  ///< never completed, and no token can come any more
};

constexpr std::string_view name_of(Mark mark) {
    switch (mark) {
        case Mark::none: return "";
        case Mark::done: return "done";
        case Mark::ready: return "ready";
        case Mark::waiting: return "waiting";
        case Mark::failed: return "failed";
        case Mark::not_taken: return "not taken";
    }
    return {};
}

struct NodeOverlay {
    Mark mark = Mark::none;
    /// Completed so often; tokens here now.
    std::uint32_t passed = 0, tokens = 0;
};
struct FlowOverlay {
    std::uint32_t taken = 0;
    /// No token can come this way any more.
    bool not_taken = false;
};

/// By node and flow of the Definition. Empty: no state is shown.
struct Overlay {
    std::vector<NodeOverlay> nodes;
    std::vector<FlowOverlay> flows;
    [[nodiscard]] bool empty() const { return nodes.empty(); }
};

namespace detail {

/// Every vertex that a token here or later can act at.
inline std::vector<bool> reachable_from_tokens(const graph::Graph& g, const engine::State& s) {
    std::vector<bool> seen(num_vertices(g), false);
    std::vector<graph::vertex_index> stack;
    const auto visit = [&](graph::vertex_index v) {
        if (seen[v]) return;
        seen[v] = true;
        stack.push_back(v);
    };
    if (s.status == engine::Status::fresh)
        for (const std::uint32_t start : graph::properties_of(g).contents.front().starts) visit(start);
    for (auto t = s.tokens.oldest(); t != engine::no_slot; t = s.tokens[t].next) visit(s.tokens[t].vertex);
    while (!stack.empty()) {
        const graph::vertex_index v = stack.back();
        stack.pop_back();
        const auto [first, last] = out_edges(v, g);
        for (auto e = first; e != last; ++e) visit(target(*e, g));
        for (std::uint32_t b = 0; b < g[v].boundary_count; ++b) visit(g[v].first_boundary + b);
    }
    return seen;
}

inline Mark mark_of(engine::Phase phase) {
    switch (phase) {
        case engine::Phase::ready:
        case engine::Phase::leaving:
        case engine::Phase::active: return Mark::ready;
        case engine::Phase::failed:
        case engine::Phase::failed_leaving: return Mark::failed;
        default: return Mark::waiting;
    }
}

}  // namespace detail

/// What a picture shows of a state.
inline Overlay overlay_of(const graph::Graph& g, const engine::State& s) {
    Overlay overlay;
    const std::vector<bool> reachable = detail::reachable_from_tokens(g, s);
    overlay.nodes.resize(num_vertices(g));
    for (std::size_t v = 0; v < overlay.nodes.size(); ++v) {
        NodeOverlay& node = overlay.nodes[v];
        node.passed = v < s.passed.size() ? s.passed[v] : 0;
        node.mark = node.passed > 0 ? Mark::done : reachable[v] ? Mark::none : Mark::not_taken;
    }
    for (auto t = s.tokens.oldest(); t != engine::no_slot; t = s.tokens[t].next) {
        NodeOverlay& node = overlay.nodes[s.tokens[t].vertex];
        const Mark mark = detail::mark_of(s.tokens[t].phase);
        ++node.tokens;
        if (node.tokens == 1 || mark > node.mark) node.mark = mark;  // the worst news wins
    }
    overlay.flows.resize(num_edges(g));
    const auto [first, last] = edges(g);
    for (auto e = first; e != last; ++e) {
        FlowOverlay& flow = overlay.flows[g[*e].flow];
        flow.taken = engine::flow_count(g, s, *e);
        flow.not_taken = flow.taken == 0 && !reachable[boost::source(*e, g)];
    }
    return overlay;
}

}  // namespace baton::inline BATON_ABI::diagram

#endif
