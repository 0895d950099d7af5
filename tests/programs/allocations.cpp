// Steady state allocates nothing: counts every call of operator new.
#include <baton/baton.hpp>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {
long allocations = 0;
}

// NOLINTBEGIN(cppcoreguidelines-no-malloc): this is operator new
void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
// NOLINTEND(cppcoreguidelines-no-malloc)

namespace {

using namespace baton;
using namespace baton::words;

struct Numbers {
    int turn = 0, turns = 0;
    bool go = false;
    std::string text = "longer than any small string buffer, so that copying it means allocating";
};

/// A loop with a choice, a parallel block, an inclusive join, a task that waits and one that is pending.
Workflow<Numbers> machine() {
    Builder<Numbers> b("machine");
    const auto pass = [](Numbers&) { return true; };
    b.task("head", [](Numbers& n) { return ++n.turn, true; }, start_point, merge_point, followed_by("a"), followed_by("b"), followed_by("c"));
    b.task("a", pass, followed_by("a1", when("odd", [](const Numbers& n) { return n.turn % 2 == 1; })), followed_by("join", otherwise));
    b.task("a1", pass, followed_by("join"));
    b.task("b", pass, followed_by("join"));
    b.task("c", pass, followed_by("c1"));
    b.task("c1", pass, followed_by("c2"));
    b.task("c2", pass, followed_by("join"));
    b.task("join", pass, join_point, followed_by("head", when("more", [](const Numbers& n) { return n.turn < n.turns; })),
           followed_by("rest", otherwise));
    b.task("rest", [](Numbers& n) { return std::exchange(n.go, false); }, followed_by("head", when("again", [](const Numbers& n) { return n.turns > 0; })),
           followed_by("end", otherwise));
    b.task("end", pass, end_point);
    return b.build();
}

int failures = 0;
void expect(const char* what, long found, long allowed) {
    std::printf("%-60s %ld allocations\n", what, found);
    if (found > allowed) ++failures;
}

}  // namespace

int main() {
    Runner<Numbers> run(machine());
    run.context().turns = 50;
    run.run(instant(0));
    run.context().go = true;
    run.run(instant(0));  // warm: every buffer has been used once
    long before = allocations;
    run.run(instant(1));
    run.run(instant(2));
    expect("asking a waiting task again, in two runs", allocations - before, 0);

    run.context().turn = 0;
    run.context().turns = 30'000;
    run.context().go = true;
    before = allocations;
    run.run(instant(3));
    expect("a loop of 30,000 turns, 255,000 steps", allocations - before, 0);
    if (run.context().turn != 30'000 || !run.waits_at("rest") || run.passed("join") != 30'051) ++failures;

    std::printf(failures == 0 ? "no allocation in steady state\n" : "FAILED\n");
    return failures == 0 ? 0 : 1;
}
