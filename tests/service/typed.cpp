// Workflows over a typed context on a service: the same workflow as with a Runner.
#include <algorithm>
#include <baton/baton.hpp>
#include <baton/process.hpp>
#include <baton/service/typed.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "fixture.hpp"

namespace service_typed_test {

using namespace service_tests;

namespace typed_service {

struct Order {
    std::string name;
    bool cappuccino = false, paid = false;
    int cups = 0;
};
BATON_FIELDS(Order, name, cappuccino, paid, cups)

struct Bar {
    int broken = 0, foamed = 0;
};
int rung = 0, opened = 0;

// clang-format off
BATON_WORKFLOW(coffee, Order, Bar) {
    BATON_TASK(order, start_point, followed_by(pay), followed_by(brew))(Order&, Bar&) { return done; }
    BATON_TASK(pay, followed_by(serve))(Order& o, Bar&) { return o.paid; }
    BATON_TASK(brew, followed_by(foam, when(&Order::cappuccino)), followed_by(serve, otherwise))(Order& o, Bar& bar) {
        if (bar.broken > 0) {
            --bar.broken;
            throw std::runtime_error("no water");
        }
        ++o.cups;
        return done;
    }
    BATON_TASK(foam, followed_by(serve))(Order&, Bar& bar) { ++bar.foamed; return done; }
    BATON_TASK(serve, join_point, end_point)(Order&, Bar&) { return done; }
};

BATON_WORKFLOW(approval, Order) {
    BATON_TASK(ask, start_point, followed_by(go), deadline(std::chrono::hours(1), followed_by(late)))(Order&) { return baton::pending; }
    BATON_TASK(late, end_point)(Order&) { return done; }
    BATON_TASK(go, end_point)(Order&) { return done; }
};

BATON_WORKFLOW(doorbell, Order) {
    BATON_TASK(ring, start_point, poll_every(std::chrono::seconds(5)), followed_by(open),
               deadline(std::chrono::hours(1), followed_by(leave)))(Order& o) { return ++rung, o.paid; }
    BATON_TASK(open, poll_every(std::chrono::seconds(5)), followed_by(greet))(Order& o) { return ++opened, o.cappuccino; }
    BATON_TASK(greet, poll_every(std::chrono::hours(24)), end_point)(Order& o) { return o.cups > 0; }
    BATON_TASK(leave, end_point)(Order&) { return done; }
};

BATON_WORKFLOW(kitchen, Order, Bar) {
    BATON_TASK(light, start_point, followed_by(stir), followed_by(bake))(Order&, Bar&) { return done; }
    BATON_TASK(stir, poll_every(std::chrono::milliseconds(100)), followed_by(serve))(Order& o, Bar& bar) {
        ++bar.foamed;
        return o.paid;
    }
    BATON_TASK(bake, followed_by(serve))(Order&, Bar& bar) {
        ++bar.broken;
        throw std::runtime_error("the oven is cold");
    }
    BATON_TASK(serve, join_point, end_point)(Order&, Bar&) { return done; }
};
// clang-format on

}  // namespace typed_service

using namespace typed_service;

TEST_CASE("a typed workflow waits, is polled, and goes on when its context changes") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        Bar bar;
        CHECK(baton::service::deploy(service, coffee, bar) == 1);
        CHECK(baton::service::deploy(service, coffee, bar) == 1);
        const auto ann = baton::service::start(service, coffee, Order{"ann", true, true});
        CHECK(service.info(ann).status == InstanceStatus::completed);
        CHECK(bar.foamed == 1);
        const auto ben = baton::service::start(service, coffee, Order{"ben"}, {.business_key = "ben"});
        CHECK(service.info(ben).status == InstanceStatus::running);
        CHECK(service.info(ben).variables.size() == 4);
        o.clock.advance(baton::duration(60'000));
        CHECK(service.run() == 1);
        CHECK(service.info(ben).status == InstanceStatus::running);
        service.set(ben, {{"paid", true}});
        CHECK(service.info(ben).status == InstanceStatus::completed);
        CHECK(baton::service::context<Order>(service, ben).cups == 1);
        o.clock.advance(baton::duration(600'000));
        CHECK(service.run() == 0);
    });
}

TEST_CASE("a typed task says how soon it is asked again, also one with a deadline") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        baton::service::deploy(service, doorbell);
        const auto runs_after = [&](std::int64_t ms) {
            o.clock.advance(baton::duration(ms));
            return service.run();
        };
        rung = opened = 0;
        const auto id = baton::service::start(service, doorbell, Order{"ann"});
        CHECK(rung == 1);
        CHECK(runs_after(4'000) == 0);
        CHECK(runs_after(1'000) == 1);
        CHECK(rung == 2);
        CHECK(runs_after(5'000) == 0);  // twice as long
        CHECK(runs_after(5'000) == 1);
        CHECK(rung == 3);
        service.set(id, {{"paid", true}});
        CHECK(rung == 4);
        CHECK(opened == 1);
        // The next task is asked from the beginning, though its interval is the same.
        CHECK(runs_after(5'000) == 1);
        CHECK(opened == 2);
        service.set(id, {{"cappuccino", true}});
        // An interval above poll_longest is kept.
        CHECK(runs_after(23 * 3'600'000) == 0);
        CHECK(runs_after(3'600'000) == 1);
        CHECK(runs_after(23 * 3'600'000) == 0);
        service.set(id, {{"cups", 1}});
        CHECK(service.info(id).status == InstanceStatus::completed);
        CHECK(runs_after(48 * 3'600'000) == 0);

        const auto late = baton::service::start(service, doorbell, Order{"ben"});
        runs_after(3'600'000);
        CHECK(service.info(late).status == InstanceStatus::completed);
    });
}

TEST_CASE("many polls are no attempts of one step: a process that dies in one of them parks nothing") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        baton::service::deploy(service, doorbell);
        const auto id = baton::service::start(service, doorbell, Order{"ann"});
        rung = 0;
        std::int64_t wait = 5'000;
        for (int i = 0; i < 8; ++i, wait *= 2) {
            o.clock.advance(baton::duration(wait));
            service.run();
        }
        CHECK(rung == 8);
        o.clock.advance(baton::duration(wait));
        std::size_t claimed = 0;
        o.store->transact([&](baton::store::Transaction& tx) {
            claimed = tx.claim(baton::service::detail::run_queue("doorbell", 1), 10, "dies", 1000).size();
        });
        CHECK(claimed == 1);
        o.clock.advance(baton::duration(2'000));
        service.run();
        CHECK(rung == 9);
        CHECK(service.incidents().empty());
        CHECK(service.info(id).status == InstanceStatus::running);
    });
}

TEST_CASE("to poll a typed task is not to try a failed one again") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        Bar bar;
        baton::service::deploy(service, kitchen, bar);
        const auto id = baton::service::start(service, kitchen, Order{"ann"});
        CHECK(bar.broken == 1);
        for (int i = 0; i < 9; ++i) {
            o.clock.advance(baton::duration(100));
            service.run();
        }
        CHECK(bar.foamed > 2);
        CHECK(bar.broken == 1);
        o.clock.advance(baton::duration(100));
        service.run();
        CHECK(bar.broken == 2);
        for (int i = 0; i < 20; ++i) {
            o.clock.advance(baton::duration(1'000));
            service.run();
        }
        REQUIRE(service.incidents(id).size() == 1);
        const int broken = bar.broken;
        const auto incident = service.incidents(id)[0].id;
        service.set(id, {{"paid", true}});
        CHECK(bar.broken == broken);
        REQUIRE(service.incidents(id).size() == 1);
        service.retry(incident);
        CHECK(bar.broken == broken + 1);
    });
}

TEST_CASE("a typed workflow's failures are tried again, and are incidents at last") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        Bar bar{.broken = 2};
        baton::service::deploy(service, coffee, bar);
        const auto one = baton::service::start(service, coffee, Order{"one", false, true});
        CHECK(service.info(one).status == InstanceStatus::running);
        o.clock.advance(baton::duration(1000));
        service.run();
        o.clock.advance(baton::duration(2000));
        service.run();
        CHECK(service.info(one).status == InstanceStatus::completed);
        bar.broken = 3;
        const auto two = baton::service::start(service, coffee, Order{"two", false, true});
        for (int i = 0; i < 5; ++i) {
            o.clock.advance(baton::duration(10'000));
            service.run();
        }
        REQUIRE(service.incidents(two).size() == 1);
        CHECK(service.incidents(two)[0].element == "brew");
        CHECK(service.incidents(two)[0].why == "no water");
        service.retry(service.incidents(two)[0].id);
        CHECK(service.info(two).status == InstanceStatus::completed);
        CHECK(service.incidents().empty());
    });
}

TEST_CASE("a typed workflow's pending tasks are completed from outside, or run out of time") {
    store_tests::on_all([](store_tests::Opened& o) {
        Service service(shared(o), options());
        baton::service::deploy(service, approval);
        const auto asked = baton::service::start(service, approval, Order{});
        CHECK(service.info(asked).waiting == Names{"ask"});
        CHECK(code_of([&] { service.complete(asked, "go"); }) == baton::error_code::nothing_waits_there);
        service.complete(asked, "ask");
        CHECK(service.info(asked).status == InstanceStatus::completed);
        const auto late = baton::service::start(service, approval, Order{});
        o.clock.advance(baton::duration(3'600'000));
        service.run();
        CHECK(service.info(late).status == InstanceStatus::completed);
        Names seen;
        for (const auto& l : service.history(late)) seen.push_back(l.what + " " + l.element);
        CHECK(std::find(seen.begin(), seen.end(), "completed late") != seen.end());
    });
}

TEST_CASE("processes beside a typed workflow get their messages, and only processes are carried over") {
    store_tests::on_all([](store_tests::Opened& o) {
        using namespace baton::words;
        Service service(shared(o), options());
        Bar bar;
        baton::service::deploy(service, coffee, bar);
        const auto ben = baton::service::start(service, coffee, Order{"ben"});
        service.deploy(std::make_shared<const baton::Definition>(
            process("q", start_event("s", followed_by("get")), catch_event("get", on_message("m"), followed_by("e")),
                    end_event("e"))));
        const auto id = service.start("q");
        CHECK(service.message({.name = "m"}).what == baton::Published::delivered);
        CHECK(service.info(id).status == InstanceStatus::completed);
        service.deploy(std::make_shared<const baton::Definition>(
            process("p", start_event("s", followed_by("call")),
                    call_activity("call", calls("coffee"), followed_by("e")), end_event("e"))));
        const auto calling = service.start("p");
        for (int i = 0; i < 5; ++i) {
            o.clock.advance(baton::duration(600'000));
            service.run();
        }
        REQUIRE(service.incidents(calling).size() == 1);
        CHECK(service.incidents(calling)[0].element == "call");
        CHECK(code_of([&] { service.migrate(ben, 1, {}); }) == baton::error_code::the_state_is_of_another_workflow);
        CHECK(service.info(ben).status == InstanceStatus::running);
    });
}

}  // namespace service_typed_test
