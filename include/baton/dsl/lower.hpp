// A declaration becomes constexpr rows, and the rows are checked.
//
// A Source is a type that can play its declaration:
//   using context, resources;
//   static constexpr std::string_view name;
//   static constexpr void declare(collector<context, resources>&);
//
// The work is split into several constant evaluations, because clang bounds the steps of each one.
#ifndef BATON_DSL_LOWER_HPP
#define BATON_DSL_LOWER_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../config.hpp"
#include "../core/check/names.hpp"
#include "../core/check/reach.hpp"
#include "../core/check/sound.hpp"
#include "../core/check/words.hpp"
#include "../core/report.hpp"
#include "collector.hpp"

namespace baton::inline BATON_ABI::dsl {

using core::flow_row;
using core::node_row;
using core::verdict;

/// The rows of a declaration as it was written: flows still name their targets.
template <class Context, class Resources, std::size_t Nodes, std::size_t Flows, std::size_t Labels>
struct table {
    std::array<node_row, Nodes> nodes{};
    std::array<node_facts<Context, Resources>, Nodes> facts{};
    std::array<flow_row, Flows> flows{};
    std::array<flow_facts<Context, Resources>, Flows> flow_facts_of{};
    std::array<std::string_view, Labels> labels{};
    options said{};
};

namespace detail {

template <class Source>
using collector_of = collector<typename Source::context, typename Source::resources>;

template <class Source>
constexpr row_counts count() {
    collector_of<Source> c;
    Source::declare(c);
    return c.counts();
}

template <class Source>
constexpr auto collect() {
    constexpr row_counts n = count<Source>();
    table<typename Source::context, typename Source::resources, n.nodes, n.flows, n.labels> t;
    collector_of<Source> c(t.nodes.data(), t.facts.data(), t.flows.data(), t.flow_facts_of.data(), t.labels.data());
    Source::declare(c);
    t.said = c.said;
    return t;
}

/// Finds the task whose body is `wanted`: from the source outwards, since most flows lead to a neighbour.
template <std::size_t N, class Facts, class Body>
constexpr row_index find_body(const std::array<Facts, N>& facts, const Body& wanted, std::size_t source) {
    for (std::size_t distance = 0; distance < N; ++distance) {
        if (source + distance < N && facts[source + distance].body.same_as(wanted))
            return static_cast<row_index>(source + distance);
        if (distance <= source && facts[source - distance].body.same_as(wanted))
            return static_cast<row_index>(source - distance);
    }
    return no_row;
}

}  // namespace detail

/// The rows of Source, found and checked. Instantiating it checks nothing; see accepts<> below.
template <class Source>
struct lowered {
    static constexpr std::string_view declared_name = Source::name;
    static constexpr auto raw = detail::collect<Source>();
    static constexpr std::size_t node_count = raw.nodes.size(), flow_count = raw.flows.size();
    /// The stable name of the workflow.
    static constexpr std::string_view name = raw.said.id.empty() ? Source::name : raw.said.id;

    /// Names sorted by hash; boundary events have none of their own.
    struct sorted_names {
        std::array<std::uint64_t, node_count> hashes{};
        std::array<row_index, node_count> order{};
        std::size_t count = 0;
    };
    static constexpr sorted_names names = [] {
        sorted_names s;
        std::array<row_index, node_count> spare{};
        s.count =
            core::check::index_names(raw.nodes.data(), node_count, s.hashes.data(), s.order.data(), spare.data()).count;
        return s;
    }();
    static constexpr core::check::name_index index{raw.nodes.data(), names.count, names.hashes.data(),
                                                   names.order.data()};

    /// The targets of all flows; no_row where there is no such task.
    static constexpr auto targets = [] {
        std::array<row_index, flow_count> found{};
        for (std::size_t i = 0; i < flow_count; ++i) {
            const auto& f = raw.flow_facts_of[i];
            found[i] = f.target_name.empty() ? detail::find_body(raw.facts, f.target_body, raw.flows[i].source)
                                             : index.find(f.target_name);
        }
        return found;
    }();

