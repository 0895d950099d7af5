// Soundness by reduction: no join waits for a token that cannot come, no node is passed twice by parallel branches.
//
// The graph is reduced by rules that keep soundness, until nothing changes:
//
//   series          p -> u -> v with nothing else at u              becomes p -> v
//   parallel flows  two flows u -> v                                become one, if the split at u fits the join at v
//   turn            u -> u at an exclusive split                    goes away
//   nested split    p -> u, both splitting alike                    become one split
//   nested join     u -> v, both joining alike                      become one join
//
// An inclusive join at the head of a loop waits for whatever can still enter the loop. Inside a parallel block inside
// another loop, that is the other branch, which in turn waits for this one: a deadlock. So every flow remembers such a
// head on its way (head_on_), and one in a parallel block (parallel_head_on_).
//
// A pair that does not fit is reported at the moment its ends meet. What is left decides the rest: nothing, or only
// exclusive choices, or an acyclic part with only inclusive joins, or an acyclic part with only parallel splits, is
// sound; anything else is not verified.
//
// Sources: van der Aalst, Hirnschall, Verbeek 2002 and Sadiq, Orlowska 2000 for the reduction of workflow graphs.
#ifndef BATON_CORE_CHECK_SOUND_HPP
#define BATON_CORE_CHECK_SOUND_HPP

#include <cstddef>

#include "../../config.hpp"
#include "../rows.hpp"
#include "scratch.hpp"

namespace baton::inline BATON_ABI::core::check {

namespace detail {

/// Whether a node's own flows are only one of the ways out of it: a boundary event or an early end is another.
struct ways_out {
    row_index* boundaries;  // by node
    row_index* flows;       // by node

    constexpr ways_out(const rows& w, scratch& memory)
        : boundaries(memory.take(w.node_count)), flows(memory.take(w.node_count)) {
        for (std::size_t i = 0; i < w.flow_count; ++i) ++flows[w.flows[i].source];
        for (std::size_t i = 0; i < w.node_count; ++i)
            if (w.nodes[i].host != no_row) ++boundaries[w.nodes[i].host];
    }
    [[nodiscard]] constexpr bool several(const rows& w, std::size_t i) const {
        return flows[i] > 1 && (boundaries[i] > 0 || w.nodes[i].end);
    }
};

/// The graph under reduction. Vertices: the N nodes, then one for the own split of each node with several ways out,
/// then the source (before all start points) and the sink (after all end points). Edges hang in two doubly linked lists
/// each.
class reduction {
public:
    constexpr reduction(const rows& w, scratch& memory) : w_(w) {
        const ways_out ways(w, memory);
        std::size_t starts = 0, ends = 0, boundaries = 0, splits = 0;
        for (std::size_t i = 0; i < w.node_count; ++i) {
            starts += w.nodes[i].start;
            ends += w.nodes[i].end;
            boundaries += w.nodes[i].host != no_row;
            splits += ways.several(w, i);
        }
        source_ = static_cast<row_index>(w.node_count + splits);
        sink_ = source_ + 1;
        vertices_ = source_ + 2u;
        const std::size_t edges = w.flow_count + starts + ends + boundaries + splits;
        for (row_index** list : {&from_, &to_, &when_}) *list = memory.take(edges);
        for (row_index** list : {&next_out_, &previous_out_, &next_in_, &previous_in_, &head_on_, &parallel_head_on_})
            *list = memory.take(edges, no_row);
        for (row_index** list : {&first_out_, &first_in_, &marked_, &owner_, &head_at_})
            *list = memory.take(vertices_, no_row);
        for (row_index** list : {&out_, &in_, &split_, &join_, &queued_, &queue_}) *list = memory.take(vertices_);

        row_index own_split = static_cast<row_index>(w.node_count);
        for (row_index i = 0; i < w.node_count; ++i) {
            const node_row& node = w.nodes[i];
            owner_[i] = i;
            split_[i] = static_cast<row_index>(node.split);
            join_[i] = static_cast<row_index>(node.join);
            if (ways.several(w, i)) {
                owner_[own_split] = i;
                split_[own_split] = split_[i];
                marked_[i] = own_split++;  // where the node's own flows start
            } else {
                marked_[i] = i;
            }
            if (ways.boundaries[i] > 0 || node.end) split_[i] = static_cast<row_index>(split_kind::exclusive);
        }
        split_[source_] = static_cast<row_index>(split_kind::all);
        join_[sink_] = static_cast<row_index>(join_kind::inclusive);
        for (row_index i = 0; i < w.node_count; ++i) {
            const node_row& node = w.nodes[i];
            if (node.start) add(source_, i);
            if (node.host != no_row) add(node.host, i);
            if (marked_[i] != i) add(i, marked_[i]);
        }
        for (std::size_t i = 0; i < w.flow_count; ++i) {
            const condition_kind kind = w.flows[i].condition;
            when_[used_] = static_cast<row_index>(kind == condition_kind::expression ? condition_kind::bound : kind);
            add(marked_[w.flows[i].source], w.flows[i].target);
        }
        for (row_index i = 0; i < w.node_count; ++i)
            if (w.nodes[i].end) add(i, sink_);
        for (row_index i = 0; i < vertices_; ++i) marked_[i] = no_row;
    }

