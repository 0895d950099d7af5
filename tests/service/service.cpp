// The service on every store: instances that wait, people, workers, messages, timers, failures, calls, schedules.
#include <array>
#include <baton/process.hpp>
#include <baton/service/service.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "fixture.hpp"

namespace service_service_test {

using namespace baton::words;
using namespace service_tests;

namespace {

/// A service on a store of the kind, whose time stands still until it is moved.
struct Fixture {
    explicit Fixture(store_tests::Opened& o, baton::ServiceOptions options = {})
        : opened(o), service(shared(o), service_tests::options(std::move(options))) {}
    store_tests::Opened& opened;
    Service service;

    void pass(std::int64_t ms) {
        opened.clock.advance(baton::duration(ms));
        service.run();
    }
    Names history(std::int64_t id) {
        Names all;
        for (const baton::HistoryLine& l : service.history(id))
            all.push_back(l.what + (l.element.empty() ? "" : " " + l.element));
        return all;
    }
    baton::InstanceStatus status(std::int64_t id) { return service.info(id).status; }
};

auto approval_process() {
    return shared(process("approval", start_event("s", followed_by("ask")),
                          user_task("ask", assignee("boss"), candidate_groups("sales"), followed_by("e"),
                                    on_timer(after("PT1H"), non_interrupting, followed_by("remind"))),
                          task("remind", followed_by("r")), end_event("r"), end_event("e")));
}

}  // namespace

TEST_CASE("an instance waits for people, reminds them, and is done") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        CHECK(f.service.deploy(approval_process()) == std::vector<std::int64_t>{1});
        const auto id = f.service.start("approval", {.variables = {{"amount", 7}}, .business_key = "17"});
        CHECK(f.service.start("approval", {.business_key = "17"}) == id);
        CHECK(f.status(id) == InstanceStatus::running);
        CHECK(f.service.info(id).waiting == Names{"ask"});
        CHECK(f.service.info(id).variables == baton::Variables{{"amount", 7}});
        REQUIRE(f.service.tasks({.group = "sales"}).size() == 1);
        CHECK(f.service.tasks({.group = "buyers"}).empty());
        const baton::TaskSummary task = f.service.tasks({.assignee = "boss"}).at(0);
        CHECK(task.element == "ask");
        CHECK(task.instance == id);
        f.pass(3'600'000);
        CHECK(f.service.info(id).waiting == Names{"ask"});
        f.service.complete(task.id, {{"ok", true}});
        CHECK(f.status(id) == InstanceStatus::completed);
        CHECK(f.service.tasks().empty());
        CHECK(f.history(id) == Names{"started", "entered s", "completed s", "entered ask", "entered ask.timer",
                                     "completed ask.timer", "entered remind", "completed remind", "entered r",
                                     "completed r", "completed ask", "entered e", "completed e", "ended"});
        CHECK(code_of([&] { f.service.complete(task.id); }) == baton::error_code::nothing_waits_there);
        CHECK(code_of([&] { f.service.cancel(id); }) == baton::error_code::the_instance_has_ended);
        CHECK(f.service.start("approval", {.business_key = "17"}) != id);
    });
}

