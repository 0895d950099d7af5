// Runs scenario files on a ProcessEngine. How models are read is passed in; scenario.hpp reads BPMN.
#ifndef BATON_TESTING_SCENARIO_RUN_HPP
#define BATON_TESTING_SCENARIO_RUN_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "../runner/process_engine.hpp"
#include "scenario_check.hpp"
#include "scenario_fakes.hpp"
#include "scenario_file.hpp"
#include "scenario_record.hpp"
#include "scenario_time.hpp"

namespace baton::inline BATON_ABI::testing {

struct ScenarioOptions {
    /// Reads a model; throws baton::error when the model is to be refused.
    std::function<core::Definition(const std::string& path)> loader;
    /// After every step the engine is saved, and another that has loaded the text takes its place.
    bool save_between_steps = false;
    /// Only cases with this text in their name, feature or file.
    std::string only;
};

struct CaseResult {
    std::string file, name, feature;
    bool passed = false;
    /// "step 3 (complete pay), waiting: expected [a], seen [b]".
    std::vector<std::string> failures;
};

/// The models of a file, read once for all of its cases; or why they are refused.
struct ScenarioModels {
    Models models;
    std::string refusal;
    /// A file that is not there is no refusal.
    std::string problem;
};

inline ScenarioModels load_models(const ScenarioFile& file, const ScenarioOptions& options) {
    ScenarioModels loaded;
    for (const std::string& path : file.models) try {
            loaded.models.push_back(std::make_shared<const core::Definition>(options.loader(path)));
        } catch (const core::error& e) {
            std::string& why = e.code() == core::error_code::the_file_cannot_be_used ? loaded.problem : loaded.refusal;
            why.append(why.empty() ? "" : "\n").append(e.what());
        }
    return loaded;
}

/// One case: an engine, fakes, and what has happened. Used once.
class ScenarioRun {
public:
    ScenarioRun(const ScenarioCase& scenario, const ScenarioModels& models, bool save_between_steps)
        : case_(scenario), models_(models), saves_(save_between_steps) {}
    ScenarioRun(const ScenarioRun&) = delete;
    ScenarioRun& operator=(const ScenarioRun&) = delete;

    /// What is not as expected.
    std::vector<std::string> run() {
        try {
            run_case();
        } catch (const std::exception& e) {
            failures_.push_back(place_ + ": " + e.what());
        }
        if (!failures_.empty()) failures_.insert(failures_.end(), fakes_.problems().begin(), fakes_.problems().end());
        return std::move(failures_);
    }

private:
    void run_case() {
        if (!models_.problem.empty()) {
            failures_.push_back(models_.problem);
            return;
        }
        std::string refusal = models_.refusal;
        if (refusal.empty()) {
            check_fakes();
            try {
                engine_ = deployed(case_.now);
            } catch (const core::error& e) {
                refusal = e.what();
            }
        }
        if (!refusal.empty()) {
            if (!case_.expect.refused && !case_.expect.refused_or_failed)
                failures_.push_back("expected the models to be deployed, seen " + refusal);
            return;
        }
        if (case_.expect.refused) {
            failures_.emplace_back("expected the models to be refused, seen them deployed");
            return;
        }
        for (std::size_t i = 0; i < case_.steps.size(); ++i) {
            place_ = "step " + std::to_string(i + 1) + " (" + case_.steps[i].title + ")";
            if (!do_step(case_.steps[i])) return;
            if (saves_) save_and_load();
        }
        place_ = "at the end";
        check(case_.expect);
    }

    /// A fake of a task that is not there stands in for nothing.
    void check_fakes() {
        for (const auto& [task, actions] : case_.fakes)
            if (const std::string problem = unknown_element(models_.models, task); !problem.empty())
                failures_.push_back("fakes: " + problem);
    }

    std::unique_ptr<runner::ProcessEngine> deployed(core::instant now) {
        runner::ProcessOptions options;
        options.unbound = runner::Unbound::complete;
        options.compatibility = case_.compatibility;
        options.now = now;
        auto engine = std::make_unique<runner::ProcessEngine>(std::move(options));
        engine->bind([this](const core::Definition&, const core::Node& node) -> runner::TaskBody {
            const auto fake = case_.fakes.find(node.id);
            if (fake == case_.fakes.end()) return {};
            return [this, &actions = fake->second](runner::TaskContext& task) { return fakes_.run(actions, task); };
        });
        engine->observe([this](const runner::ProcessEvent& e) { record_.add(e); });
        engine->deploy(models_.models);
        return engine;
    }
    void save_and_load() {
        const std::string text = engine_->save();
        auto other = deployed(engine_->now());
        other->load(text);
        engine_ = std::move(other);
        if (engine_->save() != text) failures_.push_back(place_ + ": saved and loaded, it is saved as another text");
    }

    /// 0 when nothing is said.
    [[nodiscard]] std::uint64_t named(const std::string& name) const {
        if (name.empty()) return 0;
        const auto at = names_.find(name);
        if (at == names_.end())
            throw core::error(core::error_code::nothing_waits_there, "instance " + name, "it was not started");
        return at->second;
    }
    void check(const Expectation& e) {
        const std::vector<std::uint64_t> all = engine_->instances();
        const std::uint64_t instance = !e.instance.empty() ? named(e.instance) : all.empty() ? 0 : all.front();
        ScenarioCheck(*engine_, models_.models, record_, fakes_, place_, failures_).check(e, instance);
    }

