// The cases of the DMN Technology Compatibility Kit, where they are beside the repository.
#include <baton/cli/feel.hpp>
#include <filesystem>
#include <set>
#include <sstream>

#include "../catch.hpp"

namespace expression_conformance_test {

TEST_CASE("FEEL cases of the DMN TCK", "[conformance]") {
    const std::string path = BATON_SOURCE "/../shared/conformance/feel/cases.json";
    if (!std::filesystem::exists(path)) {
        WARN("skipped: there is no " << path);
        return;
    }
    // Deviations, each with its reason in docs/expressions.md.
    const std::set<std::string> deviations{"range_010"};
    std::ostringstream out;
    baton::cli::feel_file(path, out);
    std::istringstream lines(out.str());
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        last = line;
        if (!line.starts_with("FAILED ")) continue;
        INFO(line);
        CHECK(deviations.count(line.substr(line.rfind('/') + 1)) == 1);
    }
    CHECK_THAT(last, ContainsSubstring(" passed, "));
}

}  // namespace expression_conformance_test