TEST_CASE("messages are delivered, buffered, deduplicated, and start processes") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        f.service.deploy(
            shared(process("order", start_event("s", followed_by("wait")),
                           catch_event("wait", on_message("paid", key("=number")), followed_by("e")), end_event("e"))));
        f.service.deploy(shared(process("intake", start_event("s", on_message("new"), followed_by("t")),
                                        user_task("t", followed_by("e")), end_event("e"))));
        const auto first = f.service.start("order", {.variables = {{"number", "1"}}});
        const auto second = f.service.start("order", {.variables = {{"number", "2"}}});
        const auto paid = f.service.message({.name = "paid", .key = "2", .variables = {{"by", "card"}}, .id = "m1"});
        CHECK(paid.what == baton::Published::delivered);
        CHECK(paid.instance == static_cast<std::uint64_t>(second));
        CHECK(f.status(second) == InstanceStatus::completed);
        CHECK(f.status(first) == InstanceStatus::running);
        CHECK(f.service.message({.name = "paid", .key = "2", .id = "m1"}).what == baton::Published::duplicate);
        const auto unmatched = f.service.message({.name = "paid", .key = "3"});
        CHECK(unmatched.what == baton::Published::unmatched);
        CHECK(unmatched.open_keys == Names{"1"});
        CHECK(f.service.message({.name = "payd", .key = "1"}).nearest_names == Names{"paid"});
        CHECK(f.service.message({.name = "paid", .key = "3", .time_to_live = baton::duration(1000)}).what ==
              baton::Published::buffered);
        const auto third = f.service.start("order", {.variables = {{"number", "3"}}});
        CHECK(f.status(third) == InstanceStatus::completed);
        f.service.message({.name = "paid", .key = "4", .time_to_live = baton::duration(1000)});
        f.pass(1001);
        const auto late = f.service.start("order", {.variables = {{"number", "4"}}});
        CHECK(f.status(late) == InstanceStatus::running);
        const auto started = f.service.message({.name = "new", .variables = {{"x", 1}}});
        CHECK(started.what == baton::Published::started);
        CHECK(f.service.info(static_cast<std::int64_t>(started.instance)).waiting == Names{"t"});
    });
}

TEST_CASE("instances throw messages and signals to each other, and call each other") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        f.service.deploy(shared(
            collaboration(named("two"),
                          process("a", start_event("a1", followed_by("call")),
                                  call_activity("call", calls("b"), passes("x"), takes("y"), followed_by("tell")),
                                  throw_event("tell", throws_message("done"), followed_by("alarm")),
                                  throw_event("alarm", throws_signal("fire"), followed_by("a2")), end_event("a2")),
                          process("b", start_event("b1", followed_by("ask")),
                                  user_task("ask", output("=x + 1", "y"), followed_by("b2")), end_event("b2")),
                          process("c", start_event("c1", followed_by("wait")),
                                  catch_event("wait", on_message("done"), followed_by("run")),
                                  catch_event("run", on_signal("fire"), followed_by("c2")), end_event("c2")))));
        const auto c = f.service.start("c"), a = f.service.start("a", {.variables = {{"x", 1}}});
        f.service.run();
        const baton::TaskSummary ask = f.service.tasks().at(0);
        CHECK(f.service.info(ask.instance).parent == a);
        CHECK(f.service.info(a).waiting == Names());
        f.service.complete(ask.id);
        f.service.run();
        CHECK(f.status(a) == InstanceStatus::completed);
        CHECK(f.service.info(a).variables == baton::Variables{{"x", 1}, {"y", 2}});
        CHECK(f.status(c) == InstanceStatus::completed);
    });
}

TEST_CASE("a failed body is tried again, then it is an incident, and goes on when it is retried") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        baton::Bindings b;
        int tries = 0;
        bool works = false;
        b.on("weigh", [&]() -> baton::Outcome {
            ++tries;
            if (works) return true;
            return baton::failed("no answer");
        });
        f.service.deploy(shared(process("p", start_event("s", followed_by("weigh")),
                                        service_task("weigh", retries("R3/PT10S"), followed_by("e")), end_event("e"))),
                         b);
        const auto id = f.service.start("p");
        CHECK(tries == 1);
        f.service.run();
        CHECK(tries == 1);
        f.pass(10'000);
        CHECK(tries == 2);
        CHECK(f.service.incidents().empty());
        f.pass(10'000);
        CHECK(tries == 3);
        REQUIRE(f.service.incidents(id).size() == 1);
        CHECK(f.service.incidents(id)[0].element == "weigh");
        CHECK(f.service.incidents(id)[0].why == "no answer");
        f.pass(100'000);
        CHECK(tries == 3);
        works = true;
        f.service.retry(f.service.incidents(id)[0].id);
        CHECK(f.status(id) == InstanceStatus::completed);
        CHECK(f.service.incidents().empty());
    });
}

