// Bytes per token and per instance, and the cost of saving and loading ten thousand waiting tokens.
#include <malloc.h>
#include <baton/baton.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "shapes.hpp"

namespace {
std::size_t live = 0;
}

// NOLINTBEGIN(cppcoreguidelines-no-malloc): this is operator new
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
void* operator new(std::size_t size) {
    void* p = std::malloc(size);
    if (p == nullptr) throw std::bad_alloc();
    live += malloc_usable_size(p);
    return p;
}
void operator delete(void* p) noexcept {
    live -= malloc_usable_size(p);
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept { operator delete(p); }
// NOLINTEND(cppcoreguidelines-no-malloc)

namespace {

using namespace baton;
using namespace baton::words;

struct Nothing {};
BATON_FIELDS(Nothing)

/// A split into `n` tasks that all wait for something from outside.
Workflow<Nothing> all_waiting(std::size_t n) {
    Builder<Nothing> b("waiting");
    const auto pass = [](Nothing&) { return done; };
    b.task("split", pass, start_point);
    for (std::size_t i = 0; i < n; ++i) b.task("w" + std::to_string(i), [](Nothing&) { return pending; });
    b.task("join", pass, join_all, end_point);
    for (std::size_t i = 0; i < n; ++i) b.flow("split", "w" + std::to_string(i)).flow("w" + std::to_string(i), "join");
    return b.build();
}

std::size_t bytes_of_waiting(const Workflow<Nothing>& w, std::size_t instances) {
    const std::size_t before = live;
    std::vector<Runner<Nothing>> all;
    all.reserve(instances);
    for (std::size_t i = 0; i < instances; ++i) all.emplace_back(w, Nothing{});
    for (auto& run : all) run.run();
    return (live - before) / instances;
}

template <class Use>
double milliseconds(Use use) {
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        const auto from = std::chrono::steady_clock::now();
        use();
        best =
            std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
    }
    return best;
}

}  // namespace

int main() {
    const auto chain = shapes::workflow_of(shapes::chain(10));
    const auto few = all_waiting(2), many = all_waiting(10'000);
    const std::size_t of_two = bytes_of_waiting(few, 1000), of_many = bytes_of_waiting(many, 1);
    std::printf("sizeof(Runner) %zu\n", sizeof(Runner<Nothing>));
    std::printf("bytes per instance (two tokens waiting, with its Runner) %zu\n", of_two);
    // What a token costs, and what its own node and flows cost in the counters of the state.
    std::printf("bytes per waiting token, with the counts of its task and two flows %zu\n", (of_many - of_two) / 9998);
    std::printf("sizeof(Token) %zu\n", sizeof(engine::Token));
    Runner run{many, Nothing{}};
    run.run();
    std::string text;
    std::printf("save 10000 waiting tokens: ms %.1f\n", milliseconds([&] { text = save_text(run); }));
    std::printf("the saved text: bytes per token %zu\n", text.size() / 10'000);
    std::printf("load 10000 waiting tokens: ms %.1f\n", milliseconds([&] {
                    Runner loaded{many, Nothing{}};
                    load_text(loaded, text);
                }));
    return 0;
}
