#include "places.hpp"

#include <baton/testing/manual_clock.hpp>
#include <cstdlib>

#include "../catch.hpp"

namespace {
std::vector<std::function<void(std::vector<MakePlace>&)>>& sources() {
    static std::vector<std::function<void(std::vector<MakePlace>&)>> all;
    return all;
}

MakePlace memory() {
    return {"memory", [] {
                auto clock = std::make_shared<baton::testing::ManualClock>();
                const baton::decider::MemoryOptions options{.clock = [clock] { return (*clock)(); }};
                return Place{"memory", std::make_shared<baton::decider::MemoryBackend>(options),
                             [clock](baton::duration by) { clock->advance(by); }};
            }};
}
}  // namespace

AddPlaces::AddPlaces(std::function<void(std::vector<MakePlace>&)> add) { sources().push_back(std::move(add)); }

const std::vector<MakePlace>& places() {
    static const std::vector<MakePlace> all = [] {
        std::vector<MakePlace> list{memory()};
        for (const auto& add : sources()) add(list);
        const char* only = std::getenv("BATON_TEST_PLACES");
        std::erase_if(list, [&](const MakePlace& m) { return only != nullptr && m.name.find(only) == std::string::npos; });
        return list;
    }();
    return all;
}

bool can_run(const MakePlace& where) { return !where.can || where.can(Catch::getResultCapture().getCurrentTestName()); }
