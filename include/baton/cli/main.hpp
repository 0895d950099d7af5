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
#ifdef BATON_HAS_BPMN
#include "check.hpp"
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
    std::vector<std::string> models;
    bool strict = false, as_json = false;
    CLI::App* check = app.add_subcommand("check", "Judges BPMN files by the schema and the rules of the standard");
    check->add_option("file", models, "BPMN files, or folders of them")->required();
    check->add_flag("--strict", strict, "everything that the standard demands is an error");
    check->add_flag("--json", as_json, "one object a line for each file");
#endif
    CLI11_PARSE(app, count, values);

    try {
#ifdef BATON_HAS_BPMN
        if (check->parsed()) return check_files(models, {.strict = strict}, as_json, std::cout);
#endif
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
