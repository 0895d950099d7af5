#include "places.hpp"

#include <baton/testing/manual_clock.hpp>

namespace {
std::vector<std::function<void(std::vector<MakePlace>&)>>& sources() {
    static std::vector<std::function<void(std::vector<MakePlace>&)>> all;
    return all;
}
}  // namespace

AddPlaces::AddPlaces(std::function<void(std::vector<MakePlace>&)> add) { sources().push_back(std::move(add)); }

const std::vector<MakePlace>& places() {
    static const std::vector<MakePlace> all = [] {
        std::vector<MakePlace> list;
        for (const auto& add : sources()) add(list);
        return list;
    }();
    return all;
}

namespace {
const AddPlaces memory([](std::vector<MakePlace>& list) {
    list.push_back({"memory", [] {
                        auto clock = std::make_shared<baton::testing::ManualClock>();
                        const baton::decider::MemoryOptions options{.clock = [clock] { return (*clock)(); }};
                        return Place{"memory", std::make_shared<baton::decider::MemoryBackend>(options),
                                     [clock](baton::duration by) { clock->advance(by); }};
                    }});
});
}  // namespace
