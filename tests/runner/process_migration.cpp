// States of one version of a model carried over to another: scopes, subscriptions, timers, multi-instances, the ledger.
#include <baton/core/fingerprint.hpp>
#include <baton/engine/consistency.hpp>
#include <baton/engine/migrate.hpp>
#include <baton/engine/restore.hpp>
#include <baton/graph/compile.hpp>
#include <baton/process.hpp>
#include <baton/runner/process_engine.hpp>
#include <baton/runner/snapshot_json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_process_migration_test {

using namespace baton::words;
using baton::Definition;
using baton::Migration;
using baton::ProcessEngine;
using Names = std::vector<std::string>;

namespace {

std::shared_ptr<const Definition> shared(Definition d) { return std::make_shared<const Definition>(std::move(d)); }

/// What `before` is doing, carried over to another version of its only model.
ProcessEngine carried(const ProcessEngine& before, const std::shared_ptr<const Definition>& to, const Migration& migration) {
    namespace engine = baton::engine;
    namespace detail = baton::runner::detail;
    const baton::graph::Graph g = baton::graph::compile(to, true);
    nlohmann::json file = nlohmann::json::parse(before.save());
    for (nlohmann::json& i : file["instances"]) {
        const engine::Snapshot old = detail::SnapshotReader(i["state"]).read();
        const engine::Snapshot now = engine::migrate(g, old, migration);
        const engine::State state = engine::restore(g, now);
        CHECK(engine::problems_in(g, state) == Names());
        i["state"] = detail::snapshot_to_json(engine::snapshot_of(g, state));
        i["fingerprint"] = baton::core::fingerprint(*to);
    }
    // Who waits for what is in the states.
    nlohmann::json waiting = nlohmann::json::array();
    for (const nlohmann::json& i : file["instances"])
        if (i["state"].contains("subscriptions"))
            for (const nlohmann::json& s : i["state"]["subscriptions"])
                if (s["kind"] == "message" || s["kind"] == "signal")
                    waiting.push_back({{"instance", i["id"]}, {"subscription", s["id"]}});
    file.erase("waiting");
    if (!waiting.empty()) file["waiting"] = waiting;
    ProcessEngine after({.unbound = baton::Unbound::complete});
    after.deploy({to});
    after.load(file.dump());
    CHECK(after.problems() == Names());
    return after;
}

ProcessEngine started(const std::shared_ptr<const Definition>& d, baton::Variables variables = {}) {
    ProcessEngine engine({.unbound = baton::Unbound::complete});
    engine.deploy({d});
    engine.start("p", std::move(variables));
    return engine;
}

auto nested(const char* task_name, const char* part_name) {
    return shared(process("p", start_event("s", followed_by(part_name)),
                          sub_process(part_name, start_event("in", followed_by(task_name)),
                                      user_task(task_name, followed_by("out")), end_event("out"),
                                      on_timer(after("PT1H"), followed_by("late")), followed_by("e")),
                          end_event("late"), end_event("e")));
}

}  // namespace

TEST_CASE("a renamed sub-process and a renamed task in it keep their token, scope and deadline") {
    const ProcessEngine before = started(nested("ask", "part"));
    const Migration migration = Migration().rename("ask", "review").rename("part", "check");
    {
        ProcessEngine after = carried(before, nested("review", "check"), migration);
        CHECK(after.info(1).waiting == Names{"review"});
        after.complete("review");
        CHECK(after.passed(1, "e") == 1);
        CHECK(after.timer_count() == 0);
    }
    ProcessEngine after = carried(before, nested("review", "check"), migration);
    after.advance_to(baton::instant(3'600'000));
    CHECK(after.passed(1, "late") == 1);
}

TEST_CASE("without a mapping a renamed task is a finding that names it") {
    const ProcessEngine before = started(nested("ask", "part"));
    CHECK(code_of([&] { carried(before, nested("review", "part"), {}); }) ==
          baton::error_code::the_state_does_not_fit);
    CHECK(code_of([&] { carried(before, nested("ask", "part"), Migration().rename("ask", "reviw")); }) ==
          baton::error_code::the_mapping_does_not_fit);
}

