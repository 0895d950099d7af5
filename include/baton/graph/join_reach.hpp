// Which flows into an inclusive join a token can still reach (BPMN 2.0.2, 13.4.3, table 13.3).
//
// For a join and a vertex u: the set of the join's incoming flows that end some path which starts with a flow out of u
// (or out of a boundary event attached to u) and does not pass the join itself. The sets of one join are computed when
// it is first asked for, and then shared by all instances.
#ifndef BATON_GRAPH_JOIN_REACH_HPP
#define BATON_GRAPH_JOIN_REACH_HPP

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "../config.hpp"
#include "graph.hpp"

namespace baton::inline BATON_ABI::graph {

/// A set of flows: bit i is the flow with slot i.
using slot_byte = std::uint8_t;

constexpr std::size_t bytes_for(std::uint32_t slots) { return (slots + 7) / 8; }
inline void add_slot(slot_byte* set, std::uint32_t slot) { set[slot / 8] |= static_cast<slot_byte>(1u << (slot % 8)); }
inline void drop_slot(slot_byte* set, std::uint32_t slot) {
    set[slot / 8] &= static_cast<slot_byte>(~(1u << (slot % 8)));
}
inline bool has_slot(const slot_byte* set, std::uint32_t slot) { return (set[slot / 8] >> (slot % 8) & 1u) != 0; }

/// The sets of one join. Memory: vertices times incoming flows, in bits.
class ReachSets {
public:
    ReachSets(const Graph& g, vertex_index join)
        : bytes_(bytes_for(g[join].in_degree)), sets_(num_vertices(g) * bytes_, 0) {
        std::vector<vertex_index> changed;
        std::vector<bool> queued(num_vertices(g), false);
        const auto push = [&](vertex_index v) {
            if (queued[v]) return;
            queued[v] = true;
            changed.push_back(v);
        };
        const auto [first, last] = in_edges(join, g);
        for (auto e = first; e != last; ++e) {
            add_slot(mutable_set(boost::source(*e, g)), g[*e].slot);
            push(boost::source(*e, g));
        }
        for (std::size_t next = 0; next < changed.size(); ++next) {
            const vertex_index v = changed[next];
            queued[v] = false;
            if (g[v].host != v && merge(g[v].host, v)) push(g[v].host);
            if (g[v].kind == core::node_kind::catch_event)
                for (const vertex_index from : throws_of(g, v))
                    if (merge(from, v)) push(from);
            if (v == join) continue;  // paths through the join itself do not count
            const auto [begin, end] = in_edges(v, g);
            for (auto e = begin; e != end; ++e)
                if (merge(boost::source(*e, g), v)) push(boost::source(*e, g));
        }
    }
    /// The flows that a token at `v` can still come by.
    [[nodiscard]] const slot_byte* from(vertex_index v) const { return sets_.data() + v * bytes_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    /// The link throw events that lead to a catch event.
    static std::vector<vertex_index> throws_of(const Graph& g, vertex_index to) {
        std::vector<vertex_index> found;
        for (vertex_index v = 0; v < num_vertices(g); ++v)
            if (g[v].kind == core::node_kind::throw_event && g[v].partner == to) found.push_back(v);
        return found;
    }
    slot_byte* mutable_set(vertex_index v) { return sets_.data() + v * bytes_; }
    bool merge(vertex_index into, vertex_index from) {
        bool grown = false;
        for (std::size_t i = 0; i < bytes_; ++i) {
            slot_byte& to = mutable_set(into)[i];
            const auto sum = static_cast<slot_byte>(to | mutable_set(from)[i]);
            grown = grown || sum != to;
            to = sum;
        }
        return grown;
    }

    std::size_t bytes_;
    std::vector<slot_byte> sets_;
};

/// The sets of all joins of a graph. Thread-safe; computes each join's once, or rarely twice when threads meet.
class JoinReach {
public:
    explicit JoinReach(std::size_t joins) : sets_(joins) {}
    JoinReach(const JoinReach&) = delete;
    JoinReach& operator=(const JoinReach&) = delete;
    ~JoinReach() {
        for (const auto& s : sets_) delete s.load();
    }

    [[nodiscard]] const ReachSets& of(const Graph& g, vertex_index join) const {
        std::atomic<const ReachSets*>& place = sets_[g[join].join_number];
        if (const ReachSets* known = place.load(std::memory_order_acquire)) return *known;
        auto made = std::make_unique<const ReachSets>(g, join);
        const ReachSets* expected = nullptr;
        if (place.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return *made.release();
        return *expected;
    }

private:
    mutable std::vector<std::atomic<const ReachSets*>> sets_;
};

}  // namespace baton::inline BATON_ABI::graph

#endif
