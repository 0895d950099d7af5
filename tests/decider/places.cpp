#include "places.hpp"

#include <baton/testing/manual_clock.hpp>

std::vector<MakePlace>& places() {
    static std::vector<MakePlace> all;
    return all;
}

namespace {
const AddPlace memory("memory", [] {
    auto clock = std::make_shared<baton::testing::ManualClock>();
    return Place{"memory", std::make_shared<baton::decider::MemoryBackend>(baton::decider::MemoryOptions{.clock = [clock] { return (*clock)(); }}),
                 [clock](baton::duration by) { clock->advance(by); }};
});
}  // namespace
