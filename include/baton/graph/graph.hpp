// The Graph: a Definition compiled into a Boost.Graph, on which everything runs.
//
// One compressed sparse row graph with bundled properties: vertices are the nodes in declaration order, edges are the
// sequence flows; the edges out of a vertex keep their declaration order. It is immutable and shared, and can be handed
// to any Boost.Graph algorithm. There is no second structure beside it.
#ifndef BATON_GRAPH_GRAPH_HPP
#define BATON_GRAPH_GRAPH_HPP

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/kinds.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::graph {

/// What the engine must know of a node, in one look.
enum vertex_flag : std::uint16_t {
    simple_exit = 1,   ///< one flow, unconditional
    concurrent = 2,    ///< the body may run beside others
    has_boundary = 4,  ///< boundary events are attached
    has_delay = 8,     ///< waits before the body runs
    starts = 16,
    may_end = 32,  ///< a token may end here although there are flows
    has_body = 64,
    keep_changes = 128,  ///< a failed attempt's changes of the context are kept
    guarded_entry = 256,  ///< a token that comes by a flow meets a join, a delay or a deadline first
    elaborate = 512       ///< more than a body: goes through engine/element.hpp
};

/// A node.
struct Vertex {
    core::node_kind kind = core::node_kind::task;
    core::join_kind join = core::join_kind::none;
    core::split_kind split = core::split_kind::none;
    std::uint16_t flags = 0;
    /// Of a host: its boundary events are the `boundary_count` vertices from first_boundary on.
    std::uint16_t boundary_count = 0;
    std::uint32_t in_degree = 0;
    /// Position among the joins that wait (all, inclusive); none elsewhere.
    std::uint32_t join_number = 0xFFFF'FFFF;
    std::uint32_t first_boundary = 0;
    /// Of a boundary event: its host. Elsewhere the vertex itself.
    std::uint32_t host = 0;
    /// The sub-process that it is directly in, or no_vertex.
    std::uint32_t parent = 0xFFFF'FFFF;
    /// Position in Definition::processes.
    std::uint32_t process = 0;
    /// Of a sub-process: position in Properties::contents.
    std::uint32_t contents = 0xFFFF'FFFF;
    /// Of a link throw event: the catch event. Of a compensation boundary event: the handler.
    std::uint32_t partner = 0xFFFF'FFFF;
    /// Deadline of a timer boundary event, delay of a task: milliseconds.
    std::int64_t time_ms = 0;
    std::string id;

    /// A task with a body and one unconditional flow, run at once: what most nodes are.
    [[nodiscard]] bool is_plain_task() const {
        return (flags & (has_body | simple_exit | concurrent | elaborate)) == (has_body | simple_exit);
    }
    /// The same, and nothing is met on the way in.
    [[nodiscard]] bool is_plain_and_open() const {
        return (flags & (has_body | simple_exit | concurrent | guarded_entry | elaborate)) == (has_body | simple_exit);
    }
    [[nodiscard]] bool has(vertex_flag flag) const { return (flags & flag) != 0; }
};

inline constexpr std::uint32_t no_choice = 0xFFFF'FFFF;

/// A sequence flow.
struct Edge {
    /// Position among the flows that lead to the target.
    std::uint32_t slot = 0;
    core::condition_kind condition = core::condition_kind::none;
    /// Position in Definition::flows.
    std::uint32_t flow = 0;
    /// Position among the flows that are counted: all but a node's only, unconditional one.
    std::uint32_t choice_number = no_choice;
};

/// What a process or sub-process holds, as far as it matters when it opens; in declaration order.
struct Contents {
    /// Get a token when the scope opens.
    std::vector<std::uint32_t> starts;
    std::vector<std::uint32_t> event_sub_processes;
};

/// What the graph as a whole carries.
struct Properties {
    std::shared_ptr<const core::Definition> definition;
    std::shared_ptr<const JoinReach> join_reach;
    std::uint32_t join_count = 0;
    std::uint32_t choice_count = 0;
    /// First those of the processes, in their order; then of sub-processes, see Vertex::contents.
    std::vector<Contents> contents;
};

using Graph =
    boost::compressed_sparse_row_graph<boost::bidirectionalS, Vertex, Edge, Properties, std::uint32_t, std::uint32_t>;
using vertex_index = boost::graph_traits<Graph>::vertex_descriptor;
using edge_descriptor = boost::graph_traits<Graph>::edge_descriptor;

/// No vertex.
inline constexpr std::uint32_t no_vertex = 0xFFFF'FFFF;

inline const Properties& properties_of(const Graph& g) { return boost::get_property(g, boost::graph_bundle); }
/// The flow that an edge was made from.
inline const core::Flow& flow_of(const Graph& g, const edge_descriptor& e) {
    return properties_of(g).definition->flows[g[e].flow];
}
/// The node that a vertex was made from.
inline const core::Node& node_of(const Graph& g, vertex_index v) { return properties_of(g).definition->nodes[v]; }

}  // namespace baton::inline BATON_ABI::graph

namespace baton::inline BATON_ABI {
using graph::Graph;
}  // namespace baton::inline BATON_ABI

#endif
