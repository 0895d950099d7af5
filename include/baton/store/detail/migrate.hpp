// Bringing a schema up to date.
#ifndef BATON_STORE_DETAIL_MIGRATE_HPP
#define BATON_STORE_DETAIL_MIGRATE_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "sql.hpp"
#include "sql_schema.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// BTN802 when the version that was found is later than all that are known.
inline void check_schema(std::int64_t version, const std::string& where) {
    const auto known = static_cast<std::int64_t>(sql_migrations().size());
    if (version > known)
        throw core::error(
            core::error_code::the_store_is_of_a_newer_schema, where,
            "it is of version " + std::to_string(version) + ", this program knows " + std::to_string(known));
}

/// Inside a transaction that keeps others out: makes what is missing.
template <class Connection>
void migrate(Connection& db, std::int64_t now, const std::string& where) {
    const auto known = static_cast<std::int64_t>(sql_migrations().size());
    db.execute(std::string(sql_migration_table));
    std::int64_t version = 0;
    db.query_text("select coalesce(max(version), 0) from baton_migration", {},
                  [&](typename Connection::Record& r) { version = r.number(0); });
    check_schema(version, where);
    for (; version < known; ++version) {
        const Migration& m = sql_migrations()[static_cast<std::size_t>(version)];
        for (const std::string_view statement : m.statements) db.execute(std::string(statement));
        db.query_text("insert into baton_migration (version, what, applied_at) values (?1, ?2, ?3)",
                      {version + 1, m.what, now}, [](typename Connection::Record&) {});
    }
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
