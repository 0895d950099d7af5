// Random processes with random interruptions: whatever happens, the state agrees with itself, the same seed gives the
// same history, and saving and loading between any two steps changes nothing.
#include "../random_process.hpp"

#include <algorithm>
#include <baton/bpmn/import.hpp>
#include <baton/runner/process_engine.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../seeds.hpp"

namespace {

using baton::Outcome;
using baton::ProcessEngine;
using baton::ProcessEvent;
using baton::TaskContext;
using tests::Dice;

/// What a run was like.
struct Run {
    std::string history;
    std::vector<std::string> problems;
    int actions = 0, interruptions = 0, incidents = 0, ended = 0;
    /// What happened to elements, by kind.
    std::map<std::string, int> events;
};

/// The kind of an element, as what it does depends on it.
std::string kind_of(const baton::Node& n) {
    namespace core = baton::core;
    std::string kind(core::name_of(n.kind));
    if (n.kind == core::node_kind::task && n.task != core::task_kind::none)
        kind = std::string(core::name_of(n.task)) + "-" + kind;
    if (core::is_event(n.kind) || n.kind == core::node_kind::boundary_event) {
        kind += n.events.empty() ? " none" : n.events.size() > 1 ? " multiple" : " " + std::string(core::name_of(n.events[0].kind));
        if (!n.interrupting) kind += " not interrupting";
    }
    switch (n.loop.kind) {
        case core::loop_kind::none: break;
        case core::loop_kind::standard: kind = "loop of " + kind; break;
        default: kind = "instances of " + kind;
    }
    return kind;
}

class Driver {
public:
    Driver(std::uint64_t seed, std::shared_ptr<const baton::Definition> d, bool saves)
        : dice_(seed ^ 0xBA70), definition_(std::move(d)), saves_(saves) {}

