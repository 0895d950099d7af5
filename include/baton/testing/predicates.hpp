// What can be asked of a tested instance, as plain predicates: any test framework can wrap them.
#ifndef BATON_TESTING_PREDICATES_HPP
#define BATON_TESTING_PREDICATES_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "test_run.hpp"

namespace baton::inline BATON_ABI::testing {

/// A name that the workflow does not have is a mistake in the test, never a quiet yes or no.
inline void require_node(const TestedInstance& instance, std::string_view name) {
    if (!instance.has_node(name))
        throw core::error(core::error_code::a_flow_names_the_undeclared_task, "test", std::string(name));
}

inline bool waits_at(const TestedInstance& instance, const std::string& task) {
    require_node(instance, task);
    const std::vector<std::string> waiting = instance.waiting_tasks();
    return std::find(waiting.begin(), waiting.end(), task) != waiting.end();
}

/// The tokens wait at these tasks and at no others; one for each name.
inline bool waits_exactly_at(const TestedInstance& instance, std::vector<std::string> tasks) {
    for (const std::string& task : tasks) require_node(instance, task);
    std::vector<std::string> waiting = instance.waiting_tasks();
    std::sort(waiting.begin(), waiting.end());
    std::sort(tasks.begin(), tasks.end());
    return waiting == tasks;
}

inline std::size_t times_passed(const TestedInstance& instance, const std::string& node) {
    require_node(instance, node);
    return static_cast<std::size_t>(std::count(instance.history().begin(), instance.history().end(), node));
}

/// These nodes were completed in this relative order; others may stand between them.
inline bool passed_in_this_order(const TestedInstance& instance, const std::vector<std::string>& nodes) {
    for (const std::string& node : nodes) require_node(instance, node);
    std::size_t next = 0;
    for (const std::string& node : instance.history())
        if (next < nodes.size() && node == nodes[next]) ++next;
    return next == nodes.size();
}

}  // namespace baton::inline BATON_ABI::testing

#endif