TEST_CASE("suspended instances take what comes and go on when they are resumed") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        f.service.deploy(approval_process());
        const auto id = f.service.start("approval");
        f.service.suspend(id);
        CHECK(f.status(id) == InstanceStatus::suspended);
        f.pass(3'600'000);
        f.service.complete(id, "ask");
        f.service.run();
        CHECK(f.status(id) == InstanceStatus::suspended);
        f.service.resume(id);
        f.service.run();
        CHECK(f.status(id) == InstanceStatus::completed);
    });
}

TEST_CASE("a task that answered waiting is asked again after a while, and when variables change") {
    store_tests::on_all([](store_tests::Opened& o) {
        baton::ServiceOptions options;
        options.poll_every = baton::duration(1000);
        Fixture f(o, options);
        baton::Bindings b;
        int asked = 0;
        b.on("pay", [&](TaskContext& t) -> baton::Outcome {
            ++asked;
            return t.get("paid") == baton::Value(true);
        });
        f.service.deploy(shared(process("p", start_event("s", followed_by("pay")),
                                        service_task("pay", followed_by("e")), end_event("e"))),
                         b);
        const auto id = f.service.start("p");
        CHECK(asked == 1);
        const auto lines = f.service.history(id).size();
        f.pass(1000);
        CHECK(asked == 2);
        f.pass(1000);
        CHECK(asked == 2);
        f.pass(1000);
        CHECK(asked == 3);
        CHECK(f.service.history(id).size() == lines);
        f.service.set(id, {{"paid", true}});
        CHECK(asked == 4);
        CHECK(f.status(id) == InstanceStatus::completed);
        f.pass(100'000);
        CHECK(asked == 4);
    });
}

TEST_CASE("a task that declares how soon it is asked again is asked so") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        baton::Bindings b;
        Names asked;
        for (const char* name : {"quick", "slow"})
            b.on(name, [&asked, name](TaskContext& t) -> baton::Outcome {
                asked.emplace_back(name);
                return t.get(name) == baton::Value(true);
            });
        f.service.deploy(
            shared(process("p", start_event("s", followed_by("slow"), followed_by("quick")),
                           service_task("slow", followed_by("e")),
                           service_task("quick", header("poll-every", "PT2S"), followed_by("e")), end_event("e"))),
            b);
        const auto id = f.service.start("p");
        asked.clear();
        f.pass(2000);
        CHECK(asked == Names{"slow", "quick"});  // an instance's are asked together
        f.pass(3999);
        CHECK(asked.size() == 2);
        f.pass(1);
        CHECK(asked.size() == 4);  // twice as long each time
        f.service.set(id, {{"quick", true}});
        asked.clear();
        f.pass(59'999);
        CHECK(asked.empty());
        f.pass(1);
        CHECK(asked == Names{"slow"});  // by the service's own interval
        f.service.set(id, {{"slow", true}});
        CHECK(f.status(id) == InstanceStatus::completed);
    });
}

TEST_CASE("people's tasks are found by when they are due") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        f.service.deploy(shared(process("p", start_event("s", followed_by("t")),
                                        user_task("t", due_date("=due"), followed_by("e")), end_event("e"))));
        const auto early = f.service.start("p", {.variables = {{"due", "1970-01-02T00:00:00Z"}}});
        const auto late = f.service.start("p", {.variables = {{"due", "1970-01-03T00:00:00Z"}}});
        f.service.start("p", {.variables = {{"due", "soon"}}});
        constexpr std::int64_t day = 24 * 3'600'000;
        const auto due = [&](std::int64_t until) {
            std::vector<std::int64_t> instances;
            for (const auto& t : f.service.tasks({.due_until = baton::instant(until)})) instances.push_back(t.instance);
            return instances;
        };
        CHECK(due(day - 1).empty());
        CHECK(due(day) == std::vector{early});
        CHECK(due(2 * day) == std::vector{early, late});
        CHECK(f.service.tasks().size() == 3);
    });
}

