// Checks a Definition at run time, by the same rules as a declaration in the compiler, and reports everything at once.
#ifndef BATON_CORE_CHECK_DEFINITION_HPP
#define BATON_CORE_CHECK_DEFINITION_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "../../config.hpp"
#include "../definition.hpp"
#include "../error.hpp"
#include "names.hpp"
#include "reach.hpp"
#include "sound.hpp"
#include "words.hpp"

namespace baton::inline BATON_ABI::core::check {

namespace detail {

/// Collects every verdict.
struct every_verdict {
    const Definition& definition;
    std::vector<diagnostic>& findings;
    void operator()(const verdict& v) const {
        findings.push_back({v.code, place(v), v.other.empty() ? std::string() : "with " + std::string(v.other)});
    }
    [[nodiscard]] static constexpr bool stop() { return false; }

private:
    [[nodiscard]] std::string place(const verdict& v) const {
        return v.who == definition.id ? definition.id : definition.id + ", task " + std::string(v.who);
    }
};

}  // namespace detail

/// The rows of a definition; they view its texts.
struct definition_rows {
    std::vector<node_row> nodes;
    std::vector<flow_row> flows;

    explicit definition_rows(const Definition& d) {
        nodes.reserve(d.nodes.size());
        for (const Node& n : d.nodes) {
            node_row row;
            row.id = n.id;
            row.kind = n.kind;
            row.join = n.join;
            row.split = n.split;
            row.start = n.start;
            row.end = n.end;
            row.may_continue = n.may_continue;
            row.chooses = n.split == split_kind::exclusive;
            row.host = n.host == Node::none ? no_row : static_cast<row_index>(n.host);
            nodes.push_back(row);
        }
        flows.reserve(d.flows.size());
        for (const Flow& f : d.flows)
            flows.push_back({static_cast<row_index>(f.source), static_cast<row_index>(f.target), f.condition.kind});
    }
    [[nodiscard]] rows view(const Definition& d) const {
        return {d.id, nodes.data(), nodes.size(), flows.data(), flows.size(), d.demand};
    }
};

/// All problems of a definition, in the order of the checks; empty when there is none. Names are checked for all nodes,
/// boundary events too; soundness only when nothing else is wrong.
inline std::vector<diagnostic> problems_of(const Definition& d) {
    const definition_rows table(d);
    const rows w = table.view(d);
    std::vector<diagnostic> findings;
    detail::every_verdict report{d, findings};
    const std::size_t n = w.node_count, f = w.flow_count;

    std::vector<node_row> named = table.nodes;
    for (node_row& row : named) row.host = no_row;
    std::vector<std::uint64_t> hashes(n);
    std::vector<row_index> order(n), spare(n);
    check_names({d.id, named.data(), n}, index_names(named.data(), n, hashes.data(), order.data(), spare.data()),
                report);

    std::vector<row_index> memory(6 * n + f + 1);
    check_words(w, {memory.data(), memory.size()}, report);
    check_reach(w, {memory.data(), memory.size()}, report);
    if (!findings.empty() || d.demand == soundness::not_required) return findings;
    memory.resize(sound_memory(n, f));
    check_sound(w, {memory.data(), memory.size()}, report);
    return findings;
}

}  // namespace baton::inline BATON_ABI::core::check

#endif
