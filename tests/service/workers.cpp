// Workers of a service: topics, retries, timeouts, heartbeats, leases that are lost; several services on one store.
#include <baton/process.hpp>
#include <baton/service/worker.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "fixture.hpp"

namespace service_workers_test {

using namespace baton::words;
using baton::TaskJob;
using baton::TaskWorker;
using namespace service_tests;

namespace {

std::shared_ptr<const baton::Definition> mailing() {
    return std::make_shared<const baton::Definition>(
        process("mailing", start_event("s", followed_by("send")),
                service_task("send", type("email"), followed_by("e"), on_error("BOUNCED", followed_by("bounced"))),
                end_event("bounced"), end_event("e")));
}

}  // namespace

TEST_CASE("a worker in another service does the tasks of its topic") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options()), elsewhere(shared(o), options());
        service.deploy(mailing());
        const auto id = service.start("mailing", {.variables = {{"to", "ann"}}});
        Names keys;
        TaskWorker other(elsewhere, "letter", [](TaskJob&) -> Variables { return {}; });
        TaskWorker worker(elsewhere, "email", [&](TaskJob& job) -> Variables {
            keys.push_back(job.idempotency_key());
            CHECK(job.element() == "send");
            CHECK(job.get("to") == baton::Value("ann"));
            return {{"sent", true}};
        });
        CHECK_FALSE(other.step());
        CHECK(worker.step());
        CHECK_FALSE(worker.step());
        service.run();
        CHECK(service.info(id).status == InstanceStatus::completed);
        CHECK(service.info(id).variables == Variables{{"to", "ann"}, {"sent", true}});
        CHECK(keys.size() == 1);
    });
}

TEST_CASE("a failed activity is tried again with a longer wait, with the same key, and is an incident at last") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(mailing());
        const auto id = service.start("mailing");
        std::vector<std::int64_t> attempts;
        Names keys;
        bool works = false;
        TaskWorker worker(service, "email", [&](TaskJob& job) -> Variables {
            attempts.push_back(job.attempt());
            keys.push_back(job.idempotency_key());
            if (!works) throw std::runtime_error("no network");
            return {};
        });
        CHECK(worker.step());
        CHECK_FALSE(worker.step());
        o.clock.advance(baton::duration(1000));
        CHECK(worker.step());
        o.clock.advance(baton::duration(1000));
        CHECK_FALSE(worker.step());
        o.clock.advance(baton::duration(1000));
        CHECK(worker.step());
        CHECK(attempts == std::vector<std::int64_t>{1, 2, 3});
        CHECK(keys == Names(3, keys[0]));
        service.run();
        REQUIRE(service.incidents(id).size() == 1);
        CHECK(service.incidents(id)[0].why == "no network");
        works = true;
        service.retry(service.incidents(id)[0].id);
        CHECK(worker.step());
        CHECK(service.info(id).status == InstanceStatus::completed);
        CHECK(service.incidents().empty());
    });
}

TEST_CASE("a BPMN error of a worker is caught by the model; what is not to be tried again is not") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(mailing());
        const auto bounced = service.start("mailing");
        TaskWorker worker(service, "email", [](TaskJob&) -> Variables { throw baton::BpmnError("BOUNCED"); });
        CHECK(worker.step());
        CHECK(service.info(bounced).status == InstanceStatus::completed);
        const auto broken = service.start("mailing");
        TaskWorker hopeless(service, "email",
                            [](TaskJob&) -> Variables { throw baton::NotRetryable("no such address"); });
        CHECK(hopeless.step());
        service.run();
        REQUIRE(service.incidents(broken).size() == 1);
    });
}

TEST_CASE("a worker whose lease has ended is told so, and changes nothing") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(mailing());
        const auto id = service.start("mailing");
        int done = 0;
        TaskWorker second(service, "email", [&](TaskJob& job) -> Variables {
            ++done;
            CHECK(job.last_progress() == "half");
            return {{"by", "second"}};
        });
        TaskWorker first(service, "email", [&](TaskJob& job) -> Variables {
            CHECK(job.heartbeat("half"));
            o.clock.advance(baton::duration(31'000));
            service.sweep();
            o.clock.advance(baton::duration(1000));
            CHECK(second.step());
            CHECK_FALSE(job.heartbeat());
            CHECK(job.lost());
            return {{"by", "first"}};
        });
        CHECK(first.step());
        CHECK(first.lost() == 1);
        CHECK(done == 1);
        CHECK(service.info(id).status == InstanceStatus::completed);
        CHECK(service.info(id).variables == Variables{{"by", "second"}});
    });
}

TEST_CASE("an interrupted activity is not done any more") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(std::make_shared<const baton::Definition>(
            process("p", start_event("s", followed_by("work")),
                    service_task("work", type("w"), followed_by("e"), on_timer(after("PT1M"), followed_by("late"))),
                    end_event("late"), end_event("e"))));
        const auto id = service.start("p");
        int done = 0;
        TaskWorker worker(service, "w", [&](TaskJob&) -> Variables { return ++done, Variables(); });
        o.clock.advance(baton::duration(60'000));
        service.run();
        CHECK(service.info(id).status == InstanceStatus::completed);
        CHECK_FALSE(worker.step());
        CHECK(done == 0);
    });
}

TEST_CASE("threads make steps, and workers do tasks, until they are stopped") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        service.deploy(mailing());
        std::vector<std::int64_t> ids;
        std::atomic<int> done = 0;
        TaskWorker worker(service, "email", [&](TaskJob&) -> Variables { return ++done, Variables(); });
        {
            baton::ServiceThreads steps(service, 2);
            baton::WorkerThread thread(service.store(), {worker.queue()}, [&] { return worker.step(); });
            for (int i = 0; i < 20; ++i) ids.push_back(service.start("mailing"));
            for (int i = 0; i < 500 && service.count({.status = 2}) < 20; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        CHECK(done == 20);
        for (const auto id : ids) CHECK(service.info(id).status == InstanceStatus::completed);
    });
}

}  // namespace service_workers_test
