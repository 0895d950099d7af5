// A laboratory robot: the arm works on its own thread, so its task is pending until the arm says that it is done.
#ifndef EXAMPLES_DEVICE_ASSAY_HPP
#define EXAMPLES_DEVICE_ASSAY_HPP

#include <baton/workflow.hpp>

#include "arm.hpp"

struct Job {  // the context: saved
    int plate = 0;
    bool ok = false;
};
BATON_FIELDS(Job, plate, ok)

struct Lab {  // resources: never saved, given again on load
    Arm& arm;
};

// clang-format off
BATON_WORKFLOW(assay, Job, Lab) {
    BATON_TASK(pick,  start_point, followed_by(check))                                          (Job&, Lab&);  // bodies in assay.cpp
    BATON_TASK(check, followed_by(place, when("ok", &Job::ok)), followed_by(park, otherwise))   (Job&, Lab&);
    BATON_TASK(place, end_point)                                                                (Job&, Lab&);
    BATON_TASK(park,  end_point)                                                                (Job&, Lab&);
};
// clang-format on

#endif
