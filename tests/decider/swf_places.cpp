// Amazon SWF, as far as its double goes. Small pages, so that everything is paged.
#include "places.hpp"
#include "swf_stage.hpp"

namespace decider_swf_places_test {

namespace {
const AddPlaces swf([](std::vector<MakePlace>& list) {
    list.push_back({"Amazon SWF's double", [] {
                        auto stage = std::make_shared<SwfStage>();
                        stage->service.limits.page = 3;
                        auto backend = std::make_unique<baton::decider::swf::SwfBackend>(stage->options());
                        // The backend goes before the double.
                        const std::shared_ptr<baton::decider::Backend> held(
                            backend.release(), [stage](baton::decider::Backend* b) { delete b; });
                        return Place{"swf", held, [stage](baton::duration by) { stage->now += by.ms; }, true};
                    }});
});
}  // namespace

}  // namespace decider_swf_places_test
