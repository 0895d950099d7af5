// A workflow from tasks in three headers. The names that lead from one to another are checked here, by the compiler.
#include <baton/baton.hpp>
#include <baton/diagram/outline.hpp>
#include <iostream>

#include "ordering.hpp"
#include "packing.hpp"
#include "shipping.hpp"

inline constexpr auto shop = baton::compose<"shop">(ordering, packing, shipping);

int main() {
    std::cout << baton::diagram::outline(baton::definition_of(shop));
    for (const bool gift : {false, true}) {
        baton::Runner run{shop, Basket{.gift = gift}};
        run.run_or_throw();
        std::cout << run.context().log << '\n';
    }
}
