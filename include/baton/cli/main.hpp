// The command line of the `baton` program, as a function (link baton::cli).
#ifndef BATON_CLI_MAIN_HPP
#define BATON_CLI_MAIN_HPP

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "../config.hpp"
#include "feel.hpp"
#include "subcommand.hpp"
#ifdef BATON_HAS_BPMN
#include "check.hpp"
#include "look.hpp"
#include "operate.hpp"
#include "run.hpp"
#include "test.hpp"
#include "worker.hpp"
#endif

namespace baton::inline BATON_ABI::cli {

/// Exit codes: 0 good, 1 something was found or failed, others from CLI11 for a wrong command line.
inline int main(int count, const char* const* values) {
    CLI::App app("baton: workflows in C++", "baton");
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("baton " BATON_VERSION_TEXT));

    std::string file, text, context;
    CLI::App* feel = app.add_subcommand("feel", "Evaluates FEEL: a file of cases, or one expression");
    feel->add_option("file", file, "cases as JSON: [{name, expression, context, expected}]");
    feel->add_option("-e,--expression", text, "one expression");
    feel->add_option("--context", context, "its variables, as JSON");
#ifdef BATON_HAS_BPMN
    std::vector<Subcommand> subcommands{add_check(app), add_test(app), add_run(app), add_worker(app)};
    for (std::vector<Subcommand> more : {add_looking(app), add_operating(app)})
        subcommands.insert(subcommands.end(), more.begin(), more.end());
#else
    const std::vector<Subcommand> subcommands;
#endif
    CLI11_PARSE(app, count, values);

    try {
        for (const Subcommand& s : subcommands)
            if (s.app->parsed()) return s.run();
        if (!text.empty()) return feel_one(text, context, std::cout, std::cerr);
        if (!file.empty()) return feel_file(file, std::cout);
        std::cerr << "baton feel: a file or -e is needed\n";
        return 2;
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}

}  // namespace baton::inline BATON_ABI::cli

#endif
