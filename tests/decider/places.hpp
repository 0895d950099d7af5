// The backends that every case is run on.
#ifndef TESTS_DECIDER_PLACES_HPP
#define TESTS_DECIDER_PLACES_HPP

#include <baton/decider/decider.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
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
    /// The cases that can be run there; without, all.
    std::function<bool(std::string_view)> can = {};
};
/// Whether the case that is running can be run there.
bool can_run(const MakePlace& where);
/// Those of this program, memory first, or those in whose name the text in BATON_TEST_PLACES is; each file adds its own
/// before the first test looks.
const std::vector<MakePlace>& places();
struct AddPlaces {
    explicit AddPlaces(std::function<void(std::vector<MakePlace>&)> add);
};

/// Begins a case that is run once for each place.
#define EACH_PLACE(place)                                           \
    const MakePlace place##_maker = GENERATE(from_range(places())); \
    if (!can_run(place##_maker)) return;                            \
    const Place place = place##_maker.make();                       \
    INFO("on " << place##_maker.name)

#endif
