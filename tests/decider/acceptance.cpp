// pyworkflow's acceptance cases P1 to P7, on every backend.
#include <atomic>
#include <chrono>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"
#include "places.hpp"

namespace decider_acceptance_test {

using namespace baton;
using namespace baton::decider;
using namespace std::chrono_literals;

namespace {

Value numbers(int a, int b) { return Value::List{a, b}; }

std::vector<std::string> types_of(const History& history) {
    std::vector<std::string> out;
    for (const Event& e : history) out.emplace_back(e.type());
    return out;
}

DecisionTask next_decision(Backend& b, const std::string& category = "default") {
    auto task = b.poll_decision_task(category, "decider");
    REQUIRE(task);
    return std::move(*task);
}
ActivityTask next_activity(Backend& b, const std::string& category = "default") {
    auto task = b.poll_activity_task(category, "worker");
    REQUIRE(task);
    return std::move(*task);
}

}  // namespace

TEST_CASE("P1 basic: processes, tags, signals, failing, cancelling and completing activities, a child") {
    EACH_PLACE(place);
    Backend& b = *place.backend;
    b.register_workflow({.name = "test"});
    b.register_activity({.name = "double"});

    const std::string id = b.start_process({.workflow = "test", .input = 2, .tags = {"process-1234", "foo"}});
    const std::string other = b.start_process({.workflow = "test", .tags = {"process-5678", "foo"}});
    CHECK(b.processes({}).size() == 2);
    CHECK(b.processes({.workflow = "test"}).size() == 2);
    CHECK(b.processes({.workflow = "none"}).empty());
    CHECK(b.processes({.tag = "foo"}).size() == 2);
    REQUIRE(b.processes({.tag = "process-5678"}).size() == 1);
    CHECK(b.processes({.tag = "process-5678"})[0].id == other);
    b.cancel_process(other, "not needed");
    CHECK(b.processes({}).size() == 1);

    const ScheduleActivity twice{.activity = "double", .input = 2, .id = "5678"};
    const ActivityExecution execution{"double", "5678", 2};
    DecisionTask decision = next_decision(b);
    CHECK(decision.process.id == id);
    CHECK(decision.process.input == 2);
    CHECK(decision.process.tags == std::vector<std::string>{"process-1234", "foo"});
    CHECK(decision.process.history == History{ProcessStarted{}, DecisionStarted{}});
    b.complete_decision_task(decision, {twice});

    const Signal signal{"some_signal", Value::Object{{"test", 123}}};
    b.signal_process(id, signal);

    ActivityTask activity = next_activity(b);
    CHECK(activity.execution == execution);
    CHECK(activity.process_id == id);
    const ActivityFailed failed{"simulated error", "unknown"};
    b.complete_activity_task(activity, failed);

    decision = next_decision(b);
    CHECK(decision.process.has_event(Signaled{signal}));
    CHECK(decision.process.has_event(ActivityEnded{execution, failed}));
    CHECK(decision.process.has_decision(twice));
    CHECK(decision.process.unfinished_activities().empty());
    b.complete_decision_task(decision, {twice});
    b.complete_activity_task(next_activity(b), ActivityCanceled{"test"});
    b.complete_decision_task(next_decision(b), {twice});
    b.complete_activity_task(next_activity(b), ActivityCompleted{4});

    decision = next_decision(b);
    b.complete_decision_task(decision, {StartChildProcess{.workflow = "test", .input = numbers(3, 4), .tags = {"test-child"}}});

    Process process = b.process_by_id(id);
    REQUIRE(process.history.size() == 16);
    const auto* child_decision = process.history.back().as<DecisionMade>();
    REQUIRE(child_decision != nullptr);
    const auto child_id = std::get<StartChildProcess>(child_decision->decision).id;
    const History expected{
        ProcessStarted{}, DecisionStarted{}, DecisionMade{twice}, Signaled{signal},
        ActivityStarted{execution}, ActivityEnded{execution, failed},
        DecisionStarted{}, DecisionMade{twice}, ActivityStarted{execution}, ActivityEnded{execution, ActivityCanceled{"test"}},
        DecisionStarted{}, DecisionMade{twice}, ActivityStarted{execution}, ActivityEnded{execution, ActivityCompleted{4}},
        DecisionStarted{}, DecisionMade{StartChildProcess{.workflow = "test", .input = numbers(3, 4), .tags = {"test-child"}, .id = child_id}}};
    CHECK(process.history == expected);

    decision = next_decision(b);
    CHECK(decision.process.parent == id);
    CHECK(decision.process.tags == std::vector<std::string>{"test-child"});
    CHECK(decision.process.input == numbers(3, 4));
    const std::string child = decision.process.id;
    b.complete_decision_task(decision, {CompleteProcess{50}});

    decision = next_decision(b);
    CHECK(decision.process.id == id);
    const Event& before_last = decision.process.history[decision.process.history.size() - 2];
    CHECK(before_last.body == EventBody(ChildEnded{child, ProcessCompleted{50}, {"test-child"}, "test"}));
    b.complete_decision_task(decision, {CompleteProcess{}});
    CHECK(b.processes({}).empty());
    CHECK(b.process_by_id(id).result == ProcessResult(ProcessCompleted{}));

    // Queues.
    b.register_workflow({.name = "heavy", .category = "heavy_decisions"});
    b.register_activity({.name = "triple", .category = "heavy"});
    b.start_process({.workflow = "heavy"});
    CHECK(!b.poll_decision_task("default", "decider"));
    decision = next_decision(b, "heavy_decisions");
    b.complete_decision_task(decision, {ScheduleActivity{.activity = "triple", .input = 3},
                                        ScheduleActivity{.activity = "double", .input = 2, .category = "heavy"}});
    CHECK(!b.poll_activity_task("default", "worker"));
    CHECK(next_activity(b, "heavy").execution.activity == "triple");
    CHECK(next_activity(b, "heavy").execution.activity == "double");
    CHECK(!b.poll_activity_task("heavy", "worker"));
}

namespace {

std::atomic<int> beats = 0;
struct MultiplicationActivity : Activity {
    static ActivityType type() { return {.category = "computation"}; }
    ActivityReturn execute() override {
        heartbeat();
        ++beats;
        std::int64_t product = 1;
        for (const Value& factor : *input().list()) product *= *factor.integer();
        return product;
    }
};
struct FooWorkflow : Workflow {
    using activities = Activities<MultiplicationActivity>;
    Decisions decide(const Process& process) override {
        for (const Event& e : process.unseen_events())
            if (const auto* ended = e.as<ActivityEnded>())
                return CompleteProcess{std::get<ActivityCompleted>(ended->result).result};
        return activity<MultiplicationActivity>();
    }
};

}  // namespace

TEST_CASE("P2 managed: a workflow and an activity as classes") {
    EACH_PLACE(place);
    Manager manager(place.backend);
    manager.add<FooWorkflow>();
    beats = 0;
    const std::string id = manager.start_process<FooWorkflow>(numbers(2, 3));
    CHECK(manager.processes<FooWorkflow>().size() == 1);
    DecisionWorker decider(manager);
    ActivityWorker worker(manager, {.category = "computation"});
    CHECK(decider.step());
    CHECK(!decider.step());
    CHECK(worker.step());
    CHECK(!worker.step());
    CHECK(decider.step());
    CHECK(beats == 1);
    CHECK(manager.processes().empty());
    CHECK(manager.process_by_id(id).result == ProcessResult(ProcessCompleted{6}));
}

namespace {

std::vector<ActivityTask> shipping;
bool payment_fails = false;

struct PaymentActivity : Activity {
    ActivityReturn execute() override {
        if (payment_fails) throw ActivityCanceled{"the card is refused"};
        return true;
    }
};
struct ShipmentActivity : Activity {
    [[nodiscard]] bool auto_complete() const override { return false; }
    ActivityReturn execute() override { return shipping.push_back(task()), ActivityReturn(); }
};
struct CancelOrderActivity : Activity {
    ActivityReturn execute() override { return {}; }
};
struct OrderWorkflow : RuleSet {
    using activities = Activities<PaymentActivity, ShipmentActivity, CancelOrderActivity>;
    OrderWorkflow() {
        on_started([](const Process& p) { return schedule<PaymentActivity>(p.input); });
        on_completed<PaymentActivity>(&OrderWorkflow::ship);
        on_interrupted<PaymentActivity>([] { return CancelProcess{"payment"}; });
        on_signal("extra_shipment", [](const Signaled& e) { return schedule<ShipmentActivity>(e.signal.data); });
        on_completed<ShipmentActivity>([](const Process& p) {
            return p.unfinished_activities().empty() ? Decisions(CompleteProcess{}) : Decisions();
        });
        on_interrupted<ShipmentActivity>([] { return schedule<CancelOrderActivity>(); });
        on_completed<CancelOrderActivity>([] { return CancelProcess{"shipment"}; });
    }
    static Decisions ship_all(const Value& items) {
        Decisions out;
        for (const Value& item : *items.list()) out += schedule<ShipmentActivity>(item);
        return out;
    }
    Decisions ship(const Process& p) { return ship_all(p.input); }
};

}  // namespace

TEST_CASE("P3 order: a workflow of rules, completed by hand, in three scenarios") {
    EACH_PLACE(place);
    shipping.clear();
    payment_fails = false;
    Manager manager(place.backend);
    manager.add<OrderWorkflow>();
    DecisionWorker decider(manager);
    ActivityWorker worker(manager);
    const auto work = [&] {
        while (true) {
            const bool decided = decider.step();
            const bool worked = worker.step();
            if (!decided && !worked) return;
        }
    };
    const std::string id = manager.start_process<OrderWorkflow>(Value::List{"pen", "ink"});
    SECTION("the payment is cancelled") {
        payment_fails = true;
        work();
        CHECK(manager.process_by_id(id).result == ProcessResult(ProcessCanceled{"payment"}));
    }
    SECTION("everything is shipped, and something extra") {
        work();
        REQUIRE(shipping.size() == 2);
        manager.signal_process(id, {"extra_shipment", "paper"});
        work();
        REQUIRE(shipping.size() == 3);
        CHECK(shipping[2].execution.input == "paper");
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(manager.processes<OrderWorkflow>().size() == 1);
            manager.complete_task(shipping[i], ActivityCompleted{});
            work();
        }
        CHECK(manager.processes().empty());
        CHECK(manager.process_by_id(id).result == ProcessResult(ProcessCompleted{}));
    }
    SECTION("a shipment fails") {
        work();
        REQUIRE(shipping.size() == 2);
        manager.complete_task(shipping[0], ActivityFailed{"broken", {}});
        work();
        CHECK(manager.process_by_id(id).result == ProcessResult(ProcessCanceled{"shipment"}));
    }
}

