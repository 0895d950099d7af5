// The types that a backend has been told of.
#ifndef BATON_DECIDER_DETAIL_REGISTRY_HPP
#define BATON_DECIDER_DETAIL_REGISTRY_HPP

#include <string>
#include <unordered_map>
#include <utility>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../type.hpp"

namespace baton::inline BATON_ABI::decider::detail {

class Registry {
public:
    void add(WorkflowType type) {
        check(type.name);
        workflows_.insert_or_assign(type.name, std::move(type));
    }
    void add(ActivityType type) {
        check(type.name);
        activities_.insert_or_assign(type.name, std::move(type));
    }
    [[nodiscard]] const WorkflowType& workflow(const std::string& name) const {
        const auto at = workflows_.find(name);
        if (at == workflows_.end()) throw core::error(core::error_code::the_workflow_is_not_registered, name);
        return at->second;
    }
    [[nodiscard]] const ActivityType& activity(const std::string& name) const {
        const auto at = activities_.find(name);
        if (at == activities_.end()) throw core::error(core::error_code::the_activity_is_not_registered, name);
        return at->second;
    }
    [[nodiscard]] bool has_workflow(const std::string& name) const { return workflows_.count(name) != 0; }

private:
    static void check(const std::string& name) {
        if (name.empty() || name.size() > 256)
            throw core::error(core::error_code::the_decision_is_refused, "a type", "its name must have 1 to 256 bytes");
    }
    std::unordered_map<std::string, WorkflowType> workflows_;
    std::unordered_map<std::string, ActivityType> activities_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
