// The bodies: touching one compiles this file only.
#include "assay.hpp"

#include <iostream>

BATON_BODY(assay, pick) (Job& job, Lab& lab) {
    std::cout << "pick plate " << job.plate << '\n';
    lab.arm.pick(job.plate);  // comes back at once; the arm reports later, from its own thread
    return pending("the arm");
}

BATON_BODY(assay, check) (Job& job, Lab&) {
    job.ok = job.plate % 2 == 1;
    std::cout << "check: " << (job.ok ? "good" : "bad") << '\n';
    return done;
}

BATON_BODY(assay, place) (Job&, Lab&) {
    std::cout << "place\n";
    return done;
}

BATON_BODY(assay, park) (Job&, Lab&) {
    std::cout << "park\n";
    return done;
}
