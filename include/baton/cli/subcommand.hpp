// A subcommand of the program: what the command line says of it, and what is then done.
#ifndef BATON_CLI_SUBCOMMAND_HPP
#define BATON_CLI_SUBCOMMAND_HPP

#include <CLI/CLI.hpp>
#include <functional>

#include "../config.hpp"

namespace baton::inline BATON_ABI::cli {

struct Subcommand {
    CLI::App* app = nullptr;
    /// Gives the exit code. Called when the subcommand was chosen.
    std::function<int()> run;
};

}  // namespace baton::inline BATON_ABI::cli

#endif
