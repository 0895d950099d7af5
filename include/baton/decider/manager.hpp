// Ties workflows and activities to a backend.
#ifndef BATON_DECIDER_MANAGER_HPP
#define BATON_DECIDER_MANAGER_HPP

#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "activity.hpp"
#include "backend.hpp"
#include "workflow.hpp"

namespace baton::inline BATON_ABI::decider {

/// Thread-safe once everything is added.
class Manager {
public:
    using MakeWorkflow = std::function<std::unique_ptr<Workflow>()>;
    using MakeActivity = std::function<std::unique_ptr<Activity>()>;

    explicit Manager(std::shared_ptr<Backend> backend) : backend_(std::move(backend)) {}
    /// The same workflows and activities on another backend.
    [[nodiscard]] Manager copy_with_backend(std::shared_ptr<Backend> backend) const {
        Manager copy(std::move(backend));
        for (const auto& [name, w] : workflows_) copy.add_workflow(w.type, w.make);
        for (const auto& [name, a] : activities_) copy.add_activity(a.type, a.make);
        return copy;
    }
    [[nodiscard]] Backend& backend() const { return *backend_; }
    [[nodiscard]] const std::shared_ptr<Backend>& shared_backend() const { return backend_; }

    /// Registers the workflow and the activities that it lists.
    template <std::derived_from<Workflow> W>
    Manager& add() {
        if constexpr (requires { typename W::activities; }) add_listed(typename W::activities{});
        return add_workflow(workflow_type<W>(), [] { return std::make_unique<W>(); });
    }
    template <std::derived_from<Activity> A>
    requires std::default_initializable<A> Manager& add() {
        return add_activity(activity_type<A>(), [] { return std::make_unique<A>(); });
    }
    /// `make`: gives a new one for each task, with the resources that it needs.
    Manager& add_workflow(const WorkflowType& type, MakeWorkflow make) {
        backend_->register_workflow(type);
        workflows_.insert_or_assign(type.name, Known<WorkflowType, MakeWorkflow>{type, std::move(make)});
        return *this;
    }
    Manager& add_activity(const ActivityType& type, MakeActivity make) {
        backend_->register_activity(type);
        activities_.insert_or_assign(type.name, Known<ActivityType, MakeActivity>{type, std::move(make)});
        return *this;
    }
    /// Registers the type of an activity that other programs do, unless one of that name was added with its class.
    Manager& add_activity_type(const ActivityType& type) {
        if (activities_.count(type.name) == 0) backend_->register_activity(type);
        return *this;
    }
    /// An activity that is a function of (task, monitor), or of its input. It is called from any worker's thread.
    template <class F>
    requires std::invocable<const F&, const ActivityTask&, const ActivityMonitor&> ||
        std::invocable<const F&, const core::Value&>
            Manager& add_function(const ActivityType& type, F function, bool auto_complete = true) {
        return add_activity(type, [function, auto_complete] {
            return std::make_unique<ActivityFunction>(
                [function](const ActivityTask& task, const ActivityMonitor& monitor) -> ActivityReturn {
                    if constexpr (std::invocable<const F&, const ActivityTask&, const ActivityMonitor&>)
                        return function(task, monitor);
                    else
                        return function(task.execution.input);
                },
                auto_complete);
        });
    }

    std::string start_process(const Process& process) { return backend_->start_process(process); }
    template <std::derived_from<Workflow> W>
    std::string start_process(core::Value input = {}, std::vector<std::string> tags = {}, std::string id = {}) {
        return start_process({workflow_type<W>().name, std::move(id), std::move(input), std::move(tags)});
    }
    void signal_process(const std::string& id, const Signal& signal) { backend_->signal_process(id, signal); }
    void signal_process(const Process& process, const Signal& signal) { signal_process(process.id, signal); }
    void cancel_process(const std::string& id, const std::string& details = {}) {
        backend_->cancel_process(id, details);
    }
    void cancel_process(const Process& process, const std::string& details = {}) {
        cancel_process(process.id, details);
    }
    void request_cancel_process(const std::string& id, const std::string& details = {}) {
        backend_->request_cancel_process(id, details);
    }
    [[nodiscard]] Process process_by_id(const std::string& id) const { return backend_->process_by_id(id); }
    [[nodiscard]] std::vector<Process> processes(const ProcessFilter& filter = {}) const {
        return backend_->processes(filter);
    }
    template <std::derived_from<Workflow> W>
    [[nodiscard]] std::vector<Process> processes(std::string tag = {}) const {
        return processes({workflow_type<W>().name, std::move(tag)});
    }
    bool heartbeat(const ActivityTask& task, const std::string& progress = {}) {
        return backend_->heartbeat_activity_task(task, progress);
    }

    [[nodiscard]] std::optional<DecisionTask> next_decision(
        const std::string& identity = {}, const std::string& category = std::string(default_category)) {
        return backend_->poll_decision_task(category, identity);
    }
    [[nodiscard]] std::optional<ActivityTask> next_activity(
        const std::string& identity = {}, const std::string& category = std::string(default_category)) {
        return backend_->poll_activity_task(category, identity);
    }
    /// BTN605.
    [[nodiscard]] std::unique_ptr<Workflow> workflow_for_task(const DecisionTask& task) const {
        return known(workflows_, task.process.workflow, core::error_code::the_workflow_is_not_registered).make();
    }
    /// Ready to execute. BTN604.
    [[nodiscard]] std::unique_ptr<Activity> activity_for_task(const ActivityTask& task, ActivityMonitor monitor) const {
        auto made =
            known(activities_, task.execution.activity, core::error_code::the_activity_is_not_registered).make();
        made->prepare(task, std::move(monitor));
        return made;
    }
    void complete_task(const DecisionTask& task, const Decisions& decisions) {
        backend_->complete_decision_task(task, decisions.of(task.process));
    }
    void complete_task(const ActivityTask& task, const ActivityResult& result) {
        backend_->complete_activity_task(task, result);
    }

private:
    template <class Type, class Make>
    struct Known {
        Type type;
        Make make;
    };
    template <class... A>
    void add_listed(Activities<A...>) {
        (add_if_absent<A>(), ...);
    }
    /// One that was added with its resources before stays.
    template <class A>
    void add_if_absent() {
        if constexpr (!std::is_default_constructible_v<A>)
            add_activity_type(activity_type<A>());
        else if (activities_.count(activity_type<A>().name) == 0)
            add<A>();
    }
    template <class Map>
    static const typename Map::mapped_type& known(const Map& all, const std::string& name, core::error_code code) {
        const auto at = all.find(name);
        if (at == all.end()) throw core::error(code, name, "a task for it came, but this program has no class for it");
        return at->second;
    }

    std::shared_ptr<Backend> backend_;
    std::map<std::string, Known<WorkflowType, MakeWorkflow>> workflows_;
    std::map<std::string, Known<ActivityType, MakeActivity>> activities_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