    template <class Report>
    constexpr void run(Report& report) {
        for (row_index i = 0; i < vertices_; ++i) push(i);
        while (waiting_ > 0) {
            const row_index u = queue_[head_];
            head_ = head_ + 1 == vertices_ ? 0 : head_ + 1;
            --waiting_;
            queued_[u] = 0;
            if (!meet_parallel_flows(u, report)) return;
            if (in_[u] == 1 && out_[u] == 1) {
                bypass(u);
            } else if (in_[u] == 1 && out_[u] > 1) {
                const row_index p = from_[first_in_[u]];
                // Inclusive splits only in sequence: which flows exclude each other is a matter of one split.
                const bool alike = split_[p] == split_[u] && !splits(u, split_kind::inclusive);
                if (p != u && (out_[p] == 1 || alike)) absorb_split(p, u);
            } else if (out_[u] == 1 && in_[u] > 1) {
                const row_index v = to_[first_out_[u]];
                if (v != u && (in_[v] == 1 || join_[v] == join_[u])) absorb_join(u, v);
            }
        }
        if (!told_) judge_rest(report);
    }

private:
    constexpr void add(row_index u, row_index v) {
        const row_index e = used_++;
        from_[e] = u;
        to_[e] = v;
        link_out(e, u);
        link_in(e, v);
    }
    constexpr void link_out(row_index e, row_index u) {
        from_[e] = u;
        previous_out_[e] = no_row;
        next_out_[e] = first_out_[u];
        if (first_out_[u] != no_row) previous_out_[first_out_[u]] = e;
        first_out_[u] = e;
        ++out_[u];
    }
    constexpr void link_in(row_index e, row_index v) {
        to_[e] = v;
        previous_in_[e] = no_row;
        next_in_[e] = first_in_[v];
        if (first_in_[v] != no_row) previous_in_[first_in_[v]] = e;
        first_in_[v] = e;
        ++in_[v];
    }
    constexpr void unlink_out(row_index e) {
        const row_index u = from_[e];
        (previous_out_[e] == no_row ? first_out_[u] : next_out_[previous_out_[e]]) = next_out_[e];
        if (next_out_[e] != no_row) previous_out_[next_out_[e]] = previous_out_[e];
        --out_[u];
    }
    constexpr void unlink_in(row_index e) {
        const row_index v = to_[e];
        (previous_in_[e] == no_row ? first_in_[v] : next_in_[previous_in_[e]]) = next_in_[e];
        if (next_in_[e] != no_row) previous_in_[next_in_[e]] = previous_in_[e];
        --in_[v];
    }
    constexpr void remove(row_index e) {
        unlink_out(e);
        unlink_in(e);
        from_[e] = no_row;  // no mark can point to it any more
    }
    constexpr void push(row_index v) {
        if (queued_[v] != 0) return;
        queued_[v] = 1;
        std::size_t at = head_ + waiting_;
        if (at >= vertices_) at -= vertices_;
        queue_[at] = v;
        ++waiting_;
    }

