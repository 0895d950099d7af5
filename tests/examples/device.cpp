#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>

#include "../catch.hpp"
#include "device/assay.hpp"

namespace examples_device_test {

using namespace baton::testing;

TEST_CASE("device: bodies can be faked, so that no arm is moved") {
    Arm arm;
    Lab lab{arm};
    TestRun run{assay, Job{.plate = 7}, lab};
    run.fake("pick").returns(baton::pending);
    run.fake("check").does([](Job& job) {
        job.ok = job.plate > 5;
        return baton::done;
    });
    run.fake("place");
    run.run();
    CHECK_THAT(run, waiting_exactly_at("pick"));
    run.complete("pick");
    CHECK_THAT(run, finished() && passed_in_order("pick", "check", "place") && !passed("park"));
}

}  // namespace examples_device_test
