// Workers: they poll for a task, do it and report.
#ifndef BATON_DECIDER_WORKER_HPP
#define BATON_DECIDER_WORKER_HPP

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../runner/bpmn_error.hpp"
#include "../store/random_id.hpp"
#include "bpmn_error.hpp"
#include "manager.hpp"

namespace baton::inline BATON_ABI::decider {

/// Takes one line; called from the threads of the workers.
using Log = std::function<void(std::string_view)>;

struct WorkerOptions {
    /// The identity that the backend is told; made up where empty.
    std::string name;
    std::string category{default_category};
    /// Told of what goes wrong. May be empty.
    Log log;
};

/// What both have. One thread at a time. The manager must live as long.
class Worker {
public:
    Worker(Manager& manager, WorkerOptions options) : manager_(manager), options_(std::move(options)) {
        if (options_.name.empty()) options_.name = store::random_id();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    virtual ~Worker() = default;

    /// Does one task; false if there was none. Throws only what polling throws.
    virtual bool step() = 0;

    [[nodiscard]] const std::string& name() const { return options_.name; }
    [[nodiscard]] const std::string& category() const { return options_.category; }
    [[nodiscard]] Manager& manager() const { return manager_; }

protected:
    void say(const std::string& where, std::string_view what) const {
        if (options_.log) options_.log(options_.name + ": " + where + ": " + std::string(what));
    }
    /// What a task does wrong is its own matter; the worker goes on.
    template <class Do>
    void guarded(const std::string& where, Do what) const {
        try {
            what();
        } catch (const std::exception& e) {
            say(where, e.what());
        } catch (...) {
            say(where, "an exception that is no std::exception");
        }
    }

private:
    Manager& manager_;
    WorkerOptions options_;
};

/// Executes activities.
class ActivityWorker : public Worker {
public:
    explicit ActivityWorker(Manager& manager, WorkerOptions options = {}) : Worker(manager, std::move(options)) {}

    bool step() override {
        const std::optional<ActivityTask> task = manager().next_activity(name(), category());
        if (!task) return false;
        guarded(task->execution.activity, [&] {
            if (const auto result = execute(*task)) manager().complete_task(*task, *result);
        });
        return true;
    }

private:
    std::optional<ActivityResult> execute(const ActivityTask& task) {
        try {
            const auto activity = manager().activity_for_task(task, ActivityMonitor([&](const std::string& progress) {
                                                                  return manager().heartbeat(task, progress);
                                                              }));
            return activity->execute().report(activity->auto_complete());
        } catch (const ActivityCanceled& canceled) {
            return canceled;
        } catch (const ActivityFailed& failed) {
            return failed;
        } catch (const ActivityTimedOut& late) {
            return late;
        } catch (const core::error& e) {
            // The activity is over for everyone; there is nobody to tell.
            if (e.code() == core::error_code::the_activity_is_over) throw;
            return ActivityFailed{e.what(), std::string(core::number_of(e.code()))};
        } catch (const runner::BpmnError& e) {
            return bpmn_failure(e.code());
        } catch (const std::exception& e) {
            return ActivityFailed{e.what(), {}};
        } catch (...) {
            return ActivityFailed{"an exception that is no std::exception", {}};
        }
    }
};

/// Makes decisions. A decision that throws, or that is refused, is said to the log and not completed: after the
/// decision timeout it is given out again.
class DecisionWorker : public Worker {
public:
    explicit DecisionWorker(Manager& manager, WorkerOptions options = {}) : Worker(manager, std::move(options)) {}

    bool step() override {
        const std::optional<DecisionTask> task = manager().next_decision(name(), category());
        if (!task) return false;
        guarded(task->process.workflow + " " + task->process.id,
                [&] { manager().complete_task(*task, manager().workflow_for_task(*task)->decide(task->process)); });
        return true;
    }
};

}  // namespace baton::inline BATON_ABI::decider

#endif
