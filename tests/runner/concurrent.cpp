// Concurrent bodies: they run together, and the result does not depend on it.
#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <future>
#include <latch>
#include <random>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"
#include "../seeds.hpp"

namespace runner_concurrent_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;

namespace {

struct Sum {
    int value = 1;
    std::string order;
};
const auto pass = [](Sum&) { return true; };

Executor on(boost::asio::thread_pool& pool) {
    return [&pool](std::function<void()> job) { boost::asio::post(pool, std::move(job)); };
}

}  // namespace

TEST_CASE("two concurrent bodies that wait for each other both run, on a Boost.Asio pool") {
    std::latch both(2);
    Builder<Sum> b("meet");
    b.task("s", pass, start_point, followed_by("a"), followed_by("x"));
    b.task("x", pass, followed_by("b"));  // one comes a step later than the other
    const auto meets = [&both](const Sum&) {
        both.arrive_and_wait();
        return done;
    };
    b.task("a", meets, concurrent, followed_by("j"));
    b.task("b", meets, concurrent, followed_by("j"));
    b.task("j", pass, join_all, end_point);
    boost::asio::thread_pool pool(2);
    TestRun<Sum> run(b.build());
    run.runner().executor(on(pool));
    run.run_or_throw();
    CHECK_THAT(run, finished());
}

TEST_CASE("with random durations, with and without an executor: equal state, context and history", "[property]") {
    boost::asio::thread_pool pool(4);
    for (unsigned seed = 0; seed < tests::seeds(20); ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        std::vector<std::chrono::microseconds> durations;
        for (int i = 0; i < 50; ++i) durations.emplace_back(random() % 300);
        const auto build = [&](bool sleeps) {
            Builder<Sum> b("random");
            for (int i = 0; i < 50; ++i) {
                const std::string name = "t" + std::to_string(i);
                b.task(name,
                       [i, sleeps, &durations](const Sum& s) -> Outcome {
                           if (sleeps) std::this_thread::sleep_for(durations[static_cast<std::size_t>(i)]);
                           if (i % 7 == 3) return failed("odd");
                           const int seen = s.value;
                           return done_with([i, seen](Sum& x) {
                               x.value = x.value * 3 + seen + i;
                               x.value %= 1'000'003;
                               x.order += std::to_string(i) + ",";
                           });
                       },
                       start_point, concurrent, followed_by("u" + std::to_string(i)));
                b.task("u" + std::to_string(i),
                       [i](Sum& x) {
                           x.value += i;
                           x.order += "u,";
                           return true;
                       },
                       end_point);
            }
            return b.build();
        };
        TestRun<Sum> straight(build(false)), pooled(build(true));
        pooled.runner().executor(on(pool));
        for (int round = 0; round < 3; ++round) {
            straight.run();
            pooled.run();
            CHECK(straight.context().value == pooled.context().value);
            CHECK(straight.context().order == pooled.context().order);
            CHECK(straight.history() == pooled.history());
            CHECK(engine::snapshot_of(straight.runner().workflow().graph(), straight.runner().state()) ==
                  engine::snapshot_of(pooled.runner().workflow().graph(), pooled.runner().state()));
        }
    }
}

TEST_CASE("concurrent bodies see the same context; changes come one after the other in token order") {
    Builder<Sum> b("order");
    b.task("s", pass, start_point, followed_by("a"), followed_by("b"), followed_by("c"));
    for (const char* name : {"a", "b", "c"})
        b.task(name,
               [name = std::string(name)](const Sum& s) {
                   const int seen = s.value;
                   return done_with([name, seen](Sum& x) {
                       x.order += name + std::to_string(seen);
                       ++x.value;
                   });
               },
               concurrent, followed_by("j"));
    b.task("j", pass, join_all, end_point);
    Runner<Sum> run(b.build());
    run.run_or_throw();
    CHECK(run.context().order == "a1b1c1");
    CHECK(run.context().value == 4);
}

