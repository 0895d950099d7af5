// A task that waits for somebody, as a work list shows it: computed texts are evaluated.
#ifndef BATON_RUNNER_TASK_INFO_HPP
#define BATON_RUNNER_TASK_INFO_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "../config.hpp"
#include "../core/people.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"
#include "task_context.hpp"

namespace baton::inline BATON_ABI::runner {

/// A field of the form, and what stands in it at first.
struct FieldInfo {
    core::FormField field;
    /// The variable of the field's name, else the default; null when there is neither.
    core::Value value;
    /// It is the default.
    bool is_default = false;

    /// The configuration of a constraint ("" when it has none); nullptr when the field does not have it.
    [[nodiscard]] const std::string* constraint(std::string_view name) const {
        for (const auto& [known, config] : field.constraints)
            if (known == name) return &config;
        return nullptr;
    }
    [[nodiscard]] bool required() const { return is_on(constraint("required")); }
    [[nodiscard]] bool readonly() const { return is_on(constraint("readonly")); }

private:
    static bool is_on(const std::string* config) { return config != nullptr && *config != "false"; }
};

struct TaskInfo {
    Activation activation;
    /// The element's id and name.
    std::string id, name, documentation;
    /// When it began to wait.
    core::instant since;
    std::string assignee;
    std::vector<std::string> candidate_users, candidate_groups;
    std::string due_date, follow_up_date, priority;
    std::string form_key;
    std::vector<FieldInfo> fields;
};

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::FieldInfo;
using runner::TaskInfo;
}  // namespace baton::inline BATON_ABI

#endif
