// Bindings: functions by what the model says of a task, structs of variables, conditions, connectors, other threads.
#include <baton/runner/bindings.hpp>
#include <baton/runner/elsewhere.hpp>
#include <string>
#include <thread>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "process_models.hpp"

namespace runner_bindings_test {

using namespace baton;
using Names = std::vector<std::string>;

namespace bound {

struct Item {
    std::string name;
    int count = 0;
};
BATON_FIELDS(Item, name, count)

struct Offer {
    std::int64_t amount = 0;
    std::string customer;
    std::vector<Item> items;
    std::optional<double> rate;
    std::optional<int> points;
};
BATON_FIELDS(Offer, amount, customer, items, rate, points)

struct All {
    bool flag = false;
    std::uint8_t small = 0;
    double number = 0;
    instant when;
    std::map<std::string, int> counts;
    Value any;
    Item item;
};
BATON_FIELDS(All, flag, small, number, when, counts, any, item)

std::int64_t score(std::int64_t amount, const std::string& customer) {
    return amount + static_cast<std::int64_t>(customer.size());
}

}  // namespace bound

namespace {

const Variables offer{
    {"amount", 40}, {"customer", "ann"}, {"items", Value::List{Value(Value::Object{{"name", "cup"}, {"count", 2}})}}};

/// Everything in bindings.bpmn bound, each in another way.
Bindings everything(Names& log) {
    Bindings b;
    const auto logs = [&log](const char* text) { return [&log, text](TaskContext&) { log.emplace_back(text); }; };
    b.on<bound::Offer>("score", [&](bound::Offer& o) {
        log.emplace_back("score");
        o.points = static_cast<int>(o.amount) + o.items.at(0).count;
        o.items.at(0).count = 5;
    });
    b.on_type("email", logs("email")).on_topic("packing", logs("packing")).on_implementation("shop.Book", logs("book"));
    b.on_connector("http-connector", [&](TaskContext& task) {
        for (const auto& [name, value] : inputs_of(task)) log.push_back(name + "=" + core::text_of(value));
        task.set_local("response", "paid");
        task.set("bill_id", 17);
    });
    b.on("wrap", logs("wrap"));
    b.condition("is big", [](const TaskContext& task) { return *task.get("amount").integer() > 30; });
    return b;
}
std::string failure(const Variables& variables) {
    ProcessEngine engine;
    std::string why;
    engine.observe([&](const ProcessEvent& e) {
        if (e.what == ProcessEvent::What::failed) why = e.text;
    });
    Names log;
    deploy_with(engine, everything(log), {tests::model("bindings.bpmn")});
    engine.start("", variables);
    return why;
}

}  // namespace

TEST_CASE("functions are bound by id, type, topic, class, connector and the model's own key") {
    ProcessEngine engine;
    Names log;
    deploy_with(engine, everything(log), {tests::model("bindings.bpmn")});
    const std::uint64_t id = engine.start("", offer);
    CHECK(tests::is_completed(engine, id));
    CHECK(log == Names{"score", "email", "packing", "book", "url=/bills", "query={to: ann, points: 42}", "wrap"});
    CHECK(tests::variable(engine, id, "points") == Value(42));
    const Value items = tests::variable(engine, id, "items");
    CHECK(items.list()->at(0).find("count")->integer()[0] == 5);
    CHECK(tests::variable(engine, id, "rate").is_null());
    CHECK(tests::variable(engine, id, "bill") == Value("paid"));  // through the connector's output parameter
    CHECK(tests::variable(engine, id, "bill_id") == Value(17));   // through an empty one: the variable of that name
    CHECK(tests::variable(engine, id, "response").is_null());     // local to the task
    log.clear();
    Variables small = offer;
    small[0].second = 3;
    engine.start("", small);
    CHECK(log.back() != "wrap");
}

TEST_CASE("the most particular binding is the body: id, name, type, label") {
    const tests::Model plain = tests::model("bindings.bpmn");
    Definition labelled = *plain;
    labelled.nodes[labelled.find("Mail")].labels = {"slow"};
    const Node& mail = labelled.nodes[labelled.find("Mail")];
    std::string by;
    const auto says = [&by](const char* text) { return [&by, text](TaskContext&) { by = text; }; };
    const auto runs = [&](const Bindings& b) {
        by.clear();
        ProcessEngine engine({.unbound = Unbound::complete});
        bind_all(engine, b);
        engine.bind_conditions([](const Definition&, const Flow&) { return [](const TaskContext&) { return false; }; });
        engine.deploy({std::make_shared<const Definition>(labelled)});
        engine.start("", offer);
        return by;
    };
    Bindings b;
    CHECK_FALSE(static_cast<bool>(b.body(mail)));
    CHECK(runs(b.on_label("slow", says("label"))) == "label");
    CHECK(runs(b.on_type("email", says("type"))) == "type");
    CHECK(runs(b.bind(BoundBy::word, "Send_the_mail", runner::body_from(says("word")))) == "word");
    CHECK(runs(b.on_name("Send the mail", says("name"))) == "name");
    CHECK(runs(b.on("Mail", says("id"))) == "id");
    CHECK(runs(b.on("Mail", says("last"))) == "last");
}

TEST_CASE("a variable that is missing or of another type is an incident that says so") {
    Variables wrong = offer;
    wrong[0].second = "forty";
    wrong.erase(wrong.begin() + 1);
    const std::string why = failure(wrong);
    CHECK(why.starts_with("task score: variable 'amount': expected a whole number from "));
    CHECK_THAT(why, ContainsSubstring("found \"forty\""));
    CHECK_THAT(why, ContainsSubstring("variable 'customer': expected a text, but it is missing"));
    wrong = offer;
    wrong[2].second = Value::List{Value(Value::Object{{"name", 3}})};
    CHECK(failure(wrong) ==
          "task score: variable 'items[1].name': expected a text, found 3; "
          "variable 'items[1].count': expected a whole number from -2147483648 to 2147483647, but it is missing");
}

TEST_CASE("structs become values and back") {
    bound::All all;
    all.flag = true;
    all.small = 200;
    all.number = 1.5;
    all.when = instant(1'000);
    all.counts = {{"a", 1}};
    all.any = "x";
    all.item = {"cup", 3};
    const Value value = to_value(all);
    const auto back = from_value<bound::All>(value);
    REQUIRE(back);
    CHECK(to_value(*back) == value);
    CHECK(back->small == 200);
    CHECK(back->when == instant(1'000));
    CHECK(from_value<int>(Value(3.0)) == 3);
    CHECK_FALSE(from_value<int>(Value(3.5)));
    CHECK_FALSE(from_value<std::uint8_t>(Value(256)));
    CHECK_FALSE(from_value<std::uint64_t>(Value(-1)));
    CHECK_FALSE(from_value<bool>(Value(1)));
    std::string why;
    CHECK_FALSE(from_value<bound::Item>(Value("cup"), &why, "item"));
    CHECK(why == "variable 'item': expected an object, found \"cup\"");
}

TEST_CASE("a pure function takes named variables and gives one") {
    ProcessEngine engine;
    Names log;
    Bindings b = everything(log);
    b.call("score", bound::score, {"amount", "customer"}, "points");
    deploy_with(engine, b, {tests::model("bindings.bpmn")});
    const std::uint64_t id = engine.start("", offer);
    CHECK(tests::variable(engine, id, "points") == Value(43));
    const std::uint64_t bad = engine.start("", {{"amount", 1}});
    CHECK(tests::failed_at(engine, bad) == Names{"score"});
}

TEST_CASE("everything that is unbound or misspelt is listed at once, with the nearest name") {
    const tests::Model model = tests::model("bindings.bpmn");
    Names log;
    CHECK(everything(log).check(*model).empty());
    Bindings b;
    b.on("scor", [] {}).on_type("emial", [] {}).on_topic("packing", [] {}).on_name("Wrap a gift", [] {});
    b.condition("is bg", [](const TaskContext&) { return true; });
    b.condition("Start_score", [](const TaskContext&) { return true; });
    b.on_enter("Bigg?", [](TaskContext&) {});
    std::string all;
    for (const diagnostic& d : b.check(*model)) all += d.text() + "\n";
    CHECK_THAT(all, ContainsSubstring("BTN233 Bindings, task score"));
    CHECK_THAT(all, ContainsSubstring("(did you mean 'scor'?)"));
    CHECK_THAT(all, ContainsSubstring("BTN233 Bindings, task Mail"));
    CHECK_THAT(all, ContainsSubstring("type email"));
    CHECK_THAT(all, ContainsSubstring("class shop.Book"));
    CHECK_THAT(all, ContainsSubstring("BTN238 Bindings, flow Big_Gift"));
    CHECK_THAT(all, ContainsSubstring("BTN237 Bindings, the task 'scor'"));
    CHECK_THAT(all, ContainsSubstring("did you mean 'score'?"));
    CHECK_THAT(all, ContainsSubstring("BTN237 Bindings, the type 'emial'"));
    CHECK_THAT(all, ContainsSubstring("did you mean 'is big'?"));
    CHECK_THAT(all, ContainsSubstring("that flow has no condition in the model"));
    CHECK_THAT(all, ContainsSubstring("did you mean 'Big?'?"));
    CHECK_THAT(all, !ContainsSubstring("task Gift"));
    CHECK(b.check(*model, Unbound::ask).size() + 4 == b.check(*model).size());
    ProcessEngine engine;
    CHECK(code_of([&] { deploy_with(engine, b, {model}); }) == error_code::a_task_has_no_body);
    CHECK(code_of([&] { engine.start(""); }) == error_code::no_such_process);
    // Without the check, what the model itself names is still looked for.
    ProcessEngine unchecked({.unbound = Unbound::complete});
    CHECK(code_of([&] { unchecked.deploy({model}); }) == error_code::a_condition_has_no_function);
}

TEST_CASE("a condition in C++ stands in for the model's; it sees variables and changes nothing") {
    const tests::Model model = tests::model("hooks-exclusive.bpmn");
    ProcessEngine engine;
    std::vector<std::string> seen;
    engine.observe([&](const ProcessEvent& e) {
        if (e.what == ProcessEvent::What::condition) seen.push_back(e.flow->id + (e.holds ? " holds" : " does not"));
    });
    Bindings b;
    b.on_name("task_2", [] {}).on_name("task_4", [] {});
    b.condition("Split_Auto", [](const TaskContext& task) {
        CHECK(task.node().id == "Split");
        CHECK(task.evaluate({"feel", "n + 1"}) == Value(8));
        CHECK(task.variables().size() == 1);
        return *task.get("n").integer() == 7;
    });
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("", {{"n", 7}});
    engine.complete("Ask");
    CHECK(tests::is_completed(engine, id));
    CHECK(seen == Names{"Split_Auto holds"});
}

TEST_CASE("an internship with connectors in C++") {
    const tests::Model model = tests::model("internship.bpmn");
    ProcessEngine engine;
    Names calls;
    Bindings b;
    b.on_connector("airtable", [&](TaskContext& task) {
        calls.push_back(core::text_of(task.get("method")) + " " + core::text_of(task.get("url")));
        if (task.node().id == "Store") {
            CHECK(task.get("student") == Value("Ana"));
            task.set("student_id", 17);
        } else {
            CHECK(*task.get("url_parameter").find("student_id") == Value(17));
            task.set("company", "Acme");
            task.set("company_email", "jobs@acme.example");
        }
    });
    b.on_connector("notification", [&](TaskContext& task) {
        calls.push_back("mail to " + core::text_of(*task.get("url_parameter").find("to")));
    });
    b.on_connector("http-connector", [] {});
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("");
    const auto round = [&](const char* accepted) {
        engine.complete_form("Choose", {{"student", "Ana"}, {"email", "ana@uni.example"}});
        engine.complete_form("Judge", {{"accepted", accepted}});
    };
    round("false");
    CHECK(tests::waiting(engine, model) == Names{"Choose a task"});
    round("true");
    CHECK(tests::waiting(engine, model) == Names{"Fill in the form"});
    CHECK(code_of([&] { engine.complete_form("Hours", {{"hours", "200"}}); }) == error_code::the_form_is_wrong);
    engine.complete_form("Hours", {{"hours", "120"}});
    CHECK(tests::is_completed(engine, id));
    CHECK(tests::variable(engine, id, "hours") == Value(120));
    CHECK(tests::variable(engine, id, "accepted") == Value(true));
    const Names once{"POST /student-preference", "GET /allocation", "mail to jobs@acme.example"};
    Names expected = once;
    expected.emplace_back("mail to ana@uni.example");
    expected.insert(expected.end(), once.begin(), once.end());
    CHECK(calls == expected);
}

TEST_CASE("the internship models of the python engine run with connectors in C++") {
    Names calls;
    const auto bindings = [&](const Names& connectors) {
        Bindings b;
        for (const std::string& name : connectors)
            b.on_connector(name, [&calls, name](TaskContext& task) {
                calls.push_back(name + " " + core::text_of(task.get("method")) + " " + core::text_of(task.get("url")));
                for (const core::Mapping& output : task.node().data.output_mappings)
                    task.set(output.target, output.target + "!");
            });
        return b;
    };
    if (const tests::Model f1 = tests::seed("lb_old_strucna_praksa.bpmn")) {
        ProcessEngine engine;
        deploy_with(engine, bindings({"airtable", "notification", "pdf", "http-connector"}), {f1});
        const std::uint64_t id = engine.start("Process_0or099w");
        Names way;
        const auto complete = [&](const char* task, Variables variables = {}) {
            way.push_back(engine.user_tasks().at(0).second);
            engine.complete(task, std::move(variables));
        };
        for (const char* accepted : {"false", "true"}) {
            complete("odabiranje_zadatka_student", {{"ime_student", "Ana"}});
            complete("potvrda_alociranja_profesor");
            complete("evaluacija_poslodavac", {{"kandidat_odobren", accepted}});
        }
        complete("ispunjavanje_prijavnice_student");
        complete("predavanje_dnevnika_student");
        CHECK(tests::is_completed(engine, id));
        CHECK(way.size() == 8);
        CHECK(tests::variable(engine, id, "student_id") == Value("student_id!"));
        CHECK(tests::variable(engine, id, "poslodavac_email") == Value("poslodavac_email!"));
        CHECK(calls.at(0) == "airtable POST /student-preference");
        CHECK(calls.at(1) == "airtable GET /allocation");
        CHECK(calls.size() == 14);
    }
    calls.clear();
    if (const tests::Model f3 = tests::seed("lb_strucna_praksa_B.bpmn")) {
        ProcessEngine engine;
        deploy_with(engine, bindings({"baserow", "sendgrid", "pdf"}), {f3});
        const std::uint64_t id = engine.start("Process_0or099w");
        engine.complete("model_b_odobrenje_zadatka", {{"zadatak_odobren", "true"}});
        engine.complete("model_b_direktna_prijava_student");
        engine.complete("ispunjavanje_prijavnice_student");
        engine.complete_form("predavanje_dnevnika_student",
                             {{"nastavak_radnog_odnosa", "true"}, {"prijavljen_rok", "2026-02-03"}});
        CHECK(tests::variable(engine, id, "nastavak_radnog_odnosa") == Value(true));
        engine.complete("upis_ocjene");
        CHECK(tests::is_completed(engine, id));
        CHECK(calls.size() == 8);
        CHECK(tests::variable(engine, id, "pdf_attachment_url") == Value("pdf_attachment_url!"));
    }
}

TEST_CASE("service tasks of parallel branches run on threads, and are completed by the engine's own") {
    const tests::Model model = tests::model("hooks-parallel.bpmn");
    ProcessEngine engine;
    std::vector<std::thread> threads;
    const Executor executor = [&](std::function<void()> job) { threads.emplace_back(std::move(job)); };
    int woken = 0;
    std::mutex mutex;
    engine.on_post([&] {
        const std::lock_guard lock(mutex);
        ++woken;
    });
    Bindings b;
    const auto work = [](const Variables& seen) -> Variables { return {{"sum", *seen.at(0).second.integer() + 1}}; };
    b.on_name("task_2", elsewhere(engine.handle(), executor, work));
    b.on_name("task_4", elsewhere(engine.handle(), executor, [](const Variables&) -> Variables {
                  return {{"four", 4}};
              }));
    b.on_name("task_3", elsewhere(engine.handle(), executor, [](const Variables&) -> Variables {
                  return {{"three", 3}};
              }));
    b.on_name("task_5", elsewhere(engine.handle(), executor, [](const Variables&) -> Variables {
                  return {{"five", 5}};
              }));
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("", {{"n", 1}});
    while (!tests::is_completed(engine, id)) {
        engine.wait();
        CHECK(engine.run().empty());
    }
    for (std::thread& t : threads) t.join();
    CHECK(woken == 4);
    CHECK(tests::variable(engine, id, "sum") == Value(2));
    CHECK(tests::variable(engine, id, "four") == Value(4));
    CHECK(tests::variable(engine, id, "five") == Value(5));
}

TEST_CASE("what a body throws elsewhere fails its task; a late answer is listed") {
    const tests::Model model = tests::model("hooks-exclusive.bpmn");
    ProcessEngine engine;
    const Executor here = [](const std::function<void()>& job) { job(); };
    int tries = 0;
    Activation first;
    Bindings b;
    b.on_name("task_2", elsewhere(engine.handle(), here, [&](const Variables&) -> Variables {
                  if (++tries == 1) throw std::runtime_error("no paper");
                  throw BpmnError("E1");
              }));
    b.on_name("task_4", [] {}).on_enter("task_2", [&](TaskContext& task) { first = task.activation(); });
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("");
    CHECK(engine.info(id).waiting == Names{"Work"});
    CHECK(engine.run().empty());
    CHECK(tests::failed_at(engine, id) == Names{"Work"});
    engine.retry("Work");
    engine.run();
    CHECK(engine.info(id).error.code == "E1");
    engine.handle().complete(first);
    engine.handle().post([](ProcessEngine&) { throw std::runtime_error("posted in vain"); });
    const std::vector<diagnostic> findings = engine.run();
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].code == error_code::nothing_waits_there);
    CHECK_THAT(findings[1].text(), ContainsSubstring("posted in vain"));
}

TEST_CASE("a body cannot call the engine that runs it, but send it something") {
    const tests::Model model = tests::model("hooks-exclusive.bpmn");
    ProcessEngine engine;
    std::vector<error_code> codes;
    Bindings b;
    b.on_name("task_2", [&] {
        codes = {code_of([&] { engine.start(""); }), code_of([&] { engine.complete("Ask"); }),
                 code_of([&] { engine.signal("s"); }), code_of([&] { engine.run(); }),
                 code_of([&] { engine.load(""); })};
        engine.handle().complete("Ask", {{"user", true}});
    });
    b.on_name("task_4", [] {});
    deploy_with(engine, b, {model});
    const std::uint64_t id = engine.start("");
    CHECK(codes == std::vector<error_code>(5, error_code::run_called_inside_run));
    CHECK(engine.info(id).waiting == Names{"Ask"});
    CHECK(engine.run().empty());
    CHECK(engine.info(id).waiting == Names{"Hand"});
}

}  // namespace runner_bindings_test
