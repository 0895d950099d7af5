// Compares what a scenario expects with how its instances stand.
#ifndef BATON_TESTING_SCENARIO_CHECK_HPP
#define BATON_TESTING_SCENARIO_CHECK_HPP

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
#include "../core/definition.hpp"
#include "../core/nearest.hpp"
#include "../runner/process_engine.hpp"
#include "scenario_fakes.hpp"
#include "scenario_file.hpp"
#include "scenario_record.hpp"
#include "scenario_value.hpp"

namespace baton::inline BATON_ABI::testing {

using Models = std::vector<std::shared_ptr<const core::Definition>>;

namespace detail {

inline std::string list_text(const std::vector<std::string>& names) {
    std::string text = "[";
    for (const std::string& n : names) text.append(text.size() == 1 ? "" : ", ").append(n);
    return text + "]";
}
inline std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}
inline std::size_t count_of(const std::vector<std::string>& names, const std::string& name) {
    if (name == "*") return names.size();
    return static_cast<std::size_t>(std::count(names.begin(), names.end(), name));
}

}  // namespace detail

/// Why an id that a scenario names is none of these models, or nothing.
inline std::string unknown_element(const Models& models, const std::string& id) {
    std::vector<std::string_view> ids;
    for (const auto& model : models)
        for (const core::Node& n : model->nodes) ids.push_back(n.id);
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) return {};
    return "no element has the id " + id + core::did_you_mean(id, ids);
}

/// One check of a case: it adds a line to `failures` for everything that is not as expected.
class ScenarioCheck {
public:
    ScenarioCheck(const runner::ProcessEngine& engine, const Models& models, const ScenarioRecord& record,
                  const FakedTasks& fakes, std::string place, std::vector<std::string>& failures)
        : engine_(engine),
          models_(models),
          record_(record),
          fakes_(fakes),
          place_(std::move(place)),
          failures_(failures) {
        for (const std::uint64_t id : engine.instances()) infos_.push_back(engine.info(id));
    }

    /// Of the instance, 0 when the case has none.
    void check(const Expectation& e, std::uint64_t instance) {
        check_case(e);
        const bool of_instance = !e.status.empty() || e.error || e.incident || !e.passed.empty() || e.not_passed ||
                                 e.in_order || e.waiting || e.overlap || !e.variables.empty() || e.refused_or_failed;
        if (!of_instance) return;
        if (instance == 0) return fail("instance", "at least one", "none");
        select(instance);
        check_end(e);
        check_passed(e);
        check_standing(e);
    }

private:
    using Names = std::vector<std::string>;

    void fail(const std::string& key, const std::string& expected, const std::string& seen) {
        failures_.push_back(place_ + ", " + key + ": expected " + expected + ", seen " + seen);
    }
    bool is_known(const std::string& key, const std::string& id) {
        const std::string problem = unknown_element(models_, id);
        if (!problem.empty()) failures_.push_back(place_ + ", " + key + ": " + problem);
        return problem.empty();
    }
    static bool is_alive(const runner::InstanceInfo& info) {
        return info.status == engine::Status::running || info.status == engine::Status::fresh;
    }

    /// The instance and those that its calls have started.
    void select(std::uint64_t instance) {
        chosen_ = nullptr;
        family_ = {instance};
        for (const runner::InstanceInfo& info : infos_) {
            if (info.id == instance) chosen_ = &info;
            if (family_.count(info.parent) != 0) family_.insert(info.id);
        }
    }
    /// Not those around others: sub-processes and calls.
    [[nodiscard]] bool holds_tokens_of_others(const std::string& id) const {
        for (const auto& model : models_) {
            const std::size_t at = model->find(id);
            if (at == core::Node::none) continue;
            const core::node_kind kind = model->nodes[at].kind;
            if (kind == core::node_kind::call_activity || core::is_sub_process(kind)) return true;
        }
        return false;
    }
    [[nodiscard]] Names waiting() const {
        Names all;
        for (const runner::InstanceInfo& info : infos_) {
            if (family_.count(info.id) == 0) continue;
            for (const std::string& id : info.waiting)
                if (!holds_tokens_of_others(id)) all.push_back(id);
        }
        return all;
    }
    [[nodiscard]] Names incidents() const {
        Names all;
        for (const runner::InstanceInfo& info : infos_)
            if (family_.count(info.id) != 0)
                for (const Incident& incident : info.incidents) all.push_back(incident.element);
        return all;
    }

    [[nodiscard]] bool has_status(const std::string& word) const {
        using engine::Status;
        if (word == "completed") return chosen_->status == Status::completed;
        if (word == "cancelled") return chosen_->status == Status::cancelled;
        const bool stopped = is_alive(*chosen_) && !incidents().empty();
        if (word == "failed") return chosen_->status == Status::failed || stopped;
        return is_alive(*chosen_) && !(stopped && waiting().empty());
    }
    [[nodiscard]] std::string status_text() const {
        std::string text(is_alive(*chosen_) ? "waiting" : engine::name_of(chosen_->status));
        if (is_alive(*chosen_)) text += " at " + detail::list_text(waiting());
        if (!chosen_->error.code.empty()) text += ", error " + chosen_->error.code;
        if (!chosen_->error.message.empty()) text += " (" + chosen_->error.message + ")";
        if (const Names all = incidents(); !all.empty()) text += ", incidents at " + detail::list_text(all);
        return text;
    }

