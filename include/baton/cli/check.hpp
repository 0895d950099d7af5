// `baton check`: judges BPMN files.
#ifndef BATON_CLI_CHECK_HPP
#define BATON_CLI_CHECK_HPP

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "../bpmn/check.hpp"
#include "../config.hpp"

namespace baton::inline BATON_ABI::cli {

namespace detail {

inline bool has_bpmn_name(std::string_view name) {
    return name.ends_with(".bpmn") || name.ends_with(".bpmn20.xml") || name.ends_with(".bpmn2");
}

/// Folders by the models in them and below, ordered by name.
inline std::vector<std::string> models_in(const std::vector<std::string>& paths) {
    namespace fs = std::filesystem;
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        std::error_code none;
        if (!fs::is_directory(path, none)) {
            files.push_back(path);
            continue;
        }
        std::vector<std::string> found;
        const auto options = fs::directory_options::skip_permission_denied;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, options))
            if (entry.is_regular_file(none) && has_bpmn_name(entry.path().native()))
                found.push_back(entry.path().native());
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

inline std::vector<bpmn::Finding> findings_in(const std::string& file, const bpmn::CheckOptions& options) {
    try {
        return bpmn::check(file, options);
    } catch (const core::error& problem) {
        return {{bpmn::Severity::error, "XML", file, 0, 0, {}, problem.findings().front().what, problem.code()}};
    }
}

inline nlohmann::json to_json(const std::string& file, const std::vector<bpmn::Finding>& findings) {
    nlohmann::json all = nlohmann::json::array();
    for (const bpmn::Finding& f : findings) {
        nlohmann::json one{{"severity", name_of(f.severity)},
                           {"rule", f.rule},
                           {"line", f.line},
                           {"column", f.column},
                           {"element", f.element},
                           {"message", f.message},
                           {"code", core::number_of(f.code)}};
        if (f.file != file) one["file"] = f.file;  // one that is imported
        all.push_back(std::move(one));
    }
    return {{"file", file}, {"findings", std::move(all)}};
}

}  // namespace detail

/// Prints what is found in the files, and in those of the folders: a finding a line and a summary, or as JSON an object
/// a line for each file. 1 when there is any error.
inline int check_files(const std::vector<std::string>& paths, const bpmn::CheckOptions& options, bool as_json,
                       std::ostream& out) {
    const std::vector<std::string> files = detail::models_in(paths);
    std::size_t errors = 0, warnings = 0;
    for (const std::string& file : files) {
        const std::vector<bpmn::Finding> findings = detail::findings_in(file, options);
        for (const bpmn::Finding& f : findings) {
            ++(f.severity == bpmn::Severity::error ? errors : warnings);
            if (!as_json) out << f.text() << '\n';
        }
        // Names of files need not be UTF-8.
        if (as_json)
            out << detail::to_json(file, findings).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                << '\n';
    }
    const auto counted = [](std::size_t n, const char* what) {
        return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
    };
    if (!as_json)
        out << counted(files.size(), "file") << ": " << counted(errors, "error") << ", " << counted(warnings, "warning")
            << '\n';
    return errors == 0 ? 0 : 1;
}

}  // namespace baton::inline BATON_ABI::cli

#endif
