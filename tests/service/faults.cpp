// What goes wrong around a service: zombies, clocks that jump, heartbeats that are lost, the four timeouts, connections
// that are cut, databases that only read for a while.
#include <algorithm>
#include <baton/process.hpp>
#include <baton/service/worker.hpp>
#include <baton/testing/manual_clock.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#if BATON_HAS_SQLITE
#include <baton/store/sqlite_store.hpp>
#endif
#if BATON_HAS_POSTGRES
#include <baton/store/postgres_store.hpp>

#include "../store/postgres_server.hpp"
#endif

#include "../catch.hpp"
#include "../codes.hpp"
#include "../seeds.hpp"
#include "fixture.hpp"

namespace service_faults_test {

using namespace baton::words;
using baton::TaskJob;
using baton::TaskWorker;
using namespace service_tests;

namespace {

/// A worker's task of topic "w" with these headers.
template <class... Words>
std::shared_ptr<const baton::Definition> working(const Words&... words) {
    return shared(process("p", start_event("s", followed_by("work")),
                          service_task("work", type("w"), followed_by("e"), words...), end_event("e")));
}
std::shared_ptr<const baton::Definition> hourly() {
    return shared(process("h", start_event("s", followed_by("t")),
                          catch_event("t", on_timer(after("PT1H")), followed_by("e")), end_event("e")));
}
constexpr std::int64_t hour = 3'600'000, year = 365 * 24 * hour;

}  // namespace

TEST_CASE("two workers and one task: the zombie is told that its lease is lost, and one completion counts") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(working());
        const int rounds = static_cast<int>(tests::seeds(50));
        int completed = 0, lost = 0;
        for (int i = 0; i < rounds; ++i) {
            const auto id = service.start("p");
            TaskWorker second(service, "w", [](TaskJob&) -> Variables { return {{"by", "second"}}; });
            TaskWorker first(service, "w", [&](TaskJob&) -> Variables {
                o.clock.advance(baton::duration(31'000));  // as if it had been stopped
                service.sweep();
                o.clock.advance(baton::duration(1000));
                REQUIRE(second.step());
                return {{"by", "first"}};
            });
            REQUIRE(first.step());
            lost += static_cast<int>(first.lost());
            const baton::InstanceDetails info = service.info(id);
            completed += info.status == InstanceStatus::completed && info.variables == Variables{{"by", "second"}};
        }
        CHECK(lost == rounds);
        CHECK(completed == rounds);
    });
}

TEST_CASE("clocks that jump: timers fire once, and nothing turns in circles") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(hourly());
        const auto forward = service.start("h");
        o.clock.advance(baton::duration(year));
        service.run();
        CHECK(service.info(forward).status == InstanceStatus::completed);
        CHECK(service.history(forward).back().what == "ended");

        const auto back = service.start("h");
        o.clock.set(baton::instant{1'000'000});
        CHECK(service.run() == 0);
        CHECK(service.info(back).status == InstanceStatus::running);
        o.clock.advance(baton::duration(year + 2 * hour));
        CHECK(service.run() > 0);
        CHECK(service.run() == 0);
        CHECK(service.info(back).status == InstanceStatus::completed);
    });
}

TEST_CASE("a clock that goes back during a lease takes no work from who has it") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(working());
        o.clock.advance(baton::duration(2 * hour));
        const auto id = service.start("p");
        TaskWorker other(service, "w", [](TaskJob&) -> Variables { return {}; });
        TaskWorker worker(service, "w", [&](TaskJob& job) -> Variables {
            o.clock.set(baton::instant{1'000'000});
            service.sweep();
            CHECK_FALSE(other.step());
            CHECK(job.heartbeat());
            return {{"done", true}};
        });
        REQUIRE(worker.step());
        CHECK(worker.lost() == 0);
        CHECK(service.info(id).status == InstanceStatus::completed);
    });
}

TEST_CASE("heartbeats that are lost: the task is handed over once, with what the last one told") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(working(header("heartbeat", "PT10S")));
        service.start("p");
        std::vector<std::string> seen;
        TaskWorker second(service, "w", [&](TaskJob& job) -> Variables {
            seen.push_back(job.last_progress() + " " + std::to_string(job.attempt()));
            return {};
        });
        TaskWorker first(service, "w", [&](TaskJob& job) -> Variables {
            for (const char* progress : {"1", "2", "3"}) {
                o.clock.advance(baton::duration(8000));
                CHECK(job.heartbeat(progress));
                CHECK(service.sweep() == 0);
            }
            o.clock.advance(baton::duration(11'000));  // none arrives
            CHECK(service.sweep() == 1);
            CHECK(service.sweep() == 0);
            o.clock.advance(baton::duration(2000));
            CHECK(second.step());
            CHECK_FALSE(second.step());
            return {};
        });
        CHECK(first.step());
        CHECK(first.lost() == 1);
        CHECK(seen == std::vector<std::string>{"3 2"});
    });
}

