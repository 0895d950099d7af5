// A workflow that two files include at different values of __COUNTER__ and on different lines.
#ifndef TESTS_PROGRAMS_COUNTED_HPP
#define TESTS_PROGRAMS_COUNTED_HPP

#include <baton/workflow.hpp>

struct Tally {
    int sum = 0;
};

// clang-format off
BATON_WORKFLOW(tally, Tally) {
    BATON_TASK(one, start_point, followed_by(two)) (Tally& t) { t.sum += 1 + 0 * __LINE__; return done; }
    BATON_TASK(two, followed_by(three, when([](const Tally& t) { return t.sum < 100; })), followed_by(three, otherwise)) (Tally& t) { t.sum += 10; return done; }
    BATON_TASK(three, merge_point, end_point) (Tally& t) { t.sum += 100; return done; }
};
// clang-format on

/// Defined in each of the two files.
int run_first();
int run_second();
const void* address_first();
const void* address_second();

#endif
