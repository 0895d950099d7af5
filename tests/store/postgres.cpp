// What PostgreSQL alone can do to a store: stop, end connections, break them while committing, be shared.
#if BATON_HAS_POSTGRES
#include "postgres_server.hpp"

#include <atomic>
#include <baton/store/open_store.hpp>
#include <thread>

#include "stores.hpp"

namespace store_postgres_test {

using namespace baton;
using namespace baton::store;
using namespace store_tests;
using Tx = Transaction;

namespace {
std::unique_ptr<PostgresStore> open(PostgresServer& server, const std::string& schema) {
    PostgresOptions options;
    options.schema = schema;
    return std::make_unique<PostgresStore>(server.url(), options);
}
}  // namespace

TEST_CASE("PostgreSQL: the time is the server's, and the URL opens it") {
    PostgresServer* server = PostgresServer::shared();
    if (server == nullptr) return;
    const auto s = open_store(server->url());
    const std::int64_t here = system_time().ms;
    CHECK(std::abs(s->now() - here) < 60'000);
    in(*s, [](Tx& t) {
        const std::int64_t now = t.now();
        CHECK(t.now() == now);
        WorkRow row = work("q");
        row.run_at = now + 100'000;
        t.put_work(row);
        t.put_work(work("q"));
        const auto claimed = t.claim("q", 10, "w", 1000);
        REQUIRE(claimed.size() == 1);
        CHECK(claimed[0].lease_until == now + 1000);
    });
    CHECK(s->name() == "postgresql://127.0.0.1:" + std::to_string(server->port()) + "/postgres");
}

TEST_CASE("PostgreSQL: several open a new schema at once, and wake each other") {
    PostgresServer* server = PostgresServer::shared();
    if (server == nullptr) return;
    std::vector<std::thread> threads;
    std::vector<std::unique_ptr<PostgresStore>> stores(4);
    for (std::size_t i = 0; i < 4; ++i) threads.emplace_back([&, i] { stores[i] = open(*server, "shared"); });
    for (std::thread& t : threads) t.join();
    (void)stores[0]->wake_ticket();
    // Everybody is told once when the listening begins.
    CHECK(stores[0]->wait_for_work({"q"}, 0, std::chrono::milliseconds(20'000)));
    const std::uint64_t ticket = stores[0]->wake_ticket();
    in(*stores[1], [](Tx& t) { t.put_work(work("p")); });
    CHECK_FALSE(stores[0]->wait_for_work({"q"}, ticket, std::chrono::milliseconds(100)));
    in(*stores[1], [](Tx& t) { t.put_work(work("q")); });
    CHECK(stores[0]->wait_for_work({"q"}, ticket, std::chrono::milliseconds(20'000)));
    CHECK(server->sql("insert into shared.baton_migration values (99, 'future', 0)"));
    CHECK(code_of([&] { open(*server, "shared"); }) == error_code::the_store_is_of_a_newer_schema);
    CHECK(code_of([&] { open(*server, "no; such"); }) == error_code::the_store_cannot_be_opened);
}

TEST_CASE("PostgreSQL: who deadlocks is begun again") {
    PostgresServer* server = PostgresServer::shared();
    if (server == nullptr) return;
    const auto s = open(*server, "deadlock");
    const auto a = *in(*s, [](Tx& t) { return t.add_instance(instance("d")); });
    const auto b = *in(*s, [](Tx& t) { return t.add_instance(instance("d")); });
    std::atomic<int> tries = 0, arrived = 0;
    const auto both = [&](std::int64_t first, std::int64_t second) {
        s->transact([&](Tx& t) {
            ++tries;
            InstanceRow one = *t.lock_instance(first);
            if (++arrived <= 2)
                for (int i = 0; i < 2000 && arrived < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            InstanceRow two = *t.lock_instance(second);
            t.update_instance(one);
            t.update_instance(two);
        });
    };
    std::thread other([&] { both(b, a); });
    both(a, b);
    other.join();
    CHECK(tries == 3);
    CHECK(in(*s, [&](Tx& t) { return t.find_instance(a)->rev; }) == 2);
}

TEST_CASE("PostgreSQL: a connection that ends before the commit is replaced") {
    PostgresServer* server = PostgresServer::shared();
    if (server == nullptr) return;
    const auto s = open(*server, "ended");
    int tries = 0;
    s->transact([&](Tx& t) {
        t.add_instance(instance("d"));
        if (++tries == 1)
            CHECK(
                server->sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'baton'"));
        t.add_instance(instance("d"));
    });
    CHECK(tries == 2);
    CHECK(in(*s, [](Tx& t) { return t.count_instances({}); }) == 2);
    // A failure that was ignored is not taken for success.
    CHECK(code_of([&] {
              in(*s, [](Tx& t) {
                  t.append_history({1, 1, 0, 0, 0, "", ""});
                  t.append_history({1, 1, 0, 0, 0, "", ""});
                  try {
                      t.count_instances({});
                  } catch (const error&) {}
              });
          }) == error_code::the_store_failed);
    CHECK(in(*s, [](Tx& t) { return t.read_history(1, 0, 9).size(); }) == 0);
}

TEST_CASE("PostgreSQL: a connection that breaks while committing is said so, and not begun again") {
    PostgresServer* server = PostgresServer::shared();
    if (server == nullptr) return;
    const auto s = open(*server, "unknown");
    // Runs at the commit.
    REQUIRE(
        server->sql("create function unknown.die() returns trigger language plpgsql as "
                    "'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'"));
    REQUIRE(
        server->sql("create constraint trigger die after insert on unknown.blob deferrable initially deferred "
                    "for each row execute function unknown.die()"));
    int tries = 0;
    CHECK(code_of([&] {
              s->transact([&](Tx& t) {
                  ++tries;
                  t.put_blob("x");
              });
          }) == error_code::the_commit_is_unknown);
    CHECK(tries == 1);
    CHECK_FALSE(in(*s, [](Tx& t) { return t.find_blob(content_hash("x")); }));
}

TEST_CASE("PostgreSQL: steps go on when the server has come back") {
    const auto server = PostgresServer::start();
    if (server == nullptr) return;
    const auto s = open(*server, "restart");
    const std::uint64_t ticket = s->wake_ticket();
    in(*s, [](Tx& t) { t.add_instance(instance("d")); });
    REQUIRE(server->down("immediate"));
    std::thread later([&] { CHECK(server->up()); });
    in(*s, [](Tx& t) { t.add_instance(instance("d")); });
    later.join();
    CHECK(in(*s, [](Tx& t) { return t.count_instances({}); }) == 2);
    (void)ticket;
    // The listener has come back, too.
    const auto other = open(*server, "restart");
    bool woken = false;
    for (int i = 0; i < 100 && !woken; ++i) {
        const std::uint64_t before = s->wake_ticket();
        in(*other, [](Tx& t) { t.put_work(work("q")); });
        woken = s->wait_for_work({"q"}, before, std::chrono::milliseconds(200));
    }
    CHECK(woken);
    REQUIRE(server->down("fast"));
    PostgresOptions hasty;
    hasty.schema = "restart";
    hasty.attempts = 2;
    CHECK(code_of([&] { PostgresStore nobody(server->url(), hasty); }) == error_code::the_store_cannot_be_opened);
}

TEST_CASE("PostgreSQL: many changes in one transaction, without an answer in between") {
    PostgresServer* server = PostgresServer::shared();
    if (server == nullptr) return;
    const auto s = open(*server, "many");
    in(*s, [](Tx& t) {
        const std::string body(3000, 'b');
        for (std::int64_t i = 1; i <= 3000; ++i) t.append_history({1, i, 0, 0, 0, "n", body});
    });
    CHECK(in(*s, [](Tx& t) { return t.read_history(1, 2001, 1000).size(); }) == 1000);
}

}  // namespace store_postgres_test

#endif
