// The observing wrapper: pyworkflow's case P8, and every signal exactly once.
#include <chrono>

#include "../catch.hpp"
#include "../codes.hpp"
#include "places.hpp"

#include <baton/decider/observing_backend.hpp>

namespace decider_observing_test {

using namespace baton;
using namespace baton::decider;
using namespace std::chrono_literals;

namespace {

/// Notes the name of every signal.
struct Recorder {
    std::vector<std::string> names;
    std::vector<boost::signals2::scoped_connection> connections;

    template <class Signal>
    void note(const char* name, Signal& signal) {
        connections.emplace_back(signal.connect([this, name](const auto&...) { names.emplace_back(name); }));
    }
    explicit Recorder(ObservingBackend& b) {
        note("complete_decision_task", b.on_complete_decision_task);
        note("complete_activity_task", b.on_complete_activity_task);
        note("process_started", b.on_process_started);
        note("process_completed", b.on_process_completed);
        note("process_canceled", b.on_process_canceled);
        note("process_signaled", b.on_process_signaled);
        note("activity_scheduled", b.on_activity_scheduled);
        note("activity_completed", b.on_activity_completed);
        note("activity_canceled", b.on_activity_canceled);
        note("activity_failed", b.on_activity_failed);
        note("activity_timedout", b.on_activity_timedout);
    }
    /// Those that pyworkflow does not send.
    void all(ObservingBackend& b) {
        note("heartbeat", b.on_heartbeat);
        note("process_failed", b.on_process_failed);
        note("process_timedout", b.on_process_timedout);
        note("process_terminated", b.on_process_terminated);
        note("process_continued", b.on_process_continued);
        note("process_cancel_requested", b.on_process_cancel_requested);
        note("child_ended", b.on_child_ended);
        note("activity_started", b.on_activity_started);
        note("activity_cancel_requested", b.on_activity_cancel_requested);
        note("timer_started", b.on_timer_started);
        note("timer_fired", b.on_timer_fired);
        note("timer_canceled", b.on_timer_canceled);
        note("decision_started", b.on_decision_started);
        note("decision_timedout", b.on_decision_timedout);
        note("decision_failed", b.on_decision_failed);
        note("marker_recorded", b.on_marker_recorded);
    }
    std::vector<std::string> take() { return std::exchange(names, {}); }
};
using Names = std::vector<std::string>;

struct Stage {
    std::shared_ptr<ObservingBackend> b;
    explicit Stage(const Place& place) : b(std::make_shared<ObservingBackend>(place.backend)) {
        b->register_workflow({.name = "test"});
        b->register_activity({.name = "double"});
    }
    DecisionTask decision() const { return b->poll_decision_task("default", "decider").value(); }
    ActivityTask task() const { return b->poll_activity_task("default", "worker").value(); }
    void decide(const std::vector<Decision>& d) const { b->complete_decision_task(decision(), d); }
};
const ScheduleActivity twice{.activity = "double", .input = 2, .id = "5678"};

}  // namespace

TEST_CASE("P8 signals: the sequence of case P1") {
    EACH_PLACE(place);
    const Stage s(place);
    Recorder r(*s.b);
    std::vector<std::string> parents;
    const boost::signals2::scoped_connection starts =
        s.b->on_process_started.connect([&](const Process&, const std::string& parent) { parents.push_back(parent); });

    const std::string id = s.b->start_process({.workflow = "test", .input = 2});
    s.b->cancel_process(s.b->start_process({.workflow = "test"}), "");
    s.decide({twice});
    s.b->signal_process(id, {"some_signal", Value::Object{{"test", 123}}});
    s.b->complete_activity_task(s.task(), ActivityFailed{"simulated error", "unknown"});
    s.decide({twice});
    s.b->complete_activity_task(s.task(), ActivityCanceled{"test"});
    s.decide({twice});
    s.b->complete_activity_task(s.task(), ActivityCompleted{4});
    s.decide({StartChildProcess{.workflow = "test", .input = Value::List{3, 4}, .tags = {"test-child"}}});
    s.decide({CompleteProcess{50}});
    s.decide({CompleteProcess{}});

    CHECK(r.names == Names{"process_started", "process_started", "process_canceled",
                           "complete_decision_task", "activity_scheduled", "process_signaled",
                           "complete_activity_task", "activity_failed",
                           "complete_decision_task", "activity_scheduled", "complete_activity_task", "activity_canceled",
                           "complete_decision_task", "activity_scheduled", "complete_activity_task", "activity_completed",
                           "complete_decision_task", "process_started",
                           "complete_decision_task", "process_completed",
                           "complete_decision_task", "process_completed"});
    CHECK(r.names.size() == 22);
    CHECK(parents == Names{"", "", id});
}

TEST_CASE("every signal is sent, each once") {
    EACH_PLACE(place);
    const Stage s(place);
    Recorder r(*s.b);
    r.all(*s.b);
    s.b->register_workflow({.name = "test", .decision_timeout = 10s});
    s.b->register_activity({.name = "brief", .scheduled_timeout = 1s});

    const std::string id = s.b->start_process({.workflow = "test"});
    s.decide({twice, ScheduleActivity{.activity = "brief", .category = "nobody"}, Timer{1s, {}, "t"}, Timer{9s, {}, "u"}, CancelTimer{"u"}, RecordMarker{"m", {}}});
    CHECK(r.take() == Names{"process_started", "decision_started", "complete_decision_task", "activity_scheduled", "activity_scheduled", "timer_started", "timer_started", "timer_canceled", "marker_recorded"});
    const ActivityTask task = s.task();
    s.b->heartbeat_activity_task(task, "half");
    CHECK(r.take() == Names{"activity_started", "heartbeat"});
    place.advance(1s);
    (void)s.decision();
    const Names times = r.take();
    CHECK(times.size() == 3);
    CHECK(std::count(times.begin(), times.end(), "activity_timedout") == 1);
    CHECK(std::count(times.begin(), times.end(), "timer_fired") == 1);
    place.advance(10s);  // nobody decides
    DecisionTask d = s.decision();
    CHECK(r.take() == Names{"decision_timedout", "decision_started"});  // nothing twice
    s.b->complete_decision_task(d, {CancelActivity{"5678"}, ScheduleActivity{.activity = "double", .id = "waits"}, CancelActivity{"waits"}, CancelTimer{"none"}});
    CHECK(r.take() == Names{"complete_decision_task", "activity_cancel_requested", "activity_scheduled", "activity_cancel_requested"});
    s.b->complete_activity_task(task, ActivityCanceled{});
    CHECK(r.take() == Names{"complete_activity_task", "activity_canceled"});
    d = s.decision();
    CHECK(r.take() == Names{"activity_canceled", "decision_failed", "decision_started"});

    s.b->complete_decision_task(d, {StartChildProcess{.workflow = "test", .tags = {"child"}}});
    s.decide({FailProcess{"r", "d"}});
    CHECK(r.take() == Names{"complete_decision_task", "process_started", "decision_started", "complete_decision_task", "process_failed"});
    d = s.decision();
    CHECK(r.take() == Names{"child_ended", "decision_started"});
    s.b->request_cancel_process(id, "");
    s.b->complete_decision_task(d, {CancelProcess{}});  // there is news: refused
    CHECK(r.take() == Names{"process_cancel_requested", "complete_decision_task"});
    d = s.decision();
    CHECK(r.take() == Names{"decision_failed", "decision_started"});
    s.b->complete_decision_task(d, {ContinueAsNew{}});
    CHECK(r.take() == Names{"complete_decision_task", "process_continued"});
    s.decide({CancelProcess{"enough"}});
    CHECK(r.take() == Names{"decision_started", "complete_decision_task", "process_canceled"});
}

TEST_CASE("ends that nobody called for are told of") {
    EACH_PLACE(place);
    if (place.swf) return;  // the service tells nobody
    const Stage s(place);
    s.b->register_workflow({.name = "short", .timeout = 5s});
    s.b->start_process({.workflow = "short"});
    s.decide({StartChildProcess{.workflow = "test", .child_policy = ChildPolicy::terminate}});
    Recorder r(*s.b);
    r.all(*s.b);
    place.advance(5s);
    CHECK(s.b->processes({}).empty());
    Names names = r.take();
    std::sort(names.begin(), names.end());
    CHECK(names == Names{"process_terminated", "process_timedout"});
}

}  // namespace decider_observing_test
