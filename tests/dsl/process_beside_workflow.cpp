// Workflows and processes are declared in one file, with the same words where they mean the same.
#include <baton/dsl/definition.hpp>
#include <baton/process.hpp>
#include <baton/workflow.hpp>

#include "../catch.hpp"

namespace dsl_process_beside_workflow_test {

using namespace baton;
using namespace baton::words;

namespace {

struct Order {
    bool large = false;
};

constexpr auto order = workflow<"order", Order>([](auto tasks) {
    tasks(task("check", start_point, followed_by("approve", when(&Order::large)), followed_by("ship", otherwise)),
          task("approve", title("Approve"), followed_by("ship"), on_error("NO", followed_by("ship"))),
          task(
              "ship", [](Order&) { return done; }, merge_point, end_point));
});

}  // namespace

TEST_CASE("a workflow and a process stand beside each other") {
    const Definition declared = process(
        "order", task("check", followed_by("approve", when("=large")), followed_by("ship", otherwise)),
        task("approve", title("Approve"), followed_by("ship"), on_error("NO", followed_by("ship"))), task("ship"));
    CHECK(declared.nodes.size() == 4);
    CHECK(declared.nodes[1].title == "Approve");
    CHECK(declared.nodes[2].id == "approve.error");
    CHECK(dsl::definition_of(order).nodes.size() == 4);
}

}  // namespace dsl_process_beside_workflow_test
