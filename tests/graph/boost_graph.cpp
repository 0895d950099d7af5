// The Graph is a real Boost.Graph: the library's algorithms run on it as they are.
#include <baton/baton.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/graphviz.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <boost/range/iterator_range.hpp>
#include <sstream>

#include "../../examples/approval/approval.hpp"
#include "../../examples/coffee/coffee.hpp"
#include "../catch.hpp"
#include "../dsl/declared.hpp"

namespace graph_boost_graph_test {

using baton::Graph;
using baton::Workflow;

TEST_CASE("topological order") {
    const Graph& g = Workflow{coffee}.graph();
    std::vector<Graph::vertex_descriptor> order;
    boost::topological_sort(g, std::back_inserter(order), boost::vertex_index_map(get(boost::vertex_index, g)));
    std::vector<std::string> names;
    for (auto v = order.rbegin(); v != order.rend(); ++v) names.push_back(g[*v].id);
    CHECK(names.front() == "order");
    CHECK(names.back() == "serve");
    CHECK(std::find(names.begin(), names.end(), "brew") < std::find(names.begin(), names.end(), "foam"));
}

TEST_CASE("strong components find the loop") {
    const Graph& g = Workflow{approval}.graph();
    std::vector<int> component(num_vertices(g));
    const auto map = boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, g));
    const int count = boost::strong_components(g, map, boost::vertex_index_map(get(boost::vertex_index, g)));
    const auto of = [&](const char* id) { return component[Workflow{approval}.definition().find(id)]; };
    CHECK(of("write") == of("review"));
    CHECK(of("write") != of("publish"));
    CHECK(count == static_cast<int>(num_vertices(g)) - 1);
}

TEST_CASE("breadth-first search") {
    const Graph& g = Workflow{coffee}.graph();
    std::vector<int> distance(num_vertices(g), 0);
    boost::breadth_first_search(
        g, 0,
        boost::visitor(boost::make_bfs_visitor(boost::record_distances(distance.data(), boost::on_tree_edge())))
            .vertex_index_map(get(boost::vertex_index, g)));
    CHECK(distance == std::vector<int>{0, 1, 1, 2, 2});
}

TEST_CASE("write_graphviz") {
    const Graph& g = Workflow{coffee}.graph();
    std::ostringstream out;
    boost::write_graphviz(out, g, [&](std::ostream& o, auto v) { o << "[label=\"" << g[v].id << "\"]"; });
    CHECK_THAT(out.str(), ContainsSubstring("2[label=\"brew\"]"));
    CHECK_THAT(out.str(), ContainsSubstring("2->3"));
}

TEST_CASE("edges out of a vertex keep their declaration order, and know their place at the target") {
    const Graph& g = Workflow{bar}.graph();
    const baton::Definition& d = Workflow{bar}.definition();
    for (std::uint32_t v = 0; v < num_vertices(g); ++v) {
        std::vector<std::uint32_t> flows, expected;
        for (const auto& e : boost::make_iterator_range(out_edges(v, g))) flows.push_back(g[e].flow);
        for (std::uint32_t f = 0; f < d.flows.size(); ++f)
            if (d.flows[f].source == v) expected.push_back(f);
        CHECK(flows == expected);
        std::vector<std::uint32_t> slots;
        for (const auto& e : boost::make_iterator_range(in_edges(v, g))) slots.push_back(g[e].slot);
        std::sort(slots.begin(), slots.end());
        for (std::uint32_t i = 0; i < slots.size(); ++i) CHECK(slots[i] == i);
        CHECK(g[v].in_degree == slots.size());
    }
}

TEST_CASE("a vertex knows its kind, its attachments and its host") {
    const Workflow w{bar};
    const Graph& g = w.graph();
    const auto at = [&](const char* id) -> const baton::graph::Vertex& {
        return g[static_cast<std::uint32_t>(w.definition().find(id))];
    };
    CHECK(at("pay").boundary_count == 3);
    CHECK(at("pay").first_boundary == w.definition().find("pay.deadline"));
    CHECK(at("pay.error").host == w.definition().find("pay"));
    CHECK(at("milk-foam").has(baton::graph::has_delay));
    CHECK(at("brew").has(baton::graph::concurrent));
    CHECK(at("chase").has(baton::graph::may_end));
    CHECK(baton::graph::properties_of(g).contents[0].starts == std::vector<std::uint32_t>{0});
}

}  // namespace graph_boost_graph_test
