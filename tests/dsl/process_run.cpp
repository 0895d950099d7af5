// Declared processes run on a ProcessEngine.
#include <baton/process.hpp>
#include <baton/runner/process_engine.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace dsl_process_run_test {

using namespace baton::words;

namespace {

std::vector<std::shared_ptr<const baton::Definition>> deployed(baton::Definition d) {
    return {std::make_shared<const baton::Definition>(std::move(d))};
}

}  // namespace

TEST_CASE("a declared process decides, waits for people and for time") {
    baton::ProcessEngine engine({.unbound = baton::Unbound::complete});
    engine.deploy(deployed(process(
        "order", start_event("placed", followed_by("check")),
        exclusive_gateway("check", followed_by("approve", when("=amount > 1000")), followed_by("ship", otherwise)),
        user_task("approve", followed_by("ship"), on_timer(after("PT24H"), non_interrupting, followed_by("remind")),
                  on_error("REJECTED", followed_by("rejected"))),
        send_task("remind"),
        sub_process("ship", start_event("s", followed_by("pack")), task("pack"), followed_by("done")),
        end_event("rejected"), end_event("done"))));
    const auto small = engine.start("order", {{"amount", 10}});
    CHECK(engine.passed(small, "done") == 1);
    const auto large = engine.start("order", {{"amount", 2000}});
    CHECK(engine.info(large).waiting == std::vector<std::string>{"approve"});
    engine.advance_to(baton::instant(24 * 60 * 60 * 1000));
    CHECK(engine.passed(large, "remind") == 1);
    engine.complete("approve", {}, large);
    CHECK(engine.passed(large, "pack") == 1);
    const auto refused = engine.start("order", {{"amount", 2000}});
    engine.error("approve", "REJECTED", refused);
    CHECK(engine.passed(refused, "rejected") == 1);
    CHECK(engine.info(refused).status == baton::engine::Status::completed);
}

TEST_CASE("a declared process compensates, loops and starts event sub-processes") {
    baton::ProcessEngine engine;
    engine.deploy(deployed(process(
        "trip", start_event("s", followed_by("book")),
        task("book", for_each("city", "=cities"), compensated_by("cancel"), followed_by("wait")),
        task("cancel", for_compensation), catch_event("wait", on_message("go"), followed_by("undo")),
        throw_event("undo", throws_compensation("book"), followed_by("e")), end_event("e"),
        event_sub_process("stop", start_event("stopped", on_signal("alarm"), followed_by("z")), end_event("z")))));
    const auto trip = engine.start("trip", {{"cities", baton::Value(std::vector<baton::Value>{"Rome", "Oslo"})}});
    engine.message({.name = "go"});
    CHECK(engine.passed(trip, "cancel") >= 1);
    CHECK(engine.info(trip).status == baton::engine::Status::completed);
    const auto other = engine.start("trip", {{"cities", baton::Value(std::vector<baton::Value>{"Rome"})}});
    engine.signal("alarm");
    CHECK(engine.passed(other, "z") == 1);
    CHECK(engine.passed(other, "undo") == 0);
}

TEST_CASE("declared processes call each other and send messages") {
    baton::ProcessEngine engine;
    engine.deploy(deployed(collaboration(
        named("two"),
        process("a", start_event("a1", followed_by("call")),
                call_activity("call", calls("b"), passes("x"), takes("y"), followed_by("a2")), end_event("a2")),
        process("b", start_event("b1", followed_by("ask")), user_task("ask", output("=x + 1", "y"), followed_by("b2")),
                end_event("b2")))));
    const auto a = engine.start("a", {{"x", 1}});
    engine.complete("ask");
    CHECK(engine.info(a).status == baton::engine::Status::completed);
    CHECK(engine.variables(a).back() == std::pair<std::string, baton::Value>("y", 2));
}

}  // namespace dsl_process_run_test
