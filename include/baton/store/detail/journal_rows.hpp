// The tables in memory, from and to the bytes of a journal.
#ifndef BATON_STORE_DETAIL_JOURNAL_ROWS_HPP
#define BATON_STORE_DETAIL_JOURNAL_ROWS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "memory_tables.hpp"
#include "row_codec.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// Calls `visit(table)` for every table.
template <class Tables, class Visit>
void each_table(Tables& tables, Visit visit) {
    std::apply([&](auto&... table) { (visit(table), ...); }, tables.tables);
}
template <class Row>
const Row* row_type_of(const Table<Row>&) {
    return nullptr;
}

/// The changes that make these tables out of empty ones; with the numbers of the ids that come next.
inline std::string encode_all(const MemoryTables& tables) {
    std::string out;
    each_table(tables, [&](const auto& table) {
        using Row = std::remove_cvref_t<decltype(*row_type_of(table))>;
        out += row_tag<Row>;
        out += 'n';
        encode_number(out, static_cast<std::uint64_t>(table.next_id));
        for (const auto& [key, row] : table.rows) encode_put(out, row);
    });
    return out;
}

/// Makes the changes. False when they cannot be read; then the tables are of no use.
inline bool apply_changes(MemoryTables& tables, std::string_view changes) {
    Decoder in(changes);
    while (!in.done()) {
        const char tag = in.byte(), what = in.byte();
        bool known = false;
        each_table(tables, [&](auto& table) {
            using Row = std::remove_cvref_t<decltype(*row_type_of(table))>;
            if (known || tag != row_tag<Row>) return;
            known = true;
            if (what == 'n') {
                const auto next = static_cast<std::int64_t>(in.number());
                if (next > table.next_id) table.next_id = next;
                return;
            }
            Row row;
            Row::columns(row, in);
            known = what == 'p' || what == 'e';
            if (in.broken() || !known) return;
            if (what == 'p')
                tables.apply_put(std::move(row));
            else
                tables.template apply_erase<Row>(row.primary_key());
        });
        if (!known || in.broken()) return false;
    }
    return true;
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
