// A paper waits for a person, who approves it, rejects it, or sends it back to be revised.
#ifndef EXAMPLES_APPROVAL_APPROVAL_HPP
#define EXAMPLES_APPROVAL_APPROVAL_HPP

#include <baton/workflow.hpp>
#include <chrono>
#include <string>

struct Paper {
    std::string title;
    int draft = 0;
    std::string verdict;  // what the reviewer said: approve, reject, revise

    [[nodiscard]] bool approved() const { return verdict == "approve"; }
    [[nodiscard]] bool to_revise() const { return verdict == "revise"; }
};
BATON_FIELDS(Paper, title, draft, verdict)

// clang-format off
BATON_WORKFLOW(approval, Paper) {
    BATON_TASK(write,    start_point, merge_point, followed_by(review))                     (Paper& p) { ++p.draft; p.verdict.clear(); return done; }
    BATON_TASK(review,   labels("reviewer"), deadline(std::chrono::hours(72), followed_by(remind)), merge_point,
                         choose(followed_by(publish, when("approved", &Paper::approved)),
                                followed_by(write, when("to be revised", &Paper::to_revise)),
                                followed_by(archive, otherwise)))                           (Paper&)   { return pending("a reviewer's verdict"); }
    BATON_TASK(remind,   followed_by(review))                                               (Paper&)   { return done; }
    BATON_TASK(publish,  end_point)                                                         (Paper&)   { return done; }
    BATON_TASK(archive,  end_point)                                                         (Paper&)   { return done; }
};
// clang-format on

#endif
