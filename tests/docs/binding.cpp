// The code of docs/binding.md.
#include <baton/bpmn/import.hpp>
#include <baton/runner/bindings.hpp>
#include <baton/runner/elsewhere.hpp>
#include <baton/runner/journal.hpp>
#include <baton/runner/task_data.hpp>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"

namespace docs_binding_test {

using namespace baton;

namespace docs_binding {

// clang-format off
struct Offer {
    std::int64_t amount = 0;               // must be there, and a whole number
    std::vector<std::string> tags;         // a list of texts
    std::optional<int> points;             // may be missing
};
BATON_FIELDS(Offer, amount, tags, points)

struct Clerk {
    void on_task_2(TaskContext& task) { task.set("user", true); }
    void on_enter_task(TaskContext& task) { log.push_back(task.node().title); }
    Veto on_exit_task_3(TaskContext& task) { return task.get("by").is_null() ? veto("who?") : Veto(); }
    void on_task_4(TaskContext&) {}
    bool when_Split_Hand(const TaskContext& task) { return task.get("user").is_true(); }

    std::vector<std::string> log;
};
BATON_HANDLER(Clerk, on_task_2, on_enter_task, on_exit_task_3, on_task_4, when_Split_Hand)
// clang-format on

double scored(std::int64_t amount, const std::string& customer) {
    return static_cast<double>(amount) + (customer == "ann" ? 0.5 : 0);
}

std::shared_ptr<const Definition> read(const std::string& name) {
    return std::make_shared<const Definition>(bpmn::import_file(std::string(BATON_TEST_DATA) + "/bpmn/" + name).definition);
}

}  // namespace docs_binding

using namespace docs_binding;

TEST_CASE("docs: functions for everything") {
    std::string mailed;
    const auto send_mail = [&](TaskContext& task) { mailed = core::text_of(task.get("customer")); };
    const auto pack = [] { return true; };
    // clang-format off
Bindings b;
b.on("score", [](TaskContext& task) -> Outcome {
    const std::optional<std::int64_t> amount = task.get("amount").integer();
    if (!amount) return failed("there is no amount");
    task.set("points", *amount / 2);
    return done;
});
b.on_type("email", send_mail);                   // every task of that zeebe:taskDefinition
b.on_topic("packing", pack);                     // camunda:topic of external tasks
b.on_implementation("shop.Book", [] {});         // camunda:class, delegateExpression, expression
b.on("wrap", [] {});                             // the id of a task, or the key that the model names in baton:body
b.condition("is big", [](const TaskContext& task) { return *task.get("amount").integer() > 30; });
b.on_connector("http-connector", [](TaskContext& task) {
    for (const auto& [name, value] : inputs_of(task))    // url, query: the parameters, evaluated
        task.set("seen_" + name, value);
    task.set_local("response", "paid");          // for ${response} in an output parameter
});
    // clang-format on
    ProcessEngine engine;
    deploy_with(engine, b, {read("bindings.bpmn")});
    const std::uint64_t id = engine.start("", {{"amount", 40}, {"customer", "ann"}});
    CHECK(engine.info(id).status == engine::Status::completed);
    CHECK(mailed == "ann");

    // clang-format off
b.on<Offer>("score", [](Offer& offer) { offer.points = static_cast<int>(offer.amount) + 2; });
    // clang-format on
    ProcessEngine typed;
    deploy_with(typed, b, {read("bindings.bpmn")});
    const std::uint64_t missing = typed.start("", {{"amount", "40"}, {"customer", "ann"}});
    CHECK(typed.info(missing).incidents.size() == 1);
    // clang-format off
b.call("score", scored, {"amount", "customer"}, "points");   // double scored(std::int64_t, const std::string&)
    // clang-format on
    ProcessEngine pure;
    deploy_with(pure, b, {read("bindings.bpmn")});
    const std::uint64_t scored_id = pure.start("", {{"amount", 40}, {"customer", "ann"}});
    CHECK(pure.info(scored_id).status == engine::Status::completed);

    const auto definition = read("bindings.bpmn");
    std::ostringstream report;
    // clang-format off
for (const diagnostic& finding : b.check(*definition)) report << finding.text() << '\n';
    // clang-format on
    CHECK(report.str().empty());
}

TEST_CASE("docs: hooks, handlers, journal and data of tasks") {
    const auto model = read("hooks-exclusive.bpmn");
    ProcessEngine engine;
    // clang-format off
Clerk clerk;
deploy_with(engine, Bindings().handler(clerk), {model});
    // clang-format on
    // clang-format off
Journal journal;
engine.observe(std::ref(journal));
    // clang-format on
    const std::uint64_t order = engine.start("");
    CHECK(code_of([&] { engine.complete("Ask"); }) == error_code::a_completion_is_refused);
    engine.complete("Ask", {{"by", "eva"}});
    CHECK(clerk.log == std::vector<std::string>{"task_2", "task_3", "task_5"});
    // clang-format off
const Value context = journal.context(order);
CHECK(*context.find("task_3")->find("status") == Value("COMPLETED"));
CHECK(journal.record(order).flows.back().id == "Split_Hand");
    // clang-format on
    ProcessEngine other;
    Bindings b;
    // clang-format off
b.on_name("task_2", [](TaskContext& task) { TaskData(task).set("name1", "value1"); });
    // clang-format on
    b.on_name("task_4", [] {});
    deploy_with(other, b, {model});
    const std::uint64_t id = other.start("");
    // clang-format off
CHECK(*data_of(other.variables(id), "Work").find("name1") == Value("value1"));
    // clang-format on
}

TEST_CASE("docs: threads") {
    ProcessEngine engine;
    std::vector<std::thread> threads;
    const Executor executor = [&](std::function<void()> job) { threads.emplace_back(std::move(job)); };
    Bindings b;
    b.on_name("task_4", [] {});
    // clang-format off
b.on_name("task_2", elsewhere(engine.handle(), executor, [](const Variables& seen) -> Variables {
    return {{"pages", static_cast<std::int64_t>(seen.size())}};     // on a thread of the executor
}));
    // clang-format on
    deploy_with(engine, b, {read("hooks-exclusive.bpmn")});
    const std::uint64_t order = engine.start("", {{"user", true}});
    // clang-format off
while (engine.user_tasks().empty()) {
    engine.wait();                                                  // until something was posted
    for (const diagnostic& finding : engine.run()) FAIL(finding.text());
}
    // clang-format on
    for (std::thread& t : threads) t.join();
    // clang-format off
const ProcessHandle handle = engine.handle();
std::thread([handle, order] { handle.complete("Ask", {{"by", "eva"}}, order); }).join();
engine.run();
    // clang-format on
    CHECK(engine.info(order).waiting == std::vector<std::string>{"Hand"});
}

}  // namespace docs_binding_test