TEST_CASE("schedules start instances, and skip or cancel when the last one is open") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        f.service.deploy(approval_process());
        const auto all = [&] { return f.service.count({}); };
        f.service.schedule("hourly", "R/PT1M", "approval", {{"n", 1}}, baton::Overlap::skip);
        f.pass(60'000);
        CHECK(all() == 1);
        f.pass(60'000);
        CHECK(all() == 1);
        f.service.complete(f.service.tasks().at(0).id);
        f.pass(60'000);
        CHECK(all() == 2);
        f.service.unschedule("hourly");
        f.pass(600'000);
        CHECK(all() == 2);
    });
}

TEST_CASE("services that deploy the same at once agree on its version") {
    store_tests::on_all([](store_tests::Opened& o) {
        for (int round = 0; round < 5; ++round) {
            const auto model =
                shared(process("p", start_event("s", followed_by("t" + std::to_string(round))),
                               user_task("t" + std::to_string(round), followed_by("e")), end_event("e")));
            std::vector<std::thread> threads;
            std::array<std::int64_t, 4> versions{};
            for (std::size_t i = 0; i < versions.size(); ++i)
                threads.emplace_back([&, i] {
                    Service one(shared(o), options());
                    versions[i] = one.deploy(model).at(0);
                });
            for (std::thread& t : threads) t.join();
            for (const std::int64_t v : versions) CHECK(v == round + 1);
        }
    });
}

TEST_CASE("instances are carried over to another version, or stay as they are") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        f.service.deploy(approval_process());
        const auto id = f.service.start("approval");
        const auto versions = f.service.deploy(shared(process(
            "approval", start_event("s", followed_by("review")),
            user_task("review", followed_by("e"), on_timer(after("PT1H"), non_interrupting, followed_by("remind"))),
            task("remind", followed_by("r")), end_event("r"), end_event("e"))));
        CHECK(versions == std::vector<std::int64_t>{2});
        CHECK(code_of([&] { f.service.migrate(id, 2, {}); }) == baton::error_code::the_state_does_not_fit);
        CHECK(f.service.info(id).version == 1);
        const auto plan = baton::Migration().rename("ask", "review");
        f.service.migrate(id, 2, plan, true);
        CHECK(f.service.info(id).version == 1);
        f.service.migrate(id, 2, plan);
        CHECK(f.service.info(id).version == 2);
        CHECK(f.service.info(id).waiting == Names{"review"});
        f.pass(3'600'000);
        CHECK(f.history(id).back() == "completed r");
        f.service.complete(f.service.tasks().at(0).id);
        CHECK(f.status(id) == InstanceStatus::completed);
    });
}

TEST_CASE("what is old is forgotten: answers to requests, and instances that have ended") {
    store_tests::on_all([](store_tests::Opened& o) {
        constexpr std::int64_t hour = 3'600'000;
        baton::ServiceOptions options;
        options.keep_ended = baton::duration(2 * hour);
        options.remember_requests = baton::duration(hour);
        Fixture f(o, options);
        f.service.deploy(approval_process());
        const auto ended = f.service.start("approval", {.request = "r"});
        const auto open = f.service.start("approval");
        f.service.complete(ended, "ask");
        f.pass(hour / 2);
        CHECK(f.service.start("approval", {.request = "r"}) == ended);
        f.pass(hour);
        CHECK(f.status(ended) == InstanceStatus::completed);
        std::optional<baton::store::RequestRow> request;
        o->read([&](baton::store::Transaction& tx) { request = tx.find_request("start:approval:r"); });
        CHECK_FALSE(request);
        f.pass(hour);
        CHECK(code_of([&] { static_cast<void>(f.service.info(ended)); }) == baton::error_code::no_such_instance);
        CHECK(f.status(open) == InstanceStatus::running);
    });
}

TEST_CASE("a start event with two timers starts at both") {
    store_tests::on_all([](store_tests::Opened& o) {
        Fixture f(o);
        f.service.deploy(
            shared(process("p", start_event("s", on_timer(after("PT1M")), on_timer(after("PT3M")), followed_by("e")),
                           end_event("e"))));
        f.pass(61'000);
        CHECK(f.service.count({}) == 1);
        f.pass(60'000);
        CHECK(f.service.count({}) == 1);
        f.pass(60'000);
        CHECK(f.service.count({}) == 2);
    });
}

}  // namespace service_service_test