TEST_CASE("a sub-process whose last token is dropped is done") {
    const auto without = shared(process("p", start_event("s", followed_by("part")),
                                        sub_process("part", start_event("in", followed_by("out")), end_event("out"),
                                                    followed_by("after")),
                                        user_task("after", followed_by("e")), end_event("e")));
    ProcessEngine after = carried(started(nested("ask", "part")), without, Migration().drop("ask"));
    after.run();
    CHECK(after.info(1).waiting == Names{"after"});
    CHECK(after.timer_count() == 0);
    after.complete("after");
    CHECK(after.info(1).status == baton::Status::completed);
}

TEST_CASE("instances of a multi-instance activity that are dropped count as completed") {
    const auto with = [](bool asks) {
        return shared(process(
            "p", start_event("s", followed_by("each")),
            asks ? sub_process("each", for_each("city", "=cities"), start_event("in", followed_by("ask")),
                               user_task("ask", followed_by("out")), end_event("out"), followed_by("e"))
                 : sub_process("each", for_each("city", "=cities"), start_event("in", followed_by("out")), end_event("out"),
                               followed_by("e")),
            end_event("e")));
    };
    const baton::Variables cities{{"cities", baton::Value(std::vector<baton::Value>{"Rome", "Oslo", "Bern"})}};
    ProcessEngine before = started(with(true), cities);
    before.complete("ask");
    CHECK(before.info(1).waiting == Names{"ask", "ask"});
    {
        ProcessEngine same = carried(before, with(true), {});
        same.complete("ask");
        same.complete("ask");
        CHECK(same.info(1).status == baton::Status::completed);
    }
    ProcessEngine after = carried(before, with(false), Migration().drop("ask"));
    after.run();
    CHECK(after.info(1).status == baton::Status::completed);
    CHECK(after.passed(1, "e") == 1);
}

TEST_CASE("what was completed is compensated under its new name, and not when it was dropped") {
    const auto trip = [](const char* book, const char* cancel) {
        return shared(process("p", start_event("s", followed_by(book)),
                              task(book, compensated_by(cancel), followed_by("wait")), task(cancel, for_compensation),
                              user_task("wait", followed_by("undo")),
                              throw_event("undo", throws_compensation(""), followed_by("e")), end_event("e")));
    };
    const ProcessEngine before = started(trip("book", "cancel"));
    ProcessEngine after = carried(before, trip("reserve", "release"),
                                  Migration().rename("book", "reserve").rename("cancel", "release"));
    after.complete("wait");
    CHECK(after.passed(1, "release") == 1);
    CHECK(after.info(1).status == baton::Status::completed);

    const auto without = shared(process("p", start_event("s", followed_by("wait")), user_task("wait", followed_by("undo")),
                                        throw_event("undo", throws_compensation(""), followed_by("e")), end_event("e")));
    ProcessEngine bare = carried(before, without, Migration().drop("book").drop("cancel"));
    bare.complete("wait");
    CHECK(bare.info(1).status == baton::Status::completed);
}

TEST_CASE("messages, signals and timers are waited for at renamed events, and no more at dropped ones") {
    const auto waits = [](const char* catches, const char* watches) {
        return shared(process("p", start_event("s", followed_by("fork")),
                              parallel_gateway("fork", followed_by(catches), followed_by("work")),
                              catch_event(catches, on_message("go"), followed_by("e")),
                              user_task("work", followed_by("e")), end_event("e"),
                              event_sub_process(watches, start_event("alarmed", on_signal("alarm"), non_interrupting,
                                                                     followed_by("z")),
                                                end_event("z"))));
    };
    const ProcessEngine before = started(waits("wait", "stop"));
    ProcessEngine after =
        carried(before, waits("paid", "watch"), Migration().rename("wait", "paid").rename("stop", "watch"));
    CHECK(after.subscriptions() == Names{"alarm", "go"});
    after.signal("alarm");
    CHECK(after.passed(1, "z") == 1);
    CHECK(after.message({.name = "go"}).what == baton::Published::delivered);
    CHECK(after.passed(1, "paid") == 1);
    after.complete("work");
    CHECK(after.info(1).status == baton::Status::completed);

    const auto without = shared(process("p", start_event("s", followed_by("work")), user_task("work", followed_by("e")),
                                        end_event("e")));
    ProcessEngine bare = carried(
        before, without, Migration().drop("wait").drop("stop").drop("alarmed").drop("z").drop("fork"));
    CHECK(bare.subscriptions() == Names());
    CHECK(bare.message({.name = "go"}).what == baton::Published::unmatched);
    bare.complete("work");
    CHECK(bare.info(1).status == baton::Status::completed);
}

}  // namespace runner_process_migration_test
