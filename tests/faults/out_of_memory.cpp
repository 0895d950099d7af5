// Lets a service run out of memory at an allocation, once: what is done then tells of it or is done, and after a second
// try the outcome is that of a calm run.
//
// out_of_memory POINTS: so many, spread evenly over all allocations of a run.
#include <baton/store/memory_store.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include "../service/whole_model.hpp"

namespace {

long allocations = 0, fail_at = 0;

void* allocate(std::size_t size) {
    if (++allocations == fail_at) throw std::bad_alloc();
    if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

namespace {

/// How a run ends in which the allocation of that number fails; 0: none.
std::string run(long number, bool& told) {
    baton::testing::ManualClock clock(baton::instant{1'000'000});
    baton::StoreOptions options;
    options.clock = [&] { return clock(); };
    baton::MemoryStore store(options);
    allocations = 0;
    fail_at = number;
    told = false;
    try {
        service_tests::live(store, clock);
    } catch (const std::exception&) {
        told = true;
    }
    const long made = allocations;
    fail_at = 0;
    if (number != 0) service_tests::live(store, clock);
    const std::string outcome = service_tests::outcome(store);
    allocations = made;
    return outcome;
}

}  // namespace

int main(int count, char** values) {
    const long points = count > 1 ? std::atol(values[1]) : 100;
    bool told = false;
    const std::string expected = run(0, told);
    const long all = allocations;
    const long every = all / points > 0 ? all / points : 1;
    long failed = 0, said = 0;
    for (long n = 1; n <= all; n += every) {
        ++failed;
        const std::string outcome = run(n, told);
        said += told;
        if (outcome == expected) continue;
        std::printf("allocation %ld of %ld fails%s: expected\n%s\nseen\n%s\n", n, all, told ? "" : ", nobody was told",
                    expected.c_str(), outcome.c_str());
        return 1;
    }
    std::printf("%ld of %ld allocations failed; %ld times it was said, else tried again; the outcome is the same\n",
                failed, all, said);
    return failed > 10 ? 0 : 1;
}
