// The code of docs/service.md.
#include <baton/baton.hpp>
#include <baton/process.hpp>
#include <baton/service/typed.hpp>
#include <baton/service/worker.hpp>
#include <baton/store/open_store.hpp>

#include "../catch.hpp"

namespace docs_service_test {

using namespace baton;

namespace service_docs {

std::shared_ptr<const Definition> order_process() {
    using namespace baton::words;
    return std::make_shared<const Definition>(
        process("order", start_event("placed", followed_by("approve")),
                user_task("approve", candidate_groups("sales"), followed_by("pack")),
                service_task("pack", type("pack"), followed_by("paid")),
                catch_event("paid", on_message("paid", key("=\"17\"")), followed_by("done")), end_event("done")));
}

struct Tea {
    std::string kind;
    int cups = 0;
};
BATON_FIELDS(Tea, kind, cups)

BATON_WORKFLOW(tea, Tea) {
    BATON_TASK(brew, start_point, followed_by(drink))(Tea& t) { ++t.cups; return done; }
    BATON_TASK(drink, end_point)(Tea&) { return baton::pending; }
};

}  // namespace service_docs

TEST_CASE("the examples of the service") {
    using namespace service_docs;
    const std::string url = "memory:";
    const Bindings bindings;
    // clang-format off
    Service service(baton::store::open_store(url), {.searchable = {"amount"}});
    service.deploy(order_process(), bindings);
    const auto order = service.start("order", {.variables = {{"amount", 120}}, .business_key = "17"});
    for (const TaskSummary& task : service.tasks({.group = "sales"}))
        service.complete(task.id, {{"approved", true}});
    TaskWorker packing(service, "pack", [](TaskJob& job) -> Variables {
        return {{"parcel", job.idempotency_key()}};
    });
    while (packing.step()) {}
    service.message({.name = "paid", .key = "17"});
    service.run();
    // clang-format on
    CHECK(service.info(order).status == InstanceStatus::completed);
    store::InstanceQuery dear;
    dear.attributes.push_back({.name = "amount", .by_number = true, .text = {}, .least = 100});
    CHECK(service.count(dear) == 1);

    // clang-format off
    baton::service::deploy(service, tea);
    const auto cup = baton::service::start(service, tea, Tea{"green"});
    service.complete(cup, "drink");
    const Tea now = baton::service::context<Tea>(service, cup);
    // clang-format on
    CHECK(now.cups == 1);
    CHECK(service.info(cup).status == InstanceStatus::completed);
}

TEST_CASE("the examples of the service: a body that joins its step") {
    Bindings bindings;
    // clang-format off
    bindings.on("charge", [](TaskContext& task) -> Outcome {
        this_step().own_sql("insert into charge (customer, amount) values (?1, ?2)", {task.get("customer"), task.get("amount")});
        return done;
    });
    // clang-format on
    CHECK_THROWS(this_step());
}

}  // namespace docs_service_test
