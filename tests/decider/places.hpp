// The backends that every case is run on.
#ifndef TESTS_DECIDER_PLACES_HPP
#define TESTS_DECIDER_PLACES_HPP

#include <baton/decider/decider.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct Place {
    std::string name;
    std::shared_ptr<baton::decider::Backend> backend;
    /// Moves the backend's clock.
    std::function<void(baton::duration)> advance;
    /// Amazon SWF says some things otherwise.
    bool swf = false;
};
struct MakePlace {
    std::string name;
    std::function<Place()> make;
};
/// Those of this program, in files of their own.
std::vector<MakePlace>& places();
struct AddPlace {
    AddPlace(std::string name, std::function<Place()> make) { places().push_back({std::move(name), std::move(make)}); }
};

/// Begins a case that is run once for each place.
#define EACH_PLACE(place)                                               \
    const MakePlace place##_maker = GENERATE(from_range(places()));     \
    const Place place = place##_maker.make();                           \
    INFO("on " << place##_maker.name)

#endif
