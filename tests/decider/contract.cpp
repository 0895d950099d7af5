// What every backend does alike, among it what pyworkflow's backends do wrong.
#include <chrono>

#include "../catch.hpp"
#include "../codes.hpp"
#include "places.hpp"

namespace decider_contract_test {

using namespace baton;
using namespace baton::decider;
using namespace std::chrono_literals;

namespace {

/// Short words for the backend of a case.
struct Stage {
    Backend& b;
    explicit Stage(const Place& place) : b(*place.backend) {
        b.register_workflow({.name = "test"});
        b.register_workflow({.name = "short", .timeout = 10s, .decision_timeout = 2s});
        b.register_activity({.name = "work"});
    }
    std::string start(const std::string& workflow = "test") const { return b.start_process({.workflow = workflow}); }
    DecisionTask decision() const {
        auto task = b.poll_decision_task("default", "decider");
        REQUIRE(task);
        return std::move(*task);
    }
    [[nodiscard]] bool idle() const { return !b.poll_decision_task("default", "decider"); }
    ActivityTask task() const {
        auto t = b.poll_activity_task("default", "worker");
        REQUIRE(t);
        return std::move(*t);
    }
    void decide(const std::vector<Decision>& d) const { b.complete_decision_task(decision(), d); }
    [[nodiscard]] Process process(const std::string& id) const { return b.process_by_id(id); }
};
const ScheduleActivity work{.activity = "work", .id = "w"};

template <class E>
std::vector<E> all_of(const Process& p) {
    std::vector<E> out;
    for (const Event& e : p.history)
        if (const E* body = e.as<E>()) out.push_back(*body);
    return out;
}

}  // namespace

TEST_CASE("one decision is open at a time: what comes meanwhile is for the next") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    const DecisionTask first = s.decision();
    s.b.signal_process(id, {"a", {}});
    s.b.signal_process(id, {"b", {}});
    CHECK(s.idle());
    s.b.complete_decision_task(first, {});
    const DecisionTask second = s.decision();
    CHECK(s.idle());
    CHECK(all_of<Signaled>(second.process).size() == 2);
    s.b.complete_decision_task(second, {});
    CHECK(s.idle());
}

TEST_CASE("a decision is completed once") {
    EACH_PLACE(place);
    const Stage s(place);
    s.start();
    const DecisionTask d = s.decision();
    s.b.complete_decision_task(d, {work});
    CHECK(code_of([&] { s.b.complete_decision_task(d, {work}); }) == error_code::the_decision_is_over);
    s.b.complete_activity_task(s.task(), ActivityCompleted{});
    const DecisionTask later = s.decision();
    CHECK(code_of([&] { s.b.complete_decision_task(d, {}); }) == error_code::the_decision_is_over);
    s.b.complete_decision_task(later, {CompleteProcess{}});
}

TEST_CASE("an activity that is not registered is refused, and the decision is still open") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    const DecisionTask d = s.decision();
    CHECK(code_of([&] { s.b.complete_decision_task(d, {work, ScheduleActivity{.activity = "play"}}); }) == error_code::the_activity_is_not_registered);
    CHECK(code_of([&] { s.b.complete_decision_task(d, {StartChildProcess{.workflow = "none"}}); }) == error_code::the_workflow_is_not_registered);
    CHECK(code_of([&] { s.b.start_process({.workflow = "none"}); }) == error_code::the_workflow_is_not_registered);
    CHECK(s.process(id).history.size() == 2);
    CHECK(!s.b.poll_activity_task("default", "worker"));
    s.b.complete_decision_task(d, {work});
    CHECK(s.task().execution.activity == "work");
}

TEST_CASE("decisions that cannot be are refused, all or none") {
    EACH_PLACE(place);
    const Stage s(place);
    s.start();
    const DecisionTask d = s.decision();
    const auto refused = [&](std::vector<Decision> all) {
        return code_of([&] { s.b.complete_decision_task(d, all); }) == error_code::the_decision_is_refused;
    };
    CHECK(refused({CompleteProcess{}, work}));
    CHECK(refused({CompleteProcess{}, CancelProcess{}}));
    CHECK(refused({work, work}));
    CHECK(refused({Timer{-1s}}));
    CHECK(refused({RecordMarker{}}));
    CHECK(!s.b.poll_activity_task("default", "worker"));
    s.b.complete_decision_task(d, {work, CancelActivity{"w"}});
}

TEST_CASE("a queued activity that expires is not lost silently") {
    EACH_PLACE(place);
    const Stage s(place);
    s.b.register_activity({.name = "soon", .scheduled_timeout = 1s});
    s.start();
    s.decide({ScheduleActivity{.activity = "soon"}});
    place.advance(2s);
    CHECK(!s.b.poll_activity_task("default", "worker"));
    const auto ended = all_of<ActivityEnded>(s.decision().process);
    REQUIRE(ended.size() == 1);
    CHECK(std::holds_alternative<ActivityTimedOut>(ended[0].result));
}

