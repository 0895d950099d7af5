#include "counted.hpp"

#include <baton/baton.hpp>

int run_first() {
    baton::Runner run{tally, Tally{}};
    run.run_or_throw();
    return run.context().sum;
}
const void* address_first() { return &baton::dsl::lowered<decltype(tally)::source>::raw; }

int main() {
    // One entity in both files: the same rows at the same address, the same result.
    return run_first() == 111 && run_second() == 111 && address_first() == address_second() ? 0 : 1;
}
