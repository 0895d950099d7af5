// The code of docs/decider.md about Definitions.
#include <baton/decider/decider.hpp>
#include <baton/decider/definition_workflow.hpp>
#include <baton/process.hpp>

#include "../catch.hpp"

namespace docs_decider_test {

using namespace baton;
using namespace baton::decider;
using namespace baton::words;

TEST_CASE("the example of a Definition as a decider") {
    // clang-format off
    const auto order = std::make_shared<const Definition>(process(
        "order", start_event("placed", followed_by("charge")),
        service_task("charge", retries("R3/PT10S"), followed_by("ship"), on_error("DECLINED", followed_by("ask"))),
        user_task("ask", followed_by("charge"), on_timer(after("P3D"), followed_by("lost"))),
        service_task("ship", type("ship order"), followed_by("done")), end_event("done"), end_event("lost")));

    Manager manager(std::make_shared<MemoryBackend>());
    add_definition(manager, order);
    manager.add_function({.name = "charge"}, [](const Value& variables) -> ActivityReturn {
        if (*variables.find("card") == Value("empty")) throw bpmn_failure("DECLINED", "no money");
        return Value::Object{{"receipt", 1}};
    });
    manager.add_function({.name = "ship order"}, [](const Value&) { return Value(); });
    const std::string id = manager.start_process({.workflow = "order", .input = Value::Object{{"card", "gold"}}});
    // clang-format on
    const std::string poor = manager.start_process({.workflow = "order", .input = Value::Object{{"card", "empty"}}});
    DecisionWorker decider(manager);
    ActivityWorker worker(manager);
    const auto run = [&] {
        while (decider.step() || worker.step()) {}
    };
    while (decider.step()) {}
    CHECK(worker.step());
    CHECK(worker.step());
    while (decider.step()) {}
    const DefinitionWorkflow workflow(order);
    CHECK(workflow.state_of(manager.process_by_id(poor)).waiting == std::vector<std::string>{"ask"});
    for (int i = 0; i < 2; ++i) {  // the person's and the worker's tasks stand in one queue
        const auto task = manager.next_activity();
        REQUIRE(task);
        const bool person = task->execution.activity == "ask";
        manager.complete_task(*task, ActivityCompleted{person ? Value(Value::Object{{"card", "gold"}}) : Value()});
    }
    run();
    CHECK(manager.process_by_id(id).result ==
          ProcessResult(ProcessCompleted{Value::Object{{"card", "gold"}, {"receipt", 1}}}));
    CHECK(workflow.state_of(manager.process_by_id(poor)).passed.contains("done"));
}

}  // namespace docs_decider_test