TEST_CASE("a decision times out after its own time, from its start; another decider gets it") {
    EACH_PLACE(place);
    const Stage s(place);
    s.start("short");
    place.advance(5s);  // waiting does not count
    const DecisionTask first = s.decision();
    place.advance(1s);
    CHECK(s.idle());
    place.advance(1s);
    const DecisionTask second = s.decision();
    CHECK(all_of<DecisionTimedOut>(second.process).size() == 1);
    CHECK(second.process.unseen_events()[0].as<ProcessStarted>() != nullptr);  // still unseen
    CHECK(code_of([&] { s.b.complete_decision_task(first, {}); }) == error_code::the_decision_is_over);
    s.b.complete_decision_task(second, {CompleteProcess{}});
}

TEST_CASE("a process times out") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start("short");
    s.decide({work});
    const ActivityTask task = s.task();
    place.advance(10s);
    CHECK(s.b.processes({}).empty());
    CHECK(s.process(id).result == ProcessResult(ProcessTimedOut{}));
    CHECK(code_of([&] { s.b.complete_activity_task(task, ActivityCompleted{}); }) == error_code::the_activity_is_over);
    CHECK(code_of([&] { s.b.signal_process(id, {"a", {}}); }) == error_code::the_process_is_not_running);
    CHECK(s.idle());
}

TEST_CASE("a process fails with reason and details") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    s.decide({FailProcess{"broken", "the left one"}});
    CHECK(s.process(id).result == ProcessResult(ProcessFailed{"broken", "the left one"}));
}

TEST_CASE("cancelling from outside ends everything of the process, and its parent hears of it") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    s.decide({StartChildProcess{.workflow = "test", .tags = {"child"}}});
    const std::string child = s.b.processes({.tag = "child"}).at(0).id;
    s.decide({work, Timer{1s}});
    s.b.cancel_process(child, "not needed");
    CHECK(!s.b.poll_activity_task("default", "worker"));
    CHECK(code_of([&] { s.b.cancel_process(child, ""); }) == error_code::the_process_is_not_running);
    CHECK(code_of([&] { s.b.cancel_process("nobody", ""); }) == error_code::the_process_is_not_running);
    CHECK(s.process(child).result == ProcessResult(ProcessCanceled{"not needed"}));
    const DecisionTask d = s.decision();
    CHECK(d.process.id == id);
    const auto ended = all_of<ChildEnded>(d.process);
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].process_id == child);
    if (!place.swf) CHECK(ended[0].result == ProcessResult(ProcessCanceled{"not needed"}));
    s.b.complete_decision_task(d, {CompleteProcess{}});
}

TEST_CASE("a request to cancel is news, and the decider decides") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    s.decide({});
    s.b.request_cancel_process(id, "please");
    const DecisionTask d = s.decision();
    REQUIRE(all_of<CancelRequested>(d.process).size() == 1);
    s.b.complete_decision_task(d, {CancelProcess{"as asked"}});
    CHECK(s.process(id).result == ProcessResult(ProcessCanceled{"as asked"}));
}

TEST_CASE("an activity that waits is cancelled at once; one that runs is told by its heartbeat") {
    EACH_PLACE(place);
    const Stage s(place);
    s.start();
    s.decide({work});
    s.b.signal_process(s.b.processes({}).at(0).id, {"stop", {}});
    s.decide({CancelActivity{"w"}});
    CHECK(!s.b.poll_activity_task("default", "worker"));
    DecisionTask d = s.decision();
    REQUIRE(all_of<ActivityEnded>(d.process).size() == 1);
    CHECK(std::holds_alternative<ActivityCanceled>(all_of<ActivityEnded>(d.process)[0].result));

    s.b.complete_decision_task(d, {work});
    const ActivityTask task = s.task();
    CHECK(!s.b.heartbeat_activity_task(task, "10 %"));
    s.b.signal_process(d.process.id, {"stop", {}});
    s.decide({CancelActivity{"w"}});
    CHECK(s.b.heartbeat_activity_task(task, "20 %"));
    CHECK(s.idle());
    s.b.complete_activity_task(task, ActivityCanceled{"cleaned up"});
    d = s.decision();
    CHECK(all_of<ActivityEnded>(d.process).back().result == ActivityResult(ActivityCanceled{"cleaned up"}));

    s.b.complete_decision_task(d, {CancelActivity{"w"}});  // it has ended
    CHECK(all_of<DecisionFailed>(s.decision().process).at(0).cause == "ACTIVITY_ID_UNKNOWN");
}

