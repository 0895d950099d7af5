// BPMN 2.0 XML as a Definition.
//
//   const auto shop = baton::bpmn::import_file("shop.bpmn");
//   for (const auto& f : shop.findings) std::cerr << f.text() << '\n';
//   engine.deploy({shop.definition});
//
// Tolerant of what does no harm (no incoming and outgoing elements, nodes without flows, any prefix), strict where a
// run would be wrong: then every error is thrown at once.
#ifndef BATON_BPMN_IMPORT_HPP
#define BATON_BPMN_IMPORT_HPP

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/derive.hpp"
#include "check.hpp"
#include "document.hpp"
#include "files.hpp"
#include "imported.hpp"
#include "mapping/artifacts.hpp"
#include "mapping/collaborations.hpp"
#include "mapping/diagrams.hpp"
#include "mapping/flows.hpp"
#include "mapping/raw_parts.hpp"
#include "mapping/reading.hpp"
#include "mapping/scopes.hpp"

namespace baton::inline BATON_ABI::bpmn {

namespace detail {

/// The id of the only process, else that of the file.
inline std::string definition_id(const Document& document, const core::Definition& d) {
    const std::string_view id = document.root().id();
    return core::definition_id(d, id.empty() ? std::filesystem::path(document.file()).stem().string() : std::string(id));
}

inline void refuse_duplicates(mapping::Reading& reading) {
    reading.document.each_duplicate_id([&](Element second, Element first) {
        if (!second.in_model() || !first.in_model()) return;
        reading.error(second, "EXT.002", error_code::an_id_is_missing_or_used_twice,
                      "the id '" + std::string(second.id()) + "' is used twice; first in line " +
                          std::to_string(first.position().line));
    });
}

/// What can be read of a model, with all findings of the import, errors included.
inline Imported read(const Files& files, const ImportOptions& options) {
    Imported result;
    const Document& document = files[0].document;
    if (!document.ok()) {
        result.findings = document.findings();
        return result;
    }
    mapping::Reading reading(files, options, result);
    const Element root = document.root();
    if (!root.is(Tag::definitions)) {
        reading.error(root, "XSD", error_code::the_bpmn_breaks_the_schema,
                      "the root is no definitions element of BPMN 2.0 (" + std::string(uri::model) + ")");
        return result;
    }
    result.definition.demand = core::soundness::not_required;
    refuse_duplicates(reading);
    mapping::read_processes(reading);
    mapping::read_flows(reading);
    mapping::read_handlers(reading);
    core::derive_from_flows(result.definition);
    mapping::read_collaborations(reading);
    mapping::read_artifacts(reading);
    mapping::DiagramReader(reading).read();
    if (result.definition.processes.empty()) reading.not_carried(root, "there is no process in the file");
    result.definition.id = definition_id(document, result.definition);
    if (options.keep_raw) mapping::RawKeeper(reading).keep();
    return result;
}

/// Adds what the rules find. What both find is kept once: as an error if it is one to either.
inline void merge(std::vector<Finding>& findings, std::vector<Finding> rules) {
    using Key = std::tuple<std::string, unsigned, unsigned, error_code>;
    const auto key = [](const Finding& f) { return Key(f.file, f.line, f.column, f.code); };
    std::map<Key, Severity> own;
    for (const Finding& f : findings) {
        const auto [at, added] = own.emplace(key(f), f.severity);
        if (!added) at->second = std::min(at->second, f.severity);
    }
    std::map<Key, Severity> theirs;
    if (!own.empty())
        for (const Finding& f : rules)
            if (own.contains(key(f))) {
                const auto [at, added] = theirs.emplace(key(f), f.severity);
                if (!added) at->second = std::min(at->second, f.severity);
            }
    const auto is_said = [&](const std::map<Key, Severity>& by, const Finding& f, bool rules_win) {
        const auto at = by.find(key(f));
        return at != by.end() && (at->second < f.severity || (at->second == f.severity && rules_win));
    };
    if (!theirs.empty()) {
        std::erase_if(rules, [&](const Finding& f) { return is_said(own, f, false); });
        std::erase_if(findings, [&](const Finding& f) { return is_said(theirs, f, true); });
    }
    findings.insert(findings.end(), std::make_move_iterator(rules.begin()), std::make_move_iterator(rules.end()));
}

/// Rules about documentation, types of data and descriptions of services: a model that breaks one runs all the same, so
/// an import warns of what `baton check` refuses.
inline bool runs_all_the_same(std::string_view rule) {
    static constexpr std::string_view rules[] = {
        "EXT.001", "EXT.004", "EXT.010", "EXT.020", "EXT.024", "EXT.027", "EXT.029", "EXT.030", "EXT.032", "EXT.033",
        "EXT.039", "EXT.040", "EXT.042", "EXT.043", "EXT.044", "EXT.045", "EXT.046", "EXT.047", "EXT.048", "EXT.050",
        "EXT.051", "EXT.052", "EXT.060", "EXT.063", "EXT.064", "EXT.065", "EXT.069", "EXT.070", "EXT.077", "EXT.081",
        "EXT.083", "EXT.084", "EXT.085", "EXT.086", "EXT.087", "EXT.088", "EXT.089", "EXT.090", "EXT.091", "EXT.093",
        "EXT.094", "WSDL"};
    return std::find(std::begin(rules), std::end(rules), rule) != std::end(rules);
}

inline Imported import_files(const Files& files, const ImportOptions& options) {
    Imported result = read(files, options);
    if (options.check) {
        std::vector<Finding> rules = check_all(files, CheckOptions{.strict = options.strict, .limits = options.limits});
        if (!options.strict)
            for (Finding& f : rules)
                if (runs_all_the_same(f.rule)) f.severity = Severity::warning;
        merge(result.findings, std::move(rules));
    }
    sort_by_place(result.findings);
    if (has_errors(result.findings)) throw to_error(result.findings);
    return result;
}

}  // namespace detail

/// Reads a file. Throws baton::error with every error among the findings; BTN222 when it cannot be read.
inline Imported import_file(const std::filesystem::path& file, const ImportOptions& options = {}) {
    return detail::import_files(Files::load(file.string(), options.limits), options);
}

/// Reads a text; `file_name` is what findings call it.
inline Imported import_text(std::string_view xml, std::string_view file_name, const ImportOptions& options = {}) {
    return detail::import_files(Files::parse(xml, std::string(file_name), options.limits), options);
}

}  // namespace baton::inline BATON_ABI::bpmn

#endif
