// For callgrind, which counts what happens inside measured(): instructions SHAPE SIZE
//
//   chain N | fan N | inclusive_fan N | branches N (of N) | loop N | instances N (of ten tasks)
#include <baton/baton.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "shapes.hpp"

using Runs = std::vector<baton::Runner<shapes::Count>>;

[[gnu::noinline]] void measured(Runs& runs) {
    for (auto& run : runs) run.run();
}

int main(int count, char** values) {
    if (count != 3) return 2;
    const std::string shape = values[1];
    const std::size_t n = std::stoul(values[2]);
    const auto s = shape == "chain"       ? shapes::chain(n)
                   : shape == "branches"  ? shapes::branches(n, n)
                   : shape == "loop"      ? shapes::loop(n)
                   : shape == "instances" ? shapes::chain(10)
                                          : shapes::branches(n, 1);
    const auto w = shapes::workflow_of(s, shape == "inclusive_fan" ? baton::words::join_point : baton::words::join_all);
    Runs runs;
    const std::size_t instances = shape == "instances" ? n : 1;
    runs.reserve(instances);
    for (std::size_t i = 0; i < instances; ++i) runs.emplace_back(w, shapes::Count{0, s.loop_turns, false});
    for (auto& run : runs) run.step_limit(10'000'000);
    measured(runs);
    for (auto& run : runs)
        if (!run.finished()) return 1;
    std::printf("%zu\n", s.task_runs * instances);  // so many bodies were called
    return 0;
}
