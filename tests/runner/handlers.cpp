// Handler objects and hooks: the acceptance cases of py_bpmn, over its models where they are there, and over our own.
#include <baton/runner/bindings.hpp>
#include <baton/runner/journal.hpp>
#include <baton/runner/task_data.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "process_models.hpp"

namespace runner_handlers_test {

using namespace baton;
using Names = std::vector<std::string>;

namespace hooked {

/// Logs every hook, as the tests of py_bpmn do.
struct Handler {
    Names log;
    bool sets_user = true;
    std::string refuses;

    void on_enter_task(TaskContext&) { log.emplace_back("on_enter_task"); }
    Veto on_exit_task(TaskContext&) {
        log.emplace_back("on_exit_task");
        return {};
    }
    void on_enter_task_2(TaskContext&) { log.emplace_back("on_enter_task_2"); }
    void on_task_2(TaskContext& task) {
        log.emplace_back("on_task_2");
        if (sets_user) task.set("user", true);
        TaskData(task).set("name1", "value1");
    }
    void on_exit_task_2(TaskContext&) { log.emplace_back("on_exit_task_2"); }
    void on_enter_task_3(TaskContext&) { log.emplace_back("on_enter_task_3"); }
    Veto on_exit_task_3(TaskContext& task) {
        log.push_back("on_exit_task_3 " + core::text_of(task.get("datatoadd")));
        if (refuses.empty()) return {};
        task.set("user", "changed by the hook");
        return veto(refuses);
    }
    void on_enter_task_4(TaskContext&) { log.emplace_back("on_enter_task_4"); }
    void on_task_4(TaskContext&) { log.emplace_back("on_task_4"); }
    void on_exit_task_4(TaskContext&) { log.emplace_back("on_exit_task_4"); }
    void on_enter_task_5(TaskContext&) { log.emplace_back("on_enter_task_5"); }
    void on_exit_task_5(TaskContext&) { log.emplace_back("on_exit_task_5"); }
    void on_enter_test_ex(TaskContext&) { log.emplace_back("on_enter_test_ex"); }
    void on_enter_test_ex1(TaskContext&) { log.emplace_back("on_enter_test_ex1"); }

    Names take() { return std::exchange(log, {}); }
};
BATON_HANDLER(Handler, on_enter_task, on_exit_task, on_enter_task_2, on_task_2, on_exit_task_2, on_enter_task_3,
              on_exit_task_3, on_enter_task_4, on_task_4, on_exit_task_4, on_enter_task_5, on_exit_task_5,
              on_enter_test_ex, on_enter_test_ex1)

struct Small {
    int runs = 0;
    void on_task_2(TaskContext& task) { task.set("user", true); }
    Outcome on_task_4(TaskContext&) {
        ++runs;
        return done;
    }
};
BATON_HANDLER(Small, on_task_2, on_task_4)

struct Misspelt {
    void on_task_2(TaskContext&) {}
    void on_tsk_4(TaskContext&) {}
    void on_enter_test_xe(TaskContext&) {}
};
BATON_HANDLER(Misspelt, on_task_2, on_tsk_4, on_enter_test_xe)

struct Nameless {
    void score(TaskContext&) {}
};
BATON_HANDLER(Nameless, score)

}  // namespace hooked

namespace {

/// An engine with one instance of a model and a handler.
struct Run {
    hooked::Handler handler;
    tests::Model model;
    ProcessEngine engine;
    std::uint64_t id = 0;

