// Workflows, activities, rules, managers and workers.
#include <atomic>
#include <baton/decider/decider.hpp>
#include <baton/testing/manual_clock.hpp>
#include <chrono>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"

namespace decider_workflows_test {

using namespace baton;
using namespace baton::decider;
using namespace std::chrono_literals;

namespace {

struct Stage {
    testing::ManualClock clock;
    std::shared_ptr<MemoryBackend> backend = std::make_shared<MemoryBackend>(MemoryOptions{.clock = [this] { return clock(); }});
    Manager manager{backend};
    std::vector<std::string> log;
    WorkerOptions options() {
        return {.name = "me", .log = [this](std::string_view line) { log.emplace_back(line); }};
    }
    /// The last result in the history of the process.
    ActivityResult last_result(const std::string& id) const {
        const Process p = manager.process_by_id(id);
        for (auto e = p.history.end(); e != p.history.begin();)
            if (const auto* ended = (--e)->as<ActivityEnded>()) return ended->result;
        FAIL("no activity has ended");
        return {};
    }
};

struct WorkActivity : Activity {
    ActivityReturn execute() override { return input(); }
};
struct Activity2 : Activity {  // too short for the suffix to be cut
    static ActivityType type() { return {.name = "second"}; }
    ActivityReturn execute() override { return {}; }
};
struct OnceWorkflow : DefaultWorkflow {
    Decisions initiate(const Process&) override { return ScheduleActivity{"Work", 7, "one"}; }
};

/// Runs a process that schedules the activity once, with this body.
template <class Body>
ActivityResult outcome(Body body, std::vector<std::string>* log = nullptr) {
    Stage s;
    s.manager.add<OnceWorkflow>().add_function({.name = "Work"}, body);
    const std::string id = s.manager.start_process<OnceWorkflow>();
    DecisionWorker(s.manager).step();
    CHECK(ActivityWorker(s.manager, s.options()).step());
    if (log != nullptr) *log = s.log;
    return s.last_result(id);
}

}  // namespace

TEST_CASE("names are the classes', without what they are") {
    CHECK(activity_type<WorkActivity>().name == "Work");
    CHECK(activity_type<Activity2>().name == "second");
    CHECK(workflow_type<OnceWorkflow>().name == "Once");
    CHECK(detail::without_suffix("Activity", "Activity") == "Activity");
    struct LocalActivity : WorkActivity {};
    CHECK(activity_type<LocalActivity>().name == "Local");
    CHECK(schedule<WorkActivity>(1).activity == "Work");
    CHECK(start_child<OnceWorkflow>(1, {.tags = {"t"}}).workflow == "Once");
}

TEST_CASE("results are returned or thrown") {
    CHECK(outcome([](const Value& v) { return v; }) == ActivityResult(ActivityCompleted{7}));
    CHECK(outcome([](const Value&) { return 8; }) == ActivityResult(ActivityCompleted{8}));
    CHECK(outcome([](const Value&) -> ActivityReturn { return ActivityFailed{"r", "d"}; }) == ActivityResult(ActivityFailed{"r", "d"}));
    CHECK(outcome([](const Value&) -> ActivityReturn { return ActivityCompleted{}; }) == ActivityResult(ActivityCompleted{}));
    CHECK(outcome([](const Value&) -> ActivityReturn { throw ActivityCanceled{"c"}; }) == ActivityResult(ActivityCanceled{"c"}));
    CHECK(outcome([](const Value&) -> ActivityReturn { throw ActivityFailed{"r", "d"}; }) == ActivityResult(ActivityFailed{"r", "d"}));
    CHECK(outcome([](const Value&) -> ActivityReturn { throw std::runtime_error("oops"); }) == ActivityResult(ActivityFailed{"oops", {}}));
    CHECK(std::holds_alternative<ActivityFailed>(outcome([](const Value&) -> ActivityReturn { throw 3; })));
}

TEST_CASE("an activity that this program has no class for fails, and says so") {
    Stage s;
    s.manager.add<OnceWorkflow>();
    s.backend->register_activity({.name = "Work"});
    const std::string id = s.manager.start_process<OnceWorkflow>();
    DecisionWorker(s.manager).step();
    ActivityWorker(s.manager).step();
    CHECK_THAT(std::get<ActivityFailed>(s.last_result(id)).reason, ContainsSubstring("BTN604"));
}

TEST_CASE("an activity is told by its heartbeat that it shall stop, and when it is over") {
    Stage s;
    s.manager.add<OnceWorkflow>();
    std::vector<bool> told;
    std::string id;
    s.manager.add_function({.name = "Work", .heartbeat_timeout = 5s}, [&](const ActivityTask&, const ActivityMonitor& monitor) -> ActivityReturn {
        told.push_back(monitor.heartbeat("1"));
        s.manager.signal_process(id, {"stop", {}});
        s.manager.complete_task(s.manager.next_decision().value(), CancelActivity{"one"});
        told.push_back(monitor.heartbeat("2"));
        CHECK(monitor.cancel_requested());
        s.clock.advance(5s);
        monitor.heartbeat("3");  // throws
        return {};
    });
    id = s.manager.start_process<OnceWorkflow>();
    DecisionWorker(s.manager).step();
    CHECK(ActivityWorker(s.manager, s.options()).step());
    CHECK(told == std::vector<bool>{false, true});
    REQUIRE(s.log.size() == 1);
    CHECK_THAT(s.log[0], ContainsSubstring("me: Work: BTN602"));
    CHECK(s.last_result(id) == ActivityResult(ActivityTimedOut{TimeoutKind::heartbeat, "2"}));
}

namespace {
std::vector<std::string> fired;

struct BaseRules : RuleSet {
    BaseRules() {
        on_signal("a", [] { fired.emplace_back("base a"); return Decisions(); });
        on_signal([](const std::string& name) { return name.at(1) == 'x'; }, [](const Signaled& e) { fired.push_back("base " + e.signal.name); return Decisions(); });
        on_timer(Value(1), &BaseRules::timer);
    }
    Decisions timer(const TimerFired&, const Process&) { return fired.emplace_back("timer 1"), Decisions(); }
};
}  // namespace

TEST_CASE("rules: those of base classes too, in declared order; a predicate that throws does not match") {
    struct Rules : BaseRules {
        Rules() {
            on_signal("a", [] { fired.emplace_back("derived a"); return Decisions(); });
            on_signal(anything, [](const Process&) { fired.emplace_back("any"); return Decisions(); });
            on_timer(anything, [] { fired.emplace_back("timer any"); return Decisions(); });
            on_event([](const Event& e, const Process&) -> bool { return e.as<Signaled>() != nullptr ? throw 1 : true; }, [](const Event& e) { fired.emplace_back(e.type()); return Decisions(); });
            on_child_ended({.workflow = "W", .has_tag = "t"}, [] { fired.emplace_back("child"); return Decisions(); });
            on_interrupted("x", [](const ActivityResult& r) { return std::holds_alternative<ActivityFailed>(r); }, [](const ActivityEnded&) { fired.emplace_back("failed"); return Decisions(); });
        }
    };
    const auto events_fire = [](std::initializer_list<EventBody> events) {
        fired.clear();
        Rules rules;
        Process p;
        p.history = History(events);
        (void)rules.decide(p);
        return fired;
    };
    using Names = std::vector<std::string>;
    CHECK(events_fire({Signaled{{"a", {}}}}) == Names{"base a", "derived a", "any"});
    CHECK(events_fire({Signaled{{"ax", {}}}}) == Names{"base ax", "any"});
    CHECK(events_fire({Signaled{{"b", {}}}}) == Names{"any"});  // at(1) throws
    CHECK(events_fire({TimerFired{{{}, 1, {}}}, TimerFired{{{}, 2, {}}}}) == Names{"timer 1", "timer any", "timer", "timer any", "timer"});
    CHECK(events_fire({ChildEnded{"1", ProcessFailed{}, {"s", "t"}, "W"}, ChildEnded{"2", ProcessCompleted{}, {"s"}, "W"}, ChildEnded{"3", ProcessCompleted{}, {"t"}, "V"}}) == Names{"child_process", "child", "child_process", "child_process"});
    CHECK(events_fire({ActivityEnded{{"x", "1", {}}, ActivityFailed{}}, ActivityEnded{{"x", "2", {}}, ActivityCanceled{}}, ActivityEnded{{"x", "3", {}}, ActivityCompleted{}}}) == Names{"activity", "failed", "activity", "activity"});
}

TEST_CASE("what event handlers decide is put together: once, and the end last") {
    struct Flow : DefaultWorkflow {
        Decisions respond_to_signal(const Process&, const Signal& signal) override {
            if (signal.name == "end") return CompleteProcess{1};
            return {Timer{1s}, ScheduleActivity{"w"}, ScheduleActivity{"v", {}, "same"}, RecordMarker{"m", {}}};
        }
    };
    Process p;
    p.history = {Signaled{{"end", {}}}, Signaled{{"x", {}}}, Signaled{{"end", {}}}, Signaled{{"x", {}}}};
    const auto decided = Flow().decide(p).of(p);
    CHECK(decided == std::vector<Decision>{Timer{1s}, ScheduleActivity{"w"}, ScheduleActivity{"v", {}, "same"}, RecordMarker{"m", {}}, ScheduleActivity{"w"}, CompleteProcess{1}});
}

TEST_CASE("an end that was refused because of news is decided again, unless the news changes it") {
    struct Flow : DefaultWorkflow {
        Decisions respond_to_timer(const Process&, const Timer&) override { return CompleteProcess{1}; }
        Decisions respond_to_signal(const Process&, const Signal& s) override { return s.name == "more" ? Decisions(Timer{1s}) : Decisions(); }
    };
    Process p;
    p.history = {Signaled{{"quiet", {}}}, DecisionFailed{CompleteProcess{1}, "UNHANDLED_DECISION"}, DecisionStarted{}};
    CHECK(Flow().decide(p).of(p) == std::vector<Decision>{CompleteProcess{1}});
    p.history = {Signaled{{"more", {}}}, DecisionFailed{CompleteProcess{1}, "UNHANDLED_DECISION"}, DecisionStarted{}};
    CHECK(Flow().decide(p).of(p) == std::vector<Decision>{Timer{1s}});
}

TEST_CASE("a decision that throws is said to the log, not completed, and given out again") {
    static int tries = 0;
    tries = 0;
    struct FlakyWorkflow : Workflow {
        Decisions decide(const Process&) override {
            if (++tries == 1) throw std::runtime_error("not now");
            if (tries == 2) return ScheduleActivity{"nobody knows"};
            return CompleteProcess{};
        }
    };
    Stage s;
    s.manager.add<FlakyWorkflow>();
    const std::string id = s.manager.start_process<FlakyWorkflow>();
    DecisionWorker logged(s.manager, s.options());
    DecisionWorker silent(s.manager);
    CHECK(logged.step());
    REQUIRE(s.log.size() == 1);
    CHECK(s.log[0] == "me: Flaky " + id + ": not now");
    CHECK(!silent.step());
    s.clock.advance(default_decision_timeout);
    CHECK(silent.step());  // refused, nobody is told, no harm
    CHECK(!silent.step());
    s.clock.advance(default_decision_timeout);
    CHECK(silent.step());
    CHECK(s.manager.processes().empty());
}

TEST_CASE("a request to cancel ends a default workflow that does not say otherwise") {
    Stage s;
    s.manager.add<OnceWorkflow>().add<WorkActivity>();
    const std::string id = s.manager.start_process<OnceWorkflow>();
    s.manager.request_cancel_process(id, "please");
    DecisionWorker(s.manager).step();
    CHECK(s.manager.process_by_id(id).result == ProcessResult(ProcessCanceled{"please"}));
}

TEST_CASE("a manager moves to another backend with all it knows") {
    Stage a, b;
    a.manager.add<OnceWorkflow>().add<WorkActivity>();
    Manager moved = a.manager.copy_with_backend(b.backend);
    const std::string id = moved.start_process<OnceWorkflow>();
    DecisionWorker(moved).step();
    ActivityWorker(moved).step();
    CHECK(b.last_result(id) == ActivityResult(ActivityCompleted{7}));
    CHECK(code_of([&] { (void)a.manager.process_by_id(id); }) == error_code::the_process_is_not_running);
    CHECK(code_of([&] { b.manager.start_process({.workflow = "nothing"}); }) == error_code::the_workflow_is_not_registered);
}

TEST_CASE("a thread survives what polling throws, and stops at once while it is idle") {
    struct Angry : Worker {
        std::atomic<int> steps = 0;
        explicit Angry(Manager& m) : Worker(m, {}) {}
        bool step() override {
            if (++steps == 1) throw std::runtime_error("no network");
            return false;
        }
    };
    Stage s;
    Angry worker(s.manager);
    std::atomic<int> lines = 0;
    WorkerThread thread(worker, {.log = [&](std::string_view) { ++lines; }, .delay_on_idle = 10ms});
    for (int i = 0; i < 500 && worker.steps < 3; ++i) std::this_thread::sleep_for(10ms);
    CHECK(worker.steps >= 3);
    CHECK(lines == 1);
    thread.join();

    Angry idle(s.manager);
    idle.steps = 1;
    const auto before = std::chrono::steady_clock::now();
    { const WorkerThread stopped(idle, {.delay_on_idle = 60s}); }
    CHECK(std::chrono::steady_clock::now() - before < 30s);
}

TEST_CASE("processes that have ended are remembered, but not for ever") {
    auto backend = std::make_shared<MemoryBackend>(MemoryOptions{.remember = 2});
    backend->register_workflow({.name = "w"});
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) {
        ids.push_back(backend->start_process({.workflow = "w"}));
        backend->cancel_process(ids.back(), "");
    }
    CHECK(code_of([&] { (void)backend->process_by_id(ids[1]); }) == error_code::the_process_is_not_running);
    CHECK(backend->process_by_id(ids[2]).result);
    CHECK(backend->process_by_id(ids[3]).result);
}

