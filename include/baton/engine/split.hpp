// Splits: by which flows a token leaves.
//
//   all         every flow (BPMN 2.0.2, 13.4.1)
//   exclusive   the first whose condition holds, else the one marked otherwise (13.4.2)
//   inclusive   those without a condition and those whose condition holds; otherwise when no condition holds (13.4.3)
#ifndef BATON_ENGINE_SPLIT_HPP
#define BATON_ENGINE_SPLIT_HPP

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error_code.hpp"
#include "../graph/graph.hpp"
#include "processor/fwd.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

/// A vector of the scratch memory, empty, while this lives; its memory is given back afterwards.
template <class T>
class Borrowed {
public:
    explicit Borrowed(std::vector<T>& owner) : vector(std::move(owner)), owner_(owner) { vector.clear(); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    ~Borrowed() { owner_ = std::move(vector); }
    std::vector<T> vector;

private:
    std::vector<T>& owner_;
};

namespace detail {

/// Adds the flows to take; a condition may throw.
template <class Engine>
void choose_flows(Engine& e, graph::vertex_index vertex, table_index scope,
                  std::vector<graph::edge_descriptor>& chosen) {
    const graph::Graph& g = e.graph();
    const auto [first, last] = out_edges(vertex, g);
    const core::split_kind split = g[vertex].split;
    bool some_condition_holds = false;
    bool has_otherwise = false;
    graph::edge_descriptor otherwise{};
    for (auto i = first; i != last; ++i) {
        const graph::edge_descriptor edge = *i;
        switch (split == core::split_kind::all ? core::condition_kind::none : g[edge].condition) {
            case core::condition_kind::none: chosen.push_back(edge); break;
            case core::condition_kind::otherwise:
                otherwise = edge;
                has_otherwise = true;
                continue;
            default:
                if (!e.sink().holds(edge, scope)) continue;
                some_condition_holds = true;
                chosen.push_back(edge);
        }
        if (split == core::split_kind::exclusive) return;
    }
    if (has_otherwise && !some_condition_holds) chosen.push_back(otherwise);
}

template <class Engine>
std::string conditions_of(Engine& e, graph::vertex_index vertex) {
    std::string list;
    const auto [first, last] = out_edges(vertex, e.graph());
    for (auto i = first; i != last; ++i) {
        if (!list.empty()) list += ", ";
        list += graph::flow_of(e.graph(), *i).condition.text;
    }
    return list;
}

}  // namespace detail

/// The token leaves a vertex with several flows, or with conditions; on each flow with so many copies
/// (completionQuantity). When a condition throws, or none holds, nothing has moved: the token has failed and makes the
/// choice again at the next run.
template <class Engine>
void leave_by_choice(Engine& e, token_slot slot, std::int64_t copies) {
    const graph::vertex_index vertex = e.token(slot).vertex;
    // Taken out of the scratch memory: an event that happens at once leaves its element inside this call.
    Borrowed<graph::edge_descriptor> borrowed(e.scratch().chosen);
    std::vector<graph::edge_descriptor>& chosen = borrowed.vector;
    try {
        detail::choose_flows(e, vertex, e.token(slot).scope, chosen);
    } catch (const std::exception& ex) {
        return e.fail_token(slot, Phase::failed_leaving, core::error_code::a_condition_failed, ex.what());
    } catch (...) {
        return e.fail_token(slot, Phase::failed_leaving, core::error_code::a_condition_failed, "unknown exception");
    }
    for (std::size_t one = chosen.size(); copies > 1 && one > 0; --one)
        chosen.insert(chosen.begin() + static_cast<std::ptrdiff_t>(one), static_cast<std::size_t>(copies - 1),
                      chosen[one - 1]);
    if (chosen.empty()) {
        if (out_degree(vertex, e.graph()) == 0 || e.graph()[vertex].has(graph::may_end)) {
            e.count_passed(slot);
            return e.end_token(slot);
        }
        return e.fail_token(slot, Phase::failed_leaving, core::error_code::no_flow_holds,
                            detail::conditions_of(e, vertex));
    }
    e.count_passed(slot);
    const std::uint32_t scope = e.token(slot).scope;
    // All children exist before the first of them enters anything: what one does cannot end the scope under the others.
    Borrowed<token_slot> borrowed_children(e.scratch().children);
    std::vector<token_slot>& children = borrowed_children.vector;
    children.assign(1, slot);
    for (std::size_t i = 1; i < chosen.size(); ++i) children.push_back(e.make_token(vertex, scope));
    for (std::size_t i = 0; i < chosen.size(); ++i) e.follow(children[i], chosen[i]);
}

}  // namespace baton::inline BATON_ABI::engine

#endif
