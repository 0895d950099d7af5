// An expense claim: a BPMN process declared in C++, every element by its own word, and run for three claims.
#include <baton/process.hpp>
#include <baton/runner/process_engine.hpp>
#include <iostream>
#include <memory>

using namespace baton;
using namespace baton::words;

namespace {

// clang-format off
Definition expense() {
    return process(
        "expense", title("Expense claim"),
        start_event("claimed", followed_by("kind")),
        exclusive_gateway("kind", followed_by("approve", when("=amount > 100"), title("large")),
                          followed_by("pay", otherwise)),
        user_task("approve", title("Approve the claim"), assignee("boss"),
                  form(field("approved", "boolean", title("Approved?"), required)), followed_by("decided"),
                  on_timer(after("P3D"), non_interrupting, followed_by("remind"))),
        send_task("remind", title("Remind the boss"), followed_by("reminded")), end_event("reminded"),
        exclusive_gateway("decided", followed_by("pay", when("=approved")), followed_by("rejected", otherwise)),
        sub_process("pay", title("Pay"),
                    start_event("due", followed_by("check-account")),
                    service_task("check-account", type("check-account"), followed_by("known")),
                    exclusive_gateway("known", followed_by("transfer", when("=account != null")),
                                      followed_by("unknown", otherwise)),
                    service_task("transfer", type("transfer"), retries("R3/PT10M"), followed_by("transferred")),
                    end_event("transferred"),
                    end_event("unknown", throws_error("NO_ACCOUNT")),
                    followed_by("paid"),
                    on_error("NO_ACCOUNT", followed_by("ask"))),
        user_task("ask", title("Ask for the account"), followed_by("pay")),
        end_event("rejected"), end_event("paid"));
}
// clang-format on

TaskBody bind(const Definition&, const Node& node) {
    const std::string_view what = node.implementation.text;
    if (what == "check-account") return [](TaskContext&) { return done; };
    if (what == "transfer")
        return [](TaskContext& task) {
            std::cout << "  transfers " << *task.get("amount").integer() << '\n';
            return done;
        };
    if (node.id == "remind")
        return [](TaskContext&) {
            std::cout << "  reminds the boss\n";
            return done;
        };
    return {};
}

}  // namespace

int main() {
    ProcessEngine engine;
    engine.bind(bind);
    engine.deploy({std::make_shared<const Definition>(expense())});
    const auto show = [&](const char* name, std::uint64_t claim) {
        std::cout << name << ": " << name_of(engine.info(claim).status);
        for (const std::string& task : engine.info(claim).waiting) std::cout << ", waits at " << task;
        std::cout << '\n';
    };
    const auto lunch = engine.start("expense", {{"amount", 18}, {"account", "DE1"}});
    show("lunch", lunch);

    const auto flight = engine.start("expense", {{"amount", 900}});
    show("flight", flight);
    engine.advance_to(engine.now() + duration(4 * 24 * 3'600'000LL));  // four days later
    engine.complete("approve", {{"approved", true}});
    show("flight", flight);
    engine.complete("ask", {{"account", "DE2"}});
    show("flight", flight);

    const auto yacht = engine.start("expense", {{"amount", 900'000}});
    engine.complete("approve", {{"approved", false}}, yacht);
    show("yacht", yacht);
}