    void check_end(const Expectation& e) {
        const auto holds = [&](const std::string& word) { return has_status(word); };
        if (!e.status.empty() && std::none_of(e.status.begin(), e.status.end(), holds))
            fail("status", e.status.size() == 1 ? e.status[0] : "one of " + detail::list_text(e.status), status_text());
        if (e.refused_or_failed && !has_status("failed"))
            fail("refused_or_failed", "refused when deployed, or failed", status_text());
        if (e.error && (chosen_->status != engine::Status::failed || chosen_->error.code != *e.error))
            fail("error", "ended by the error " + *e.error, status_text());
        if (e.incident && is_known("incident", *e.incident) && detail::count_of(incidents(), *e.incident) == 0)
            fail("incident", "an incident at " + *e.incident, status_text());
    }

    [[nodiscard]] std::size_t times_passed(const std::string& id) const {
        std::size_t times = 0;
        for (const std::uint64_t instance : family_) times += engine_.passed(instance, id);
        return times;
    }
    void check_passed(const Expectation& e) {
        for (const Expectation::Passed& p : e.passed) {
            if (!is_known("passed", p.id)) continue;
            const std::size_t times = times_passed(p.id);
            if (p.times ? times != *p.times : times == 0)
                fail("passed", p.id + (p.times ? " " + std::to_string(*p.times) + " times" : ""),
                     std::to_string(times) + " times");
        }
        for (const std::string& id : e.not_passed.value_or(Names()))
            if (is_known("not_passed", id) && times_passed(id) != 0)
                fail("not_passed", id + " never completed", std::to_string(times_passed(id)) + " times");
        if (e.in_order) {
            bool known = true;
            for (const std::string& id : *e.in_order) known = is_known("in_order", id) && known;
            if (known && !record_.in_order(*e.in_order, family_))
                fail("in_order", detail::list_text(*e.in_order), detail::list_text(record_.completed(family_)));
        }
        if (e.overlap && is_known("overlap", (*e.overlap)[0]) && is_known("overlap", (*e.overlap)[1]) &&
            !record_.overlap((*e.overlap)[0], (*e.overlap)[1], family_))
            fail("overlap", (*e.overlap)[0] + " and " + (*e.overlap)[1] + " active at the same time",
                 "one after the other");
    }

    void check_standing(const Expectation& e) {
        if (e.waiting) {
            bool known = true;
            for (const std::string& id : *e.waiting) known = is_known("waiting", id) && known;
            const Names seen = detail::sorted(waiting()), expected = detail::sorted(*e.waiting);
            if (known && seen != expected) fail("waiting", detail::list_text(expected), detail::list_text(seen));
        }
        if (e.variables.empty()) return;
        const core::Variables variables = engine_.variables(chosen_->id);
        for (const auto& [name, expected] : e.variables) {
            const auto at = std::find_if(variables.begin(), variables.end(),
                                         [&, &wanted = name](const auto& v) { return v.first == wanted; });
            const core::Value seen = at == variables.end() ? core::Value() : at->second;
            if (!is_as_expected(seen, expected))
                fail("variables", name + " = " + json_text(expected),
                     at == variables.end() ? "no such variable" : json_text(seen));
        }
    }

    void check_counts(const std::string& key, const Counts& expected, const Names& seen) {
        for (const auto& [name, count] : expected)
            if (const std::size_t there = detail::count_of(seen, name); there != count)
                fail(key, name + ": " + std::to_string(count),
                     std::to_string(there) + " of " + detail::list_text(detail::sorted(seen)));
    }
    /// The keys that speak of all instances.
    void check_case(const Expectation& e) {
        const Names& log = fakes_.log();
        if (e.log && detail::sorted(*e.log) != detail::sorted(log))
            fail("log", detail::list_text(detail::sorted(*e.log)), detail::list_text(detail::sorted(log)));
        if (e.log_in_order && *e.log_in_order != log)
            fail("log_in_order", detail::list_text(*e.log_in_order), detail::list_text(log));
        if (!e.tasks.empty()) {
            Names tasks;
            for (auto& [instance, task] : engine_.user_tasks()) tasks.push_back(task);
            for (const auto& [id, count] : e.tasks)
                if (id != "*") is_known("tasks", id);
            check_counts("tasks", e.tasks, tasks);
        }
        for (const auto& [all, count] : e.timers)
            if (engine_.timer_count() != count)
                fail("timers", std::to_string(count), std::to_string(engine_.timer_count()));
        if (!e.subscriptions.empty()) check_counts("subscriptions", e.subscriptions, engine_.subscriptions());
        Names started, alive;
        for (const runner::InstanceInfo& info : infos_) {
            started.push_back(info.process);
            if (is_alive(info)) alive.push_back(info.process);
        }
        check_counts("instances", e.instances, started);
        check_counts("alive", e.alive, alive);
    }

    const runner::ProcessEngine& engine_;
    const Models& models_;
    const ScenarioRecord& record_;
    const FakedTasks& fakes_;
    std::string place_;
    std::vector<std::string>& failures_;
    std::vector<runner::InstanceInfo> infos_;
    const runner::InstanceInfo* chosen_ = nullptr;
    std::set<std::uint64_t> family_;
};

}  // namespace baton::inline BATON_ABI::testing

#endif