TEST_CASE("timers: several, by time; cancelled; kept while other things happen") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    s.decide({Timer{100s, 100, "late"}, Timer{50s, 50, "early"}, Timer{70s, 70, "never"}});
    s.b.signal_process(id, {"a", {}});
    s.decide({CancelTimer{"never"}});
    CHECK(s.process(id).untriggered_timers().size() == 2);
    place.advance(50s);
    DecisionTask d = s.decision();
    REQUIRE(all_of<TimerFired>(d.process).size() == 1);
    CHECK(all_of<TimerFired>(d.process)[0].timer.data == 50);
    s.b.complete_decision_task(d, {CancelTimer{"never"}});
    CHECK(all_of<DecisionFailed>(s.decision().process).at(0).cause == "TIMER_ID_UNKNOWN");
    place.advance(60s);  // that decision has timed out meanwhile, too
    d = s.decision();
    CHECK(all_of<TimerFired>(d.process).size() == 2);
    CHECK(all_of<TimerFired>(d.process).back().timer.data == 100);
}

TEST_CASE("an end is refused while there is unseen news, so nothing is lost") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    const DecisionTask d = s.decision();
    s.b.signal_process(id, {"wait", {}});
    s.b.complete_decision_task(d, {CompleteProcess{1}});
    CHECK(s.b.processes({}).size() == 1);
    const DecisionTask next = s.decision();
    REQUIRE(all_of<DecisionFailed>(next.process).size() == 1);
    CHECK(all_of<DecisionFailed>(next.process)[0].cause == "UNHANDLED_DECISION");
    s.b.complete_decision_task(next, {CompleteProcess{2}});
    CHECK(s.process(id).result == ProcessResult(ProcessCompleted{2}));
}

TEST_CASE("markers are notes in the history") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.start();
    const RecordMarker marker{"checkpoint", Value::Object{{"page", 3}}};
    s.decide({marker});
    CHECK(s.process(id).has_decision(marker));
    CHECK(s.idle());
}

TEST_CASE("processes signal and cancel each other") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string a = s.start();
    const DecisionTask da = s.decision();
    const std::string b = s.start();
    s.decide({});
    s.b.complete_decision_task(da, {SignalExternalProcess{b, {"hello", 1}}, CancelExternalProcess{b}, SignalExternalProcess{"nobody", {"x", {}}}});
    std::optional<DecisionTask> of_a, of_b;
    for (int i = 0; i < 2; ++i) {
        DecisionTask d = s.decision();
        (d.process.id == a ? of_a : of_b) = std::move(d);
    }
    REQUIRE(of_a);
    REQUIRE(of_b);
    CHECK(all_of<Signaled>(of_b->process).at(0).signal == Signal{"hello", 1});
    CHECK(all_of<CancelRequested>(of_b->process).size() == 1);
    REQUIRE(all_of<DecisionFailed>(of_a->process).size() == 1);
    CHECK(all_of<DecisionFailed>(of_a->process)[0].cause == "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION");
}

TEST_CASE("continue as new: a new history with the new input") {
    EACH_PLACE(place);
    const Stage s(place);
    const std::string id = s.b.start_process({.workflow = "test", .input = 1, .tags = {"loop"}});
    s.decide({Timer{1s}, ContinueAsNew{2}});
    REQUIRE(s.b.processes({.tag = "loop"}).size() == 1);
    const DecisionTask d = s.decision();
    CHECK(d.process.input == 2);
    REQUIRE(d.process.history.size() == 2);
    CHECK(!all_of<ProcessStarted>(d.process).at(0).continued_run.empty());
    if (!place.swf) CHECK(d.process.id == id);
    s.b.signal_process(id, {"still reached", {}});  // under its first id, too
    s.b.complete_decision_task(d, {});
    CHECK(all_of<Signaled>(s.decision().process).size() == 1);
    place.advance(2s);
    CHECK(all_of<TimerFired>(s.b.processes({.tag = "loop"}).at(0)).empty());
}

TEST_CASE("a parent is told of the end of a child that continued as new") {
    EACH_PLACE(place);
    const Stage s(place);
    s.start();
    s.decide({StartChildProcess{.workflow = "test"}});
    s.decide({ContinueAsNew{2}});
    s.decide({CompleteProcess{3}});
    const auto ended = all_of<ChildEnded>(s.decision().process);
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].result == ProcessResult(ProcessCompleted{3}));
}

