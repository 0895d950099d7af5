#include <baton/core/time.hpp>
#include <baton/core/time_text.hpp>
#include <chrono>

#include "../catch.hpp"

namespace core_time_test {

using namespace std::chrono_literals;
using baton::duration;
using baton::instant;
using baton::core::instant_from_text;
using baton::core::to_text;

static_assert(duration(5min).ms == 300'000);
static_assert(duration(24h).ms == 86'400'000);
static_assert(duration(1500us).ms == 1);
static_assert(duration(std::chrono::duration<double>(0.25)).ms == 250);
static_assert(duration(std::chrono::nanoseconds::max()).ms == 9'223'372'036'854);
static_assert(instant(0) + duration(1h) == instant(3'600'000));
static_assert(instant::never() + duration(1h) == instant::never());
static_assert(instant::never() > instant(std::int64_t{1} << 62));

TEST_CASE("a time is written as ISO 8601 and read back") {
    CHECK(to_text(instant(0)) == "1970-01-01T00:00:00.000Z");
    CHECK(to_text(instant(-1)) == "1969-12-31T23:59:59.999Z");
    CHECK(to_text(instant(951'782'400'000)) == "2000-02-29T00:00:00.000Z");
    CHECK(to_text(instant(1'893'456'000'000)) == "2030-01-01T00:00:00.000Z");
    CHECK(to_text(instant::never()) == "never");
    for (const std::int64_t ms : {0ll, 1ll, -1ll, 951'782'399'999ll, 4'102'444'799'999ll, -2'208'988'800'000ll})
        CHECK(instant_from_text(to_text(instant(ms))) == instant(ms));
    CHECK(instant_from_text("never") == instant::never());
}

TEST_CASE("a text that is no time is refused") {
    for (const char* text : {"", "2030-01-01", "2030-01-01T00:00:00Z", "2030-13-01T00:00:00.000Z", "2030-04-31T00:00:00.000Z",
                             "2029-02-29T00:00:00.000Z", "2030-01-01T24:00:00.000Z", "2030-01-01T00:60:00.000Z",
                             "2030-01-01 00:00:00.000Z", "2030-01-01T00:00:00.000+", "x030-01-01T00:00:00.000Z"})
        CHECK_FALSE(instant_from_text(text));
}

TEST_CASE("a time point of the system clock is an instant") {
    const auto now = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'700'000'000'123));
    CHECK(instant(now) == instant(1'700'000'000'123));
}

}  // namespace core_time_test