    static constexpr auto flows = [] {
        auto rows = raw.flows;
        for (std::size_t i = 0; i < flow_count; ++i) rows[i].target = targets[i];
        return rows;
    }();

    /// The first problem of names and signatures.
    static constexpr verdict own_problem = [] {
        core::first_verdict first;
        for (std::size_t i = 0; i < node_count; ++i)
            if (raw.facts[i].problem != error_code::none)
                first({raw.facts[i].problem, raw.nodes[i].id, {}, raw.nodes[i].line});
        if (!first.stop()) core::check::check_names({name, raw.nodes.data(), node_count}, index, first);
        return first.found;
    }();
    /// The first problem of these and of the targets.
    static constexpr verdict name_problem = [] {
        core::first_verdict first{own_problem};
        for (std::size_t i = 0; i < flow_count; ++i)
            if (targets[i] == no_row) {
                const node_row& source = raw.nodes[raw.flows[i].source];
                const std::string_view target = raw.flow_facts_of[i].target_name;
                first({error_code::a_flow_names_the_undeclared_task, target.empty() ? "of another workflow" : target,
                       source.id, source.line});
            }
        return first.found;
    }();

    static constexpr auto nodes = [] {
        auto rows = raw.nodes;
        if (!name_problem.ok()) return rows;
        std::array<row_index, 5 * node_count> memory{};
        core::check::infer_splits(rows.data(), node_count, flows.data(), flow_count, {memory.data(), memory.size()});
        return rows;
    }();
    static constexpr core::rows rows{name, nodes.data(), node_count, flows.data(), flow_count, raw.said.demand};

    static constexpr verdict word_problem = [] {
        core::first_verdict first{name_problem};
        if (first.stop()) return first.found;
        std::array<row_index, 5 * node_count> memory{};
        core::check::check_words(rows, {memory.data(), memory.size()}, first);
        return first.found;
    }();
    static constexpr verdict reach_problem = [] {
        core::first_verdict first{word_problem};
        if (first.stop()) return first.found;
        std::array<row_index, 6 * node_count + flow_count + 1> memory{};
        core::check::check_reach(rows, {memory.data(), memory.size()}, first);
        return first.found;
    }();
    /// The first problem found; later checks are not done once an earlier one has failed.
    static constexpr verdict found = [] {
        core::first_verdict first{reach_problem};
        if (first.stop()) return first.found;
        std::array<row_index, core::check::sound_memory(node_count, flow_count)> memory{};
        core::check::check_sound(rows, {memory.data(), memory.size()}, first);
        return first.found;
    }();
    /// The line that the problem is reported at: the task's, else that of the first task.
    static constexpr std::uint32_t line = found.line;
};

inline constexpr std::uint32_t any_line = 0xFFFF'FFFF;

/// `value` is true; instantiating it is the compile error when the workflow has a problem at that line.
template <class Source, std::uint32_t Line, bool Here = Line == any_line || Line == lowered<Source>::line>
struct accepts {
    static constexpr bool value = true;
};
template <class Source, std::uint32_t Line>
struct accepts<Source, Line, true> : core::reported<lowered<Source>> {};

/// What a module of tasks is checked for by itself: its flows may lead to tasks of other modules.
template <class Source>
struct lowered_module {
    static constexpr std::string_view name = lowered<Source>::name;
    static constexpr verdict found = lowered<Source>::own_problem;
    static constexpr std::uint32_t line = found.line;
};
template <class Source, std::uint32_t Line, bool Here = Line == lowered_module<Source>::line>
struct accepts_module {
    static constexpr bool value = true;
};
template <class Source, std::uint32_t Line>
struct accepts_module<Source, Line, true> : core::reported<lowered_module<Source>> {};

}  // namespace baton::inline BATON_ABI::dsl

#endif
