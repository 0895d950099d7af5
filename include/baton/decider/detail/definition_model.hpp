// A process of a Definition, ready to be decided: checked, compiled, and with the names of its activities.
#ifndef BATON_DECIDER_DETAIL_DEFINITION_MODEL_HPP
#define BATON_DECIDER_DETAIL_DEFINITION_MODEL_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../core/fingerprint.hpp"
#include "../../runner/detail/model_binder.hpp"
#include "../../runner/process_engine.hpp"
#include "../definition_options.hpp"
#include "definition_check.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// Immutable once it is read: threads share it.
struct DefinitionModel {
    std::shared_ptr<const runner::detail::ProcessModel> model;
    std::uint32_t process = 0;
    DefinitionOptions options;
    std::string fingerprint;
    /// By vertex: the activity's name; empty where there is none.
    std::vector<std::string> activities;

    [[nodiscard]] const core::Definition& definition() const { return *model->definition; }
    [[nodiscard]] const core::Process& described() const { return definition().processes[process]; }
    [[nodiscard]] WorkflowType type() const {
        WorkflowType type = options.type;
        type.name = described().id;
        return type;
    }
    [[nodiscard]] std::set<std::string> activity_names() const {
        std::set<std::string> names(activities.begin(), activities.end());
        names.erase(std::string());
        return names;
    }
};

/// Adds what is against it to the findings: BTN608, BTN238, and what cannot be read of expressions.
inline std::shared_ptr<DefinitionModel> read_definition(const std::shared_ptr<const core::Definition>& definition,
                                                        std::uint32_t process, const DefinitionOptions& options,
                                                        std::vector<core::diagnostic>& findings) {
    auto made = std::make_shared<DefinitionModel>();
    auto model = std::make_shared<runner::detail::ProcessModel>(definition);
    made->process = process;
    made->options = options;
    made->fingerprint = core::fingerprint(*definition);
    made->activities.resize(definition->nodes.size());
    std::vector<core::diagnostic> found = DefinitionCheck(model->graph, process, options).run();
    const auto body = [&](const core::Definition& d, const core::Node& n) -> runner::TaskBody {
        if (n.process != process || !is_activity_of_decider(n)) return {};
        made->activities[static_cast<std::size_t>(&n - d.nodes.data())] = runner::detail::topic_of(n);
        return [](runner::TaskContext&) -> core::Outcome { return core::pending_word{}; };
    };
    const auto condition = [&](const core::Definition& d, const core::Flow& f) -> runner::FlowCondition {
        auto at = options.conditions.find(f.id);
        if (at == options.conditions.end() && f.condition.kind == core::condition_kind::bound)
            at = options.conditions.find(f.condition.text);
        if (at != options.conditions.end()) return at->second;
        // The conditions of other processes are not asked.
        if (d.nodes[f.source].process == process || f.condition.kind != core::condition_kind::bound) return {};
        return [](const runner::TaskContext&) { return false; };
    };
    const std::function<runner::TaskHooks(const core::Definition&, const core::Node&)> no_hooks;
    runner::detail::ModelBinder(body, no_hooks, condition, runner::Unbound::complete, found).bind(*model);
    findings.insert(findings.end(), found.begin(), found.end());
    made->model = std::move(model);
    return made;
}

/// The processes that the options mean. BTN231 where there is none.
inline std::vector<std::uint32_t> processes_of(const core::Definition& d, const DefinitionOptions& options) {
    std::vector<std::uint32_t> all;
    for (std::uint32_t p = 0; p < d.processes.size(); ++p)
        if (options.process.empty() ? d.processes[p].executable : d.processes[p].id == options.process)
            all.push_back(p);
    if (all.empty())
        throw core::error(core::error_code::no_such_process, d.id,
                          options.process.empty() ? "none is executable" : options.process);
    return all;
}
/// All of them. Throws with everything that is against any.
inline std::vector<std::shared_ptr<DefinitionModel>> read_definitions(
    const std::shared_ptr<const core::Definition>& definition, const DefinitionOptions& options) {
    std::vector<std::shared_ptr<DefinitionModel>> made;
    std::vector<core::diagnostic> findings;
    for (const std::uint32_t p : processes_of(*definition, options)) {
        std::vector<core::diagnostic> found;
        made.push_back(read_definition(definition, p, options, found));
        for (core::diagnostic& f : found)  // what is wrong with an expression is found for each process
            if (std::find(findings.begin(), findings.end(), f) == findings.end()) findings.push_back(std::move(f));
    }
    if (!findings.empty()) throw core::error(std::move(findings));
    return made;
}

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
