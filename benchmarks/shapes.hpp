// The shapes of workflows that are measured, as plain graphs, so that every runner gets the same work.
#ifndef BENCHMARKS_SHAPES_HPP
#define BENCHMARKS_SHAPES_HPP

#include <baton/baton.hpp>
#include <cstddef>
#include <string>
#include <vector>

namespace shapes {

struct Count {
    std::size_t turns = 0, turns_left = 0;
    bool blocked = false;
};

/// A graph of tasks. A task with several predecessors joins all of them, unless it is the head of the loop.
struct Shape {
    std::string name;
    std::vector<std::vector<std::size_t>> next;  ///< by task; task 0 starts
    std::size_t loop_turns = 0;                  ///< of the loop: the last task but one goes back to task 0
    std::size_t task_runs = 0;                   ///< bodies called in one run
};

inline Shape chain(std::size_t n) {
    Shape s{"chain of " + std::to_string(n), std::vector<std::vector<std::size_t>>(n), 0, n};
    for (std::size_t i = 0; i + 1 < n; ++i) s.next[i] = {i + 1};
    return s;
}
/// `branches` branches of `length` tasks each between a split and a join of all of them.
inline Shape branches(std::size_t branches, std::size_t length) {
    Shape s{length == 1 ? "fan-out and fan-in of " + std::to_string(branches)
                        : std::to_string(branches) + " branches of " + std::to_string(length),
            {},
            0,
            branches * length + 2};
    s.next.resize(branches * length + 2);
    const std::size_t join = branches * length + 1;
    for (std::size_t b = 0; b < branches; ++b) {
        s.next[0].push_back(1 + b * length);
        for (std::size_t i = 0; i < length; ++i)
            s.next[1 + b * length + i] = {i + 1 < length ? 2 + b * length + i : join};
    }
    return s;
}
inline Shape loop(std::size_t turns) {
    return {"loop of " + std::to_string(turns) + " turns", {{1}, {0, 2}, {}}, turns, 2 * turns + 1};
}

/// The same as a baton workflow. `join`: what the join of a fan says.
inline baton::Workflow<Count> workflow_of(const Shape& s, baton::dsl::join_word join = baton::words::join_all) {
    using namespace baton::words;
    baton::Builder<Count> b(s.name);
    std::vector<int> predecessors(s.next.size());
    for (const auto& next : s.next)
        for (const std::size_t to : next) ++predecessors[to];
    const auto body = [](Count&) { return baton::done; };
    const auto name = [](std::size_t i) { return "t" + std::to_string(i); };
    if (s.loop_turns > 0) {
        b.task(name(0), body, start_point, merge_point, followed_by(name(1)));
        b.task(
            name(1), [](Count& c) { return --c.turns_left, baton::done; },
            followed_by(name(0), when("again", [](const Count& c) { return c.turns_left > 0; })),
            followed_by(name(2), otherwise));
        b.task(name(2), body, end_point);
        return b.build();
    }
    for (std::size_t i = 0; i < s.next.size(); ++i) {
        const bool starts = i == 0, ends = s.next[i].empty(), joins = predecessors[i] > 1;
        if (starts)
            b.task(name(i), body, start_point);
        else if (ends && joins)
            b.task(name(i), body, end_point, join);
        else if (ends)
            b.task(name(i), body, end_point);
        else
            b.task(name(i), body);
        for (const std::size_t to : s.next[i]) b.flow(name(i), name(to));
    }
    return b.build();
}

}  // namespace shapes

#endif
