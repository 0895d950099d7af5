// How an instance is reached from outside: complete, fail, error, wake, pause, resume, cancel; and from inside.
#include <baton/baton.hpp>
#include <baton/stop_token.hpp>
#include <baton/testing/catch2.hpp>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_outside_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;

namespace {
struct Job {
    int weight = 0;
    int calls = 0;
};
BATON_FIELDS(Job, weight, calls)
const auto pass = [](Job&) { return true; };

Workflow<Job> pending_then_end() {
    Builder<Job> b("job");
    b.task("weigh", [](Job& j) { return ++j.calls, pending("the scale"); }, start_point, on_error("EMPTY", followed_by("refill")), followed_by("end"));
    b.task("refill", pass, end_point);
    b.task("end", pass, end_point);
    return b.build();
}
}  // namespace

TEST_CASE("a pending task is not asked again; it is completed from outside") {
    TestRun<Job> run(pending_then_end());
    run.run();
    run.run();
    CHECK(run.context().calls == 1);
    CHECK_THAT(run, waiting_at("weigh"));
    CHECK_THAT(run.explain(), ContainsSubstring("weigh is pending since") && ContainsSubstring("for the scale"));
    run.complete("weigh", [](Job& j) { j.weight = 12; });
    CHECK_THAT(run, finished() && passed_in_order("weigh", "end"));
    CHECK(run.context().weight == 12);
}

TEST_CASE("completing what does not wait is refused and changes nothing") {
    TestRun<Job> run(pending_then_end());
    CHECK(code_of([&] { run.complete("weigh"); }) == error_code::nothing_waits_there);  // not started
    run.run();
    CHECK(code_of([&] { run.complete("end"); }) == error_code::nothing_waits_there);
    CHECK(code_of([&] { run.complete("wiegh"); }) == error_code::nothing_waits_there);
    CHECK(code_of([&] { run.runner().wake("weigh"); }) == error_code::nothing_waits_there);  // pending is not asked
    CHECK_THAT(run, waiting_exactly_at("weigh"));
    run.complete("weigh");
    CHECK(code_of([&] { run.complete("weigh"); }) == error_code::nothing_waits_there);  // twice
}

TEST_CASE("a change from outside for another context is refused, and the task goes on waiting") {
    struct Other {};
    TestRun<Job> run(pending_then_end());
    run.run();
    CHECK(code_of([&] { run.complete("weigh", [](Other&) {}); }) == error_code::a_change_is_for_another_context);
    CHECK_THAT(run, waiting_exactly_at("weigh"));
}

TEST_CASE("a pending task can fail, and then is tried again; or give a BPMN error") {
    TestRun<Job> run(pending_then_end());
    run.run();
    run.runner().fail("weigh", "unplugged");
    CHECK_THAT(run.explain(), ContainsSubstring("weigh failed (1 time)") && ContainsSubstring("unplugged"));
    run.run();
    CHECK(run.context().calls == 2);
    run.runner().error("weigh", "EMPTY");
    run.run();
    CHECK_THAT(run, finished() && passed("refill", 1) && !passed("end"));
}

TEST_CASE("a handle reaches the instance from another thread, and rings") {
    TestRun<Job> run(pending_then_end());
    std::atomic<int> rings = 0;
    run.runner().on_wake_up([&] { ++rings; });
    run.run();
    std::jthread([h = run.runner().handle()] { h.complete("weigh", [](Job& j) { j.weight = 3; }); }).join();
    CHECK(rings == 1);
    CHECK_THAT(run, waiting_at("weigh"));  // takes effect in the next run
    run.run();
    CHECK_THAT(run, finished());
    CHECK(run.context().weight == 3);
}

TEST_CASE("a device that answers before the body has returned is not lost") {
    Builder<Job> b("early");
    std::function<void()> device;
    b.task("pick", [&](Job&) { return device(), pending; }, start_point, end_point);
    Runner<Job> run(b.build());
    device = [h = run.handle()] { h.complete("pick"); };
    run.run();
    CHECK(run.finished());
}

