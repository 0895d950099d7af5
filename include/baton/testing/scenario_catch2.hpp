// Scenario files in Catch2 tests (link baton::testing and baton::bpmn).
//
//   TEST_CASE("orders") { baton::testing::check_scenarios(folder + "/order.json"); }
#ifndef BATON_TESTING_SCENARIO_CATCH2_HPP
#define BATON_TESTING_SCENARIO_CATCH2_HPP

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>

#include "../config.hpp"
#include "scenario.hpp"

namespace baton::inline BATON_ABI::testing {

/// A check for each case of the file, or of all files in the folder; one that fails says what was expected and seen.
inline void check_scenarios(const std::string& path, const ScenarioOptions& options = {}) {
    for (const std::string& file : find_scenario_files(path))
        for (const CaseResult& result : run_scenario_file(file, options)) {
            std::string report = result.file + ": " + result.name;
            for (const std::string& line : result.failures) report += "\n  " + line;
            INFO(report);
            CHECK(result.passed);
        }
}

}  // namespace baton::inline BATON_ABI::testing

#endif