    explicit Run(tests::Model m, bool sets_user = true) : model(std::move(m)) {
        handler.sets_user = sets_user;
        deploy_with(engine, Bindings().handler(handler), {model});
        id = engine.start("");
    }
    void complete(const std::string& name, Variables variables = {}) {
        engine.complete(tests::id_of(model, name), std::move(variables), id);
    }
    [[nodiscard]] Names waiting() const { return tests::waiting(engine, model); }
    [[nodiscard]] bool is_completed() const { return tests::is_completed(engine, id); }
};

const Names start_hooks{"on_enter_task", "on_enter_task_2", "on_task_2",      "on_exit_task_2",
                        "on_exit_task",  "on_enter_task",   "on_enter_task_3"};

}  // namespace

TEST_CASE("A1: hooks run in their order, around services, user tasks and gateways") {
    for (const tests::Model& model : tests::both("hooks-exclusive.bpmn", "pb_test_bpmn.xml")) {
        Run run(model);
        CHECK(run.handler.take() == start_hooks);
        CHECK(run.waiting() == Names{"task_3"});
        run.complete("task_3", {{"datatoadd", "value"}});
        CHECK(run.handler.take() ==
              Names{"on_exit_task_3 value", "on_exit_task", "on_enter_test_ex", "on_enter_task", "on_enter_task_5"});
        CHECK(run.waiting() == Names{"task_5"});
        CHECK(code_of([&] { run.complete("task_3"); }) == error_code::nothing_waits_there);
        run.complete("task_5");
        CHECK(run.handler.take() == Names{"on_exit_task_5", "on_exit_task", "on_enter_test_ex1"});
        CHECK(run.is_completed());
        CHECK(data_of(run.engine.variables(run.id), tests::id_of(model, "task_2")) ==
              Value(Value::Object{{"name1", "value1"}}));

        Run other(model, false);
        other.handler.take();
        other.complete("task_3");
        CHECK(other.handler.take() == Names{"on_exit_task_3 null", "on_exit_task", "on_enter_test_ex", "on_enter_task",
                                            "on_enter_task_4", "on_task_4", "on_exit_task_4", "on_exit_task",
                                            "on_enter_test_ex1"});
        CHECK(other.is_completed());
    }
}

TEST_CASE("A2: a join is entered by every token") {
    for (const tests::Model& model : tests::both("hooks-parallel.bpmn", "pb_test_bpmn_parallel_gw.xml")) {
        Run run(model);
        run.handler.take();
        run.complete("task_3");
        const Names log = run.handler.take();
        CHECK(std::count(log.begin(), log.end(), "on_task_4") == 1);
        CHECK(std::count(log.begin(), log.end(), "on_enter_test_ex1") == 1);
        CHECK(log.back() == "on_enter_test_ex1");
        CHECK(run.waiting() == Names{"task_5"});
        run.complete("task_5");
        CHECK(run.handler.take() == Names{"on_exit_task_5", "on_exit_task", "on_enter_test_ex1"});
        CHECK(run.is_completed());
    }
}

TEST_CASE("A3: an inclusive join waits for what was chosen, whatever it is called") {
    for (const tests::Model& model : tests::both("hooks-inclusive.bpmn", "pb_test_bpmn_incl_gw.xml")) {
        hooked::Small handler;
        ProcessEngine engine;
        deploy_with(engine, Bindings().handler(handler), {model});
        const std::uint64_t id = engine.start("");
        engine.complete(tests::id_of(model, "task_3"));
        CHECK(tests::waiting(engine, model).size() == 2);
        engine.complete(tests::id_of(model, "task_5"));
        CHECK(tests::waiting(engine, model) == Names{"task_6"});
        CHECK_FALSE(tests::is_completed(engine, id));
        engine.complete(tests::id_of(model, "task_6"));
        CHECK(tests::is_completed(engine, id));
        CHECK(handler.runs == 0);
    }
}

TEST_CASE("A4: a chain of choices over structured data") {
    for (const tests::Model& model : tests::both("hooks-chain.bpmn", "pb_test_asr.xml")) {
        const auto run = [&](bool create, bool verify, bool billing, bool consent, bool redirect) {
            ProcessEngine engine;
            Journal journal;
            engine.observe(std::ref(journal));
            deploy_with(engine, Bindings(), {model});
            const Value profile(Value::Object{{"identity_creation_required", create},
                                              {"identity_verification_required", verify},
                                              {"billing_required", billing},
                                              {"consent_required", consent},
                                              {"redirect_myaccount", redirect}});
            const std::uint64_t id = engine.start("", {{"asr_profile", profile}});
            Names way;
            while (!engine.user_tasks().empty()) {
                way.push_back(tests::waiting(engine, model).at(0));
                engine.complete("");
            }
            way.push_back(engine.info(id).incidents.empty() ? journal.record(id).elements.back().name : "incident");
            return way;
        };
        CHECK(run(true, true, true, true, true) ==
              Names{"create_identity", "verify_identity", "update_billing", "get_consent", "myaccount"});
        CHECK(run(false, true, true, true, false) ==
              Names{"verify_identity", "update_billing", "get_consent", "thank you"});
        CHECK(run(false, false, false, true, true) == Names{"get_consent", "myaccount"});
        CHECK(run(true, true, true, false, true) ==
              Names{"create_identity", "verify_identity", "update_billing", "incident"});
    }
}

TEST_CASE("A5: a completion that an exit hook refuses changes nothing") {
    for (const tests::Model& model : tests::both("hooks-exclusive.bpmn", "pb_test_bpmn.xml")) {
        Run run(model);
        run.handler.take();
        run.handler.refuses = "not yet";
        const Variables before = run.engine.variables(run.id);
        std::string text = text_of([&] { run.complete("task_3", {{"datatoadd", "value"}}); });
        CHECK_THAT(text, ContainsSubstring("BTN235"));
        CHECK_THAT(text, ContainsSubstring("not yet"));
        CHECK(run.handler.take() == Names{"on_exit_task_3 value"});  // the hook saw the value
        CHECK(run.engine.variables(run.id) == before);
        CHECK(run.waiting() == Names{"task_3"});
        CHECK_FALSE(run.is_completed());
        run.handler.refuses.clear();
        run.complete("task_3");
        run.complete("task_5");
        CHECK(run.is_completed());
    }
}

TEST_CASE("a function without memory loads the state, completes a task, and saves it in one call") {
    for (const tests::Model& model : tests::both("hooks-exclusive.bpmn", "pb_test_bpmn.xml")) {
        hooked::Handler handler;
        const auto call = [&](const std::string& state, const std::string& name, const Variables& variables) {
            ProcessEngine engine;
            deploy_with(engine, Bindings().handler(handler), {model});
            if (state.empty()) {
                engine.start("");
            } else {
                engine.load(state);
                engine.complete(tests::id_of(model, name), variables);
            }
            return engine.save();
        };
        std::string state = call({}, {}, {});
        CHECK(handler.take() == start_hooks);
        handler.refuses = "not yet";
        CHECK(code_of([&] { call(state, "task_3", {}); }) == error_code::a_completion_is_refused);
        handler.refuses.clear();
        handler.take();
        state = call(state, "task_3", {{"datatoadd", "value"}});
        CHECK(handler.take() ==
              Names{"on_exit_task_3 value", "on_exit_task", "on_enter_test_ex", "on_enter_task", "on_enter_task_5"});
        state = call(state, "task_5", {});
        CHECK(handler.take() == Names{"on_exit_task_5", "on_exit_task", "on_enter_test_ex1"});
        ProcessEngine last;
        deploy_with(last, Bindings().handler(handler), {model});
        last.load(state);
        CHECK(tests::is_completed(last, last.instances().at(0)));
        CHECK(tests::variable(last, last.instances().at(0), "datatoadd") == Value("value"));
        CHECK(handler.log.empty());
    }
}

TEST_CASE("an exit hook that throws refuses as well; one of a service is an incident") {
    const tests::Model model = tests::model("hooks-exclusive.bpmn");
    ProcessEngine engine;
    bool fails = true, rejects = true;
    Bindings b;
    b.on_name("task_2", [] {}).on_name("task_4", [] {});
    b.on_exit("Ask", [&](TaskContext&) {
        if (fails) throw std::runtime_error("the disk is full");
    });
    b.on_exit("Auto", [&](TaskContext&) { return rejects ? veto("closed") : Veto(); });
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("");
    CHECK_THAT(text_of([&] { engine.complete("Ask", {{"x", 1}}); }), ContainsSubstring("the disk is full"));
    CHECK(tests::variable(engine, id, "x").is_null());
    fails = false;
    engine.complete("Ask");
    CHECK(tests::failed_at(engine, id) == Names{"Auto"});
    rejects = false;
    engine.retry("Auto");
    CHECK(tests::is_completed(engine, id));
}

TEST_CASE("an enter hook that throws fails its task, and is called again when that is tried again") {
    const tests::Model model = tests::model("hooks-exclusive.bpmn");
    ProcessEngine engine;
    int calls = 0, runs = 0;
    Bindings b;
    b.on_name("task_2", [&] { ++runs; }).on_name("task_4", [] {});
    b.on_enter("task_2", [&](TaskContext& task) {
        if (++calls < 3) throw std::runtime_error("try " + std::to_string(calls));
        task.set("patched", true);
    });
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("");
    CHECK(tests::failed_at(engine, id) == Names{"Work"});
    engine.retry("Work");
    CHECK(tests::failed_at(engine, id) == Names{"Work"});
    CHECK(runs == 0);
    engine.retry("Work");
    CHECK(engine.info(id).waiting == Names{"Ask"});
    CHECK(calls == 3);
    CHECK(runs == 1);
    CHECK(tests::variable(engine, id, "patched").is_true());
}

TEST_CASE("hooks cannot throw escalations, and hooks of gateways hold up nothing") {
    const tests::Model model = tests::model("hooks-exclusive.bpmn");
    ProcessEngine engine;
    Names failures;
    engine.observe([&](const ProcessEvent& e) {
        if (e.what == ProcessEvent::What::failed) failures.push_back(e.node->id + ": " + std::string(e.text));
    });
    Bindings b;
    b.on_name("task_2", [] {}).on_name("task_4", [] {});
    b.on_enter("Split", [](TaskContext& task) { task.escalate("E"); });
    b.on_exit("End", [](TaskContext&) { throw std::runtime_error("too late"); });
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("");
    engine.complete("Ask");
    CHECK(tests::is_completed(engine, id));
    CHECK(failures == Names{"Split: a hook cannot throw an escalation", "End: too late"});
}

TEST_CASE("misspelt members of a handler are found before anything runs") {
    const tests::Model model = tests::model("hooks-exclusive.bpmn");
    hooked::Misspelt handler;
    ProcessEngine engine;
    const std::string text = text_of([&] { deploy_with(engine, Bindings().handler(handler), {model}); });
    CHECK_THAT(text, ContainsSubstring("BTN233 Hooks, task Auto"));
    CHECK_THAT(text, ContainsSubstring("BTN237 Hooks, the task of the handler's 'tsk_4'"));
    CHECK_THAT(text, ContainsSubstring("did you mean 'task_4'?"));
    CHECK_THAT(text, ContainsSubstring("did you mean 'test_ex'?"));
    CHECK(code_of([&] { engine.start(""); }) == error_code::no_such_process);
    hooked::Nameless nameless;
    CHECK(code_of([&] { Bindings().handler(nameless); }) == error_code::a_binding_fits_nothing);
}

TEST_CASE("the journal knows elements and flows with their times") {
    const tests::Model model = tests::model("hooks-parallel.bpmn");
    ProcessEngine engine({.now = instant(1000)});
    Journal journal;
    engine.observe(std::ref(journal));
    hooked::Small handler;
    deploy_with(engine, Bindings().handler(handler), {model});
    const std::uint64_t id = engine.start("");
    engine.advance_to(instant(5000));
    engine.complete("Ask");
    const Value context = journal.context(id);
    CHECK(*context.find("process_instance_id") == Value(std::to_string(id)));
    CHECK(*context.find("created_time") == Value("1970-01-01T00:00:01.000Z"));
    CHECK(*context.find("status") == Value("STARTED"));
    CHECK(*context.find("task_3")->find("start_time") == Value("1970-01-01T00:00:01.000Z"));
    CHECK(*context.find("task_3")->find("end_time") == Value("1970-01-01T00:00:05.000Z"));
    CHECK(*context.find("task_3")->find("status") == Value("COMPLETED"));
    CHECK(*context.find("task_5")->find("status") == Value("STARTED"));
    CHECK(context.find("task_5")->find("end_time") == nullptr);
    CHECK(context.find("Start_Work") != nullptr);
    CHECK(context.find("Hand_Join") == nullptr);
    engine.complete("Hand");
    Names flows;
    for (const auto& flow : journal.record(id).flows) flows.push_back(flow.id);
    CHECK(flows == Names{"Start_Work", "Work_Ask", "Ask_Split", "Split_Auto", "Split_Hand", "Auto_Join", "Hand_Join",
                         "Join_End"});
    CHECK(*journal.context(id).find("status") == Value("COMPLETED"));
    CHECK(code_of([&] { static_cast<void>(journal.record(99)); }) == error_code::no_such_instance);
}

}  // namespace runner_handlers_test