    /// False when the case cannot go on.
    bool do_step(const ScenarioStep& step) {
        const std::string before = step.rejected ? engine_->save() : std::string();
        const std::size_t logged = fakes_.log().size();
        try {
            act(step);
        } catch (const core::error& e) {
            fakes_.shorten_log(logged);
            if (!step.rejected) {
                failures_.push_back(place_ + ": expected to be done, seen " + e.what());
                return false;
            }
            if (engine_->save() != before)
                failures_.push_back(place_ + ": expected to change nothing, seen another state after " + e.what());
            return true;
        }
        if (step.rejected) failures_.push_back(place_ + ": expected to be rejected, seen done");
        return true;
    }
    void act(const ScenarioStep& step) {
        using Kind = ScenarioStep::Kind;
        const std::uint64_t instance = named(step.instance);
        switch (step.kind) {
            case Kind::start: {
                const std::uint64_t id = engine_->start(step.text, step.variables);
                if (!step.as.empty()) names_[step.as] = id;
                break;
            }
            case Kind::message:
                engine_->message(
                    {.name = step.text, .key = step.key, .variables = step.variables, .id = {}, .time_to_live = {}});
                break;
            case Kind::signal: engine_->signal(step.text, step.variables); break;
            case Kind::complete: complete(step, instance); break;
            case Kind::error: engine_->error(step.at, step.text, instance); break;
            case Kind::fail: engine_->fail(step.at, step.text, instance); break;
            case Kind::retry: engine_->retry(step.text, instance); break;
            case Kind::set: engine_->set(step.variables, instance != 0 ? instance : first_alive()); break;
            case Kind::advance: advance(step); break;
            case Kind::cancel: engine_->cancel(named(step.text)); break;
            case Kind::expect: check(step.expectation); break;
        }
    }
    void complete(const ScenarioStep& step, std::uint64_t instance) {
        const auto fake = case_.fakes.find(step.text);
        core::Variables variables = step.variables;
        const FakeAction* instead = nullptr;
        if (fake != case_.fakes.end() && waits_at(step.text, instance))
            instead = fakes_.after_wait(fake->second, variables);
        if (instead == nullptr)
            engine_->complete(step.text, std::move(variables), instance);
        else if (instead->kind == FakeAction::Kind::error)
            engine_->error(step.text, instead->text, instance);
        else
            engine_->fail(step.text, instead->text, instance);
    }
    [[nodiscard]] bool waits_at(const std::string& task, std::uint64_t instance) const {
        for (const std::uint64_t id : engine_->instances()) {
            if (instance != 0 && id != instance) continue;
            const std::vector<std::string> waiting = engine_->info(id).waiting;
            if (std::find(waiting.begin(), waiting.end(), task) != waiting.end()) return true;
        }
        return false;
    }
    void advance(const ScenarioStep& step) {
        std::optional<core::instant> to = engine_->next_due();
        if (step.period)
            to = after(engine_->now(), *step.period);
        else if (!to)
            throw core::error(core::error_code::nothing_waits_there, "advance", "no timer is armed");
        engine_->advance_to(*to);
    }
    [[nodiscard]] std::uint64_t first_alive() const {
        for (const std::uint64_t id : engine_->instances())
            if (engine_->info(id).status == engine::Status::running) return id;
        return 0;
    }

    const ScenarioCase& case_;
    const ScenarioModels& models_;
    bool saves_;
    FakedTasks fakes_;
    ScenarioRecord record_;
    std::map<std::string, std::uint64_t> names_;
    std::string place_ = "deploying";
    std::vector<std::string> failures_;
    std::unique_ptr<runner::ProcessEngine> engine_;
};

inline CaseResult run_scenario_case(const ScenarioFile& file, const ScenarioCase& scenario,
                                    const ScenarioModels& models, const ScenarioOptions& options) {
    CaseResult result{file.path, scenario.name, scenario.feature, false, {}};
    result.failures = ScenarioRun(scenario, models, options.save_between_steps).run();
    result.passed = result.failures.empty();
    return result;
}

/// Precondition: options.loader is set.
inline std::vector<CaseResult> run_scenarios(const ScenarioFile& file, const ScenarioOptions& options) {
    const auto chosen = [&](const ScenarioCase& c) {
        return options.only.empty() || c.name.find(options.only) != std::string::npos ||
               c.feature.find(options.only) != std::string::npos || file.path.find(options.only) != std::string::npos;
    };
    std::vector<CaseResult> results;
    if (std::none_of(file.cases.begin(), file.cases.end(), chosen)) return results;
    const ScenarioModels models = load_models(file, options);
    for (const ScenarioCase& c : file.cases)
        if (chosen(c)) results.push_back(run_scenario_case(file, c, models, options));
    return results;
}

}  // namespace baton::inline BATON_ABI::testing

#endif
