// A clock that stands still until the test moves it.
#ifndef BATON_TESTING_MANUAL_CLOCK_HPP
#define BATON_TESTING_MANUAL_CLOCK_HPP

#include "../config.hpp"
#include "../core/time.hpp"
#include "../core/time_text.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::testing {

/// Starts at 2030-01-01T00:00:00Z. It must live as long as the Runner that is given it: `run.clock([&clock] { return
/// clock(); })`.
class ManualClock {
public:
    static constexpr core::instant start{1'893'456'000'000};

    ManualClock() = default;
    explicit ManualClock(core::instant now) : now_(now) {}

    core::instant operator()() const { return now_; }
    [[nodiscard]] core::instant now() const { return now_; }
    void advance(core::duration by) { now_ = now_ + by; }
    /// Precondition: not earlier than now().
    void set(core::instant to) { now_ = to; }

private:
    core::instant now_ = start;
};

}  // namespace baton::inline BATON_ABI::testing

#endif
