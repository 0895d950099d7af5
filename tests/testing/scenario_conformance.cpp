// The conformance suites that nobody of this project wrote, where they lie beside the repository.
#include <baton/testing/scenario_catch2.hpp>
#include <filesystem>
#include <string>

#include "../catch.hpp"

namespace testing_scenario_conformance_test {

using namespace baton::testing;

TEST_CASE("conformance suites hold") {
    const std::string beside = BATON_SOURCE "/../shared/conformance/";
    for (const char* suite : {"betsy", "camunda7", "seeds"}) {
        if (!std::filesystem::is_directory(beside + suite)) {
            WARN("there is no " << suite << " beside the repository");
            continue;
        }
        for (const bool saves : {false, true}) {
            ScenarioOptions options;
            options.save_between_steps = saves;
            check_scenarios(beside + suite, options);
        }
    }
}

}  // namespace testing_scenario_conformance_test