TEST_CASE("a task that ends its worker every time is an incident after its attempts, and others go on") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(working());
        const auto poisoned = service.start("p", {.business_key = "poison"});
        const auto healthy = service.start("p");
        int deaths = 0;
        for (int i = 0; i < 10; ++i) {
            std::vector<baton::store::WorkRow> claimed;
            // As step() does, by a worker that dies of one instance's task.
            service.store().transact([&](baton::store::Transaction& tx) {
                claimed = tx.claim(baton::service::detail::task_queue("w"), 1, "mortal", 30'000);
            });
            if (!claimed.empty() && claimed[0].instance_id == poisoned)
                ++deaths;
            else if (!claimed.empty())
                CHECK(service.finish_activity(claimed[0], baton::service::detail::Item::complete, {}));
            o.clock.advance(baton::duration(40'000));
            service.run();
        }
        CHECK(deaths == 3);
        REQUIRE(service.incidents(poisoned).size() == 1);
        CHECK(service.info(healthy).status == InstanceStatus::completed);
        // A person looks after it.
        service.retry(service.incidents(poisoned)[0].id);
        TaskWorker mended(service, "w", [](TaskJob&) -> Variables { return {}; });
        CHECK(mended.step());
        CHECK(service.info(poisoned).status == InstanceStatus::completed);
    });
}

#if BATON_HAS_SQLITE
TEST_CASE("a state that was damaged is an incident of its instance, and others go on") {
    const store_tests::Folder folder;
    baton::testing::ManualClock clock(baton::instant{1'000'000});
    baton::SqliteOptions o;
    o.clock = [&] { return clock(); };
    const auto store = std::make_shared<baton::SqliteStore>(folder.file("b.db"), o);
    Service service(store, options());
    service.deploy(hourly());
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(service.start("h"));
    // A bit that flipped, and a text that is cut off with a checksum that fits.
    store->transact_beside([&](baton::store::Transaction& tx, sqlite3* db) {
        auto cut = *tx.lock_instance(ids[1]);
        cut.state.resize(cut.state.size() / 2);
        tx.update_instance(cut);
        const std::string flip =
            "update instance set state = cast(x'00' || substr(state, 2) as blob) where id = " + std::to_string(ids[2]);
        CHECK(sqlite3_exec(db, flip.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    });
    clock.advance(baton::duration(2 * hour));
    service.run();
    CHECK(service.info(ids[0]).status == InstanceStatus::completed);
    CHECK(service.info(ids[3]).status == InstanceStatus::completed);
    for (const std::size_t damaged : {1u, 2u}) {
        CAPTURE(damaged);
        const auto incidents = service.incidents(ids[damaged]);
        REQUIRE(incidents.size() == 1);
        CHECK_FALSE(incidents[0].why.empty());
    }
    CHECK(service.run() == 0);
}
#endif

TEST_CASE("many timers, weeks apart: each fires once") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(shared(process("h", start_event("s", followed_by("t")),
                                      catch_event("t", on_timer(after("=wait")), followed_by("e")), end_event("e"))));
        const int many = static_cast<int>(tests::seeds(o->name() == "memory:" ? 1000 : 100));
        for (int i = 0; i < many; ++i)
            service.start("h", {.variables = {{"wait", "PT" + std::to_string(1 + i * 7919 % many) + "H"}}});
        const auto open = [&] {
            baton::store::InstanceQuery q;
            q.open = baton::store::InstanceQuery::Open::open;
            return service.count(q);
        };
        std::int64_t fired = 0;
        for (int week = 0; week * 7 * 24 < many; ++week) {
            o.clock.advance(baton::duration(7 * 24 * hour));
            service.run();
            const std::int64_t due = std::min<std::int64_t>(many, (week + 1) * 7 * 24);
            fired = many - open();
            CHECK(fired == due);
        }
        CHECK(fired == many);
        CHECK(service.run() == 0);
    });
}

