// `baton test`: runs scenario files. docs/cli.md describes what it prints.
#ifndef BATON_CLI_TEST_HPP
#define BATON_CLI_TEST_HPP

#include <CLI/CLI.hpp>
#include <cstddef>
#include <exception>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../testing/scenario.hpp"
#include "subcommand.hpp"

namespace baton::inline BATON_ABI::cli {

struct TestArguments {
    /// Scenario files, and folders that are searched for them.
    std::vector<std::string> paths;
    std::string only;
    bool json = false;
    bool save_between_steps = false;
};

namespace detail {

/// All cases; a file that cannot be read counts as one that failed.
inline std::vector<testing::CaseResult> run_tests(const TestArguments& arguments) {
    std::vector<testing::CaseResult> all;
    const testing::ScenarioOptions options{{}, arguments.save_between_steps, arguments.only};
    const auto guarded = [&](const std::string& path, const auto& action) {
        try {
            action();
        } catch (const std::exception& e) {
            all.push_back({path, "", "", false, {e.what()}});
        }
    };
    for (const std::string& path : arguments.paths) {
        std::vector<std::string> files;
        guarded(path, [&] { files = testing::find_scenario_files(path); });
        for (const std::string& file : files)
            guarded(file, [&] {
                for (testing::CaseResult& result : testing::run_scenario_file(file, options))
                    all.push_back(std::move(result));
            });
    }
    return all;
}

inline std::string indented(const std::string& text) {
    std::string out = "  ";
    for (const char c : text) {
        out += c;
        if (c == '\n') out += "    ";
    }
    return out;
}

}  // namespace detail

/// 0 when there are cases and all of them pass, else 1.
inline int test(const TestArguments& arguments, std::ostream& out, std::ostream& err) {
    const std::vector<testing::CaseResult> results = detail::run_tests(arguments);
    std::size_t failed = 0;
    testing::ScenarioJson cases = testing::ScenarioJson::array();
    for (const testing::CaseResult& r : results) {
        failed += !r.passed;
        if (arguments.json) {
            cases.push_back({{"file", r.file},
                             {"name", r.name},
                             {"feature", r.feature},
                             {"passed", r.passed},
                             {"failures", r.failures}});
        } else if (!r.passed) {
            out << "FAILED " << r.file << (r.name.empty() ? "" : ": ") << r.name << '\n';
            for (const std::string& line : r.failures) out << detail::indented(line) << '\n';
        }
    }
    const std::size_t passed = results.size() - failed;
    if (arguments.json) {
        const testing::ScenarioJson report{{"baton", {{"document", "test-report"}, {"format", 1}}},
                                           {"passed", passed},
                                           {"failed", failed},
                                           {"cases", std::move(cases)}};
        out << report.dump(1, ' ', false, testing::ScenarioJson::error_handler_t::replace) << '\n';
    } else {
        out << passed << " passed, " << failed << " failed\n";
    }
    if (results.empty()) err << "baton test: no case was found\n";
    return failed == 0 && !results.empty() ? 0 : 1;
}

inline Subcommand add_test(CLI::App& app) {
    const auto arguments = std::make_shared<TestArguments>();
    CLI::App* sub = app.add_subcommand("test", "Runs scenario files");
    sub->add_option("paths", arguments->paths, "scenario files, and folders that are searched for them")->required();
    sub->add_flag("--json", arguments->json, "prints the results as JSON");
    sub->add_option("--only", arguments->only, "only cases with this text in their name, feature or file");
    sub->add_flag("--save-between-steps", arguments->save_between_steps,
                  "saves and loads all instances after every step");
    return {sub, [arguments] { return test(*arguments, std::cout, std::cerr); }};
}

}  // namespace baton::inline BATON_ABI::cli

#endif