TEST_CASE("many threads work on one backend: everything is done once") {
    auto backend = std::make_shared<MemoryBackend>();
    Manager manager(backend);
    struct CountWorkflow : Workflow {
        Decisions decide(const Process& p) override {
            std::int64_t ended = 0;
            for (const Event& e : p.history) ended += e.as<ActivityEnded>() != nullptr ? 1 : 0;
            if (ended == 5) return CompleteProcess{ended};
            if (!p.unfinished_activities().empty()) return {};
            return ScheduleActivity{"count"};
        }
    };
    std::atomic<int> executed = 0;
    manager.add<CountWorkflow>().add_function({.name = "count"}, [&](const Value&) { return ++executed, true; });
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < 3; ++i) {
        workers.push_back(std::make_unique<DecisionWorker>(manager));
        workers.push_back(std::make_unique<ActivityWorker>(manager));
    }
    {
        std::vector<std::unique_ptr<WorkerThread>> threads;
        for (auto& w : workers) threads.push_back(std::make_unique<WorkerThread>(*w));
        for (int i = 0; i < 100; ++i) manager.start_process<CountWorkflow>();
        for (int i = 0; i < 2000 && !manager.processes().empty(); ++i) std::this_thread::sleep_for(5ms);
    }
    CHECK(manager.processes().empty());
    CHECK(executed == 500);
}

}  // namespace decider_workflows_test
