// Amazon SWF, as far as its double goes. Small pages, so that everything is paged.
#include "places.hpp"
#include "swf_stage.hpp"

namespace {
const AddPlace swf("Amazon SWF's double", [] {
    auto stage = std::make_shared<SwfStage>();
    stage->service.limits.page = 3;
    const std::shared_ptr<baton::decider::Backend> backend(new baton::decider::swf::SwfBackend(stage->options()),
                                                           [stage](baton::decider::Backend* b) { delete b; });
    return Place{"swf", backend, [stage](baton::duration by) { stage->now += by.ms; }, true};
});
}  // namespace
