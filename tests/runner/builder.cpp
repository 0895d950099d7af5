// Workflows that are known only at run time: from configuration, checked before anything runs.
#include <baton/baton.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_builder_test {

using namespace baton;
using namespace baton::words;

namespace {

struct Job {
    int sum = 0;
    bool flag = false;
    std::string log;
};

const auto pass = [](Job&) { return done; };
const auto flag = [](const Job& j) { return j.flag; };

/// The codes of every finding, in order.
template <class Build>
std::vector<error_code> findings(Build build) {
    Builder<Job> b("job");
    build(b);
    try {
        (void)b.build();
    } catch (const error& e) {
        std::vector<error_code> found;
        for (const auto& f : e.findings()) found.push_back(f.code);
        return found;
    }
    return {};
}
using codes = std::vector<error_code>;

}  // namespace

TEST_CASE("a graph read from configuration becomes a workflow") {
    const auto configuration = nlohmann::json::parse(R"({
        "start": "fetch",
        "steps": {
            "fetch":  {"adds": 1,  "next": ["left", "right"]},
            "left":   {"adds": 10, "next": ["sum"]},
            "right":  {"adds": 20, "next": ["sum"]},
            "sum":    {"adds": 100, "next": []}
        }})");
    std::map<std::string, int> predecessors;
    for (const auto& [name, step] : configuration["steps"].items())
        for (const auto& next : step["next"]) ++predecessors[next];
    Builder<Job> b("configured");
    for (const auto& [name, step] : configuration["steps"].items()) {
        const int adds = step["adds"];
        auto body = [adds](Job& j) {  // a body may have state of its own here
            j.sum += adds;
            return done;
        };
        const bool starts = name == configuration["start"], ends = step["next"].empty(), joins = predecessors[name] > 1;
        if (starts)
            b.task(name, body, start_point);
        else if (ends && joins)
            b.task(name, body, end_point, join_point);
        else
            b.task(name, body);
    }
    for (const auto& [name, step] : configuration["steps"].items())
        for (const auto& next : step["next"]) b.flow(name, next.get<std::string>());
    Runner run{b.build(), Job{}};
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().sum == 131);
}

TEST_CASE("every problem is found before anything runs, with the numbers that the compiler reports") {
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, end_point).task("a", pass, start_point, end_point);
          }) == codes{error_code::two_tasks_have_the_name});
    CHECK(findings([](auto& b) { b.task("a", pass, start_point, followed_by("b")); }) ==
          codes{error_code::a_flow_names_the_undeclared_task});
    CHECK(findings([](auto& b) { b.task("a", pass, start_point).flow("x", "a"); })[0] ==
          error_code::a_flow_names_the_undeclared_task);
    CHECK(findings([](auto& b) { b.task("a", pass, end_point); }) == codes{error_code::no_start_point_in_the_workflow});
    CHECK(findings([](auto& b) { b.task("a", pass, start_point, end_point).task("b", pass, end_point); }) ==
          codes{error_code::no_start_point_reaches});
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, followed_by("b"), followed_by("c"))
                  .task("b", pass, end_point)
                  .task("c", pass);
          }) == codes{error_code::no_end_point_is_reached_from});
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, followed_by("b"), followed_by("c"))
                  .task("b", pass, followed_by("d"))
                  .task("c", pass, followed_by("d"))
                  .task("d", pass, end_point);
          }) == codes{error_code::several_flows_meet_without_a_join_at});
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, followed_by("b")).task("b", pass, join_point, end_point);
          }) == codes{error_code::a_join_with_one_predecessor_at});
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, followed_by("b", otherwise)).task("b", pass, end_point);
          }) == codes{error_code::otherwise_without_a_condition_at});
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, end_point, followed_by("b")).task("b", pass, end_point);
          }) == codes{error_code::an_end_point_is_followed_at});
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, followed_by("b", when("f", flag)), followed_by("c", otherwise))
                  .task("b", pass, followed_by("d"))
                  .task("c", pass, followed_by("d"))
                  .task("d", pass, join_all, end_point);
          }) == codes{error_code::deadlock_at_the_join});
    CHECK(findings([](auto& b) {
              b.task("a", pass, start_point, followed_by("b"), followed_by("c"))
                  .task("b", pass, followed_by("d"))
                  .task("c", pass, followed_by("d"))
                  .task("d", pass, merge_point, end_point);
          }) == codes{error_code::passed_twice_by_parallel_branches});
    CHECK(findings([](auto& b) { b.task("", pass, start_point, end_point); }) ==
          codes{error_code::a_task_has_an_empty_name_in});
}

