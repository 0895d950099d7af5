// What a ProcessEngine is asked: conditional starts, incidents with their reasons, waiting tasks that are asked again.
#include <baton/process.hpp>
#include <baton/runner/bindings.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_process_calls_test {

using namespace baton::words;
using Names = std::vector<std::string>;

namespace {

std::vector<std::shared_ptr<const baton::Definition>> deployed(baton::Definition d) {
    return {std::make_shared<const baton::Definition>(std::move(d))};
}

}  // namespace

TEST_CASE("a conditional start event starts its process with the variables for which it holds") {
    baton::ProcessEngine engine;
    engine.deploy(deployed(collaboration(
        named("two"),
        process("low", start_event("s1", on_condition("=stock < 10"), followed_by("order")),
                user_task("order", followed_by("e1")), end_event("e1")),
        process("empty", start_event("s2", on_condition("=stock = 0"), followed_by("e2")), end_event("e2")))));
    CHECK(engine.evaluate_conditions({{"stock", 12}}).empty());
    CHECK(engine.evaluate_conditions({{"other", 1}}).empty());
    CHECK(engine.instances().empty());
    const auto low = engine.evaluate_conditions({{"stock", 5}});
    REQUIRE(low.size() == 1);
    CHECK(engine.info(low[0]).process == "low");
    CHECK(engine.info(low[0]).waiting == Names{"order"});
    CHECK(engine.variables(low[0]) == baton::Variables{{"stock", 5}});
    const auto both = engine.evaluate_conditions({{"stock", 0}});
    REQUIRE(both.size() == 2);
    CHECK(engine.info(both[1]).process == "empty");
    CHECK(engine.passed(both[1], "e2") == 1);
}

TEST_CASE("an incident says where, why, since when and how often") {
    baton::ProcessEngine engine({.now = baton::instant(1000)});
    baton::Bindings b;
    int tries = 0;
    b.on("weigh", [&]() -> baton::Outcome { return baton::failed("the scale does not answer: " + std::to_string(++tries)); });
    deploy_with(engine, b, deployed(process("p", start_event("s", followed_by("weigh")),
                                            service_task("weigh", followed_by("e")), end_event("e"))));
    const auto id = engine.start("p");
    REQUIRE(engine.info(id).incidents.size() == 1);
    baton::Incident incident = engine.info(id).incidents[0];
    CHECK(incident.element == "weigh");
    CHECK(incident.reason == "the scale does not answer: 1");
    CHECK(incident.since == baton::instant(1000));
    CHECK(incident.failures == 1);
    engine.advance_to(baton::instant(5000));
    engine.retry("weigh");
    incident = engine.info(id).incidents.at(0);
    CHECK(incident.reason == "the scale does not answer: 2");
    CHECK(incident.failures == 2);
    engine.complete(baton::Activation{id, incident.token});
    CHECK(engine.info(id).status == baton::Status::completed);
}

TEST_CASE("a task that answered waiting is asked again when it is woken") {
    baton::ProcessEngine engine;
    baton::Bindings b;
    bool paid = false;
    int asked = 0;
    b.on("pay", [&]() -> baton::Outcome {
        ++asked;
        return paid;
    });
    deploy_with(engine, b, deployed(process("p", start_event("s", followed_by("pay")),
                                            service_task("pay", followed_by("e")), end_event("e"))));
    const auto first = engine.start("p"), second = engine.start("p");
    CHECK(asked == 2);
    engine.wake("pay", second);
    CHECK(asked == 3);
    CHECK(engine.info(second).waiting == Names{"pay"});
    paid = true;
    engine.handle().wake("pay", second);
    engine.run();
    CHECK(engine.info(second).status == baton::Status::completed);
    CHECK(engine.info(first).status == baton::Status::running);
    engine.wake();
    CHECK(engine.info(first).status == baton::Status::completed);
    CHECK(code_of([&] { engine.wake("pay"); }) == baton::error_code::nothing_waits_there);
}

TEST_CASE("a receive task that has failed does not take its message, and waits for it again when it is retried") {
    baton::ProcessEngine engine;
    engine.deploy(deployed(process("p", start_event("s", followed_by("get")),
                                   receive_task("get", baton::words::message("m"), followed_by("e"),
                                                on_timer(after("PT1M"), followed_by("late"))),
                                   end_event("late"), end_event("e"))));
    const auto id = engine.start("p");
    engine.fail("get", "the line is dead");
    CHECK(engine.message({.name = "m"}).what == baton::Published::unmatched);
    CHECK(engine.problems() == Names());
    const std::string saved = engine.save();
    engine.load(saved);
    CHECK(engine.save() == saved);
    engine.retry("get");
    CHECK(engine.message({.name = "m"}).what == baton::Published::delivered);
    CHECK(engine.info(id).status == baton::Status::completed);
    CHECK(engine.timer_count() == 0);
}

}  // namespace runner_process_calls_test
