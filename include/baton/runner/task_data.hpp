// Data of one task, apart from the variables of the process: kept in one variable that no expression can name by
// chance.
//
//   TaskData data(task);
//   data.set("name1", "value1");
//   data_of(engine.variables(order), "score").find("name1");
#ifndef BATON_RUNNER_TASK_DATA_HPP
#define BATON_RUNNER_TASK_DATA_HPP

#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/value.hpp"
#include "task_context.hpp"

namespace baton::inline BATON_ABI::runner {

/// The variable that holds the data of the task with that id.
inline std::string data_variable(std::string_view task) { return "task:" + std::string(task); }

/// Of the task whose body or hook runs. It is saved with the variables, and the same for every pass of a loop.
class TaskData {
public:
    explicit TaskData(TaskContext& task) : task_(task), name_(data_variable(task.node().id)) {}

    /// Null when there is none.
    [[nodiscard]] core::Value get(std::string_view name) const {
        const core::Value all = task_.get(name_);
        const core::Value* value = all.find(name);
        return value == nullptr ? core::Value() : *value;
    }
    void set(std::string_view name, core::Value value) {
        core::Value::Object members;
        const core::Value all = task_.get(name_);
        if (all.object() != nullptr) members = *all.object();
        for (auto& [known, old] : members)
            if (known == name) {
                old = std::move(value);
                return task_.set(name_, std::move(members));
            }
        members.emplace_back(std::string(name), std::move(value));
        task_.set(name_, std::move(members));
    }

private:
    TaskContext& task_;
    std::string name_;
};

/// The data of a task among the variables of an instance; null when it has none.
inline core::Value data_of(const core::Variables& variables, std::string_view task) {
    for (const auto& [name, value] : variables)
        if (name == data_variable(task)) return value;
    return {};
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::data_of;
using runner::TaskData;
}  // namespace baton::inline BATON_ABI

#endif
