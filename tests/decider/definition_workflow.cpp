// Definitions run as deciders, on every backend.
#include <chrono>

#include "definition_stage.hpp"

namespace decider_definition_workflow_test {

using namespace definition_tests;
using namespace baton::words;
using namespace std::chrono_literals;

namespace {

Shared order() {
    return shared(process(
        "order", start_event("placed", followed_by("both")),
        parallel_gateway("both", followed_by("charge"), followed_by("pack")),
        service_task("charge", type("charge card"), followed_by("ready")), service_task("pack", followed_by("ready")),
        parallel_gateway("ready", followed_by("worth")),
        exclusive_gateway("worth", followed_by("insure", when("=amount > 100")), followed_by("count", otherwise)),
        service_task("insure", followed_by("count")),
        script_task("count", script("=paid + parcels"), result_into("sum"), followed_by("shipped")),
        end_event("shipped")));
}
const Work order_work{{"charge card",
                       [](const Value& in) {
                           return object({{"paid", Value(number(in, "amount"))}});
                       }},
                      {"pack",
                       [](const Value&) {
                           return object({{"parcels", Value(2)}});
                       }},
                      {"insure", [](const Value&) {
                           return object({{"insured", Value(true)}});
                       }}};

}  // namespace

TEST_CASE("a definition decides: parallel activities, a condition, a script") {
    EACH_PLACE(place);
    Stage s(place, order(), order_work);
    const std::string id = s.manager.start_process({.workflow = "order", .input = object({{"amount", Value(120)}})});
    s.decide();
    CHECK(s.process(id).unfinished_activities().size() == 2);  // side by side
    CHECK(s.state(id).waiting == std::vector<std::string>{"charge", "pack"});
    s.run();
    const Value result = s.result(id);
    CHECK(number(result, "sum") == 122);
    CHECK(*result.find("insured") == Value(true));
    s.check_replay(id);
    InEngine(order(), order_work, "order", {{"amount", Value(120)}}).check_same(s, id);

    const std::string small = s.start("order", {{"amount", Value(7)}});
    CHECK(s.result(small).find("insured") == nullptr);
    InEngine(order(), order_work, "order", {{"amount", Value(7)}}).check_same(s, small);
}

TEST_CASE("a timer at the boundary takes the activity away; without, the timer is cancelled") {
    EACH_PLACE(place);
    const Shared d =
        shared(process("approval", start_event("s", followed_by("approve")),
                       user_task("approve", followed_by("approved"), on_timer(after("PT1H"), followed_by("escalate"))),
                       service_task("escalate", followed_by("late")), end_event("approved"), end_event("late")));
    Stage s(place, d, {{"escalate", [](const Value&) { return object({{"boss", Value("told")}}); }}});
    const std::string id = s.manager.start_process({.workflow = "approval"});
    s.decide();
    const auto held = place.backend->poll_activity_task("default", "a person");
    REQUIRE(held);
    CHECK(held->execution.activity == "approve");
    CHECK(s.process(id).untriggered_timers().size() == 1);
    place.advance(59min);
    CHECK(!place.backend->heartbeat_activity_task(*held, ""));
    place.advance(2min);
    s.decide();
    CHECK(place.backend->heartbeat_activity_task(*held, ""));  // it is asked to cancel
    s.run();
    CHECK(s.state(id).passed.contains("late"));
    CHECK(*s.result(id).find("boss") == Value("told"));
    s.check_replay(id);

    const std::string quick = s.manager.start_process({.workflow = "approval"});
    s.decide();
    const auto task = place.backend->poll_activity_task("default", "a person");
    REQUIRE(task);
    place.backend->complete_activity_task(*task, ActivityCompleted{object({{"yes", Value(true)}})});
    s.run();
    CHECK(s.state(quick).passed.contains("approved"));
    CHECK(*s.result(quick).find("yes") == Value(true));
}

TEST_CASE("a task that nobody does waits longer than an activity of its own would") {
    EACH_PLACE(place);
    Stage s(place,
            shared(process("slow", start_event("s", followed_by("ask")), user_task("ask", followed_by("e")),
                           end_event("e"))),
            {});
    const std::string id = s.manager.start_process({.workflow = "slow"});
    s.decide();
    place.advance(48h);
    s.decide();
    CHECK(s.state(id).waiting == std::vector<std::string>{"ask"});
    CHECK(place.backend->poll_activity_task("default", "a person"));
}

TEST_CASE("a message is a signal of the process, and finds its key; one that comes early is kept") {
    EACH_PLACE(place);
    const Shared d = shared(process("bill", start_event("s", followed_by("wait")),
                                    catch_event("wait", on_message("paid", key("=number")), followed_by("book")),
                                    service_task("book", followed_by("again")),
                                    catch_event("again", on_message("closed"), followed_by("e")), end_event("e")));
    const Work work{{"book", [](const Value& in) { return object({{"booked", Value(number(in, "sum"))}}); }}};
    Stage s(place, d, work);
    const std::string id = s.start("bill", {{"number", Value("17")}});
    CHECK(s.state(id).waiting == std::vector<std::string>{"wait"});
    s.signal(id, "paid", object({{"key", Value("18")}, {"variables", object({{"sum", Value(1)}})}}));
    CHECK(s.state(id).waiting == std::vector<std::string>{"wait"});
    s.signal(id, "closed");
    s.signal(id, "paid", object({{"key", Value("17")}, {"variables", object({{"sum", Value(250)}})}}));
    CHECK(number(s.result(id), "booked") == 250);
    s.check_replay(id);

    InEngine e(d, work, "bill", {{"number", Value("17")}});
    e.engine.message({.name = "paid", .key = "17", .variables = {{"sum", 250}}});
    e.engine.message({.name = "closed"});
    e.check_same(s, id);
}

TEST_CASE("a call activity is a child process with its arguments and results") {
    EACH_PLACE(place);
    const Shared d =
        shared(collaboration(named("two"),
                             process("outer", start_event("o", followed_by("call")),
                                     call_activity("call", calls("inner"), passes("x"), takes("y"), followed_by("done"),
                                                   on_error("BROKE", message_into("why"), followed_by("mended"))),
                                     end_event("done"), end_event("mended")),
                             process("inner", start_event("i", followed_by("work")),
                                     service_task("work", followed_by("f")), end_event("f"))));
    const Work work{{"work", [](const Value& in) -> ActivityReturn {
                         const std::int64_t x = number(in, "x");
                         if (x < 0) return bpmn_failure("BROKE", "less than nothing");
                         return object({{"y", Value(x * 2)}, {"z", Value(1)}});
                     }}};
    Stage s(place, d, work);
    const std::string id = s.start("outer", {{"x", Value(21)}, {"secret", Value(1)}});
    const Value result = s.result(id);
    CHECK(number(result, "y") == 42);
    CHECK(result.find("z") == nullptr);
    s.check_replay(id);
    InEngine(d, work, "outer", {{"x", Value(21)}, {"secret", Value(1)}}).check_same(s, id);

    const std::string broken = s.start("outer", {{"x", Value(-1)}});
    CHECK(s.state(broken).passed.contains("mended"));
    CHECK(*s.result(broken).find("why") == Value("less than nothing"));
}

TEST_CASE("a call that is interrupted is asked to cancel") {
    EACH_PLACE(place);
    const Shared d = shared(collaboration(
        named("two"),
        process("outer", start_event("o", followed_by("call")),
                call_activity("call", calls("inner"), followed_by("done"), on_message("stop", followed_by("stopped"))),
                end_event("done"), end_event("stopped")),
        process("inner", start_event("i", followed_by("ask")), user_task("ask", followed_by("f")), end_event("f"))));
    Stage s(place, d, {});
    const std::string id = s.manager.start_process({.workflow = "outer"});
    s.decide();
    REQUIRE(s.manager.processes({.workflow = "inner"}).size() == 1);
    const std::string child = s.manager.processes({.workflow = "inner"})[0].id;
    s.manager.signal_process(id, {"stop", {}});
    s.decide();
    CHECK(s.state(id).passed.contains("stopped"));
    CHECK(s.manager.processes({}).empty());
    CHECK(s.process(child).result->index() != 0);  // not completed
}

TEST_CASE("a BPMN error is caught at the boundary, or ends the process with its code") {
    EACH_PLACE(place);
    const Shared d = shared(process(
        "pay", start_event("s", followed_by("charge")),
        service_task("charge", followed_by("paid"), on_error("DECLINED", code_into("code"), followed_by("ask"))),
        service_task("ask", followed_by("paid")), end_event("paid")));
    const Work work{{"charge",
                     [](const Value& in) -> ActivityReturn {
                         const Value* code = in.find("fails");
                         if (*code == Value("LOST")) throw BpmnError("LOST");
                         throw bpmn_failure(*code->text(), "no money");
                     }},
                    {"ask", [](const Value&) {
                         return object({{"asked", Value(true)}});
                     }}};
    Stage s(place, d, work);
    const std::string id = s.start("pay", {{"fails", Value("DECLINED")}});
    CHECK(*s.result(id).find("code") == Value("DECLINED"));
    CHECK(*s.result(id).find("asked") == Value(true));
    InEngine(d, work, "pay", {{"fails", Value("DECLINED")}}).check_same(s, id);
    const std::string other = s.start("pay", {{"fails", Value("STOLEN")}});
    CHECK(s.process(other).result == ProcessResult(ProcessFailed{"bpmn-error:STOLEN", "no money"}));
    CHECK(s.state(other).status == engine::Status::failed);
    const std::string lost = s.start("pay", {{"fails", Value("LOST")}});
    CHECK(s.process(lost).result == ProcessResult(ProcessFailed{"bpmn-error:LOST", ""}));
}

TEST_CASE("what was done is compensated by activities") {
    EACH_PLACE(place);
    const Shared d = shared(process(
        "trip", start_event("s", followed_by("book")),
        service_task("book", compensated_by("cancel"), followed_by("pay")), service_task("cancel", for_compensation),
        service_task("pay", followed_by("e"), on_error("", followed_by("undo"))),
        throw_event("undo", throws_compensation(""), followed_by("off")), end_event("off"), end_event("e")));
    const Work work{{"book",
                     [](const Value&) {
                         return object({{"room", Value(5)}});
                     }},
                    {"cancel",
                     [](const Value& in) {
                         return object({{"freed", Value(number(in, "room"))}});
                     }},
                    {"pay", [](const Value&) -> ActivityReturn { return bpmn_failure("POOR"); }}};
    Stage s(place, d, work);
    const std::string id = s.start("trip");
    CHECK(number(s.result(id), "freed") == 5);
    s.check_replay(id);
    InEngine(d, work, "trip", {}).check_same(s, id);
}

TEST_CASE("an activity for each of a collection") {
    EACH_PLACE(place);
    const Shared d = shared(process("sum", start_event("s", followed_by("square")),
                                    service_task("square", for_each("item", "=items"), in_parallel,
                                                 collects("squares", "=result"), followed_by("e")),
                                    end_event("e")));
    const Work work{{"square", [](const Value& in) {
                         return object({{"result", Value(number(in, "item") * number(in, "item"))}});
                     }}};
    Stage s(place, d, work);
    const Value items(Value::List{Value(1), Value(2), Value(3)});
    const std::string id = s.manager.start_process({.workflow = "sum", .input = object({{"items", items}})});
    s.decide();
    CHECK(s.process(id).unfinished_activities().size() == 3);
    s.run();
    CHECK(*s.result(id).find("squares") == Value(Value::List{Value(1), Value(4), Value(9)}));
    s.check_replay(id);
    InEngine(d, work, "sum", {{"items", items}}).check_same(s, id);
}

TEST_CASE("a loop is one activity after another") {
    EACH_PLACE(place);
    const Shared d = shared(process("count", start_event("s", followed_by("more")),
                                    service_task("more", loop_while("=n < 3"), followed_by("e")), end_event("e")));
    const Work work{{"more", [](const Value& in) { return object({{"n", Value(number(in, "n") + 1)}}); }}};
    Stage s(place, d, work);
    const std::string id = s.start("count", {{"n", Value(0)}});
    CHECK(number(s.result(id), "n") == 3);
    s.check_replay(id);
    InEngine(d, work, "count", {{"n", Value(0)}}).check_same(s, id);
}

TEST_CASE("a technical failure is tried again as the model says, and then fails the process and names the element") {
    EACH_PLACE(place);
    const Shared d = shared(process("fetch", start_event("s", followed_by("get")),
                                    service_task("get", retries("R3/PT10M"), followed_by("e")), end_event("e")));
    int calls = 0;
    Stage s(place, d, {{"get", [&](const Value&) -> ActivityReturn {
                            ++calls;
                            throw ActivityFailed{"no route", "to host"};
                        }}});
    const std::string id = s.start("fetch");
    CHECK(calls == 1);
    CHECK(s.process(id).untriggered_timers().size() == 1);
    s.advance(9min);
    CHECK(calls == 1);
    s.advance(2min);
    CHECK(calls == 2);
    s.advance(11min);
    CHECK(calls == 3);
    CHECK(s.process(id).result == ProcessResult(ProcessFailed{"technical failure at get", "no route: to host"}));
    CHECK(s.state(id).failed_at == "get");
    s.check_replay(id);
}

TEST_CASE("what cannot be evaluated, and a result that is no object, fail the process at their element") {
    EACH_PLACE(place);
    const Shared d =
        shared(process("odd", start_event("s", followed_by("get")), service_task("get", followed_by("x")),
                       exclusive_gateway("x", followed_by("e", when("=a > 1")), followed_by("f", when("=a < 0"))),
                       end_event("e"), end_event("f")));
    Value given = "no object";
    Stage s(place, d, {{"get", [&](const Value&) { return given; }}});
    const std::string id = s.start("odd");
    CHECK(s.state(id).failed_at == "get");
    REQUIRE(s.process(id).result);
    CHECK(std::get<ProcessFailed>(*s.process(id).result).reason == "technical failure at get");
    given = object({{"a", Value(0)}});
    const std::string other = s.start("odd");
    CHECK(s.state(other).failed_at == "x");
    CHECK(s.process(other).result->index() == 2);
}

TEST_CASE("timers: an event that waits, an event sub-process that repeats, a request to cancel") {
    EACH_PLACE(place);
    const Shared d = shared(process(
        "long", start_event("s", followed_by("wait")), catch_event("wait", on_timer(after("PT10H")), followed_by("e")),
        end_event("e"),
        event_sub_process("beats",
                          start_event("beat", on_timer(every("R3/PT1H")), non_interrupting, followed_by("tick")),
                          service_task("tick", followed_by("t")), end_event("t"))));
    int ticks = 0;
    Stage s(place, d, {{"tick", [&](const Value&) { return ++ticks, Value(); }}});
    const std::string id = s.start("long");
    for (int i = 0; i < 9; ++i) s.advance(61min);
    CHECK(ticks == 3);
    CHECK(s.state(id).waiting == std::vector<std::string>{"wait"});
    s.advance(61min);
    CHECK(s.state(id).status == engine::Status::completed);
    CHECK(s.process(id).result);
    s.check_replay(id);

    const std::string other = s.start("long");
    s.manager.request_cancel_process(other, "not needed");
    s.run();
    CHECK(s.process(other).result == ProcessResult(ProcessCanceled{place.swf ? "" : "not needed"}));
}

TEST_CASE("a message is sent to a process that the model or the program names") {
    EACH_PLACE(place);
    const Shared d = shared(collaboration(
        named("two"),
        process("asks", start_event("a", followed_by("tell")),
                throw_event("tell", throws_message("question", key("=number"), payload("=text", "asked")),
                            header("receiver", "=other"), followed_by("f")),
                end_event("f")),
        process("hears", start_event("h", followed_by("hear")),
                catch_event("hear", on_message("question", key("=\"7\"")), followed_by("g")), end_event("g"))));
    Stage s(place, d, {});
    const std::string hears = s.start("hears");
    const std::string asks =
        s.start("asks", {{"other", Value(hears)}, {"number", Value("7")}, {"text", Value("why?")}});
    s.run();
    CHECK(s.process(asks).result);
    CHECK(*s.result(hears).find("asked") == Value("why?"));
    s.check_replay(asks);
}

TEST_CASE("a message that reaches nobody fails the process that sent it, if it has not ended") {
    EACH_PLACE(place);
    const Shared d = shared(process("asks", start_event("a", followed_by("tell")),
                                    throw_event("tell", throws_message("question"), followed_by("wait")),
                                    user_task("wait", followed_by("f")), end_event("f")));
    DefinitionOptions options;
    options.receiver = [](const Node& n, const Message& m, const Process&) { return n.id + "-" + m.name; };
    Stage s(place, d, {}, options);
    const std::string id = s.manager.start_process({.workflow = "asks"});
    s.decide();
    const DefinitionState state = DefinitionWorkflow(d, options).state_of(s.process(id));
    CHECK(state.failed_at == "tell");
    CHECK_THAT(state.why, ContainsSubstring("tell-question"));
    REQUIRE(s.process(id).result);
}

TEST_CASE("a process that another definition began is left to the program that has it") {
    EACH_PLACE(place);
    Stage s(place, order(), order_work);
    const std::string id = s.manager.start_process({.workflow = "order", .input = object({{"amount", Value(1)}})});
    s.decide();
    DefinitionWorkflow other(shared(process("order", start_event("placed", followed_by("e")), end_event("e"))));
    const Process p = s.process(id);
    try {
        static_cast<void>(other.decide(p));
        FAIL("decided");
    } catch (const baton::error& e) {
        CHECK(e.code() == error_code::the_process_is_of_another_definition);
    }
}

TEST_CASE("an end that was refused because of news is decided again") {
    EACH_PLACE(place);
    Stage s(place, order(), order_work);
    const std::string id = s.manager.start_process({.workflow = "order", .input = object({{"amount", Value(1)}})});
    s.decide();
    CHECK(s.worker.step());
    s.decide();
    CHECK(s.worker.step());
    const auto last = s.manager.next_decision();
    REQUIRE(last);
    s.manager.signal_process(id, {"late", {}});
    s.manager.complete_task(*last, s.workflow("order").decide(last->process));
    CHECK(!s.process(id).result);
    s.run();
    CHECK(number(s.result(id), "sum") == 3);
    s.check_replay(id);
}

TEST_CASE("a condition that is a function, and a start by message") {
    EACH_PLACE(place);
    const Shared d = shared(
        process("asked", start_event("s", on_message("order"), followed_by("x")),
                exclusive_gateway("x", followed_by("big", when(bound("is big"))), followed_by("small", otherwise)),
                end_event("big"), end_event("small")));
    DefinitionOptions options;
    options.conditions["is big"] = [](const TaskContext& t) { return t.get("n") == Value(5); };
    Stage s(place, d, {}, options);
    const std::string id = s.start("asked", {{"n", Value(5)}});
    CHECK(DefinitionWorkflow(d, options).state_of(s.process(id)).passed.contains("big"));
}

}  // namespace decider_definition_workflow_test
