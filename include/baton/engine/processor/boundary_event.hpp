// Boundary events (BPMN 2.0.2, 10.5.4 and 13.5.3): timer and error, both interrupting. They are entered when their
// event has happened: the token was taken from the host.
//
//   act    complete
#ifndef BATON_ENGINE_PROCESSOR_BOUNDARY_EVENT_HPP
#define BATON_ENGINE_PROCESSOR_BOUNDARY_EVENT_HPP

#include <cstdint>
#include <string_view>

#include "../../config.hpp"
#include "../../graph/graph.hpp"
#include "../fwd.hpp"

namespace baton::inline BATON_ABI::engine::boundary_event {

template <class Engine>
void act(Engine& e, token_slot slot) {
    e.complete_element(slot);
}

/// The error boundary event of the host that catches the code: one with that code before one without, else no_vertex.
inline std::uint32_t that_catches(const graph::Graph& g, std::uint32_t host, std::string_view code) {
    std::uint32_t found = graph::no_vertex;
    const graph::Vertex& v = g[host];
    for (std::uint32_t b = v.first_boundary; b < v.first_boundary + v.boundary_count; ++b) {
        if (g[b].kind != core::node_kind::error_boundary) continue;
        const std::string& caught = graph::node_of(g, b).error;
        if (caught == code && !caught.empty()) return b;
        if (caught.empty() && found == graph::no_vertex) found = b;
    }
    return found;
}

}  // namespace baton::inline BATON_ABI::engine::boundary_event

#endif