    Run run() {
        engine_.emplace(make());
        attempt([&] { engine_->start("main", {{"x", 0}, {"turns", 0}}); });
        look();
        for (int i = 0; i < 90 && alive(); ++i) {
            act();
            ++run_.actions;
            look();
            if (!saves_) continue;
            const std::string text = engine_->save();
            engine_.emplace(make());
            engine_->load(text);
            look();
        }
        for (const std::uint64_t id : engine_->instances()) {
            const auto info = engine_->info(id);
            run_.history += info.process + " " + std::string(baton::engine::name_of(info.status)) + " " + info.error.code + "\n";
            if (info.status != baton::Status::running) ++run_.ended;
            for (const auto& [name, value] : engine_->variables(id)) run_.history += name + "=" + baton::core::text_of(value) + "\n";
        }
        return std::move(run_);
    }

private:
    ProcessEngine make() {
        ProcessEngine engine({.unbound = baton::Unbound::complete, .now = engine_ ? engine_->now() : baton::instant(), .step_limit = 20'000});
        engine.bind([](const baton::Definition&, const baton::Node& n) -> baton::TaskBody {
            if (n.task != baton::core::task_kind::service) return {};
            const bool counts = n.id.starts_with("up");
            return [counts](TaskContext& task) -> Outcome {
                const auto one_more = [&](const char* name) {
                    const baton::Value v = task.get(name);
                    task.set(name, baton::Value((v.integer() != nullptr ? *v.integer() : 0) + 1));
                };
                if (counts) {
                    one_more("turns");
                    return true;
                }
                // What a body does depends on its token alone, so that it is the same in every run.
                Dice dice(task.token() * 31 + task.instance());
                if (dice.one_in(2)) one_more("x");
                switch (dice.roll(14)) {
                    case 0: return baton::pending;
                    case 1: return baton::bpmn_error("e0");
                    case 2: return baton::failed("no luck");
                    case 3: return baton::waiting(baton::instant(task.now().ms + 2000));
                    case 4: task.escalate("x0"); return true;
                    default: return true;
                }
            };
        });
        engine.observe([this](const ProcessEvent& e) {
            static const char* const names[] = {"entered", "completed", "waits", "failed", "flow", "ended", "terminated", "condition"};
            const char* what = names[static_cast<int>(e.what)];
            run_.history += std::to_string(e.instance) + " " + what + " " + (e.node != nullptr ? e.node->id : e.flow != nullptr ? e.flow->id : "") +
                            " " + std::to_string(e.token) + "\n";
            if (e.node != nullptr)
                ++run_.events[kind_of(*e.node) + ": " + what];
            if (e.what == ProcessEvent::What::terminated) ++run_.interruptions;
            if (e.what == ProcessEvent::What::failed) ++run_.incidents;
        });
        engine.deploy({definition_});
        return engine;
    }
    [[nodiscard]] bool alive() const {
        const auto ids = engine_->instances();
        return std::any_of(ids.begin(), ids.end(), [this](std::uint64_t id) {
            return engine_->info(id).status == baton::Status::running;
        });
    }
    void look() {
        for (const std::string& p : engine_->problems()) run_.problems.push_back(p);
    }
    template <class Act>
    void attempt(Act act) {
        try {
            act();
        } catch (const baton::error& refused) {
            run_.history += "refused " + std::string(baton::core::number_of(refused.code())) + "\n";
        }
    }
    void act() {
        std::vector<std::pair<std::uint64_t, std::string>> waiting, failed;
        for (const std::uint64_t id : engine_->instances()) {
            const auto info = engine_->info(id);
            for (const std::string& w : info.waiting) waiting.emplace_back(id, w);
            for (const baton::Incident& f : info.incidents) failed.emplace_back(id, f.element);
        }
        const auto any = [&](const auto& list) { return list[static_cast<std::size_t>(dice_.roll(static_cast<int>(list.size())))]; };
        switch (dice_.roll(32)) {
            case 12: if (dice_.one_in(4)) { const auto id = any(engine_->instances()); attempt([&] { engine_->cancel(id); }); } return;
            case 13:
            case 19:
            case 20: if (!waiting.empty()) { const auto w = any(waiting); attempt([&] { engine_->fail(w.second, "broken", w.first); }); } return;
            case 14: attempt([&] { engine_->wake(); }); return;
            case 15: attempt([&] { engine_->evaluate_conditions({{"x", dice_.roll(6)}}); }); return;
            case 16: if (!waiting.empty()) { const auto w = any(waiting); attempt([&] { engine_->wake(w.second, w.first); }); } return;
            case 17:
            case 18:
            case 0: attempt([&] { engine_->message({.name = "m" + std::to_string(dice_.roll(2)), .variables = {{"x", dice_.roll(5)}}}); }); return;
            case 1: attempt([&] { engine_->signal("s" + std::to_string(dice_.roll(2))); }); return;
            case 2:
            case 3: if (const auto due = engine_->next_due()) attempt([&] { engine_->advance_to(*due); }); return;
            case 4: attempt([&] { engine_->set({{"x", dice_.roll(6)}}, engine_->instances().front()); }); return;
            case 5: if (!failed.empty()) { const auto f = any(failed); attempt([&] { engine_->retry(f.second, f.first); }); } return;
            case 6: if (!failed.empty()) { const auto f = any(failed); attempt([&] { engine_->complete(f.second, {}, f.first); }); } return;
            case 7: if (!waiting.empty() && dice_.one_in(3)) { const auto w = any(waiting); attempt([&] { engine_->error(w.second, "e0", w.first); }); } return;
            default: if (!waiting.empty()) { const auto w = any(waiting); attempt([&] { engine_->complete(w.second, {{"x", dice_.roll(6)}}, w.first); }); }
        }
    }

    Dice dice_;
    std::shared_ptr<const baton::Definition> definition_;
    bool saves_;
    std::optional<ProcessEngine> engine_;
    Run run_;
};

}  // namespace

namespace tests {

TEST_CASE("random processes keep their states whole, whatever interrupts them") {
    std::map<std::string, int> kinds, runs_with, events;
    std::map<std::string, unsigned> entered_in;
    int interruptions = 0, incidents = 0, ended = 0, deep = 0;
    const unsigned runs = tests::seeds(500);
    const char* one = std::getenv("BATON_TEST_SEED");
    for (unsigned seed = 1; seed <= runs; ++seed) {
        if (one != nullptr) seed = static_cast<unsigned>(std::strtoul(one, nullptr, 10));
        CAPTURE(seed);  // BATON_TEST_SEED=… runs it alone
        const RandomProcess model(seed);
        if (one != nullptr) std::cout << model.text();
        const auto definition = std::make_shared<const baton::Definition>(
            baton::bpmn::import_text(model.text(), "random", {.check = false}).definition);
        const Run plain = Driver(seed, definition, false).run();
        if (one != nullptr) std::cout << plain.history;
        CHECK(plain.problems == std::vector<std::string>());
        CHECK(Driver(seed, definition, false).run().history == plain.history);
        for (const auto& [kind, number] : model.kinds()) {
            kinds[kind] += number;
            ++runs_with[kind];
        }
        for (const baton::Node& n : definition->nodes) entered_in.try_emplace(kind_of(n), 0u);
        for (auto& [kind, number] : entered_in) number += plain.events.contains(kind + ": entered");
        for (const auto& [event, number] : plain.events) events[event] += number;
        interruptions += plain.interruptions;
        incidents += plain.incidents;
        ended += plain.ended;
        deep += model.deepest() >= 3;
        if (one != nullptr) return;
    }
    std::cout << runs << " random processes, " << deep << " nested at least three deep; " << ended << " instances ended, "
              << interruptions << " elements interrupted, " << incidents << " failures\n  elements by kind (in how many runs):";
    for (const auto& [kind, number] : kinds) std::cout << " " << kind << " " << number << " (" << runs_with[kind] << ")";
    std::cout << "\n  entered in so many runs:";
    for (const auto& [kind, number] : entered_in) std::cout << " " << kind << " " << number << ";";
    std::cout << "\n  steps:";
    for (const auto& [event, number] : events) std::cout << " " << event << " " << number << ";";
    std::cout << "\n";
    if (runs < 5000) return;  // few runs prove nothing of what is rare
    // Every kind in one run of a hundred at least.
    std::string rare;
    for (const auto& [kind, number] : entered_in)
        if (number * 100 < runs && kind != "boundary-event compensation")  // it is never entered: its handler is
            rare += kind + " " + std::to_string(number) + "; ";
    CHECK(rare == "");
    // And every way out of every kind.
    std::string missing;
    const auto must = [&](const std::string& kind, std::initializer_list<const char*> ways) {
        for (const char* way : ways)
            if (!events.contains(kind + ": " + way)) missing += kind + " " + way + "; ";
    };
    for (const char* kind : {"task", "manual-task", "send-task", "business-rule-task", "script-task"})
        for (const char* times : {"", "loop of ", "instances of "})
            must(std::string(times) + kind, {"entered", "completed"});
    for (const char* kind : {"service-task", "user-task", "receive-task"})
        for (const char* times : {"", "loop of ", "instances of "})
            must(std::string(times) + kind, {"entered", "completed", "waits", "failed", "terminated"});
    for (const char* kind : {"sub-process", "transaction", "call-activity"})
        for (const char* times : {"", "loop of ", "instances of "})
            must(std::string(times) + kind, {"entered", "completed", "terminated"});
    for (const char* kind : {"ad-hoc-sub-process", "event-sub-process"}) must(kind, {"entered", "completed", "terminated"});
    for (const char* kind : {"parallel-gateway", "inclusive-gateway", "complex-gateway", "event-gateway"})
        must(kind, {"entered", "completed", "waits", "terminated"});
    must("exclusive-gateway", {"entered", "completed", "failed"});
    for (const char* kind : {"message", "signal", "timer", "conditional", "multiple"})
        must("catch-event " + std::string(kind), {"entered", "completed", "waits", "terminated"});
    for (const char* kind : {"message", "signal", "timer", "conditional", "escalation"})
        for (const char* interrupts : {"", " not interrupting"})
            must("boundary-event " + std::string(kind) + interrupts, {"entered", "completed"});
    for (const char* kind : {"error", "cancel"}) must("boundary-event " + std::string(kind), {"entered", "completed"});
    for (const char* kind : {"none", "message", "signal", "escalation", "compensation", "link"})
        must("throw-event " + std::string(kind), {"entered", "completed"});
    for (const char* kind : {"none", "message", "signal", "escalation", "compensation", "error", "terminate", "cancel"})
        must("end-event " + std::string(kind), {"entered", "completed"});
    CHECK(missing == "");
}

TEST_CASE("random processes go on as if they had not been saved and loaded between any two steps") {
    const unsigned runs = tests::seeds(100);
    for (unsigned seed = 1; seed <= runs; ++seed) {
        CAPTURE(seed);
        const RandomProcess model(seed);
        const auto definition = std::make_shared<const baton::Definition>(
            baton::bpmn::import_text(model.text(), "random", {.check = false}).definition);
        const Run plain = Driver(seed, definition, false).run();
        const Run saved = Driver(seed, definition, true).run();
        CHECK(saved.problems == std::vector<std::string>());
        CHECK(saved.history == plain.history);
    }
}

}  // namespace tests
