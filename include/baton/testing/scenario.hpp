// Scenario files: how models behave, as JSON (docs/scenarios.md). Runs them over BPMN files (link baton::bpmn).
//
//   for (const baton::testing::CaseResult& c : baton::testing::run_scenario_file("order.json"))
//       for (const std::string& line : c.failures) std::cout << c.name << ": " << line << '\n';
#ifndef BATON_TESTING_SCENARIO_HPP
#define BATON_TESTING_SCENARIO_HPP

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "../bpmn/import.hpp"
#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "scenario_run.hpp"

namespace baton::inline BATON_ABI::testing {

/// Runs the cases of a file. Models are read as BPMN where no loader is given. BTN701, BTN222.
inline std::vector<CaseResult> run_scenario_file(const std::string& path, ScenarioOptions options = {}) {
    if (!options.loader) options.loader = [](const std::string& model) { return bpmn::import_file(model).definition; };
    return run_scenarios(read_scenario_file(path), options);
}

/// The file itself, or the scenario files in the folder and those below it, by path; other JSON is passed over. BTN222.
inline std::vector<std::string> find_scenario_files(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code problem;
    if (!fs::is_directory(path, problem)) return {path};
    std::vector<std::string> found;
    for (fs::recursive_directory_iterator at(path, problem), end; !problem && at != end; at.increment(problem))
        if (at->path().extension() == ".json" && at->is_regular_file() &&
            is_scenario_text(core::read_file(at->path().string())))
            found.push_back(at->path().string());
    if (problem) throw core::error(core::error_code::the_file_cannot_be_used, path, problem.message());
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace baton::inline BATON_ABI::testing

#endif
