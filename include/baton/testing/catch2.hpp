// Matchers for Catch2, version 3 or 2 (link baton::testing).
//
//   baton::testing::TestRun run{coffee, Order{}};
//   run.run();
//   CHECK_THAT(run, waiting_at("pay") && passed("brew") && !passed("foam"));
//   CHECK_THAT(run, passed_in_order("order", "brew", "serve") && finished());
//
// When a check fails, the message says how the instance stands: every token and what it waits for, and what was done.
#ifndef BATON_TESTING_CATCH2_HPP
#define BATON_TESTING_CATCH2_HPP

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "predicates.hpp"
#include "test_run.hpp"

namespace baton::inline BATON_ABI::testing {

#if __has_include(<catch2/catch_test_macros.hpp>)
template <class T>
using CatchMatcher = Catch::Matchers::MatcherBase<T>;
#else
template <class T>
using CatchMatcher = Catch::MatcherBase<T>;
#endif

/// A predicate and the words for it.
class InstanceMatcher : public CatchMatcher<TestedInstance> {
public:
    using predicate = std::function<bool(const TestedInstance&)>;
    InstanceMatcher(predicate holds, std::string words) : holds_(std::move(holds)), words_(std::move(words)) {}
    bool match(const TestedInstance& instance) const override { return holds_(instance); }
    [[nodiscard]] std::string describe() const override { return words_; }

private:
    predicate holds_;
    std::string words_;
};

namespace detail {
inline std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& n : names) text.append(text.empty() ? "" : ", ").append(n);
    return text;
}
}  // namespace detail

/// A token waits, is pending or delayed, has failed, or stands at the join of this task.
inline InstanceMatcher waiting_at(std::string task) {
    return {[task](const TestedInstance& i) { return waits_at(i, task); }, "is waiting at " + task};
}
/// Tokens wait at exactly these tasks; a task with two tokens is named twice.
template <class... Tasks>
InstanceMatcher waiting_exactly_at(Tasks... tasks) {
    const std::vector<std::string> names{std::string(tasks)...};
    return {[names](const TestedInstance& i) { return waits_exactly_at(i, names); },
            "is waiting exactly at " + detail::list_of(names)};
}
/// The node was completed at least once.
inline InstanceMatcher passed(std::string node) {
    return {[node](const TestedInstance& i) { return times_passed(i, node) > 0; }, "has passed " + node};
}
/// The node was completed exactly so often.
inline InstanceMatcher passed(std::string node, std::size_t times) {
    return {[node, times](const TestedInstance& i) { return times_passed(i, node) == times; },
            "has passed " + node + " exactly " + std::to_string(times) + " times"};
}
/// These nodes were completed in this relative order.
template <class... Nodes>
InstanceMatcher passed_in_order(Nodes... nodes) {
    const std::vector<std::string> names{std::string(nodes)...};
    return {[names](const TestedInstance& i) { return passed_in_this_order(i, names); },
            "has passed in this order " + detail::list_of(names)};
}
/// The last token has ended.
inline InstanceMatcher finished() {
    return {[](const TestedInstance& i) { return i.status() == engine::Status::completed; }, "is finished"};
}
/// The instance has ended by a BPMN error that nothing caught.
inline InstanceMatcher failed_with_error() {
    return {[](const TestedInstance& i) { return i.status() == engine::Status::failed; }, "has failed"};
}
inline InstanceMatcher cancelled() {
    return {[](const TestedInstance& i) { return i.status() == engine::Status::cancelled; }, "is cancelled"};
}

}  // namespace baton::inline BATON_ABI::testing

#endif
