// The sets of flows by which a token can still reach a join, against a search written from the standard's text.
#include <baton/baton.hpp>
#include <random>
#include <set>

#include "../catch.hpp"
#include "../random_workflow.hpp"

namespace graph_join_reach_test {

using namespace baton;

namespace {

/// The flows into `join` that end a path out of `from` (or out of a boundary event of it) which does not visit the join.
std::set<std::string> reached(const Definition& d, std::size_t from, std::size_t join) {
    std::set<std::string> flows;
    std::set<std::size_t> seen{from};
    std::vector<std::size_t> stack{from};
    while (!stack.empty()) {
        const std::size_t at = stack.back();
        stack.pop_back();
        if (at == join && at != from) continue;
        for (std::size_t n = 0; n < d.nodes.size(); ++n)
            if (d.nodes[n].host == at && seen.insert(n).second) stack.push_back(n);
        for (const Flow& f : d.flows) {
            if (f.source != at) continue;
            if (f.target == join) flows.insert(f.id);
            else if (seen.insert(f.target).second) stack.push_back(f.target);
        }
    }
    return flows;
}

}  // namespace

TEST_CASE("reach sets agree with a search, on random graphs with loops") {
    std::mt19937 random(11);
    int joins = 0;
    for (int round = 0; round < 300; ++round) {
        const auto w = tests::random_graph(random, 4 + round % 20);
        const Graph& g = w.graph();
        for (std::uint32_t j = 0; j < num_vertices(g); ++j) {
            if (g[j].join_number == graph::no_vertex) continue;
            ++joins;
            const graph::ReachSets& sets = graph::properties_of(g).join_reach->of(g, j);
            for (std::uint32_t v = 0; v < num_vertices(g); ++v) {
                if (v == j) continue;
                std::set<std::string> found;
                const auto [first, last] = in_edges(j, g);
                for (auto e = first; e != last; ++e)
                    if (graph::has_slot(sets.from(v), g[*e].slot)) found.insert(graph::flow_of(g, *e).id);
                CHECK(found == reached(w.definition(), v, j));
            }
        }
    }
    CHECK(joins > 300);
}

}  // namespace graph_join_reach_test
