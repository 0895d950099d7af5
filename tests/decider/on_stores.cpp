// What is particular to processes on a store: other programs, crashes, damage.
#include <atomic>
#include <baton/decider/store_backend.hpp>
#include <baton/store/memory_store.hpp>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"
#include "../store/stores.hpp"
#include "places.hpp"

namespace decider_on_stores_test {

using namespace baton;
using namespace baton::decider;

namespace {

std::shared_ptr<StoreBackend> program(const std::shared_ptr<Store>& store, const std::string& domain = "decider") {
    auto backend = std::make_shared<StoreBackend>(store, StoreBackendOptions{.domain = domain});
    backend->register_workflow({.name = "w"});
    backend->register_activity({.name = "a"});
    return backend;
}

}  // namespace

TEST_CASE("another program goes on where one has stopped") {
    for (const store_tests::Kind& kind : store_tests::kinds()) {
        INFO(kind.name);
        store_tests::Opened opened;
        kind.open(opened);
        const std::shared_ptr<Store> store(std::move(opened.store));
        const std::string id = program(store)->start_process({.workflow = "w", .input = 1});
        const DecisionTask decision = program(store)->poll_decision_task("default", "a").value();
        program(store)->complete_decision_task(decision, {ScheduleActivity{"a"}, Timer{duration(1000), {}, "t"}});
        const ActivityTask task = program(store)->poll_activity_task("default", "b").value();
        program(store)->complete_activity_task(task, ActivityCompleted{2});
        CHECK(code_of([&] { program(store)->complete_activity_task(task, ActivityCompleted{2}); }) == error_code::the_activity_is_over);
        opened.clock.advance(duration(1000));
        const auto third = program(store);
        const DecisionTask last = third->poll_decision_task("default", "c").value();
        CHECK(last.process.history.size() == 8);
        CHECK(last.process.has_event(TimerFired{Timer{duration(1000), {}, "t"}}));
        third->complete_decision_task(last, {CompleteProcess{3}});
        CHECK(program(store)->process_by_id(id).result == ProcessResult(ProcessCompleted{3}));
        CHECK(program(store)->processes({}).empty());
        // Nothing is left to do.
        store->read([](store::Transaction& t) { CHECK(t.count_work({}) == 0); });
    }
}

TEST_CASE("domains on one store know nothing of each other") {
    const auto store = std::make_shared<MemoryStore>();
    const auto a = program(store, "a"), b = program(store, "b");
    CHECK(a->start_process({.workflow = "w", .id = "same"}) == b->start_process({.workflow = "w", .id = "same"}));
    CHECK(a->poll_decision_task("default", "").has_value());
    CHECK(!a->poll_decision_task("default", "").has_value());
    a->cancel_process("same", "");
    CHECK(b->processes({}).size() == 1);
    CHECK(a->processes({}).empty());
}

TEST_CASE("processes that have ended stay until they are forgotten") {
    const auto clock = std::make_shared<testing::ManualClock>();
    const auto store = std::make_shared<MemoryStore>(StoreOptions{.clock = [clock] { return (*clock)(); }});
    const auto b = program(store);
    for (const char* id : {"early", "late", "open"}) b->start_process({.workflow = "w", .id = id});
    b->cancel_process("early", "");
    clock->advance(duration(1000));
    b->cancel_process("late", "");
    CHECK(b->forget_ended(clock->now()) == 1);
    CHECK(code_of([&] { (void)b->process_by_id("early"); }) == error_code::the_process_is_not_running);
    CHECK(b->process_by_id("late").result);
    CHECK(!b->process_by_id("open").result);
}

TEST_CASE("a refused decision leaves nothing behind in the store") {
    const auto store = std::make_shared<MemoryStore>();
    const auto b = program(store);
    const std::string id = b->start_process({.workflow = "w"});
    const DecisionTask d = b->poll_decision_task("default", "").value();
    Value deep = 1;
    for (int i = 0; i < 600; ++i) deep = Value::List{deep};
    CHECK(code_of([&] { b->complete_decision_task(d, {ScheduleActivity{"a"}, ScheduleActivity{"a", deep}}); }) == error_code::the_decision_is_refused);
    CHECK(code_of([&] { b->start_process({.workflow = "w", .input = deep}); }) == error_code::the_decision_is_refused);
    CHECK(b->process_by_id(id).history.size() == 2);
    CHECK(!b->poll_activity_task("default", "").has_value());
    b->complete_decision_task(d, {CompleteProcess{}});
}

TEST_CASE("a damaged record is refused with a number, and spares the others") {
    const auto store = std::make_shared<MemoryStore>();
    const auto b = program(store);
    const std::string id = b->start_process({.workflow = "w"});
    const std::string other = b->start_process({.workflow = "w"});
    for (const char* state : {"", "{}", "[1]", R"({"baton":{"document":"process_record","format":1},"record":{"activities":3},"tasks":[],"wake":0,"wake_at":0})",
                              R"({"baton":{"document":"process_record","format":1},"record":{"result":{"type":"dream"}},"tasks":[],"wake":0,"wake_at":0})"}) {
        store->transact([&](store::Transaction& t) {
            auto row = t.lock_instance(t.find_open_instance("decider", id)->id).value();
            row.state = state;
            t.update_instance(row);
        });
        CHECK(code_of([&] { (void)b->process_by_id(id); }) == error_code::the_state_is_damaged);
        CHECK(code_of([&] { b->signal_process(id, {"s", {}}); }) == error_code::the_state_is_damaged);
        b->signal_process(other, {"s", {}});
    }
}

TEST_CASE("a damaged process does not hold up the others; its work is set aside with an incident") {
    const auto clock = std::make_shared<testing::ManualClock>();
    const auto store = std::make_shared<MemoryStore>(StoreOptions{.clock = [clock] { return (*clock)(); }});
    const auto b = program(store);
    const std::string id = b->start_process({.workflow = "w"});
    b->complete_decision_task(b->poll_decision_task("default", "").value(), {Timer{duration(1)}, ScheduleActivity{"a"}});
    b->signal_process(id, {"s", {}});
    const std::string other = b->start_process({.workflow = "w"});
    store->transact([&](store::Transaction& t) {
        auto row = t.lock_instance(t.find_open_instance("decider", id)->id).value();
        row.state = "{}";
        t.update_instance(row);
    });
    clock->advance(duration(10));
    const auto d = b->poll_decision_task("default", "");
    REQUIRE(d);
    CHECK(d->process.id == other);
    CHECK(!b->poll_activity_task("default", ""));
    store->read([](store::Transaction& t) { CHECK(t.incidents(0).size() == 3); });
    CHECK(!b->poll_decision_task("default", ""));
    store->read([](store::Transaction& t) { CHECK(t.incidents(0).size() == 3); });  // not again and again
}

TEST_CASE("a long history is read once, and right after others have written") {
    const auto store = std::make_shared<MemoryStore>();
    const auto a = program(store), b = program(store);
    const std::string id = a->start_process({.workflow = "w"});
    for (int i = 0; i < 50; ++i) {
        Backend& one = i % 2 == 0 ? *a : *b;
        Backend& two = i % 3 == 0 ? *a : *b;
        const DecisionTask d = one.poll_decision_task("default", "").value();
        two.signal_process(id, {std::to_string(i), {}});
        one.complete_decision_task(d, {RecordMarker{std::to_string(i), {}}});
        const History whole = program(store)->process_by_id(id).history;
        REQUIRE(whole.size() > d.process.history.size());
        CHECK(std::equal(d.process.history.begin(), d.process.history.end(), whole.begin()));
    }
    const Process p = a->process_by_id(id);
    CHECK(p.history == program(store)->process_by_id(id).history);
    for (std::size_t i = 0; i < p.history.size(); ++i) CHECK(p.history[i].id == static_cast<std::int64_t>(i) + 1);
}

TEST_CASE("many threads of two programs work on one store: everything is done once") {
    const auto store = std::make_shared<MemoryStore>();
    std::atomic<int> executed = 0;
    struct CountWorkflow : Workflow {
        Decisions decide(const Process& p) override {
            std::int64_t ended = 0;
            for (const Event& e : p.history) ended += e.as<ActivityEnded>() != nullptr ? 1 : 0;
            if (ended == 3) return CompleteProcess{ended};
            if (!p.unfinished_activities().empty()) return {};
            return ScheduleActivity{"count"};
        }
    };
    std::vector<std::unique_ptr<Manager>> managers;
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < 2; ++i) {
        managers.push_back(std::make_unique<Manager>(std::make_shared<StoreBackend>(store)));
        managers.back()->add<CountWorkflow>().add_function({.name = "count"}, [&](const Value&) { return ++executed, true; });
        for (int k = 0; k < 2; ++k) {
            workers.push_back(std::make_unique<DecisionWorker>(*managers.back()));
            workers.push_back(std::make_unique<ActivityWorker>(*managers.back()));
        }
    }
    {
        std::vector<std::unique_ptr<WorkerThread>> threads;
        for (auto& w : workers) threads.push_back(std::make_unique<WorkerThread>(*w));
        for (int i = 0; i < 30; ++i) managers[0]->start_process<CountWorkflow>();
        for (int i = 0; i < 4000 && !managers[1]->processes().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    CHECK(managers[0]->processes().empty());
    CHECK(executed == 90);
}

}  // namespace decider_on_stores_test
