// A Runner for tests: on a clock that the test moves, with a history, and with fakes for bodies. Needs no test
// framework.
#ifndef BATON_TESTING_TEST_RUN_HPP
#define BATON_TESTING_TEST_RUN_HPP

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "../runner/runner.hpp"
#include "fake.hpp"
#include "manual_clock.hpp"

namespace baton::inline BATON_ABI::testing {

/// Remembers which nodes were completed and which flows taken, in order.
class History : public runner::Observer {
public:
    void done(const runner::Event& e) override { done_.emplace_back(e.node); }
    void flow_taken(const runner::Event& e) override { flows_.emplace_back(e.text); }

    /// Nodes in the order of completion.
    [[nodiscard]] const std::vector<std::string>& nodes() const { return done_; }
    [[nodiscard]] const std::vector<std::string>& flows() const { return flows_; }

private:
    std::vector<std::string> done_, flows_;
};

/// What matchers look at: an instance and its history.
class TestedInstance {
public:
    TestedInstance() = default;
    TestedInstance(const TestedInstance&) = delete;
    TestedInstance& operator=(const TestedInstance&) = delete;
    virtual ~TestedInstance() = default;

    /// Nodes in the order of completion.
    [[nodiscard]] virtual const std::vector<std::string>& history() const = 0;
    /// Names of the nodes at which tokens wait, failed, or stand at a join; one for each token.
    [[nodiscard]] virtual std::vector<std::string> waiting_tasks() const = 0;
    [[nodiscard]] virtual engine::Status status() const = 0;
    [[nodiscard]] virtual bool has_node(std::string_view name) const = 0;
    /// What stands, for the message of a test that fails.
    [[nodiscard]] virtual std::string describe() const = 0;
};

inline std::ostream& operator<<(std::ostream& out, const TestedInstance& instance) {
    return out << instance.describe();
}

/// `TestRun run{coffee, Order{}};` then run(), advance(24h), fake("pay"), complete("approve").
template <class Context, class Resources>
class TestRun : public TestedInstance {
public:
    using runner_type = runner::Runner<Context, Resources>;

    explicit TestRun(runner_type runner) : runner_(std::move(runner)) {
        runner_.clock([this] { return clock_.now(); });
        runner_.observe(history_);
        runner_.around_task([this](const runner::TaskCall<Context, Resources>& call) -> core::Outcome {
            const auto fake = fakes_.find(call.self.name);
            return fake == fakes_.end() ? call() : fake->second->call(call.context);
        });
    }
    template <class Workflow, class... Rest>
    requires requires(Workflow w, Rest&&... rest) { runner_type(w, std::forward<Rest>(rest)...); }
    explicit TestRun(Workflow workflow, Rest&&... rest) : TestRun(runner_type(workflow, std::forward<Rest>(rest)...)) {}

    /// Stands in for the body of that task from now on. BTN002 when there is no such task.
    Fake<Context>& fake(std::string_view task) {
        if (!has_node(task)) {
            std::vector<std::string_view> names;
            for (const core::Node& n : runner_.definition().nodes) names.push_back(n.id);
            throw core::error(core::error_code::a_flow_names_the_undeclared_task, "fake",
                              std::string(task) + core::did_you_mean(task, names));
        }
        std::unique_ptr<Fake<Context>>& place = fakes_[std::string(task)];
        if (!place) place = std::make_unique<Fake<Context>>();
        return *place;
    }
    runner::Report run() { return runner_.run(); }
    void run_or_throw() { runner_.run_or_throw(); }
    /// Moves the clock; what falls due on the way happens at its own time, in a run of its own.
    void advance(core::duration by) {
        const core::instant end = clock_.now() + by;
        for (core::instant due = runner_.next_due(); due <= end && due != core::instant::never();
             due = runner_.next_due()) {
            if (due > clock_.now()) clock_.set(due);
            run();
            if (runner_.next_due() <= due && runner_.next_due() != core::instant::never()) break;  // paused
        }
        clock_.set(end);
        run();
    }
    /// Completes a waiting task and runs on.
    template <class... Change>
    void complete(std::string_view task, Change&&... change) {
        runner_.complete(task, std::forward<Change>(change)...);
        run();
    }

    [[nodiscard]] ManualClock& clock() { return clock_; }
    [[nodiscard]] runner_type& runner() { return runner_; }
    [[nodiscard]] const runner_type& runner() const { return runner_; }
    [[nodiscard]] Context& context() { return runner_.context(); }
    [[nodiscard]] const Context& context() const { return runner_.context(); }
    [[nodiscard]] std::string explain() const { return runner_.explain(); }
    [[nodiscard]] bool finished() const { return runner_.finished(); }
    [[nodiscard]] const std::vector<std::string>& flows_taken() const { return history_.flows(); }

    [[nodiscard]] const std::vector<std::string>& history() const override { return history_.nodes(); }
    [[nodiscard]] std::vector<std::string> waiting_tasks() const override {
        std::vector<std::string> tasks;
        for (const runner::WaitInfo& w : runner_.waiting()) tasks.push_back(w.task);
        return tasks;
    }
    [[nodiscard]] engine::Status status() const override { return runner_.status(); }
    [[nodiscard]] bool has_node(std::string_view name) const override {
        return runner_.definition().find(name) != core::Node::none;
    }
    [[nodiscard]] std::string describe() const override {
        std::string text = runner_.explain() + "  done:";
        for (const std::string& node : history()) text += " " + node;
        return text;
    }

private:
    ManualClock clock_;
    History history_;
    std::map<std::string, std::unique_ptr<Fake<Context>>, std::less<>> fakes_;
    runner_type runner_;
};

template <class Source, class... Rest>
TestRun(dsl::declared<Source>, Rest&&...) -> TestRun<typename Source::context, typename Source::resources>;
template <class Context, class Resources, class... Rest>
TestRun(runner::Workflow<Context, Resources>, Rest&&...) -> TestRun<Context, Resources>;

}  // namespace baton::inline BATON_ABI::testing

#endif
