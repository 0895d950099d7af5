// PostgreSQL behind a network that loses answers, is slow, or is gone; and a server that dies under load.
#include <algorithm>
#include <atomic>
#include <baton/process.hpp>
#include <baton/service/worker.hpp>
#include <baton/store/postgres_store.hpp>
#include <baton/testing/manual_clock.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "../seeds.hpp"
#include "../store/postgres_server.hpp"
#include "../store/tcp_proxy.hpp"
#include "fixture.hpp"
#include "whole_model.hpp"

namespace service_network_test {

using namespace service_tests;
using namespace baton::words;
using baton::TaskJob;
using baton::TaskWorker;
using Mode = store_tests::TcpProxy::Mode;
using steady = std::chrono::steady_clock;

namespace {

std::shared_ptr<const baton::Definition> working() {
    return shared(process("p", start_event("s", followed_by("work")), service_task("work", type("w"), followed_by("e")),
                          end_event("e")));
}
std::string url_at(int port) { return "postgresql://postgres@127.0.0.1:" + std::to_string(port) + "/postgres"; }

baton::PostgresOptions in_schema(const std::string& schema, baton::testing::ManualClock& clock) {
    baton::PostgresOptions o;
    o.schema = schema;
    o.clock = [&clock] { return clock(); };
    return o;
}

/// Does it; nothing but trouble of the store may come of it.
template <class Act>
bool tries(Act act) {
    try {
        act();
        return true;
    } catch (const baton::error& e) {
        CHECK(baton::service::is_about_the_store(e.code()));
        return false;
    }
}
double seconds_since(steady::time_point begin) { return std::chrono::duration<double>(steady::now() - begin).count(); }

}  // namespace

TEST_CASE("PostgreSQL: what was committed while the answer got lost is done once") {
    auto* server = store_tests::PostgresServer::shared();
    if (server == nullptr) return;
    store_tests::TcpProxy proxy(server->port());
    baton::testing::ManualClock clock(baton::instant{1'000'000});
    auto o = in_schema("answers_lost", clock);
    Service service(std::make_shared<baton::PostgresStore>(url_at(proxy.port()), o), options());
    service.deploy(working());
    const auto rounds = static_cast<std::int64_t>(tests::seeds(50));
    int done = 0;
    for (std::int64_t i = 0; i < rounds; ++i) {
        std::int64_t id = 0;
        proxy.cut_after("commit");
        const auto start = [&] { id = service.start("p", {.request = "r" + std::to_string(i)}); };
        CHECK_FALSE(tries(start));
        REQUIRE(tries(start));
        TaskWorker worker(service, "w", [&](TaskJob& job) {
            ++done;
            proxy.cut_after("commit");
            return do_work(job);
        });
        CHECK_FALSE(tries([&] { worker.step(); }));
        // The answer is there: nobody does the task again, however long it takes.
        clock.advance(baton::duration(60'000));
        REQUIRE(tries([&] { service.run(); }));
        CHECK_FALSE(worker.step());
        CHECK(service.info(id).status == InstanceStatus::completed);
        CHECK(service.info(id).variables == Variables{{"m", 1}});
    }
    CHECK(proxy.cuts() == rounds * 2);
    CHECK(done == rounds);
    CHECK(service.count({}) == rounds);
}

TEST_CASE("PostgreSQL: a worker behind a network that is gone is noticed, and another does its task") {
    auto* server = store_tests::PostgresServer::shared();
    if (server == nullptr) return;
    store_tests::TcpProxy proxy(server->port());
    baton::testing::ManualClock clock(baton::instant{1'000'000});
    auto o = in_schema("network_gone", clock);
    Service here(std::make_shared<baton::PostgresStore>(server->url(), o), options());
    here.deploy(working());
    o.attempts = 1;
    o.answer_timeout = std::chrono::milliseconds(300);
    Service behind(std::make_shared<baton::PostgresStore>(url_at(proxy.port()), o), options());
    behind.deploy(working());

    const auto id = here.start("p");
    TaskWorker there(behind, "w", [&](TaskJob&) -> Variables {
        proxy.set(Mode::lose);
        return {{"by", "there"}};
    });
    const auto begin = steady::now();
    CHECK_FALSE(tries([&] { there.step(); }));
    CHECK(seconds_since(begin) < 2);
    clock.advance(baton::duration(31'000));
    here.sweep();
    clock.advance(baton::duration(2000));
    TaskWorker second(here, "w", [](TaskJob&) -> Variables { return {{"by", "here"}}; });
    CHECK(second.step());
    here.run();
    CHECK(here.info(id).status == InstanceStatus::completed);
    CHECK(here.info(id).variables == Variables{{"by", "here"}});

    proxy.cut();
    proxy.set(Mode::pass);
    for (int i = 0; i < 3 && !tries([&] { behind.start("p"); }); ++i) {}
    CHECK(here.count({}) == 2);
    o.answer_timeout = std::chrono::milliseconds(60'000);
    Service late(std::make_shared<baton::PostgresStore>(url_at(proxy.port()), o), options());
    late.deploy(working());
    proxy.set(Mode::late);
    const auto slow = steady::now();
    CHECK(late.start("p") != 0);
    CHECK(seconds_since(slow) > 0.5);
    CHECK(here.count({}) == 3);
}

TEST_CASE("PostgreSQL dies again and again under load: nothing that was acknowledged is lost") {
    const auto server = store_tests::PostgresServer::start();
    if (server == nullptr) return;
    auto quick = options();
    quick.lease = baton::duration(1000);
    Service service(std::make_shared<baton::PostgresStore>(server->url()), quick);
    service.deploy(working());
    const int wanted = static_cast<int>(tests::seeds(200)), deaths = static_cast<int>(tests::seeds(3));
    std::atomic<int> acknowledged{0};
    std::vector<std::int64_t> ids(static_cast<std::size_t>(wanted));
    const auto ignore = [](const std::exception_ptr&) {};
    {
        baton::ServiceThreads steps(service, 2, ignore);
        TaskWorker worker(service, "w", do_work, {.lease = baton::duration(1000)});
        baton::WorkerThread tasks(
            service.store(), {worker.queue()}, [&] { return worker.step(); }, ignore);
        std::atomic<bool> dying{true};
        std::thread client([&] {
            for (int i = 0; i < wanted; ++i) {
                const std::string request = "r" + std::to_string(i);
                for (;;) try {
                        ids[static_cast<std::size_t>(i)] = service.start("p", {.request = request});
                        break;
                    } catch (const baton::error&) {
                        std::this_thread::sleep_for(std::chrono::milliseconds(20));
                    }
                ++acknowledged;
                if (dying) std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
        });
        double slowest = 0;
        for (int i = 0; i < deaths; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            CHECK(server->down("immediate"));
            std::this_thread::sleep_for(std::chrono::milliseconds(i % 3 * 300));
            REQUIRE(server->up());
            const auto begin = steady::now();
            const int before = acknowledged;
            while (acknowledged == before && acknowledged < wanted && seconds_since(begin) < 20)
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            slowest = std::max(slowest, seconds_since(begin));
        }
        dying = false;
        client.join();
        CHECK(slowest < 4);  // the longest pause between two attempts is two seconds
        const auto begin = steady::now();
        baton::store::InstanceQuery open;
        open.open = baton::store::InstanceQuery::Open::open;
        while (service.count(open) > 0 && seconds_since(begin) < 60)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(service.count({}) == wanted);
    int completed = 0;
    for (const std::int64_t id : ids) {
        const auto info = service.info(id);
        completed += info.status == InstanceStatus::completed && info.variables == Variables{{"m", 1}};
    }
    CHECK(completed == wanted);
    CHECK(service.incidents().empty());
}

}  // namespace service_network_test
