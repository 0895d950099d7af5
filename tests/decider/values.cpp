// Histories and JSON.
#include "../catch.hpp"
#include "../codes.hpp"

#include <baton/decider/decider.hpp>
#include <thread>

namespace decider_values_test {

using namespace baton;
using namespace baton::decider;

namespace {

template <class V, std::size_t... I>
std::vector<V> one_of_each(std::index_sequence<I...>) {
    return {V(std::in_place_index<I>)...};
}

}  // namespace

TEST_CASE("histories share what they have in common, and are independent") {
    History a;
    for (int i = 1; i <= 100; ++i) a.push_back({i, {}, Signaled{{std::to_string(i), {}}}});
    History b = a;
    a.push_back({101, {}, TimerFired{}});
    b.push_back({101, {}, DecisionStarted{}});
    CHECK(a.size() == 101);
    CHECK(a.back().as<TimerFired>() != nullptr);
    CHECK(b.back().as<DecisionStarted>() != nullptr);
    for (std::size_t i = 0; i < 100; ++i) CHECK(a[i].as<Signaled>()->signal.name == std::to_string(i + 1));
    CHECK(std::equal(a.begin(), a.begin() + 100, b.begin()));
    CHECK(!(a == b));
    CHECK(a.end() - a.begin() == 101);
    CHECK(History().empty());
}

TEST_CASE("a history is read on one thread while it grows on another") {
    History a{ProcessStarted{}};
    std::vector<std::jthread> readers;
    for (int i = 2; i < 200; ++i) {
        if (i % 40 == 0)
            readers.emplace_back([copy = a, size = a.size()]() mutable {
                std::size_t n = 0;
                for (const Event& e : copy) n += e.id > 0 ? 1 : 0;
                copy.push_back({1, {}, DecisionStarted{}});
                if (n != size || copy.size() != size + 1) std::abort();
            });
        a.push_back({i, {}, Signaled{}});
    }
    readers.clear();
    CHECK(a.size() == 199);
}

TEST_CASE("every event, decision and result is the same after JSON") {
    for (const Decision& d : one_of_each<Decision>(std::make_index_sequence<std::variant_size_v<Decision>>())) {
        const auto j = to_json(d);
        CHECK(j["type"] == type_of(d));
        CHECK(from_json<Decision>(j) == d);
    }
    for (const EventBody& body : one_of_each<EventBody>(std::make_index_sequence<std::variant_size_v<EventBody>>())) {
        const Event e{7, instant(1234), body};
        const Event back = from_json<Event>(to_json(e));
        CHECK(back == e);
        CHECK(back.id == 7);
        CHECK(back.at == e.at);
    }
    for (const auto& r : one_of_each<ActivityResult>(std::make_index_sequence<4>())) CHECK(from_json<ActivityResult>(to_json(r)) == r);
    for (const auto& r : one_of_each<ProcessResult>(std::make_index_sequence<5>())) CHECK(from_json<ProcessResult>(to_json(r)) == r);
    const Decision full = ScheduleActivity{"a", Value::List{1, "x"}, "id", "heavy", duration(1), duration(2), duration(3), duration(4)};
    CHECK(from_json<Decision>(to_json(full)) == full);
    CHECK(to_json(full).dump() == R"({"activity":"a","category":"heavy","execution_timeout":2,"heartbeat_timeout":3,"id":"id","input":[1,"x"],"scheduled_timeout":1,"total_timeout":4,"type":"schedule_activity"})");
    const Process p{"w", "id", 3, {"t"}, {ProcessStarted{}, DecisionStarted{}, DecisionMade{full}}, "parent", ProcessFailed{"r", "d"}};
    CHECK(from_json_text<Process>(to_json(p).dump()) == p);
    CHECK(from_json_text<DecisionTask>(to_json(DecisionTask{p, "tok"}).dump()) == DecisionTask{p, "tok"});
}

TEST_CASE("damaged JSON is refused with a number") {
    const auto damaged = [](const char* text) { return code_of([&] { (void)from_json_text<Process>(text); }) == error_code::the_state_is_damaged; };
    CHECK(damaged("{"));
    CHECK(damaged("[]"));
    CHECK(damaged(R"({"baton":{"document":"other","format":1}})"));
    CHECK(damaged(R"({"baton":{"document":"process","format":1}})"));
    CHECK(damaged(R"({"baton":{"document":"process","format":1},"workflow":3,"history":[]})"));
    CHECK(damaged(R"({"baton":{"document":"process","format":1},"workflow":"w","history":[{"id":1,"at":1,"type":"dream"}]})"));
    CHECK(damaged(R"({"baton":{"document":"process","format":1},"workflow":"w","history":[{"id":"1","at":1,"type":"signal"}]})"));
    CHECK(damaged(R"({"baton":{"document":"process","format":1},"workflow":"w","history":[{"id":1,"at":1,"type":"activity","result":{"type":"timedout","kind":"lazy"}}]})"));
    CHECK(code_of([] { (void)from_json_text<Process>(R"({"baton":{"document":"process","format":2}})"); }) == error_code::the_state_is_of_a_newer_format);
    CHECK(code_of([] { (void)from_json_text<Process>(std::string(1000, '[')); }) == error_code::the_state_is_damaged);
    // What a newer version adds is passed over, what is left out has its default.
    CHECK(from_json<Decision>(nlohmann::json::parse(R"({"type":"timer","new":1})")) == Decision(Timer{}));
}

}  // namespace decider_values_test