TEST_CASE("what a handle sends and does not fit is listed in the report, with its number") {
    TestRun<Job> run(pending_then_end());
    const Handle<Job> h = run.runner().handle();
    h.complete("end");
    h.complete("weigh", 77);
    const Report report = run.run();
    REQUIRE(report.refused.size() == 2);
    CHECK(report.refused[0].code == error_code::nothing_waits_there);
    CHECK(report.refused[0].where == "job, task end");
    CHECK_THAT(report.refused[1].text(), ContainsSubstring("activation 77"));
    h.complete("end");
    CHECK(code_of([&] { run.run_or_throw(); }) == error_code::nothing_waits_there);
}

TEST_CASE("a late answer to an earlier activation is refused, one to this activation is taken") {
    Builder<Job> b("late");
    std::vector<std::uint64_t> tokens;
    b.task("weigh", [&](Job&, const Self& s) { return tokens.push_back(s.token), pending; }, start_point, merge_point, followed_by("check"));
    b.task("check", [](Job& j) { return ++j.calls, true; }, followed_by("weigh", when("again", [](const Job& j) { return j.calls < 2; })), followed_by("end", otherwise));
    b.task("end", pass, end_point);
    TestRun<Job> run(b.build());
    const Handle<Job> h = run.runner().handle();
    run.run();
    h.complete("weigh", tokens[0]);
    run.run();
    h.complete("weigh", tokens[0]);
    CHECK(run.run().refused.size() == 1);
    CHECK_THAT(run, waiting_exactly_at("weigh"));
    h.complete("weigh", tokens[1], [](Job& j) { j.weight = 8; });
    run.run();
    CHECK_THAT(run, finished());
    CHECK(run.context().weight == 8);
}

TEST_CASE("of several tokens at one task, the oldest activation is completed first") {
    Builder<Job> b("several");
    b.accept_unsound();
    b.task("s", pass, start_point, followed_by("t"), followed_by("t"), followed_by("t"));
    b.task("t", [](Job&) { return pending; }, merge_point, end_point);
    TestRun<Job> run(b.build());
    run.run();
    const std::vector<WaitInfo> before = run.runner().waiting();
    REQUIRE(before.size() == 3);
    run.complete("t");
    const std::vector<WaitInfo> after = run.runner().waiting();
    REQUIRE(after.size() == 2);
    CHECK(after[0].token == before[1].token);
}

TEST_CASE("a handle may outlive its runner") {
    std::optional<Handle<Job>> h;
    {
        Runner<Job> run(pending_then_end());
        h = run.handle();
    }
    h->complete("weigh");
    SUCCEED();
}

TEST_CASE("pause lets nothing start, resume goes on; both are heard; the pause is saved") {
    Builder<Job> b("pausing");
    b.task("a", [](Job& j) { return ++j.calls == 2; }, start_point, followed_by("b"));
    b.task("b", pass, end_point);
    TestRun<Job> run(b.build());
    std::string heard;
    run.runner().on_pause([&] { heard += "p"; });
    run.runner().on_resume([&] { heard += "r"; });
    run.run();
    run.runner().pause();
    run.runner().pause();
    CHECK(run.runner().paused());
    run.run();
    CHECK(run.context().calls == 1);
    CHECK_THAT(run.explain(), ContainsSubstring("is running, paused"));
    CHECK_FALSE(run.runner().step());
    run.runner().resume();
    run.run();
    CHECK_THAT(run, finished());
    CHECK(heard == "pr");
}