    [[nodiscard]] constexpr bool splits(row_index u, split_kind kind) const {
        return split_[u] == static_cast<row_index>(kind);
    }
    [[nodiscard]] constexpr bool joins(row_index v, join_kind kind) const {
        return join_[v] == static_cast<row_index>(kind);
    }
    template <class Report>
    constexpr void tell(error_code code, row_index who, row_index other, Report& report) {
        told_ = true;
        const node_row& node = w_.nodes[owner_[who]];
        const std::string_view second =
            owner_[other] == no_row ? std::string_view("start") : w_.nodes[owner_[other]].id;
        report(verdict{code, node.id, second == node.id ? std::string_view{} : second, node.line});
    }

    /// What is wrong when two flows of the split at u end at v.
    [[nodiscard]] constexpr error_code problem_of_pair(row_index u, row_index v, row_index e, row_index f) const {
        if (joins(v, join_kind::inclusive)) return error_code::none;
        if (joins(v, join_kind::all))
            return splits(u, split_kind::all) ? error_code::none : error_code::deadlock_at_the_join;
        return one_of_two(u, e, f) ? error_code::none : error_code::passed_twice_by_parallel_branches;
    }
    /// A token takes at most one of two flows out of u.
    [[nodiscard]] constexpr bool one_of_two(row_index u, row_index e, row_index f) const {
        const auto is = [this](row_index edge, condition_kind kind) {
            return when_[edge] == static_cast<row_index>(kind);
        };
        return splits(u, split_kind::exclusive) || (is(e, condition_kind::otherwise) && is(f, condition_kind::bound)) ||
               (is(f, condition_kind::otherwise) && is(e, condition_kind::bound));
    }

    /// Rules "parallel flows" and "turn" at u. False when a problem was found and the search must stop.
    template <class Report>
    constexpr bool meet_parallel_flows(row_index u, Report& report) {
        for (row_index e = first_out_[u], next = no_row; e != no_row; e = next) {
            next = next_out_[e];
            const row_index v = to_[e];
            if (v == u) {
                if (joins(u, join_kind::all) || !splits(u, split_kind::exclusive)) {
                    tell(joins(u, join_kind::all) ? error_code::deadlock_at_the_join
                                                  : error_code::passed_twice_by_parallel_branches,
                         u, u, report);
                    if (report.stop()) return false;
                }
                if (parallel_head_on_[e] != no_row) {
                    tell(error_code::deadlock_at_the_join, parallel_head_on_[e], u, report);
                    if (report.stop()) return false;
                }
                if (joins(u, join_kind::inclusive)) head_at_[u] = u;
                remove(e);
                push(u);
                continue;
            }
            const row_index seen = marked_[v];
            if (seen == no_row || seen == e || from_[seen] != u || to_[seen] != v) {
                marked_[v] = e;
                continue;
            }
            if (const error_code problem = problem_of_pair(u, v, e, seen); problem != error_code::none) {
                tell(problem, v, u, report);
                if (report.stop()) return false;
            }
            remember(seen, head_on_[e], parallel_head_on_[e]);
            if (!one_of_two(u, e, seen)) remember(seen, no_row, head_on_[seen]);
            if (when_[seen] == static_cast<row_index>(condition_kind::otherwise)) when_[seen] = when_[e];
            remove(e);
            push(v);
        }
        return true;
    }
    /// The flow now also stands for a way with these heads on it.
    constexpr void remember(row_index e, row_index head, row_index parallel_head) {
        if (head_on_[e] == no_row) head_on_[e] = head;
        if (parallel_head_on_[e] == no_row) parallel_head_on_[e] = parallel_head;
    }

    constexpr void bypass(row_index u) {
        const row_index x = first_in_[u], y = first_out_[u], v = to_[y];
        remember(x, head_at_[u], no_row);
        remember(x, head_on_[y], parallel_head_on_[y]);
        remove(y);
        unlink_in(x);
        link_in(x, v);
        push(from_[x]);
        push(v);
    }
    /// u, entered only from p, splits like p: its flows become p's.
    constexpr void absorb_split(row_index p, row_index u) {
        const row_index x = first_in_[u];
        split_[p] = split_[u];
        if (out_[p] == 1) owner_[p] = owner_[u];
        remove(x);
        while (first_out_[u] != no_row) {
            const row_index e = first_out_[u];
            remember(e, head_at_[u], no_row);
            remember(e, head_on_[x], parallel_head_on_[x]);
            unlink_out(e);
            link_out(e, p);
        }
        push(p);
    }
    /// u, which leads only to v, joins like v: its flows end at v.
    constexpr void absorb_join(row_index u, row_index v) {
        const row_index y = first_out_[u];
        if (in_[v] == 1) {
            join_[v] = join_[u];
            owner_[v] = owner_[u];
        }
        remove(y);
        while (first_in_[u] != no_row) {
            const row_index e = first_in_[u];
            remember(e, head_at_[u], no_row);
            remember(e, head_on_[y], parallel_head_on_[y]);
            unlink_in(e);
            link_in(e, v);
            push(from_[e]);
        }
        push(v);
    }

