// A Definition as a decider: a process that is declared in C++ or imported from BPMN runs on any backend.
//
//   Manager manager(backend);
//   add_definition(manager, order);                     // each executable process is a workflow of its id
//   manager.add_function({.name = "charge"}, charge);   // each task is an activity
//   manager.start_process({.workflow = "order", .input = Value::Object{{"amount", 120}}});
//
// Nothing is kept between decisions: each replays the history on the engine, and decides what the engine wants and the
// history does not have. docs/decider.md says what becomes of each element, and what is refused.
#ifndef BATON_DECIDER_DEFINITION_WORKFLOW_HPP
#define BATON_DECIDER_DEFINITION_WORKFLOW_HPP

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/error.hpp"
#include "../engine/state.hpp"
#include "bpmn_error.hpp"
#include "definition_options.hpp"
#include "detail/definition_decisions.hpp"
#include "detail/definition_model.hpp"
#include "detail/definition_replay.hpp"
#include "manager.hpp"
#include "workflow.hpp"

namespace baton::inline BATON_ABI::decider {

/// How a process stands, as far as its history says.
struct DefinitionState {
    engine::Status status = engine::Status::running;
    /// Of the process itself.
    core::Variables variables;
    /// The ids of the elements at which tokens wait, oldest first.
    std::vector<std::string> waiting;
    /// How often each element was completed; those that never were are missing.
    std::map<std::string, std::size_t> passed;
    /// The element that failed for a technical reason, and why; empty where none did.
    std::string failed_at, why;
};

/// One process of a Definition.
class DefinitionWorkflow final : public Workflow {
public:
    /// BTN231 when the options do not mean one process; BTN608 with all elements that cannot be carried, and what else
    /// is against it.
    explicit DefinitionWorkflow(const std::shared_ptr<const core::Definition>& definition,
                                const DefinitionOptions& options = {});
    explicit DefinitionWorkflow(std::shared_ptr<detail::DefinitionModel> model) : model_(std::move(model)) {}

    /// BTN609 when the process was begun by another definition.
    inline Decisions decide(const Process& process) override;
    /// Likewise.
    [[nodiscard]] DefinitionState state_of(const Process& process) const;
    /// With the process's id as the name.
    [[nodiscard]] WorkflowType type() const { return model_->type(); }
    /// The names of its activities.
    [[nodiscard]] std::set<std::string> activity_names() const { return model_->activity_names(); }

private:
    std::shared_ptr<detail::DefinitionModel> model_;
};

/// BTN608 for every element that no decider can carry, with what else is against the processes that the options mean.
/// BTN231 when they mean none.
inline void check_for_decider(const core::Definition& definition, const DefinitionOptions& options = {}) {
    static_cast<void>(detail::read_definitions(std::make_shared<const core::Definition>(definition), options));
}

/// Registers the processes that the options mean (all executable ones) as workflows, and their activities. Throws what
/// check_for_decider throws; then nothing was registered.
inline Manager& add_definition(Manager& manager, const std::shared_ptr<const core::Definition>& definition,
                               const DefinitionOptions& options = {}) {
    for (const auto& model : detail::read_definitions(definition, options)) {
        manager.add_workflow(model->type(), [model] { return std::make_unique<DefinitionWorkflow>(model); });
        for (const std::string& name : model->activity_names())
            manager.add_activity_type({.name = name, .category = options.activity_category});
    }
    return manager;
}

inline DefinitionWorkflow::DefinitionWorkflow(const std::shared_ptr<const core::Definition>& definition,
                                              const DefinitionOptions& options) {
    std::vector<std::shared_ptr<detail::DefinitionModel>> all = detail::read_definitions(definition, options);
    if (all.size() > 1)
        throw core::error(core::error_code::no_such_process, definition->id, "say which of its processes is meant");
    model_ = std::move(all.front());
}

inline Decisions DefinitionWorkflow::decide(const Process& process) {
    detail::DefinitionReplay replay(*model_, process);
    replay.run();
    return detail::DefinitionDecisions(process, replay).make();
}

inline DefinitionState DefinitionWorkflow::state_of(const Process& process) const {
    detail::DefinitionReplay replay(*model_, process);
    replay.run();
    const engine::State& s = replay.state();
    DefinitionState out;
    out.status = replay.failure() ? engine::Status::failed : s.status;
    out.variables = replay.variables();
    for (auto t = s.tokens.oldest(); t != engine::no_slot; t = s.tokens[t].next)
        out.waiting.push_back(replay.element_at(s.tokens[t].vertex));
    for (std::uint32_t v = 0; v < s.passed.size(); ++v)
        if (s.passed[v] != 0) out.passed[replay.element_at(v)] = s.passed[v];
    if (replay.failure()) {
        out.failed_at = replay.failure()->element;
        out.why = replay.failure()->why;
    }
    return out;
}

}  // namespace baton::inline BATON_ABI::decider

#endif
