#include <baton/core/fields.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace core_fields_test {

namespace shop {
struct Item {
    int price = 0;
    std::string name;
};
BATON_FIELDS(Item, price, name)
struct Empty {};
BATON_FIELDS(Empty)
struct Plain {};
}  // namespace shop

static_assert(baton::core::has_fields<shop::Item>);
static_assert(baton::core::has_fields<shop::Empty>);
static_assert(!baton::core::has_fields<shop::Plain>);
static_assert(!baton::core::has_fields<int>);

TEST_CASE("fields are visited by name, in order") {
    const shop::Item item{3, "milk"};
    std::vector<std::string> seen;
    baton_visit_fields(static_cast<const shop::Item*>(nullptr), [&](const char* name, auto member) {
        seen.emplace_back(name);
        if constexpr (std::is_same_v<decltype(member), int shop::Item::*>) CHECK(item.*member == 3);
    });
    CHECK(seen == std::vector<std::string>{"price", "name"});
}

}  // namespace core_fields_test
