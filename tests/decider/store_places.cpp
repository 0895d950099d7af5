// The decider's backends on every kind of store that this program can open.
#include <baton/decider/store_backend.hpp>

#include "../store/stores.hpp"
#include "places.hpp"

namespace decider_store_places_test {

namespace {

/// Keeps the store's folder and clock as long as the backend.
struct Held {
    store_tests::Opened opened;
};

const AddPlaces stores([](std::vector<MakePlace>& list) {
    for (const store_tests::Kind& kind : store_tests::kinds())
        list.push_back({"store: " + kind.name, [kind] {
                            auto held = std::make_shared<Held>();
                            kind.open(held->opened);
                            const std::shared_ptr<baton::Store> store(held, held->opened.store.get());
                            auto backend = std::make_shared<baton::decider::StoreBackend>(store);
                            return Place{kind.name, backend, [held](baton::duration by) { held->opened.clock.advance(by); }};
                        }});
});

}  // namespace

}  // namespace decider_store_places_test