TEST_CASE("an error names the workflow, the task, and the name that was probably meant") {
    Builder<Job> b("coffee");
    b.task("order", pass, start_point, followed_by("srve")).task("serve", pass, end_point);
    const std::string text = text_of([&] { (void)b.build(); });
    CHECK_THAT(text, ContainsSubstring("BTN002") && ContainsSubstring("coffee") && ContainsSubstring("srve") &&
                         ContainsSubstring("serve"));
}

TEST_CASE("what cannot be verified, or is unsound, is built only when that is accepted") {
    const auto unsound = [](Builder<Job>& b) {
        b.task("a", pass, start_point, followed_by("b"), followed_by("c"));
        b.task("b", pass, followed_by("d"))
            .task("c", pass, followed_by("d"))
            .task(
                "d", [](Job& j) { return ++j.sum, done; }, merge_point, end_point);
    };
    Builder<Job> refused("twice");
    unsound(refused);
    CHECK(code_of([&] { (void)refused.build(); }) == error_code::passed_twice_by_parallel_branches);
    Builder<Job> accepted("twice");
    unsound(accepted);
    accepted.accept_unsound();
    Runner run{accepted.build(), Job{}};
    run.run_or_throw();
    CHECK(run.context().sum == 2);
}

TEST_CASE("a Builder builds once") {
    Builder<Job> b("once");
    b.task("a", pass, start_point, end_point);
    (void)b.build();
    CHECK(code_of([&] { (void)b.build(); }) == error_code::the_workflow_is_already_built);
}

TEST_CASE("bodies and conditions with state live as long as the workflow, and several runners share them") {
    auto shared = std::make_shared<int>(0);
    const std::weak_ptr<int> watched = shared;
    {
        Builder<Job> b("stateful");
        b.task(
            "a", [shared](Job& j) { return j.sum = ++*shared, done; }, start_point,
            followed_by("b", when("odd", [shared](const Job&) { return *shared % 2 == 1; })),
            followed_by("c", otherwise));
        b.task(
            "b", [](Job& j) { return j.log = "b", done; }, end_point);
        b.task(
            "c", [](Job& j) { return j.log = "c", done; }, end_point);
        shared.reset();
        const Workflow<Job> w = b.build();
        Runner first{w, Job{}}, second{w, Job{}};
        first.run_or_throw();
        second.run_or_throw();
        CHECK(first.context().log == "b");
        CHECK(second.context().log == "c");
        CHECK(watched.use_count() > 0);
    }
    CHECK(watched.expired());
}

TEST_CASE("bodies take resources and Self, as declared ones do") {
    struct Shop {
        int stock = 3;
    };
    Builder<Job, Shop> b("shop");
    const int least = static_cast<int>(std::string("ab").size());
    b.task(
        "a",
        [least](Job& j, Shop& s, const Self& self) {
            j.log = std::string(self.name) + std::to_string(self.attempt);
            return --s.stock >= least;
        },
        start_point, followed_by("b"));
    b.task(
        "b", [](const Job&, Shop& s) { return s.stock = 0, done; }, end_point);
    Shop shop;
    Runner run{b.build(), Job{}, shop};
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(shop.stock == 0);
    CHECK(run.context().log == "a1");
}

TEST_CASE("a condition that is an expression is refused where nothing can evaluate it") {
    Builder<Job> b("job");
    b.task("a", pass, start_point, followed_by("b", when("f", flag)), followed_by("c", otherwise));
    b.task("b", pass, end_point).task("c", pass, end_point);
    Definition d = b.build().definition();
    d.flows[0].condition = {core::condition_kind::expression, "feel", "sum > 3"};
    CHECK(code_of([&] { (void)runner::detail::make_program<Job, core::no_resources>(d, {}, {}); }) ==
          error_code::an_expression_has_no_evaluator);
}

}  // namespace runner_builder_test
