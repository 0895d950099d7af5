// Names: looked up by hash, and no two alike.
#ifndef BATON_CORE_CHECK_NAMES_HPP
#define BATON_CORE_CHECK_NAMES_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../../config.hpp"
#include "../rows.hpp"

namespace baton::inline BATON_ABI::core::check {

/// 64-bit FNV-1a.
constexpr std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 14695981039346656037ull) {
    for (const char c : text) {
        seed ^= static_cast<unsigned char>(c);
        seed *= 1099511628211ull;
    }
    return seed;
}

/// Names sorted by hash. Two names with one hash are told apart by their text.
struct name_index {
    const node_row* nodes = nullptr;
    std::size_t count = 0;
    const std::uint64_t* hashes = nullptr;  ///< by row
    const row_index* order = nullptr;       ///< rows by ascending hash

    /// The row of that name, or no_row.
    [[nodiscard]] constexpr row_index find(std::string_view name) const {
        const std::uint64_t wanted = hash_of(name);
        std::size_t low = 0, high = count;
        while (low < high) {
            const std::size_t middle = (low + high) / 2;
            if (hashes[order[middle]] < wanted)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < count && hashes[order[low]] == wanted; ++low)
            if (nodes[order[low]].id == name) return order[low];
        return no_row;
    }
};

/// Fills `hashes` and `order` (N entries each); `spare` is N entries of working memory. Boundary events are left out:
/// no flow leads to them. A bottom-up merge sort, stable, written out because std::sort costs several times as many
/// constant evaluation steps.
constexpr name_index index_names(const node_row* nodes, std::size_t node_count, std::uint64_t* hashes, row_index* order,
                                 row_index* spare) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < node_count; ++i) {
        if (nodes[i].host != no_row) continue;
        hashes[i] = hash_of(nodes[i].id);
        order[count++] = static_cast<row_index>(i);
    }
    for (std::size_t width = 1; width < count; width *= 2) {
        for (std::size_t begin = 0; begin < count; begin += 2 * width) {
            const std::size_t middle = begin + width < count ? begin + width : count;
            const std::size_t end = begin + 2 * width < count ? begin + 2 * width : count;
            std::size_t left = begin, right = middle;
            for (std::size_t out = begin; out < end; ++out)
                spare[out] = left < middle && (right >= end || hashes[order[left]] <= hashes[order[right]])
                                 ? order[left++]
                                 : order[right++];
        }
        for (std::size_t i = 0; i < count; ++i) order[i] = spare[i];
    }
    return {nodes, count, hashes, order};
}

/// Ids of flows and boundary events are made of names ("pay->serve#2", "pay.deadline"), so that names cannot look like
/// them.
constexpr bool is_usable(std::string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '#') return false;
        if (name[i] == '-' && i + 1 < name.size() && name[i + 1] == '>') return false;
        if (name[i] != '.') continue;
        const std::string_view rest = name.substr(i + 1);
        if (rest == "deadline" || rest == "error" || rest.substr(0, 6) == "error.") return false;
    }
    return true;
}

/// Reports empty, unusable and equal names (BTN021, BTN026, BTN001).
template <class Report>
constexpr void check_names(const rows& w, const name_index& names, Report& report) {
    for (std::size_t i = 0; i < w.node_count; ++i)
        if (w.nodes[i].id.empty()) {
            report(verdict{error_code::a_task_has_an_empty_name_in, w.name, {}, w.nodes[i].line});
            if (report.stop()) return;
        } else if (w.nodes[i].kind != node_kind::timer_boundary && w.nodes[i].kind != node_kind::error_boundary &&
                   !is_usable(w.nodes[i].id)) {
            report(verdict{error_code::the_name_cannot_be_used_of, w.nodes[i].id, {}, w.nodes[i].line});
            if (report.stop()) return;
        }
    for (std::size_t i = 0; i + 1 < names.count; ++i)
        for (std::size_t k = i + 1; k < names.count; ++k) {
            const row_index a = names.order[i], b = names.order[k];
            if (names.hashes[a] != names.hashes[b]) break;
            if (w.nodes[a].id != w.nodes[b].id) continue;
            const row_index later = a < b ? b : a;
            report(verdict{error_code::two_tasks_have_the_name, w.nodes[later].id, {}, w.nodes[later].line});
            if (report.stop()) return;
        }
}

}  // namespace baton::inline BATON_ABI::core::check

#endif
