#include "stores.hpp"

#include <baton/store/directory_store.hpp>
#include <baton/store/memory_store.hpp>
#if BATON_HAS_SQLITE
#include <baton/store/sqlite_store.hpp>
#endif
#if BATON_HAS_POSTGRES
#include <baton/store/postgres_store.hpp>

#include "postgres_server.hpp"
#endif

namespace store_tests {

namespace {
template <class Options>
Options as(Opened& o) {
    Options options;
    static_cast<baton::StoreOptions&>(options) = o.options();
    return options;
}
}  // namespace

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all = [] {
        std::vector<Kind> list{
            {"memory", [](Opened& o) { o.store = std::make_unique<baton::MemoryStore>(o.options()); }},
            {"directory", [](Opened& o) {
                 auto options = as<baton::DirectoryOptions>(o);
                 options.compact_at = 2000;  // often
                 o.store = std::make_unique<baton::DirectoryStore>(o.folder.file("baton"), options);
             }}};
#if BATON_HAS_SQLITE
        list.push_back({"sqlite", [](Opened& o) {
                            o.store = std::make_unique<baton::SqliteStore>(o.folder.file("baton.db"),
                                                                           as<baton::SqliteOptions>(o));
                        }});
#endif
#if BATON_HAS_POSTGRES
        if (PostgresServer* server = PostgresServer::shared())
            list.push_back({"postgres", [server](Opened& o) {
                                static int schemas = 0;
                                auto options = as<baton::PostgresOptions>(o);
                                options.schema = "s" + std::to_string(++schemas);
                                o.store = std::make_unique<baton::PostgresStore>(server->url(), options);
                            }});
#endif
        return list;
    }();
    return all;
}

}  // namespace store_tests