TEST_CASE("P4 timer: fires after its delay, with its data") {
    EACH_PLACE(place);
    Backend& b = *place.backend;
    b.register_workflow({.name = "test"});
    const std::string id = b.start_process({.workflow = "test"});
    const Value data = Value::Object{{"foo", "bar"}};
    b.complete_decision_task(next_decision(b), {Timer{1s, data}});
    CHECK(!b.poll_decision_task("default", "decider"));
    place.advance(999ms);
    if (!place.swf) CHECK(!b.poll_decision_task("default", "decider"));
    place.advance(1ms);
    const DecisionTask decision = next_decision(b);
    REQUIRE(decision.process.unseen_events().size() == 2);
    const auto* fired = decision.process.unseen_events()[1].as<TimerFired>();
    REQUIRE(fired != nullptr);
    CHECK(fired->timer.data == data);
    CHECK(decision.process.untriggered_timers().empty());
    CHECK(decision.process.untriggered_timers(true).size() == 1);
    b.complete_decision_task(decision, {CompleteProcess{}});
    CHECK(b.processes({}).empty());
}

TEST_CASE("P5 timeouts: to start, of heartbeats, of execution; late completions are refused") {
    EACH_PLACE(place);
    Backend& b = *place.backend;
    b.register_workflow({.name = "test"});
    b.register_activity({.name = "work", .scheduled_timeout = 1s, .execution_timeout = 2s, .heartbeat_timeout = 1s});
    b.start_process({.workflow = "test"});
    const auto timed_out_by = [&](const DecisionTask& d) {
        const Event& e = d.process.history[d.process.history.size() - 2];
        REQUIRE(e.as<ActivityEnded>() != nullptr);
        const auto* late = std::get_if<ActivityTimedOut>(&e.as<ActivityEnded>()->result);
        REQUIRE(late != nullptr);
        return late->kind;
    };
    const ScheduleActivity work{.activity = "work"};
    b.complete_decision_task(next_decision(b), {work});

    // Nobody starts it.
    place.advance(1s);
    CHECK(!b.poll_activity_task("default", "worker"));
    DecisionTask d = next_decision(b);
    CHECK(timed_out_by(d) == TimeoutKind::schedule_to_start);
    b.complete_decision_task(d, {work});

    // No heartbeat.
    ActivityTask task = next_activity(b);
    place.advance(1s);
    CHECK(code_of([&] { b.complete_activity_task(task, ActivityCompleted{}); }) == error_code::the_activity_is_over);
    CHECK(code_of([&] { b.heartbeat_activity_task(task, ""); }) == error_code::the_activity_is_over);
    d = next_decision(b);
    CHECK(timed_out_by(d) == TimeoutKind::heartbeat);
    b.complete_decision_task(d, {work});

    // Ten heartbeats, but too long.
    task = next_activity(b);
    for (int i = 0; i < 9; ++i) {
        place.advance(200ms);
        CHECK(!b.heartbeat_activity_task(task, "alive"));
    }
    place.advance(200ms);
    CHECK(code_of([&] { b.complete_activity_task(task, ActivityCompleted{}); }) == error_code::the_activity_is_over);
    d = next_decision(b);
    CHECK(timed_out_by(d) == TimeoutKind::start_to_close);
    CHECK(d.process.unfinished_activities().empty());
    b.complete_decision_task(d, {CompleteProcess{}});
}