TEST_CASE("concurrent bodies wait, fail, give errors and throw like others") {
    Builder<Sum> b("answers");
    int asked = 0;
    b.task("s", pass, start_point, followed_by("waits"), followed_by("throws"), followed_by("errs"));
    b.task("waits", [&asked](const Sum&) { return ++asked > 1; }, concurrent, end_point);
    b.task("throws", [](const Sum& s) -> Outcome { return s.value == 1 ? throw std::runtime_error("thrown") : Outcome(done); }, concurrent, end_point);
    b.task("errs", [](const Sum&) { return bpmn_error("E"); }, concurrent, on_error("E", followed_by("caught")), followed_by("j"));
    b.task("j", pass, end_point);
    b.task("caught", pass, end_point);
    boost::asio::thread_pool pool(2);
    TestRun<Sum> run(b.build());
    run.runner().executor(on(pool));
    const Report report = run.run();
    REQUIRE(report.failures.size() == 1);
    CHECK(report.failures[0].message == "thrown");
    CHECK_THAT(run, waiting_exactly_at("waits", "throws") && passed("caught", 1));
    run.context().value = 2;
    run.run_or_throw();
    CHECK_THAT(run, finished());
}

TEST_CASE("an executor that refuses a job does not lose it") {
    Builder<Sum> b("refused");
    b.task("s", pass, start_point, followed_by("a"), followed_by("b"));
    for (const char* name : {"a", "b"}) b.task(name, [](const Sum&) { return done_with([](Sum& x) { ++x.value; }); }, concurrent, end_point);
    Runner<Sum> run(b.build());
    run.executor([](const std::function<void()>&) { throw std::runtime_error("closed"); });
    run.run_or_throw();
    CHECK(run.context().value == 3);
}

TEST_CASE("cancelling while a batch runs: its bodies hear of it, and nothing goes on") {
    Builder<Sum> b("cancel");
    std::promise<void> started;
    b.task("s", pass, start_point, followed_by("a"), followed_by("b"));
    b.task("a", [&](const Sum&, const Self& self) {
               started.set_value();
               while (!self.stop_requested()) std::this_thread::yield();
               return done;
           },
           concurrent, followed_by("j"));
    b.task("b", [](const Sum&) { return done; }, concurrent, followed_by("j"));
    b.task("j", pass, join_all, end_point);
    boost::asio::thread_pool pool(2);
    TestRun<Sum> run(b.build());
    run.runner().executor(on(pool));
    std::jthread canceller([&started, h = run.runner().handle()] {
        started.get_future().wait();
        h.cancel();
    });
    run.run();
    CHECK_THAT(run, cancelled() && !passed("j"));
}

TEST_CASE("step runs a batch as one step, and a state in the middle is saved with it") {
    Builder<Sum> b("steps");
    b.task("s", pass, start_point, followed_by("a"), followed_by("b"));
    for (const char* name : {"a", "b"}) b.task(name, [](const Sum&) { return done_with([](Sum& x) { x.value *= 10; }); }, concurrent, followed_by("j"));
    b.task("j", pass, join_all, end_point);
    Runner<Sum> run(b.build());
    CHECK(run.step());  // s
    CHECK(run.step());  // a joins the batch
    CHECK(run.step());  // b joins the batch
    const Snapshot s = engine::snapshot_of(run.workflow().graph(), run.state());
    CHECK(s.batch.size() == 2);
    CHECK(run.context().value == 1);
    Runner<Sum> other(run.workflow(), run.context());
    other.restore(engine::restore(run.workflow().graph(), s), run.context());
    CHECK(other.step());  // both
    CHECK(other.context().value == 100);
    other.run_or_throw();
    CHECK(other.finished());
}

TEST_CASE("many handles at once lose nothing") {
    constexpr int tasks = 200;
    Builder<Sum> b("many");
    b.accept_unsound();
    b.task("s", pass, start_point, followed_by("t0"));
    for (int i = 0; i < tasks; ++i)
        b.task("t" + std::to_string(i), [](Sum&) { return pending; }, followed_by(i + 1 < tasks ? "t" + std::to_string(i + 1) : "end"));
    b.task("end", pass, end_point);
    TestRun<Sum> run(b.build());
    run.run();
    boost::asio::thread_pool pool(4);
    for (int i = 0; i < tasks; ++i) {
        const auto h = run.runner().handle();
        std::promise<void> sent;
        boost::asio::post(pool, [&, i] {
            h.complete("t" + std::to_string(i), [](Sum& x) { ++x.value; });
            sent.set_value();
        });
        sent.get_future().wait();
        run.run();
    }
    pool.join();
    CHECK_THAT(run, finished());
    CHECK(run.context().value == tasks + 1);
}

}  // namespace runner_concurrent_test
