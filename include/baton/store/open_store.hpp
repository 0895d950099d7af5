// A store by its URL:
//
//   memory:                               in memory, gone with the process
//   dir:path                              a folder of files
//   sqlite:file.db                        a SQLite file (link baton::sqlite)
//   postgresql://user@host/database       a PostgreSQL database (link baton::postgres)
//
// Behind a `?` stand options of sqlite: `synchronous=normal`. What stands behind that of postgresql is libpq's.
#ifndef BATON_STORE_OPEN_STORE_HPP
#define BATON_STORE_OPEN_STORE_HPP

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "directory_store.hpp"
#include "memory_store.hpp"
#include "store.hpp"
#if BATON_HAS_SQLITE
#include "sqlite_store.hpp"
#endif
#if BATON_HAS_POSTGRES
#include "postgres_store.hpp"
#endif

namespace baton::inline BATON_ABI::store {

/// BTN801 when the URL is not understood or the store cannot be opened, BTN811 when its adapter is not compiled in; and
/// what the constructors of the stores raise.
inline std::unique_ptr<Store> open_store(std::string_view url, StoreOptions options = {}) {
    const auto starts = [&](std::string_view scheme) { return url.substr(0, scheme.size()) == scheme; };
    const auto rest = [&](std::string_view scheme) { return std::string(url.substr(scheme.size())); };
    if (url == "memory:") return std::make_unique<MemoryStore>(std::move(options));
    if (starts("dir:")) {
        DirectoryOptions o;
        static_cast<StoreOptions&>(o) = std::move(options);
        return std::make_unique<DirectoryStore>(rest("dir:"), std::move(o));
    }
    if (starts("sqlite:")) {
#if BATON_HAS_SQLITE
        SqliteOptions o;
        static_cast<StoreOptions&>(o) = std::move(options);
        std::string path = rest("sqlite:");
        if (const std::size_t mark = path.rfind('?'); mark != std::string::npos) {
            const std::string option = path.substr(mark + 1);
            path.resize(mark);
            if (option == "synchronous=normal")
                o.synchronous = SqliteOptions::Synchronous::normal;
            else if (option != "synchronous=full")
                throw core::error(core::error_code::the_store_cannot_be_opened, std::string(url),
                                  "the only option is synchronous=full or normal");
        }
        return std::make_unique<SqliteStore>(std::move(path), std::move(o));
#else
        throw core::error(core::error_code::the_adapter_is_not_there, std::string(url), "link baton::sqlite");
#endif
    }
    if (starts("postgresql://") || starts("postgres://")) {
#if BATON_HAS_POSTGRES
        PostgresOptions o;
        static_cast<StoreOptions&>(o) = std::move(options);
        return std::make_unique<PostgresStore>(std::string(url), std::move(o));
#else
        // Without what follows: there may be a password in it.
        throw core::error(core::error_code::the_adapter_is_not_there, "postgresql:", "link baton::postgres");
#endif
    }
    throw core::error(core::error_code::the_store_cannot_be_opened,
                      "'" + std::string(url.substr(0, url.find(':'))) + "'",
                      "it begins with none of memory:, dir:, sqlite:, postgresql:");
}

}  // namespace baton::inline BATON_ABI::store

namespace baton::inline BATON_ABI {
using store::open_store;
}  // namespace baton::inline BATON_ABI

#endif
