// Secret variables: not in history and incidents, and marked for tools.
#include <baton/baton.hpp>
#include <baton/process.hpp>
#include <baton/service/typed.hpp>
#include <stdexcept>
#include <string>

#include "../catch.hpp"
#include "fixture.hpp"

namespace service_secrets_test {

namespace secret_service {

struct Payment {
    std::string card;
    int amount = 0;
};
BATON_FIELDS(Payment, card, amount)

BATON_WORKFLOW(paying, Payment){BATON_TASK(charge, start_point, end_point)(Payment & p){if (p.amount == 0) return done;
throw std::runtime_error("card " + p.card + " is refused, 12 too");
}  // namespace secret_service
};  // namespace service_secrets_test

}  // namespace secret_service

TEST_CASE("the values of secret variables are in no text for people") {
    using namespace baton::words;
    using namespace service_tests;
    store_tests::on_all([](store_tests::Opened& o) {
        baton::ServiceOptions hiding = options({.history = baton::HistoryLevel::full, .secret = {"card", "pin"}});
        hiding.retry.attempts = 1;
        baton::Service service(shared(o), hiding);
        const auto check = [&](std::int64_t id, const std::string& expected) {
            REQUIRE(service.incidents(id).size() == 1);
            CHECK(service.incidents(id)[0].why == expected);
            CHECK(service.explain(id).find("4111") == std::string::npos);
            for (const baton::HistoryLine& line : service.history(id))
                CHECK(line.text.find("4111") == std::string::npos);
            CHECK(service.info(id).secret == Names{"card", "pin"});
        };
        baton::Bindings bindings;
        bindings.on("charge", [](baton::TaskContext& task) -> baton::Outcome {
            throw std::runtime_error("card " + *task.get("card").text() + " is refused, 12 too");
        });
        service.deploy(
            shared(process("p", start_event("s", followed_by("charge")), service_task("charge", followed_by("ask")),
                           user_task("ask", followed_by("e")), end_event("e"))),
            bindings);
        const auto id = service.start("p", {.variables = {{"card", "4111 1111"}, {"pin", 12}}});
        check(id, "card *** is refused, 12 too");  // too short to be taken out everywhere
        CHECK(baton::core::text_of(service.info(id).variables[0].second) == "4111 1111");

        baton::service::deploy(service, secret_service::paying);
        check(baton::service::start(service, secret_service::paying, secret_service::Payment{"4111 1111", 3}),
              "card *** is refused, 12 too");
    });
}

}  // namespace service_secrets_test
