// The words of a declaration fit each other: joins, splits, ends and conditions, node by node.
#ifndef BATON_CORE_CHECK_WORDS_HPP
#define BATON_CORE_CHECK_WORDS_HPP

#include <cstddef>

#include "../../config.hpp"
#include "../rows.hpp"
#include "scratch.hpp"

namespace baton::inline BATON_ABI::core::check {

/// What the flows out of one node are, counted.
struct flow_counts {
    row_index unconditional = 0, conditional = 0, otherwise = 0;
    /// A flow without a condition came before another flow.
    bool hides = false;
};

/// The split that the words of a node say (WfEpy's meaning, made definite).
constexpr split_kind split_of(const node_row& node, const flow_counts& out) {
    if (node.kind == node_kind::exclusive_gateway || node.chooses) return split_kind::exclusive;
    if (node.kind == node_kind::parallel_gateway) return split_kind::all;
    if (out.conditional == 0 && out.otherwise == 0) return out.unconditional > 1 ? split_kind::all : split_kind::none;
    if (out.conditional == 1 && out.otherwise == 1 && out.unconditional == 0) return split_kind::exclusive;
    return split_kind::inclusive;
}

/// The join that the kind of a gateway says.
constexpr join_kind join_of(node_kind kind) {
    switch (kind) {
        case node_kind::exclusive_gateway: return join_kind::merge;
        case node_kind::parallel_gateway: return join_kind::all;
        case node_kind::inclusive_gateway: return join_kind::inclusive;
        default: return join_kind::none;
    }
}

/// Incoming and outgoing flows of every node, counted in one pass. Takes 5 * N entries.
class flow_table {
public:
    constexpr flow_table(const flow_row* flows, std::size_t flow_count, std::size_t node_count, scratch& memory)
        : incoming_(memory.take(node_count)),
          unconditional_(memory.take(node_count)),
          conditional_(memory.take(node_count)),
          otherwise_(memory.take(node_count)),
          hides_(memory.take(node_count)) {
        for (std::size_t i = 0; i < flow_count; ++i) {
            const flow_row& f = flows[i];
            ++incoming_[f.target];
            if (hides_[f.source] == 1) hides_[f.source] = 2;
            if (f.condition == condition_kind::none) {
                ++unconditional_[f.source];
                if (hides_[f.source] == 0) hides_[f.source] = 1;
            } else if (f.condition == condition_kind::otherwise) {
                ++otherwise_[f.source];
            } else {
                ++conditional_[f.source];
            }
        }
    }
    [[nodiscard]] constexpr row_index incoming(std::size_t node) const { return incoming_[node]; }
    [[nodiscard]] constexpr flow_counts leaving(std::size_t node) const {
        return {unconditional_[node], conditional_[node], otherwise_[node], hides_[node] == 2};
    }

private:
    row_index* incoming_;
    row_index* unconditional_;
    row_index* conditional_;
    row_index* otherwise_;
    row_index* hides_;  // 1: an unconditional flow was seen, 2: another one after it
};

/// Sets the split of every node, and the join of every gateway. `memory` holds 5 * N entries.
constexpr void infer_splits(node_row* nodes, std::size_t node_count, const flow_row* flows, std::size_t flow_count,
                            scratch memory) {
    const flow_table table(flows, flow_count, node_count, memory);
    for (std::size_t i = 0; i < node_count; ++i) {
        nodes[i].split = split_of(nodes[i], table.leaving(i));
        if (is_gateway(nodes[i].kind)) nodes[i].join = join_of(nodes[i].kind);
    }
}

/// Problems of one node, given how many flows lead to it and what leaves it.
constexpr error_code problem_of_words(const node_row& node, row_index incoming, const flow_counts& out) {
    const row_index leaving = out.unconditional + out.conditional + out.otherwise;
    if (node.joins_twice) return error_code::two_kinds_of_join_are_said_for;
    if (out.otherwise > 1) return error_code::otherwise_is_said_twice_at;
    if (node.kind == node_kind::parallel_gateway && out.conditional + out.otherwise > 0)
        return error_code::a_parallel_gateway_has_a_condition_at;
    if (out.otherwise == 1 && out.conditional == 0) return error_code::otherwise_without_a_condition_at;
    if (node.split == split_kind::exclusive && out.hides) return error_code::a_flow_hides_those_after_it_at;
    if (is_boundary(node.kind) && leaving != out.unconditional) return error_code::a_deadline_needs_a_flow_at;
    if (node.end && leaving > 0 && !node.may_continue) return error_code::an_end_point_is_followed_at;
    if (is_gateway(node.kind)) return error_code::none;
    const row_index predecessors = incoming + (node.start ? 1 : 0);
    if (predecessors > 1 && node.join == join_kind::none) return error_code::several_flows_meet_without_a_join_at;
    if (node.start && (node.join == join_kind::all || node.join == join_kind::inclusive))
        return error_code::a_start_point_is_also_a_join;
    if (predecessors < 2 && node.join != join_kind::none) return error_code::a_join_with_one_predecessor_at;
    return error_code::none;
}

/// Reports nodes whose words do not fit (BTN006 to BTN009, BTN015 to BTN018, BTN020, BTN022). `memory` holds 5 * N
/// entries.
template <class Report>
constexpr void check_words(const rows& w, scratch memory, Report& report) {
    const flow_table table(w.flows, w.flow_count, w.node_count, memory);
    for (std::size_t i = 0; i < w.node_count; ++i) {
        const node_row& node = w.nodes[i];
        const error_code code = problem_of_words(node, table.incoming(i), table.leaving(i));
        if (code == error_code::none) continue;
        report(verdict{code, node.id, {}, node.line});
        if (report.stop()) return;
    }
}

}  // namespace baton::inline BATON_ABI::core::check

#endif