TEST_CASE("the four timeouts of a worker's task") {
    store_tests::on_all([](store_tests::Opened& o) {
        const auto incident_of = [&](Service& service, std::int64_t id) {
            const auto all = service.incidents(id);
            return all.size() == 1 ? all[0].why : "incidents: " + std::to_string(all.size());
        };
        auto once = options();
        once.retry.attempts = 1;
        SECTION("schedule to start") {
            Service service(shared(o), options());
            service.deploy(working(header("schedule-to-start", "PT10S")));
            const auto id = service.start("p");
            o.clock.advance(baton::duration(9000));
            service.run();
            CHECK(service.incidents(id).empty());
            o.clock.advance(baton::duration(2000));
            service.run();
            CHECK_THAT(incident_of(service, id), ContainsSubstring("schedule-to-start"));
        }
        SECTION("schedule to close") {
            Service service(shared(o), options());
            service.deploy(working(header("schedule-to-close", "PT1M")));
            const auto id = service.start("p");
            TaskWorker worker(service, "w", [&](TaskJob&) -> Variables { throw std::runtime_error("not now"); });
            for (int i = 0; i < 2; ++i) {
                o.clock.advance(baton::duration(10'000));
                CHECK(worker.step());
            }
            o.clock.advance(baton::duration(60'000));
            service.run();
            CHECK_THAT(incident_of(service, id), ContainsSubstring("schedule-to-close"));
            CHECK_FALSE(worker.step());
        }
        SECTION("start to close") {
            Service service(shared(o), once);
            service.deploy(working(header("start-to-close", "PT20S")));
            const auto id = service.start("p");
            TaskWorker worker(service, "w", [&](TaskJob& job) -> Variables {
                CHECK(job.heartbeat());
                o.clock.advance(baton::duration(15'000));
                CHECK(job.heartbeat());
                o.clock.advance(baton::duration(10'000));  // beating does not prolong it
                service.run();
                return {};
            });
            CHECK(worker.step());
            CHECK(worker.lost() == 1);
            CHECK_THAT(incident_of(service, id), ContainsSubstring("start-to-close"));
        }
        SECTION("heartbeat") {
            Service service(shared(o), once);
            service.deploy(working(header("heartbeat", "PT5S")));
            const auto id = service.start("p");
            TaskWorker worker(service, "w", [&](TaskJob&) -> Variables {
                o.clock.advance(baton::duration(6000));
                service.run();
                return {};
            });
            CHECK(worker.step());
            CHECK_THAT(incident_of(service, id), ContainsSubstring("heartbeat"));
        }
    });
}

#if BATON_HAS_POSTGRES

TEST_CASE("PostgreSQL ends all connections, and reads only for a while: steps are made afterwards") {
    const auto server = store_tests::PostgresServer::start();
    if (server == nullptr) return;
    Service service(std::make_shared<baton::store::PostgresStore>(server->url()), options());
    service.deploy(working());
    const auto cut = [&] {
        CHECK(
            server->sql("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and "
                        "backend_type = 'client backend'"));
    };
    for (int i = 0; i < 20; ++i) {
        const std::string request = "r" + std::to_string(i);
        cut();
        std::int64_t id = 0;
        try {
            id = service.start("p", {.request = request});
        } catch (const baton::error& e) {  // it may have happened: the request's key tells
            CHECK(baton::service::is_about_the_store(e.code()));
            id = service.start("p", {.request = request});
        }
        cut();
        TaskWorker worker(service, "w", [&](TaskJob&) -> Variables {
            cut();
            return {};
        });
        for (int tries = 0; service.info(id).status != InstanceStatus::completed && tries < 50; ++tries) try {
                if (!worker.step()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
            } catch (const baton::error& e) {
                CHECK(baton::service::is_about_the_store(e.code()));
            }
        CHECK(service.info(id).status == InstanceStatus::completed);
        CHECK(service.incidents(id).empty());
    }
    CHECK(service.count({}) == 20);

    CHECK(server->sql("alter database postgres set default_transaction_read_only = on"));
    cut();
    CHECK(baton::service::is_about_the_store(code_of([&] { service.start("p"); })));
    CHECK(server->sql("begin read write; alter database postgres reset default_transaction_read_only; commit"));
    cut();
    CHECK(service.start("p", {.request = "after"}) != 0);
    CHECK(service.count({}) == 21);
}

#endif

}  // namespace service_faults_test
