// Every node is reached from a start point and reaches an end point.
#ifndef BATON_CORE_CHECK_REACH_HPP
#define BATON_CORE_CHECK_REACH_HPP

#include <cstddef>

#include "../../config.hpp"
#include "../rows.hpp"
#include "scratch.hpp"

namespace baton::inline BATON_ABI::core::check {

namespace detail {

/// Adjacency in compressed rows: the neighbours of u are to[begin[u]] .. to[begin[u + 1] - 1]. A boundary event is a
/// neighbour of its host. `backward` turns every flow around. Takes 2 * N + 1 + E entries, E <= F + N.
struct neighbours {
    row_index* begin = nullptr;
    row_index* to = nullptr;

    constexpr neighbours(const rows& w, bool backward, scratch& memory)
        : begin(memory.take(w.node_count + 1)), to(memory.take(w.flow_count + w.node_count)) {
        row_index* used = memory.take(w.node_count);
        const auto each = [&](auto&& use) {
            for (std::size_t i = 0; i < w.flow_count; ++i)
                backward ? use(w.flows[i].target, w.flows[i].source) : use(w.flows[i].source, w.flows[i].target);
            for (std::size_t i = 0; i < w.node_count; ++i) {
                const auto self = static_cast<row_index>(i);
                if (w.nodes[i].host == no_row) continue;
                backward ? use(self, w.nodes[i].host) : use(w.nodes[i].host, self);
            }
        };
        each([&](row_index from, row_index) { ++begin[from + 1]; });
        for (std::size_t i = 0; i < w.node_count; ++i) begin[i + 1] += begin[i];
        each([&](row_index from, row_index target) { to[begin[from] + used[from]++] = target; });
    }
};

/// Marks everything reached from the nodes that `seed` selects. Takes 2 * N entries more.
template <class Seed>
constexpr const row_index* reached(const rows& w, const neighbours& graph, scratch& memory, Seed seed) {
    row_index* seen = memory.take(w.node_count);
    row_index* stack = memory.take(w.node_count);
    std::size_t height = 0;
    for (std::size_t i = 0; i < w.node_count; ++i)
        if (seed(w.nodes[i])) {
            seen[i] = 1;
            stack[height++] = static_cast<row_index>(i);
        }
    while (height != 0) {
        const row_index u = stack[--height];
        for (row_index k = graph.begin[u]; k < graph.begin[u + 1]; ++k)
            if (seen[graph.to[k]] == 0) {
                seen[graph.to[k]] = 1;
                stack[height++] = graph.to[k];
            }
    }
    return seen;
}

}  // namespace detail

/// Reports BTN003 to BTN005. `memory` holds 6 * N + F + 1 entries.
template <class Report>
constexpr void check_reach(const rows& w, scratch memory, Report& report) {
    bool starts = false;
    for (std::size_t i = 0; i < w.node_count; ++i) starts = starts || w.nodes[i].start;
    if (!starts) {
        report(verdict{error_code::no_start_point_in_the_workflow, w.name, {}, w.node_count > 0 ? w.nodes[0].line : 0});
        return;
    }
    const auto search = [&](bool backward, auto seed, error_code missing) {
        scratch own = memory;
        const detail::neighbours graph(w, backward, own);
        const row_index* seen = detail::reached(w, graph, own, seed);
        for (std::size_t i = 0; i < w.node_count && !report.stop(); ++i)
            if (seen[i] == 0) report(verdict{missing, w.nodes[i].id, {}, w.nodes[i].line});
    };
    search(
        false, [](const node_row& n) { return n.start; }, error_code::no_start_point_reaches);
    if (report.stop()) return;
    search(
        true, [](const node_row& n) { return n.end; }, error_code::no_end_point_is_reached_from);
}

}  // namespace baton::inline BATON_ABI::core::check

#endif
