// A process with everything that a service writes in its own way: a body, a worker's task, a person's, a called
// process, a message, a timer, and a message that starts another process. What is done once is counted in n (the body)
// and m (the worker).
#ifndef TESTS_SERVICE_WHOLE_MODEL_HPP
#define TESTS_SERVICE_WHOLE_MODEL_HPP

#include <baton/process.hpp>
#include <baton/runner/bindings.hpp>
#include <baton/service/worker.hpp>
#include <baton/testing/manual_clock.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace service_tests {

/// Instances of "main" are started with the variable `order`, the key of the message "paid".
inline std::shared_ptr<const baton::Definition> whole_model() {
    using namespace baton::words;
    return std::make_shared<const baton::Definition>(collaboration(
        named("all"),
        process("main", start_event("s", followed_by("count")), service_task("count", followed_by("work")),
                service_task("work", type("w"), followed_by("call")),
                call_activity("call", calls("part"), takes("y"), followed_by("paid")),
                catch_event("paid", on_message("paid", key("=order")), followed_by("rest")),
                catch_event("rest", on_timer(after("PT1H")), followed_by("tell")),
                throw_event("tell", throws_message("told"), followed_by("e")), end_event("e")),
        process("part", start_event("ps", followed_by("ask")),
                user_task("ask", output("=answer", "y"), followed_by("pe")), end_event("pe")),
        process("told", start_event("ts", on_message("told"), followed_by("te")), end_event("te"))));
}

inline baton::Value one_more(const baton::Value& n) {
    return baton::Value((n.integer() != nullptr ? *n.integer() : 0) + 1);
}
inline baton::Bindings whole_bindings() {
    baton::Bindings b;
    b.on("count", [](baton::TaskContext& t) {
        const baton::Value n = t.get("n");
        t.set("n", one_more(n));
    });
    return b;
}
/// What the worker of topic "w" does.
inline baton::Variables do_work(const baton::TaskJob& job) {
    const baton::Value m = job.get("m");
    return {{"m", one_more(m)}};
}
inline baton::Variables order_variables(const std::string& order) { return {{"order", baton::Value(order)}}; }
inline baton::Message payment(const std::string& order) {
    baton::Message m;
    m.name = "paid";
    m.key = order;
    m.id = "payment of " + order;
    m.time_to_live = baton::duration(1'000'000'000);
    return m;
}

/// What a client does, again and again until everything is done; every call may be repeated.
inline void live(baton::Store& inner, baton::testing::ManualClock& clock) {
    const std::shared_ptr<baton::Store> shared(&inner, [](baton::Store*) {});
    baton::Service service(shared, {.name = "one of many"});
    service.deploy(whole_model(), whole_bindings());
    const auto id = service.start("main", {.variables = order_variables("17"), .business_key = "17", .request = "r"});
    baton::TaskWorker worker(service, "w", do_work);
    for (int i = 0; i < 200; ++i) {
        service.run();
        while (worker.step()) {}
        for (const baton::TaskSummary& t : service.tasks()) service.complete(t.id, {{"answer", 42}});
        for (const baton::IncidentSummary& incident : service.incidents()) service.retry(incident.id);
        if (service.info(id).waiting == std::vector<std::string>{"paid"}) service.message(payment("17"));
        service.run();
        baton::store::InstanceQuery told;
        told.definition_key = "told";
        told.open = baton::store::InstanceQuery::Open::ended;
        if (service.info(id).status != baton::InstanceStatus::running && service.count(told) > 0) return;
        clock.advance(baton::duration(600'000));
    }
}

enum class With { history, no_history };

/// How it stands in the end. Without times: those who were killed took longer.
inline std::string outcome(baton::Store& inner, With what = With::history) {
    const std::shared_ptr<baton::Store> shared(&inner, [](baton::Store*) {});
    baton::Service service(shared);
    std::string text;
    for (const baton::InstanceSummary& i : service.instances({})) {
        text += i.definition + " " + i.business_key + " " + std::string(name_of(i.status)) + ":";
        for (const auto& [name, value] : service.info(i.id).variables)
            text += " " + name + "=" + baton::core::text_of(value);
        std::int64_t number = 0;
        for (const baton::HistoryLine& l : service.history(i.id)) {
            if (what == With::history) text += "; " + l.what + " " + l.element;
            if (l.number != ++number) text += " OUT OF ORDER";
        }
        text += "\n";
    }
    inner.read([&](baton::store::Transaction& tx) {
        text += std::to_string(tx.count_work({})) + " rows of work left, " + std::to_string(tx.incidents(0).size()) +
                " incidents\n";
    });
    return text;
}

}  // namespace service_tests

#endif