    template <class Report>
    constexpr void judge_rest(Report& report) {
        bool only_choices = true, only_parallel_splits = true, only_inclusive_joins = true,
             some_all_or_inclusive = true;
        row_index first = no_row;
        for (row_index i = 0; i < vertices_; ++i) {
            if (out_[i] > 1) {
                only_choices = only_choices && splits(i, split_kind::exclusive);
                only_parallel_splits = only_parallel_splits && splits(i, split_kind::all);
            }
            if (in_[i] > 1) {
                only_choices = only_choices && !joins(i, join_kind::all);
                only_inclusive_joins = only_inclusive_joins && joins(i, join_kind::inclusive);
                some_all_or_inclusive = some_all_or_inclusive && !joins(i, join_kind::merge);
            }
            if ((out_[i] > 1 || in_[i] > 1) && owner_[i] != no_row && (first == no_row || owner_[i] < first))
                first = owner_[i];
        }
        if (first == no_row || only_choices) return;
        if ((only_inclusive_joins || (only_parallel_splits && some_all_or_inclusive)) && acyclic()) return;
        if (w_.demand != soundness::required) return;
        report(verdict{error_code::soundness_is_not_verified_at, w_.nodes[first].id, {}, w_.nodes[first].line});
    }

    /// Kahn's algorithm on what is left.
    constexpr bool acyclic() {
        std::size_t height = 0, left = 0;
        for (row_index i = 0; i < vertices_; ++i) {
            if (in_[i] == 0 && out_[i] == 0) continue;
            ++left;
            marked_[i] = in_[i];
            if (in_[i] == 0) queue_[height++] = i;
        }
        while (height > 0) {
            const row_index u = queue_[--height];
            --left;
            for (row_index e = first_out_[u]; e != no_row; e = next_out_[e])
                if (--marked_[to_[e]] == 0) queue_[height++] = to_[e];
        }
        return left == 0;
    }

    const rows& w_;
    row_index source_ = 0, sink_ = 0;
    std::size_t vertices_ = 0;
    row_index used_ = 0;
    // by edge
    row_index *from_ = nullptr, *to_ = nullptr;
    row_index* when_ = nullptr;  // the kind of its condition; bound stands for any condition
    row_index *next_out_ = nullptr, *previous_out_ = nullptr, *next_in_ = nullptr, *previous_in_ = nullptr;
    row_index* head_on_ = nullptr;           // an inclusive loop head on the way that the edge stands for
    row_index* parallel_head_on_ = nullptr;  // one in a parallel block there
    // by vertex
    row_index *first_out_ = nullptr, *first_in_ = nullptr, *out_ = nullptr, *in_ = nullptr;
    row_index *split_ = nullptr, *join_ = nullptr;
    row_index* head_at_ = nullptr;  // the vertex itself, when it is such a head
    row_index* marked_ = nullptr;   // the edge last seen to lead here
    row_index* owner_ = nullptr;    // the node a vertex stands for
    row_index *queued_ = nullptr, *queue_ = nullptr;
    std::size_t head_ = 0, waiting_ = 0;
    bool told_ = false;
};

}  // namespace detail

/// Entries of working memory that check_sound needs for N nodes and F flows.
constexpr std::size_t sound_memory(std::size_t nodes, std::size_t flows) {
    return 2 * nodes + 9 * (flows + 4 * nodes) + 11 * (2 * nodes + 2);
}

/// Reports BTN010 to BTN012. Precondition: check_words and check_reach found nothing.
template <class Report>
constexpr void check_sound(const rows& w, scratch memory, Report& report) {
    detail::reduction(w, memory).run(report);
}

}  // namespace baton::inline BATON_ABI::core::check

#endif
