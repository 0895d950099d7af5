// What faked tasks do when the engine runs their bodies.
#ifndef BATON_TESTING_SCENARIO_FAKES_HPP
#define BATON_TESTING_SCENARIO_FAKES_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/outcome.hpp"
#include "../runner/process_engine.hpp"
#include "scenario_file.hpp"
#include "scenario_time.hpp"

namespace baton::inline BATON_ABI::testing {

/// The memory of a case's faked tasks. It lives outside the engine, so that it survives one that is saved and loaded.
class FakedTasks {
public:
    /// The body of one activation: from where it stopped when it is asked again.
    core::Outcome run(const FakeActions& actions, runner::TaskContext& task) {
        const std::pair key{task.instance(), task.token()};
        try {
            return go_on(actions, task, key);
        } catch (const core::error& e) {
            problems_.push_back("the fake of " + task.node().id + ": " + e.what());
            forget(key);
            throw;
        }
    }
    /// What stands behind `wait`, when the task is about to be completed: logs, adds variables, and gives the error or
    /// failure by which it ends instead, if there is one.
    const FakeAction* after_wait(const FakeActions& actions, core::Variables& variables) {
        bool waited = false;
        for (const FakeAction& action : actions) {
            if (waited && action.kind == FakeAction::Kind::log) log_.push_back(action.text);
            if (waited && action.kind == FakeAction::Kind::set)
                variables.insert(variables.end(), action.variables.begin(), action.variables.end());
            if (waited && (action.kind == FakeAction::Kind::error || action.kind == FakeAction::Kind::fail))
                return &action;
            waited = waited || action.kind == FakeAction::Kind::wait;
        }
        return nullptr;
    }

    [[nodiscard]] const std::vector<std::string>& log() const { return log_; }
    void shorten_log(std::size_t size) { log_.resize(size); }
    /// Expressions and assignments that could not be done: they look like failures of the model.
    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

private:
    using Key = std::pair<std::uint64_t, std::uint64_t>;
    struct Activation {
        std::size_t next = 0;
        std::optional<core::instant> until;
        bool waits = false;
    };

    core::Outcome go_on(const FakeActions& actions, runner::TaskContext& task, const Key& key) {
        using Kind = FakeAction::Kind;
        Activation& a = activations_[key];
        if (a.waits) return core::pending_word{};
        if (a.until && task.now() < *a.until) return core::waiting_word{}(*a.until);
        a.until.reset();
        while (a.next < actions.size()) {
            const FakeAction& action = actions[a.next++];
            switch (action.kind) {
                case Kind::log: log_.push_back(action.text); break;
                case Kind::log_if:
                    if (task.evaluate({"", action.when}).is_true()) log_.push_back(action.text);
                    break;
                case Kind::set:
                    for (const auto& [name, value] : action.variables) task.set(name, value);
                    break;
                case Kind::evaluate:
                    for (const auto& [name, expression] : action.expressions)
                        task.set(name, task.evaluate({"", expression}));
                    break;
                case Kind::takes:
                    if (action.takes == Period{}) break;
                    a.until = after(task.now(), action.takes);
                    return core::waiting_word{}(*a.until);
                case Kind::wait: a.waits = true; return core::pending_word{};
                case Kind::error: forget(key); return core::error_word{}(action.text);
                case Kind::fail: forget(key); return core::failed_word{}(action.text);
                case Kind::escalate:
                    task.escalate(action.text);
                    if (!task.interrupted()) break;
                    forget(key);
                    return core::done_word{};
            }
        }
        forget(key);
        return core::done_word{};
    }
    void forget(const Key& key) { activations_.erase(key); }

    std::map<Key, Activation> activations_;
    std::vector<std::string> log_, problems_;
};

}  // namespace baton::inline BATON_ABI::testing

#endif
