// Scopes: where tokens live together, and variables (BPMN 2.0.2, 10.4 and 13.3).
//
//   kind              opened for                                   ends when
//   root              the instance                                 its last token has ended
//   sub_process       a token at a sub-process                     its last token has ended
//   multi_instance    a token at a multi-instance activity         its instances are done
//   local             one instance of a loop, or a task's data     its activity is done
//
// A scope that a token owns lies in another that it owns, or in the one that the token is in.
#ifndef BATON_ENGINE_SCOPE_HPP
#define BATON_ENGINE_SCOPE_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../core/value.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::engine {

enum class ScopeKind : std::uint8_t { root, sub_process, multi_instance, local };

// The names that stand in saved files. They never change.
constexpr std::string_view name_of(ScopeKind kind) {
    switch (kind) {
        case ScopeKind::root: return "root";
        case ScopeKind::sub_process: return "sub-process";
        case ScopeKind::multi_instance: return "multi-instance";
        case ScopeKind::local: return "local";
    }
    return {};
}

/// A completed activity that can be compensated (10.7, 13.5.5). The order of the ledger is that of completion.
struct LedgerEntry {
    std::uint32_t vertex = 0;
    /// Of a sub-process: its data, and what was completed in it.
    core::Variables variables;
    std::vector<LedgerEntry> inner;
    friend bool operator==(const LedgerEntry&, const LedgerEntry&) = default;
};

/// What a multi-instance activity keeps beside its variables.
struct MultiInstance {
    std::vector<core::Value> items, outputs;
    std::int64_t total = 0, started = 0, completed = 0, terminated = 0;
    bool event_thrown = false;
    friend bool operator==(const MultiInstance&, const MultiInstance&) = default;
};

/// The id of every instance's root scope.
inline constexpr std::uint64_t root_scope_id = ~std::uint64_t{0};

struct Scope {
    /// 0: not in use.
    std::uint64_t id = 0;
    ScopeKind kind = ScopeKind::root;
    /// The activity; none of the root.
    std::uint32_t vertex = 0xFFFF'FFFF;
    table_index parent = no_entry;
    token_slot owner = no_slot;
    /// Live tokens directly in it.
    std::size_t tokens = 0;
    /// By join number of the graph; entries of State::joins.
    std::vector<table_index> joins;
    /// Of its event sub-processes.
    table_index first_subscription = no_entry;
    core::Variables variables;
    std::vector<LedgerEntry> ledger;
    /// One, of a multi-instance scope.
    std::vector<MultiInstance> multi;
    /// local: the number of the instance or turn, from 1; 0 of a task's data.
    std::int64_t number = 0;
    /// Of an ad-hoc sub-process that runs one activity at a time: the next to start.
    std::uint32_t next_start = 0;
    /// A transaction that is being cancelled; an ad-hoc sub-process whose condition holds; it is closing.
    bool cancelling = false, satisfied = false, closing = false;
};

/// Handlers that run for one throw of compensation, one after the other.
struct Compensation {
    std::uint64_t id = 0;
    /// Who waits for it: a token's id; 0: nobody.
    std::uint64_t thrower = 0;
    token_slot thrower_slot = no_slot;
    /// Where the handlers run.
    table_index scope = 0;
    /// Still to be compensated; the last one first.
    std::vector<LedgerEntry> rest;
    /// The handler that runs.
    std::uint64_t handler = 0;
};

}  // namespace baton::inline BATON_ABI::engine

#endif
