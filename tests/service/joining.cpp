// Bodies that join the transaction of their step.
#include <baton/process.hpp>
#include <baton/service/service.hpp>
#include <baton/service/this_step.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"
#include "fixture.hpp"

namespace service_joining_test {

using namespace baton::words;
using namespace service_tests;

namespace {

/// Charges, then does what `after` says.
auto charging() {
    return shared(process("p", start_event("s", followed_by("charge")), service_task("charge", followed_by("after")),
                          service_task("after", followed_by("e"), on_error("NO", followed_by("no"))), end_event("no"),
                          end_event("e")));
}
std::string charged(baton::Store& store) {
    std::string number;
    store.transact([&](baton::store::Transaction& tx) {
        number = tx.own_sql("select cast(count(*) as text) from charge").at(0).at(0);
    });
    return number;
}
void charge(TaskContext& task) {
    baton::this_step().own_sql("insert into charge (name, cents, ready) values (?1, ?2, ?3)",
                               {task.get("name"), task.get("cents"), baton::Value()});
}

}  // namespace

TEST_CASE("what a body writes is done with its step, or not at all") {
    store_tests::on_all([](store_tests::Opened& o) {
        baton::ServiceOptions joining = options();
        joining.join_bodies = true;
        joining.join_limit = baton::duration(200);
        Service service(shared(o), joining);
        try {
            o->transact([](baton::store::Transaction& tx) {
                tx.own_sql("create table charge (name text not null, cents bigint, ready text)");
            });
        } catch (const baton::error& e) {
            CHECK(e.code() == baton::error_code::the_adapter_is_not_there);  // memory, files
            return;
        }
        enum { goes_well, fails, throws, takes_long, is_an_error } how = goes_well;
        baton::Bindings bindings;
        bindings.on("charge", [&](TaskContext& task) -> baton::Outcome {
            charge(task);
            if (how == fails) return baton::failed("no");
            if (how == throws) throw std::runtime_error("no");
            if (how == takes_long) std::this_thread::sleep_for(std::chrono::milliseconds(300));
            return baton::done;
        });
        bindings.on("after", [&](TaskContext& task) -> baton::Outcome {
            if (how != is_an_error) return baton::done;
            charge(task);
            return baton::bpmn_error("NO");
        });
        service.deploy(charging(), bindings);
        const baton::StartRequest ann{.variables = {{"name", "ann"}, {"cents", 250}}};
        CHECK(service.info(service.start("p", ann)).status == InstanceStatus::completed);
        CHECK(charged(*o) == "1");
        for (const auto wrong : {fails, throws, takes_long}) {
            how = wrong;
            const auto id = service.start("p", ann);
            CHECK(service.info(id).status == InstanceStatus::running);
            CHECK(charged(*o) == "1");
            how = goes_well;
            o.clock.advance(baton::duration(2000));
            service.run();
            CHECK(service.info(id).status == InstanceStatus::completed);
            CHECK(charged(*o) == "2");
            o->transact([](baton::store::Transaction& tx) {
                tx.own_sql("delete from charge");
                tx.own_sql("insert into charge (name) values ('one')");
            });
        }
        how = is_an_error;
        CHECK(service.info(service.start("p", ann)).status == InstanceStatus::completed);
        CHECK(charged(*o) == "3");

        // What the database says against it fails the task, and only that.
        how = goes_well;
        const auto refused = service.start("p");
        CHECK(service.info(refused).status == InstanceStatus::running);
        CHECK(charged(*o) == "3");
        CHECK(code_of([] { baton::this_step(); }) == baton::error_code::no_step_is_joined);
    });
}

}  // namespace service_joining_test
