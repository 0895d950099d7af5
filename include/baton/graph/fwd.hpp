// Declarations of the graph module.
#ifndef BATON_GRAPH_FWD_HPP
#define BATON_GRAPH_FWD_HPP

#include "../config.hpp"

namespace baton::inline BATON_ABI::graph {

struct Vertex;
struct Edge;
struct Properties;
class JoinReach;

}  // namespace baton::inline BATON_ABI::graph

#endif