TEST_CASE("P6 threads: deciders and workers finish") {
    EACH_PLACE(place);
    Manager manager(place.backend);
    manager.add<FooWorkflow>();
    DecisionWorker decider1(manager), decider2(manager);
    ActivityWorker worker1(manager, {.category = "computation"}), worker2(manager, {.category = "computation"});
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(manager.start_process<FooWorkflow>(numbers(i, 2)));
    {
        // Short naps: in this test the clock of the backend stands still.
        const ThreadOptions options{.delay_on_idle = 20ms};
        WorkerThread a(decider1, options), c(decider2, options), d(worker1, options), e(worker2, options);
        for (int i = 5; i < 10; ++i) ids.push_back(manager.start_process<FooWorkflow>(numbers(i, 2)));
        for (int i = 0; i < 3000 && !manager.processes().empty(); ++i) std::this_thread::sleep_for(10ms);
        a.join();
        a.join();  // twice does no harm
        d.request_stop();
    }
    CHECK(manager.processes().empty());
    for (std::size_t i = 0; i < ids.size(); ++i)
        CHECK(manager.process_by_id(ids[i]).result == ProcessResult(ProcessCompleted{static_cast<int>(i) * 2}));
}

TEST_CASE("P7 process: unseen events and unfinished activities") {
    const ScheduleActivity a{.activity = "a", .id = "1"}, c{.activity = "c", .id = "2"};
    Process p{.workflow = "w", .history = {ProcessStarted{}, DecisionStarted{}}};
    CHECK(types_of(p.history) == std::vector<std::string>{"process_started", "decision_started"});
    REQUIRE(p.unseen_events().size() == 1);
    CHECK(p.unseen_events()[0].type() == "process_started");
    CHECK(p.unfinished_activities().empty());

    p.history = {ProcessStarted{}, DecisionStarted{}, DecisionMade{a}, DecisionMade{c}, ActivityStarted{{"a", "1", {}}}, DecisionStarted{}};
    CHECK(p.unseen_events().size() == 3);  // with its own decisions
    REQUIRE(p.unfinished_activities().size() == 2);
    CHECK(p.unfinished_activities()[0].id == "2");  // the last scheduled first
    CHECK(p.unfinished_activities()[1].id == "1");

    p.history.push_back({7, {}, DecisionTimedOut{}});
    p.history.push_back({8, {}, ActivityEnded{{"a", "1", {}}, ActivityCompleted{}}});
    p.history.push_back({9, {}, DecisionStarted{}});
    CHECK(p.unseen_events().size() == 6);  // the decision that timed out saw nothing
    CHECK(p.unfinished_activities().size() == 1);

    Process q = p.copy_with_id("q");
    CHECK(q.id == "q");
    CHECK(!(q == p));
    q.id = p.id;
    CHECK(q == p);
    CHECK(p.has_decision(a));
    CHECK(!p.has_decision(ScheduleActivity{.activity = "b"}));
    CHECK(p.has_event(DecisionTimedOut{}));
}

}  // namespace decider_acceptance_test
