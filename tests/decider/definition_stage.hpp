// Runs a Definition as a decider on the backend of a case, and in a ProcessEngine to compare.
#ifndef TESTS_DECIDER_DEFINITION_STAGE_HPP
#define TESTS_DECIDER_DEFINITION_STAGE_HPP

#include <algorithm>
#include <baton/decider/definition_workflow.hpp>
#include <baton/process.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "places.hpp"

namespace definition_tests {

using namespace baton;
using namespace baton::decider;

using Work = std::map<std::string, std::function<ActivityReturn(const Value& input)>>;
using Shared = std::shared_ptr<const Definition>;

inline Shared shared(Definition d) { return std::make_shared<const Definition>(std::move(d)); }
inline Value object(Value::Object members) { return Value(std::move(members)); }
inline std::int64_t number(const Value& input, const char* name) {
    const Value* value = input.find(name);
    return value == nullptr || value->integer() == nullptr ? -1 : *value->integer();
}

/// What a decision does and to what, without what Amazon SWF does not give back.
inline std::string word_for(const Decision& d) {
    std::string word(type_of(d));
    if (const auto* a = std::get_if<ScheduleActivity>(&d)) word += " " + a->activity + " " + a->id;
    if (const auto* t = std::get_if<Timer>(&d)) word += " " + t->id;
    if (const auto* c = std::get_if<CancelActivity>(&d)) word += " " + c->id;
    if (const auto* c = std::get_if<CancelTimer>(&d)) word += " " + c->id;
    if (const auto* c = std::get_if<StartChildProcess>(&d)) word += " " + c->workflow + " " + c->id;
    if (const auto* s = std::get_if<SignalExternalProcess>(&d)) word += " " + s->signal.name;
    return word;
}

/// One program that decides and works.
struct Stage {
    const Place& place;
    Shared definition;
    std::vector<std::string> said;
    Manager manager;
    DecisionWorker decider;
    ActivityWorker worker;

    Stage(const Place& on, Shared d, const Work& work, DefinitionOptions options = {})
        : place(on),
          definition(std::move(d)),
          manager(on.backend),
          decider(manager, {.log = [this](std::string_view line) { said.emplace_back(line); }}),
          worker(manager, {.log = [this](std::string_view line) { said.emplace_back(line); }}) {
        add_definition(manager, definition, options);
        for (const auto& [name, function] : work) {
            const auto f = function;
            manager.add_function({.name = name}, [f](const Value& input) { return f(input); });
        }
    }
    /// Until nothing is left to do now.
    void run() {
        for (bool some = true; some;) {
            some = false;
            while (decider.step()) some = true;
            while (worker.step()) some = true;
        }
        CHECK(said == std::vector<std::string>{});
    }
    void decide() {
        while (decider.step()) {}
    }
    std::string start(const std::string& workflow, Value::Object variables = {}) {
        const std::string id = manager.start_process({.workflow = workflow, .input = object(std::move(variables))});
        run();
        return id;
    }
    void signal(const std::string& id, const std::string& name, Value data = {}) {
        manager.signal_process(id, {name, std::move(data)});
        run();
    }
    void advance(duration by) {
        place.advance(by);
        run();
    }
    [[nodiscard]] Process process(const std::string& id) const { return manager.process_by_id(id); }
    [[nodiscard]] DefinitionWorkflow workflow(const std::string& name) const {
        return DefinitionWorkflow(definition, {.process = name});
    }
    [[nodiscard]] DefinitionState state(const std::string& id) const {
        const Process p = process(id);
        return workflow(p.workflow).state_of(p);
    }
    /// The result of a process that completed.
    [[nodiscard]] Value result(const std::string& id) const {
        const Process p = process(id);
        REQUIRE(p.result);
        INFO(to_json(*p.result).dump());
        REQUIRE(std::holds_alternative<ProcessCompleted>(*p.result));
        return std::get<ProcessCompleted>(*p.result).result;
    }
    /// Each decision of the history is made again from what was known then, and no other.
    void check_replay(const std::string& id, const DefinitionOptions& options = {}) const {
        const Process whole = process(id);
        DefinitionOptions of_process = options;
        of_process.process = whole.workflow;
        DefinitionWorkflow again(definition, of_process);
        for (std::size_t i = 0; i < whole.history.size(); ++i) {
            if (whole.history[i].as<DecisionStarted>() == nullptr) continue;
            std::vector<std::string> made, decided;
            std::size_t end = i + 1;
            for (; end < whole.history.size() && whole.history[end].as<DecisionStarted>() == nullptr; ++end) {
                if (const auto* m = whole.history[end].as<DecisionMade>()) made.push_back(word_for(m->decision));
                if (const auto* f = whole.history[end].as<DecisionFailed>(); f != nullptr && is_closing(f->decision))
                    made.push_back(word_for(f->decision));
            }
            Process prefix = whole;
            prefix.result.reset();
            prefix.history = {};
            for (std::size_t n = 0; n <= i; ++n) prefix.history.push_back(whole.history[n]);
            for (const Decision& d : again.decide(prefix).of(prefix)) decided.push_back(word_for(d));
            std::sort(made.begin(), made.end());
            std::sort(decided.begin(), decided.end());
            INFO("before event " << whole.history[i].id << " of " << to_json(whole).dump());
            CHECK(decided == made);
        }
    }
};

/// The same in a ProcessEngine, where the activities are bodies.
struct InEngine {
    ProcessEngine engine;
    std::uint64_t id = 0;

    InEngine(const Shared& d, const Work& work, const std::string& process, Value::Object variables) {
        engine.bind([work](const Definition&, const Node& n) -> TaskBody {
            const auto at = work.find(runner::detail::topic_of(n));
            if (at == work.end()) return {};
            const auto f = at->second;
            return [f](TaskContext& task) -> Outcome {
                try {
                    const auto result = f(object(task.variables())).report(true);
                    if (const auto* failed = std::get_if<ActivityFailed>(&*result)) throw *failed;
                    const Value value = std::get<ActivityCompleted>(*result).result;
                    if (value.object() != nullptr)
                        for (const auto& [name, v] : *value.object()) task.set(name, v);
                } catch (const ActivityFailed& failed) {
                    if (const auto code = bpmn_error_code(failed.reason))
                        return baton::bpmn_error(*code, failed.details);
                    return baton::failed(failed.reason);
                }
                return done;
            };
        });
        engine.deploy({d});
        id = engine.start(process, std::move(variables));
    }
    /// The outcome is the same: variables, and how often each element was completed.
    void check_same(const Stage& stage, const std::string& process) {
        CHECK(object(stage.state(process).variables) == object(engine.variables(id)));
        check_passed(stage, process);
    }
    void check_passed(const Stage& stage, const std::string& process) {
        const DefinitionState decided = stage.state(process);
        CHECK(decided.status == engine.info(id).status);
        for (const Node& n : stage.definition->nodes) {
            INFO(n.id);
            const auto at = decided.passed.find(n.id);
            CHECK((at == decided.passed.end() ? 0 : at->second) == engine.passed(id, n.id));
        }
    }
};

}  // namespace definition_tests

#endif