TEST_CASE("a pause from inside a body takes effect before the next body") {
    Builder<Job> b("inside");
    std::optional<Handle<Job>> h;
    b.task("a", [&](Job&) { return h->pause(), true; }, start_point, followed_by("b"));
    b.task("b", pass, end_point);
    TestRun<Job> run(b.build());
    h = run.runner().handle();
    run.run();
    CHECK_THAT(run, passed("a", 1) && !passed("b"));
    CHECK(run.runner().paused());
    h->resume();
    run.run();
    CHECK_THAT(run, finished());
}

TEST_CASE("cancel ends the instance, is heard, and stops what runs") {
    Builder<Job> b("cancel");
    std::optional<Handle<Job>> h;
    bool stopped_before = true, stopped_after = false;
    b.task("a",
           [&](Job&, const Self& s) {
               const std::stop_token token = baton::stop_token(s);
               stopped_before = token.stop_requested();
               h->cancel();
               stopped_after = token.stop_requested() && s.stop_requested();
               return true;
           },
           start_point, followed_by("b"));
    b.task("b", pass, end_point);
    TestRun<Job> run(b.build());
    h = run.runner().handle();
    bool heard = false;
    run.runner().on_cancel([&] { heard = true; });
    run.run();
    CHECK_THAT(run, cancelled() && !passed("b"));
    CHECK(heard);
    CHECK_FALSE(stopped_before);
    CHECK(stopped_after);
    CHECK(run.runner().waiting().empty());
    run.runner().cancel();  // once more is nothing
    run.run();
    CHECK_THAT(run, cancelled());
}

TEST_CASE("cancel before the start ends it too") {
    Runner<Job> run(pending_then_end());
    run.cancel();
    run.run();
    CHECK(run.status() == Status::cancelled);
    CHECK(run.context().calls == 0);
}

TEST_CASE("run, step and load from inside are numbered errors") {
    Builder<Job> b("inside");
    std::vector<error_code> codes;
    Runner<Job>* self = nullptr;
    std::string saved;
    b.task("a",
           [&](Job&) {
               codes.push_back(code_of([&] { self->run(); }));
               codes.push_back(code_of([&] { self->step(); }));
               codes.push_back(code_of([&] { load_text(*self, saved); }));
               codes.push_back(code_of([&] { self->complete("a"); }));
               return true;
           },
           start_point, end_point);
    const Workflow<Job> w = b.build();
    Runner<Job> run(w);
    self = &run;
    saved = R"({"baton":{"document":"instance","format":1},"workflow":{"name":"inside"},"state":{"status":"fresh","next":1,"tokens":[],"passed":{},"taken":{}},"context":{},"context_version":1})";
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(codes[0] == error_code::run_called_inside_run);
    CHECK(codes[1] == error_code::run_called_inside_run);
    CHECK(codes[2] == error_code::run_called_inside_run);
    CHECK(codes[3] == error_code::run_called_inside_run);
}

TEST_CASE("a run that never waits ends at its step limit, and can go on") {
    Builder<Job> b("endless");
    b.task("a", [](Job& j) { return ++j.calls, true; }, start_point, merge_point,
           followed_by("a", when("more", [](const Job& j) { return j.calls < 1000; })), followed_by("end", otherwise));
    b.task("end", pass, end_point);
    Runner<Job> run(b.build());
    run.step_limit(100);
    CHECK(code_of([&] { run.run(); }) == error_code::the_run_never_waits);
    CHECK(run.context().calls == 100);
    CHECK_FALSE(run.finished());
    run.step_limit(0);
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().calls == 1000);
}

TEST_CASE("on_step is called between the actions") {
    Builder<Job> b("steps");
    b.task("a", pass, start_point, followed_by("b"));
    b.task("b", pass, followed_by("c"));
    b.task("c", pass, end_point);
    Runner<Job> run(b.build());
    std::vector<std::size_t> sizes;
    run.on_step([&] { sizes.push_back(run.waiting().size()); });
    run.run_or_throw();
    CHECK(sizes == std::vector<std::size_t>{1, 1, 0});
}

}  // namespace runner_outside_test
