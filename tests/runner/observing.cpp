#include <baton/baton.hpp>
#include <sstream>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_observing_test {

using namespace baton;
using namespace baton::words;

namespace {
struct Cup {
    bool paid = false;
};
Workflow<Cup> small() {
    Builder<Cup> b("bar");
    b.task("order", [](Cup&) { return true; }, start_point, followed_by("pay"), followed_by("brew"));
    b.task("pay", [](Cup& c) -> Outcome { return c.paid ? Outcome(done) : waiting("the money"); }, followed_by("serve"));
    b.task("brew", [](Cup& c) -> Outcome { return c.paid ? Outcome(done) : failed("cold"); }, followed_by("serve"));
    b.task("serve", [](Cup&) { return true; }, join_point, end_point);
    return b.build();
}
}  // namespace

TEST_CASE("a trace is one line for each event") {
    std::ostringstream out;
    Trace trace(out);
    Runner<Cup> run(small(), Cup{}, "ben");
    run.observe(trace);
    run.run(instant(0));
    run.context().paid = true;
    run.run(instant(1000));
    CHECK(out.str() ==
          "1970-01-01T00:00:00.000Z ben order#1 entered\n"
          "1970-01-01T00:00:00.000Z ben order#1 done\n"
          "1970-01-01T00:00:00.000Z ben order takes: order->pay\n"
          "1970-01-01T00:00:00.000Z ben pay#3 entered\n"
          "1970-01-01T00:00:00.000Z ben order takes: order->brew\n"
          "1970-01-01T00:00:00.000Z ben brew#4 entered\n"
          "1970-01-01T00:00:00.000Z ben pay#3 waiting: the money\n"
          "1970-01-01T00:00:00.000Z ben brew#4 failed: cold\n"
          "1970-01-01T00:00:01.000Z ben pay#3 done\n"
          "1970-01-01T00:00:01.000Z ben pay takes: pay->serve\n"
          "1970-01-01T00:00:01.000Z ben serve#5 joining\n"
          "1970-01-01T00:00:01.000Z ben brew#4 done\n"
          "1970-01-01T00:00:01.000Z ben brew takes: brew->serve\n"
          "1970-01-01T00:00:01.000Z ben serve#6 joining\n"
          "1970-01-01T00:00:01.000Z ben serve#7 entered\n"
          "1970-01-01T00:00:01.000Z ben serve#7 done\n"
          "1970-01-01T00:00:01.000Z ben completed\n");
}

TEST_CASE("an exception from an observer comes out of run() once the run has come to rest") {
    struct Angry : Observer {
        int calls = 0;
        void done(const Event&) override {
            ++calls;
            throw std::runtime_error("call " + std::to_string(calls));
        }
    } angry;
    Runner<Cup> run(small(), Cup{true});
    run.observe(angry);
    CHECK_THROWS_WITH(run.run(), "call 1");
    CHECK(angry.calls == 4);
    CHECK(run.finished());
    CHECK_NOTHROW(run.run());
}

TEST_CASE("messages sent from an observer are taken in the same run") {
    struct Cancels : Observer {
        Handle<Cup> handle;
        explicit Cancels(Handle<Cup> h) : handle(std::move(h)) {}
        void waiting(const Event& e) override {
            if (e.node == "pay") handle.complete("pay");
        }
    };
    Runner<Cup> run(small());
    Cancels cancels(run.handle());
    run.observe(cancels);
    const Report report = run.run();
    CHECK(run.passed("pay") == 1);
    CHECK(report.failures.size() == 1);
}

TEST_CASE("explain says what every token waits for, since when, and who lets it go on") {
    Runner<Cup> run(small(), Cup{}, "ben");
    run.run(instant(0));
    CHECK(run.explain() ==
          "ben is running\n"
          "  pay waits since 1970-01-01T00:00:00.000Z for the money; released by the next run, which asks it again, or "
          "complete()\n"
          "  brew failed (1 time) since 1970-01-01T00:00:00.000Z: cold; released by the next run, which tries again, or "
          "complete()\n");
    run.context().paid = true;
    run.run(instant(1));
    CHECK(run.explain() == "ben is completed\n");
    Runner<Cup> fresh(small());
    CHECK(fresh.explain() == "bar is fresh\n");
}

}  // namespace runner_observing_test
