// Scenario files as data, and how they are read: strictly. docs/scenarios.md describes the format.
#ifndef BATON_TESTING_SCENARIO_FILE_HPP
#define BATON_TESTING_SCENARIO_FILE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"
#include "manual_clock.hpp"
#include "scenario_place.hpp"
#include "scenario_time.hpp"
#include "scenario_value.hpp"

namespace baton::inline BATON_ABI::testing {

/// The format that this version reads.
inline constexpr int scenario_format = 1;

/// One thing that a faked task does.
struct FakeAction {
    enum class Kind : std::uint8_t { log, log_if, set, evaluate, takes, wait, error, escalate, fail };
    Kind kind = Kind::log;
    /// What is logged, the code of the error or escalation, or why it fails.
    std::string text;
    /// log_if: the condition.
    std::string when;
    core::Variables variables;
    /// evaluate: variables and the expressions for them.
    std::vector<std::pair<std::string, std::string>> expressions;
    Period takes;
};
using FakeActions = std::vector<FakeAction>;
/// By the id of the task.
using Fakes = std::map<std::string, FakeActions, std::less<>>;

/// How many of what, by id or name; "*": in all.
using Counts = std::vector<std::pair<std::string, std::size_t>>;

/// What must be true.
struct Expectation {
    struct Passed {
        std::string id;
        /// At least once where nothing is said.
        std::optional<std::size_t> times;
    };
    using Names = std::vector<std::string>;
    /// Whom the keys speak of; empty: the first instance of the case.
    std::string instance;
    bool refused = false, refused_or_failed = false;
    /// One of these; empty: not looked at.
    Names status;
    std::optional<std::string> error, incident;
    std::optional<Names> log, log_in_order, not_passed, in_order, waiting, overlap;
    std::vector<Passed> passed;
    core::Variables variables;
    Counts instances, tasks, timers, subscriptions, alive;
};

struct ScenarioStep {
    enum class Kind : std::uint8_t {
        start,
        message,
        signal,
        complete,
        error,
        fail,
        retry,
        set,
        advance,
        cancel,
        expect
    };
    Kind kind = Kind::start;
    /// The word and what it is done to, for reports: "complete pay".
    std::string title;
    /// Process, message, signal, task, code, reason or instance.
    std::string text;
    /// error, fail: the task.
    std::string at;
    std::string key, as, instance;
    core::Variables variables;
    /// advance; nullopt: to the next timer.
    std::optional<Period> period;
    Expectation expectation;
    bool rejected = false;
};

struct ScenarioCase {
    std::string name, feature;
    /// Those of the file, and its own in place of them.
    Fakes fakes;
    std::vector<std::string> compatibility;
    core::instant now = ManualClock::start;
    std::vector<ScenarioStep> steps;
    Expectation expect;
};

struct ScenarioFile {
    std::string path;
    /// Paths, the folder of the file put before those that are relative.
    std::vector<std::string> models;
    std::vector<ScenarioCase> cases;
};

namespace detail {

inline std::vector<std::string> texts(const ScenarioPlace& place) {
    std::vector<std::string> all;
    for (const ScenarioPlace& e : place.list()) all.push_back(e.text());
    return all;
}
inline core::Variables variables_at(const ScenarioPlace& place) {
    place.members([](const std::string&, const ScenarioPlace&) {});
    return variables_from(place.json());
}
inline Period period_at(const ScenarioPlace& place) {
    const std::optional<Period> period = period_from_text(place.text());
    if (!period) place.wrong("a duration such as PT10S");
    return *period;
}

inline FakeAction read_action(const ScenarioPlace& place) {
    using Kind = FakeAction::Kind;
    FakeAction action;
    std::size_t words = 0;
    place.members([&](const std::string& word, const ScenarioPlace& at) {
        ++words;
        if (word == "log") {
            action = {Kind::log, at.text(), {}, {}, {}, {}};
        } else if (word == "log_if") {
            action.kind = Kind::log_if;
            bool when = false, text = false;
            at.members([&](const std::string& key, const ScenarioPlace& value) {
                if (key == "when") {
                    when = true;
                    action.when = value.text();
                } else if (key == "text") {
                    text = true;
                    action.text = value.text();
                } else {
                    value.unknown({"when", "text"});
                }
            });
            if (!when || !text) at.wrong("an object with when and text");
        } else if (word == "set") {
            action.kind = Kind::set;
            action.variables = variables_at(at);
        } else if (word == "evaluate") {
            action.kind = Kind::evaluate;
            at.members([&](const std::string& name, const ScenarioPlace& expression) {
                action.expressions.emplace_back(name, expression.text());
            });
        } else if (word == "takes") {
            action.kind = Kind::takes;
            action.takes = period_at(at);
        } else if (word == "wait") {
            action.kind = Kind::wait;
            if (!at.truth()) at.wrong("true");
        } else if (word == "error") {
            action = {Kind::error, at.text(), {}, {}, {}, {}};
        } else if (word == "escalate") {
            action = {Kind::escalate, at.text(), {}, {}, {}, {}};
        } else if (word == "fail") {
            action = {Kind::fail, at.text(), {}, {}, {}, {}};
        } else {
            at.unknown({"log", "log_if", "set", "evaluate", "takes", "wait", "error", "escalate", "fail"});
        }
    });
    if (words != 1) place.fail("an action has exactly one word");
    return action;
}

/// What follows `wait` is done when the task is completed from outside: before it leaves, where the task cannot be
/// asked any more.
inline bool can_follow_wait(FakeAction::Kind kind) {
    return kind == FakeAction::Kind::log || kind == FakeAction::Kind::set || kind == FakeAction::Kind::error ||
           kind == FakeAction::Kind::fail;
}

inline void read_fakes(const ScenarioPlace& place, Fakes& fakes) {
    place.members([&](const std::string& task, const ScenarioPlace& at) {
        FakeActions actions;
        bool waits = false;
        for (const ScenarioPlace& e : at.list()) {
            actions.push_back(read_action(e));
            if (waits && !can_follow_wait(actions.back().kind)) e.fail("only log, set, error and fail can follow wait");
            waits = waits || actions.back().kind == FakeAction::Kind::wait;
        }
        fakes[task] = std::move(actions);
    });
}

inline void read_counts(const ScenarioPlace& place, Counts& counts) {
    place.members(
        [&](const std::string& name, const ScenarioPlace& at) { counts.emplace_back(name, at.natural_number()); });
}

inline std::vector<std::string> read_status(const ScenarioPlace& place) {
    std::vector<std::string> all;
    const auto add = [&](const ScenarioPlace& at) {
        const std::string& word = at.text();
        if (word != "completed" && word != "waiting" && word != "failed" && word != "cancelled")
            at.wrong("completed, waiting, failed or cancelled");
        all.push_back(word);
    };
    if (!place.json().is_array()) {
        add(place);
        return all;
    }
    for (const ScenarioPlace& e : place.list()) add(e);
    if (all.empty()) place.wrong("at least one status");
    return all;
}

inline Expectation::Passed read_passed(const ScenarioPlace& place) {
    if (place.json().is_string()) return {place.text(), std::nullopt};
    Expectation::Passed passed;
    bool id = false;
    place.members([&](const std::string& key, const ScenarioPlace& at) {
        if (key == "id") {
            id = true;
            passed.id = at.text();
        } else if (key == "times") {
            passed.times = at.natural_number();
        } else {
            at.unknown({"id", "times"});
        }
    });
    if (!id) place.wrong("an id, or an object with an id");
    return passed;
}

inline Expectation read_expectation(const ScenarioPlace& place, const std::set<std::string>& named, bool at_the_end) {
    Expectation e;
    place.members([&](const std::string& key, const ScenarioPlace& at) {
        if (key == "instance") {
            e.instance = at.one_of(named, "an instance named by `as` before");
        } else if (at_the_end && key == "refused") {
            e.refused = at.truth();
        } else if (at_the_end && key == "refused_or_failed") {
            e.refused_or_failed = at.truth();
        } else if (key == "status") {
            e.status = read_status(at);
        } else if (key == "error") {
            e.error = at.text();
        } else if (key == "incident") {
            e.incident = at.text();
        } else if (key == "log") {
            e.log = texts(at);
        } else if (key == "log_in_order") {
            e.log_in_order = texts(at);
        } else if (key == "passed") {
            for (const ScenarioPlace& p : at.list()) e.passed.push_back(read_passed(p));
        } else if (key == "not_passed") {
            e.not_passed = texts(at);
        } else if (key == "in_order") {
            e.in_order = texts(at);
        } else if (key == "waiting") {
            e.waiting = texts(at);
        } else if (key == "overlap") {
            e.overlap = texts(at);
            if (e.overlap->size() != 2) at.wrong("two ids");
        } else if (key == "variables") {
            e.variables = variables_at(at);
        } else if (key == "instances") {
            read_counts(at, e.instances);
        } else if (key == "tasks") {
            read_counts(at, e.tasks);
        } else if (key == "timers") {
            read_counts(at, e.timers);
            for (const auto& [name, count] : e.timers)
                if (name != "*") at.fail("timers are counted in all: \"*\"");
        } else if (key == "subscriptions") {
            read_counts(at, e.subscriptions);
        } else if (key == "alive") {
            read_counts(at, e.alive);
        } else if (key == "refused" || key == "refused_or_failed") {
            at.fail("whether deploying is refused is said at the end of the case");
        } else {
            at.unknown({"instance", "refused", "refused_or_failed", "status", "error", "incident", "log", "passed",
                        "log_in_order", "waiting", "overlap", "not_passed", "variables", "tasks", "subscriptions",
                        "timers", "instances", "in_order", "alive"});
        }
    });
    return e;
}

/// The words that make a step, and the keys that may stand beside each.
struct StepWord {
    std::string_view word;
    ScenarioStep::Kind kind;
    std::vector<std::string_view> beside;
};
inline const std::vector<StepWord>& step_words() {
    using Kind = ScenarioStep::Kind;
    static const std::vector<StepWord> words{{"start", Kind::start, {"variables", "as", "rejected"}},
                                             {"message", Kind::message, {"key", "variables", "rejected"}},
                                             {"signal", Kind::signal, {"variables", "rejected"}},
                                             {"complete", Kind::complete, {"variables", "instance", "rejected"}},
                                             {"fail", Kind::fail, {"at", "instance", "rejected"}},
                                             {"error", Kind::error, {"at", "instance", "rejected"}},
                                             {"retry", Kind::retry, {"instance", "rejected"}},
                                             {"set", Kind::set, {"instance", "rejected"}},
                                             {"advance", Kind::advance, {"rejected"}},
                                             {"cancel", Kind::cancel, {"rejected"}},
                                             {"expect", Kind::expect, {}}};
    return words;
}

inline const StepWord& word_of(const ScenarioPlace& place) {
    std::vector<std::string_view> all;
    const StepWord* found = nullptr;
    for (const StepWord& w : step_words()) {
        all.push_back(w.word);
        if (!place.json().is_object() || !place.json().contains(std::string(w.word))) continue;
        if (found != nullptr)
            place.fail("this step has two words, " + std::string(found->word) + " and " + std::string(w.word));
        found = &w;
    }
    if (found != nullptr) return *found;
    std::string words;
    for (const std::string_view w : all) words.append(words.empty() ? "" : ", ").append(w);
    place.members([&](const std::string&, const ScenarioPlace& at) { at.unknown(all); });
    place.fail("a step has one of the words " + words);
}

inline ScenarioStep read_step(const ScenarioPlace& place, std::set<std::string>& named) {
    using Kind = ScenarioStep::Kind;
    const StepWord& word = word_of(place);
    ScenarioStep step;
    step.kind = word.kind;
    step.title = word.word;
    bool has_at = false;
    place.members([&](const std::string& key, const ScenarioPlace& at) {
        const bool beside = std::find(word.beside.begin(), word.beside.end(), key) != word.beside.end();
        if (key == word.word) {
            if (step.kind == Kind::expect) {
                step.expectation = read_expectation(at, named, false);
            } else if (step.kind == Kind::set) {
                step.variables = variables_at(at);
            } else {
                step.text = at.text();
                step.title.append(" ").append(step.text.empty() ? "\"\"" : step.text);
            }
            if (step.kind == Kind::advance && step.text != "next") step.period = period_at(at);
            if (step.kind == Kind::cancel) static_cast<void>(at.one_of(named, "an instance named by `as` before"));
        } else if (!beside) {
            std::vector<std::string_view> known = word.beside;
            known.push_back(word.word);
            at.unknown(known);
        } else if (key == "variables") {
            step.variables = variables_at(at);
        } else if (key == "as") {
            step.as = at.text();
            if (!named.insert(step.as).second) at.fail("two instances are named " + step.as);
        } else if (key == "instance") {
            step.instance = at.one_of(named, "an instance named by `as` before");
        } else if (key == "key") {
            step.key = at.text();
        } else if (key == "at") {
            has_at = true;
            step.at = at.text();
        } else {
            step.rejected = at.truth();
        }
    });
    if ((step.kind == Kind::error || step.kind == Kind::fail) && !has_at) place.fail("the task is missing: \"at\"");
    return step;
}

inline ScenarioCase read_case(const ScenarioPlace& place, const Fakes& shared) {
    ScenarioCase c;
    c.fakes = shared;
    std::set<std::string> named;
    std::optional<ScenarioPlace> expect;  // read last: it may speak of instances that steps name
    place.members([&](const std::string& key, const ScenarioPlace& at) {
        if (key == "name") {
            c.name = at.text();
        } else if (key == "feature") {
            c.feature = at.text();
        } else if (key == "fakes") {
            read_fakes(at, c.fakes);
        } else if (key == "compatibility") {
            for (const ScenarioPlace& e : at.list())
                c.compatibility.push_back(
                    e.one_of({"multi-instance-events-do-not-interrupt", "catch-cycle-repeats"}, "a known deviation"));
        } else if (key == "now") {
            const std::optional<core::instant> now = time_from_text(at.text());
            if (!now) at.wrong("a time such as 2030-01-01T00:00:00Z");
            c.now = *now;
        } else if (key == "steps") {
            for (const ScenarioPlace& e : at.list()) c.steps.push_back(read_step(e, named));
        } else if (key == "expect") {
            expect = at;
        } else if (key == "about" || key == "why" || key == "disputed") {
            static_cast<void>(at.text());
        } else {
            at.unknown(
                {"name", "feature", "fakes", "compatibility", "now", "steps", "expect", "about", "why", "disputed"});
        }
    });
    if (expect) c.expect = read_expectation(*expect, named, true);
    return c;
}

}  // namespace detail

/// Whether the text is that of a scenario file at all: a JSON object with the key "scenarios".
inline bool is_scenario_text(const std::string& text) {
    const ScenarioJson json = ScenarioJson::parse(text, nullptr, false);
    return json.is_object() && json.contains("scenarios");
}

/// Reads a scenario file. BTN701 names the file, the case and the place in the JSON; BTN222.
inline ScenarioFile read_scenario_text(const std::string& text, const std::string& path) {
    const auto source = std::make_shared<ScenarioSource>(ScenarioSource{path, {}});
    const ScenarioJson json = parse_scenario_json(text, *source);
    const ScenarioPlace root(json, "", source.get());
    if (!json.is_object() || !json.contains("scenarios"))
        root.fail("it is no scenario file: the key scenarios is missing");
    if (json["scenarios"] != scenario_format)
        root.at("scenarios").fail("this version reads format " + std::to_string(scenario_format));

    ScenarioFile file;
    file.path = path;
    Fakes fakes;
    const std::string folder = path.find('/') == std::string::npos ? "" : path.substr(0, path.rfind('/') + 1);
    root.members([&](const std::string& key, const ScenarioPlace& at) {
        if (key == "models") {
            for (const ScenarioPlace& e : at.list())
                file.models.push_back(e.text().starts_with('/') ? e.text() : folder + e.text());
        } else if (key == "fakes") {
            detail::read_fakes(at, fakes);
        } else if (key == "about" || key == "why" || key == "disputed") {
            static_cast<void>(at.text());
        } else if (key == "scenarios" || key == "cases") {
            return;
        } else {
            at.unknown({"scenarios", "models", "fakes", "cases", "about", "why", "disputed"});
        }
    });
    if (file.models.empty()) root.fail("there are no models");
    if (!json.contains("cases")) root.fail("there are no cases");
    std::set<std::string> names;
    for (const ScenarioPlace& e : root.at("cases").list()) {
        if (!e.json().is_object() || !e.json().contains("name")) e.fail("a case has a name");
        source->case_name = e.at("name").text();
        if (!names.insert(source->case_name).second) e.at("name").fail("two cases have this name");
        file.cases.push_back(detail::read_case(e, fakes));
        source->case_name.clear();
    }
    return file;
}
inline ScenarioFile read_scenario_file(const std::string& path) {
    return read_scenario_text(core::read_file(path), path);
}

}  // namespace baton::inline BATON_ABI::testing

#endif