TEST_CASE("children are treated by their policies when the parent ends") {
    EACH_PLACE(place);
    if (place.swf) return;  // there the policy is the service's, when a process is terminated or times out
    const Stage s(place);
    const std::string parent = s.start();
    const auto child = [](std::string id, ChildPolicy policy) { return StartChildProcess{.workflow = "test", .id = std::move(id), .child_policy = policy}; };
    s.decide({child("abandoned", ChildPolicy::abandon), child("asked", ChildPolicy::request_cancel), child("ended", ChildPolicy::terminate)});
    s.decide({});
    s.decide({});
    s.decide({child("grandchild", ChildPolicy::terminate)});
    s.decide({});
    SECTION("by completing") {
        s.b.signal_process(parent, {"end", {}});
        s.decide({CompleteProcess{}});
    }
    SECTION("by being cancelled") { s.b.cancel_process(parent, ""); }
    SECTION("by timing out") { place.advance(std::chrono::hours(24 * 365)); }
    if (s.process(parent).result == ProcessResult(ProcessTimedOut{})) return;  // so have the others
    CHECK(!s.process("abandoned").result);
    CHECK(all_of<CancelRequested>(s.process("asked")).size() == 1);
    CHECK(std::holds_alternative<ProcessTerminated>(s.process("ended").result.value()));
    CHECK(std::holds_alternative<ProcessTerminated>(s.process("grandchild").result.value()));
    CHECK(s.b.processes({}).size() == 2);
    s.decide({CancelProcess{}});
    CHECK(s.idle());
}

TEST_CASE("ids are kept, and used by one running process at a time") {
    EACH_PLACE(place);
    if (place.swf) return;
    const Stage s(place);
    CHECK(s.b.start_process({.workflow = "test", .id = "order-1"}) == "order-1");
    CHECK(code_of([&] { s.b.start_process({.workflow = "test", .id = "order-1"}); }) == error_code::the_process_runs_already);
    s.decide({StartChildProcess{.workflow = "test", .id = "order-1"}});
    const DecisionTask d = s.decision();
    CHECK(all_of<DecisionFailed>(d.process).at(0).cause == "WORKFLOW_ALREADY_RUNNING");
    s.b.complete_decision_task(d, {CompleteProcess{}});
    s.b.start_process({.workflow = "test", .id = "order-1"});
    CHECK(s.process("order-1").history.size() == 1);
}

TEST_CASE("a total timeout ends an activity that waits or runs") {
    EACH_PLACE(place);
    const Stage s(place);
    s.b.register_activity({.name = "brief", .total_timeout = 5s});
    s.start();
    s.decide({ScheduleActivity{.activity = "brief"}, ScheduleActivity{.activity = "brief", .total_timeout = 8s}});
    (void)s.task();
    place.advance(5s);
    DecisionTask d = s.decision();
    REQUIRE(all_of<ActivityEnded>(d.process).size() == 1);
    CHECK(std::get<ActivityTimedOut>(all_of<ActivityEnded>(d.process)[0].result).kind == TimeoutKind::schedule_to_close);
    s.b.complete_decision_task(d, {});
    place.advance(3s);
    d = s.decision();
    REQUIRE(all_of<ActivityEnded>(d.process).size() == 2);
    CHECK(std::get<ActivityTimedOut>(all_of<ActivityEnded>(d.process)[1].result).kind == TimeoutKind::schedule_to_close);
}

TEST_CASE("progress of a heartbeat is given with the time-out; a stranger's heartbeat is refused") {
    EACH_PLACE(place);
    const Stage s(place);
    s.b.register_activity({.name = "beating", .heartbeat_timeout = 1s});
    s.start();
    s.decide({ScheduleActivity{.activity = "beating"}});
    ActivityTask task = s.task();
    s.b.heartbeat_activity_task(task, "page 7");
    place.advance(1s);
    const auto ended = all_of<ActivityEnded>(s.decision().process);
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].result == ActivityResult(ActivityTimedOut{TimeoutKind::heartbeat, "page 7"}));
    task.token = "nobody's";
    CHECK(code_of([&] { s.b.heartbeat_activity_task(task, ""); }) == error_code::the_activity_is_over);
}

TEST_CASE("inputs, results and tags of any shape come back as they were") {
    EACH_PLACE(place);
    const Stage s(place);
    const Value all = Value::Object{{"z", Value::List{1, 2.0, true, Value(), "süß"}}, {"a", core::TypedText{"date", "2026-11-20"}}, {"empty", Value::Object{}}};
    const std::string id = s.b.start_process({.workflow = "test", .input = all, .tags = {"a tag", "ümlaut"}});
    s.decide({ScheduleActivity{.activity = "work", .input = all}});
    const ActivityTask task = from_json<ActivityTask>(to_json(s.task()));  // kept elsewhere meanwhile
    CHECK(task.execution.input == all);
    s.b.complete_activity_task(task, ActivityCompleted{all});
    const DecisionTask d = s.decision();
    CHECK(d.process.input == all);
    CHECK(d.process.tags == std::vector<std::string>{"a tag", "ümlaut"});
    CHECK(all_of<ActivityEnded>(d.process).at(0).result == ActivityResult(ActivityCompleted{all}));
    s.b.complete_decision_task(d, {CompleteProcess{all}});
    CHECK(s.process(id).result == ProcessResult(ProcessCompleted{all}));
}

}  // namespace decider_contract_test
