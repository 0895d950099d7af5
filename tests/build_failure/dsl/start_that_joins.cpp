// expect: BTN015
// expect: a_start_point_is_also_a_join
// expect-name: draft
#include <baton/workflow.hpp>

struct Paper {
    bool good = false;
};

BATON_WORKFLOW(approval, Paper) {
    BATON_TASK(draft, start_point, join_point, followed_by(review)) (Paper&) { return done; }
    BATON_TASK(review, followed_by(publish, when(&Paper::good)), followed_by(draft, otherwise)) (Paper&) { return done; }
    BATON_TASK(publish, end_point) (Paper&) { return done; }
};
