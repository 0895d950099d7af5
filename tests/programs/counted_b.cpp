namespace {
[[maybe_unused]] constexpr int used[] = {__COUNTER__, __COUNTER__, __COUNTER__, __COUNTER__, __COUNTER__};
}

#include "counted.hpp"

#include <baton/baton.hpp>

int run_second() {
    baton::Runner run{tally, Tally{}};
    run.run_or_throw();
    return run.context().sum;
}
const void* address_second() { return &baton::dsl::lowered<decltype(tally)::source>::raw; }
