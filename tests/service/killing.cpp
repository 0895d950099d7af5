// A process that is killed before, in and after every transaction of a service, one kill a life: whoever comes after it
// ends the work as if nothing had happened.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <baton/service/worker.hpp>
#include <baton/store/directory_store.hpp>
#include <baton/testing/manual_clock.hpp>
#if BATON_HAS_SQLITE
#include <baton/store/sqlite_store.hpp>
#endif
#if BATON_HAS_POSTGRES
#include <baton/store/postgres_store.hpp>

#include "../store/postgres_server.hpp"
#endif
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../seeds.hpp"
#include "../store/forwarding_store.hpp"
#include "../store/stores.hpp"
#include "whole_model.hpp"

namespace service_killing_test {

namespace {

using baton::Service;
using baton::Store;
using baton::Variables;
namespace store = baton::store;

/// Kills its process at the given point, counted over all transactions: before one, in it (all was done, nothing
/// committed), after it (committed, not acknowledged).
class KillingStore final : public store_tests::ForwardingStore {
public:
    KillingStore(std::unique_ptr<Store> inner, int kill_at) : ForwardingStore(std::move(inner)), kill_at_(kill_at) {}

    void transact(const std::function<void(store::Transaction&)>& work) override {
        point();
        ForwardingStore::transact([&](store::Transaction& tx) {
            work(tx);
            point();
        });
        point();
    }

private:
    void point() {
        if (++points_ == kill_at_) ::kill(::getpid(), SIGKILL);
    }
    int kill_at_, points_ = 0;
};

using Open = std::function<std::unique_ptr<Store>(const baton::StoreOptions&)>;

/// A life of its own; false when it was killed.
bool lives(const Open& open, int kill_at) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            baton::testing::ManualClock clock(baton::instant{1'000'000 + std::int64_t{kill_at} * 1000});
            baton::StoreOptions options;
            options.clock = [&] { return clock(); };
            KillingStore killing(open(options), kill_at);
            service_tests::live(killing, clock);
            ::_exit(0);
        } catch (const std::exception& e) {
            const std::string text = std::string(e.what()) + "\n";
            static_cast<void>(!::write(2, text.data(), text.size()));
            ::_exit(1);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return false;
    CHECK(WEXITSTATUS(status) == 0);
    return true;
}

/// `fresh` gives an empty store each time.
void kill_everywhere(const std::function<Open()>& fresh, int every) {
    const Open calm = fresh();
    REQUIRE(lives(calm, 0));
    const std::string expected = service_tests::outcome(*calm({}));
    CHECK_THAT(expected, ContainsSubstring("main 17 completed: order=17 n=1 m=1 y=42"));
    CHECK_THAT(expected, ContainsSubstring("0 rows of work left, 0 incidents"));
    int points = 0;
    for (int kill_at = 1;; kill_at += every) {
        const Open open = fresh();
        const bool was_killed = !lives(open, kill_at);
        if (was_killed) REQUIRE(lives(open, 0));
        CAPTURE(kill_at);
        CHECK(service_tests::outcome(*open({})) == expected);
        if (!was_killed) break;
        ++points;
    }
    CHECK(points * every > 60);
}

/// At every point in a full run.
int every(int usual) { return tests::full_run() ? 1 : usual; }

}  // namespace

TEST_CASE("a service on files that is killed at any commit loses nothing and does nothing twice") {
    store_tests::Folder folder;
    int number = 0;
    SECTION("directory") {
        kill_everywhere(
            [&]() -> Open {
                const std::string path = folder.file("d" + std::to_string(++number));
                return [path](const baton::StoreOptions& o) {
                    baton::DirectoryOptions options;
                    static_cast<baton::StoreOptions&>(options) = o;
                    return std::make_unique<baton::DirectoryStore>(path, options);
                };
            },
            every(5));
    }
#if BATON_HAS_SQLITE
    SECTION("sqlite") {
        kill_everywhere(
            [&]() -> Open {
                const std::string path = folder.file("s" + std::to_string(++number) + ".db");
                return [path](const baton::StoreOptions& o) {
                    baton::SqliteOptions options;
                    static_cast<baton::StoreOptions&>(options) = o;
                    return std::make_unique<baton::SqliteStore>(path, options);
                };
            },
            every(5));
    }
#endif
}

#if BATON_HAS_POSTGRES
TEST_CASE("a service on PostgreSQL that is killed at any commit loses nothing and does nothing twice") {
    auto* server = store_tests::PostgresServer::shared();
    if (server == nullptr) return;
    int number = 0;
    kill_everywhere(
        [&]() -> Open {
            const std::string schema = "killed" + std::to_string(++number), url = server->url();
            return [schema, url](const baton::StoreOptions& o) {
                baton::PostgresOptions options;
                static_cast<baton::StoreOptions&>(options) = o;
                options.schema = schema;
                return std::make_unique<baton::PostgresStore>(url, options);
            };
        },
        every(10));
}
#endif

}  // namespace service_killing_test
