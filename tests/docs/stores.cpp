// The code of docs/stores.md, in a program that links no database.
#include <baton/store/open_store.hpp>

#include "../catch.hpp"
#include "../codes.hpp"

namespace docs_stores_test {

using namespace baton;

TEST_CASE("the example of the stores") {
    const std::string url = "memory:";
    // clang-format off
    const auto store = baton::open_store(url);
    baton::store::InstanceRow order;
    order.definition_key = order.scope = "order";
    order.business_key = "17";
    order.state = "{}";
    baton::store::WorkRow step;
    step.queue = "steps";
    store->transact([&](baton::store::Transaction& t) {
        const auto id = t.add_instance(order);
        if (!id) return;                      // order 17 is open already
        step.instance_id = *id;
        t.put_work(step);
    });
    // clang-format on
    store->transact([](store::Transaction& t) { CHECK(t.claim("steps", 10, "worker", 1000).size() == 1); });
}

#if !BATON_HAS_SQLITE && !BATON_HAS_POSTGRES
TEST_CASE("a store whose adapter is not linked is refused") {
    for (const char* url : {"sqlite:x.db", "postgresql://user:secret@host/d"}) {
        try {
            open_store(url);
            FAIL("it was opened");
        } catch (const error& e) {
            CHECK(e.code() == error_code::the_adapter_is_not_there);
            CHECK_THAT(e.what(), !ContainsSubstring("secret"));
        }
    }
}
#endif

}  // namespace docs_stores_test
