// A definition as flat rows: what the checks read, both when a declaration is compiled and when a definition is built
// at run time. A row views text that somebody else owns.
#ifndef BATON_CORE_ROWS_HPP
#define BATON_CORE_ROWS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../config.hpp"
#include "error_code.hpp"
#include "kinds.hpp"

namespace baton::inline BATON_ABI::core {

/// Position of a node or flow in its table.
using row_index = std::uint32_t;
inline constexpr row_index no_row = 0xFFFF'FFFF;

/// One task, gateway or boundary event. A boundary event stands behind its host.
struct node_row {
    std::string_view id;
    node_kind kind = node_kind::task;
    join_kind join = join_kind::none;
    split_kind split = split_kind::none;
    bool start = false;
    bool end = false;
    bool may_continue = false;
    /// choose(…) was said: the flows are tried in order.
    bool chooses = false;
    /// Two different kinds of join were said.
    bool joins_twice = false;
    /// A boundary event: the host's row.
    row_index host = no_row;
    /// Line of the declaration, 0 where there is none.
    std::uint32_t line = 0;
};

/// One sequence flow, in declaration order.
struct flow_row {
    row_index source = no_row;
    row_index target = no_row;
    condition_kind condition = condition_kind::none;
};

/// A view of N nodes and F flows. Flows of one source stand in the order in which they were declared.
struct rows {
    std::string_view name;
    const node_row* nodes = nullptr;
    std::size_t node_count = 0;
    const flow_row* flows = nullptr;
    std::size_t flow_count = 0;
    soundness demand = soundness::required;
};

/// What a check found: the problem, the name it concerns, and a second name where that helps (of a split, say).
struct verdict {
    error_code code = error_code::none;
    std::string_view who{};
    std::string_view other{};
    std::uint32_t line = 0;
    [[nodiscard]] constexpr bool ok() const { return code == error_code::none; }
};

/// Receives what the checks find and keeps the first: for the compiler, where one mistake must give one error.
struct first_verdict {
    verdict found{};
    constexpr void operator()(const verdict& v) {
        if (found.ok()) found = v;
    }
    [[nodiscard]] constexpr bool stop() const { return !found.ok(); }
};

}  // namespace baton::inline BATON_ABI::core

#endif
