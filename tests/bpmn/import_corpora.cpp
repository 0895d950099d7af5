// Importing the models of many tools and engines, where they lie beside the source.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "import_check.hpp"

namespace bpmn_import_corpora_test {

using namespace import_check;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> models(const std::string& folder) {
    std::vector<fs::path> all;
    const fs::path root = fs::path(BATON_SOURCE) / ".." / "shared" / folder;
    if (!fs::exists(root)) {
        WARN("left out: " << folder << " is not there");
        return all;
    }
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const std::string extension = entry.path().extension().string();
        if (entry.is_regular_file() && (extension == ".bpmn" || extension == ".xml")) all.push_back(entry.path());
    }
    std::sort(all.begin(), all.end());
    return all;
}

/// What is broken in a Definition that every later stage relies on; empty when nothing is.
std::string broken(const core::Definition& d) {
    const std::size_t none = core::Node::none;
    for (std::size_t i = 0; i < d.nodes.size(); ++i) {
        const core::Node& n = d.nodes[i];
        if (n.id.empty()) return "a node has no id";
        if (n.process >= d.processes.size()) return n.id + ": its process";
        if (n.parent != none && (n.parent >= i || !core::is_sub_process(d.nodes[n.parent].kind)))
            return n.id + ": its parent";
        if ((n.kind == core::node_kind::boundary_event) != (n.host != none)) return n.id + ": its host";
        if (n.host != none) {
            if (n.host >= i || d.nodes[n.host].parent != n.parent) return n.id + ": where its host stands";
            for (std::size_t k = n.host + 1; k < i; ++k)
                if (d.nodes[k].host != n.host) return n.id + ": not directly behind its host";
        }
        // A scope is contiguous: the node before it is in its scope, or in one inside of it, is the scope itself, or is
        // attached to it.
        if (i > 0 && n.parent != none) {
            std::size_t at = i - 1;
            while (at != none && at != n.parent && d.nodes[at].host != n.parent) at = d.nodes[at].parent;
            if (at == none) return n.id + ": its scope is not in one piece";
        }
    }
    for (const core::Flow& f : d.flows) {
        if (f.source >= d.nodes.size() || f.target >= d.nodes.size()) return f.id + ": its ends";
        if (d.nodes[f.source].parent != d.nodes[f.target].parent) return f.id + ": leaves its scope";
        if (f.id.empty()) return "a flow has no id";
    }
    return {};
}

}  // namespace

TEST_CASE("the models of the conformance suites are imported without an error, by the rules too") {
    for (const char* folder : {"conformance/betsy", "conformance/camunda7", "conformance/seeds"})
        for (const fs::path& file : models(folder)) {
            INFO(file.string());
            try {
                CHECK(broken(import_file(file).definition).empty());
            } catch (const baton::error& e) {
                FAIL_CHECK(e.what());
            }
        }
}

TEST_CASE("the reference models of the interchange group are imported") {
    for (const fs::path& file : models("corpora/miwg-reference")) {
        INFO(file.string());
        try {
            CHECK(broken(import_file(file, options()).definition).empty());
        } catch (const baton::error& e) {
            FAIL_CHECK(e.what());
        }
    }
}

TEST_CASE("at least 95 % of what the tools write is imported; the rest is refused with a rule and a place") {
    std::size_t read = 0, imported = 0, imported_by_rules = 0;
    std::map<std::string, std::size_t> refused;
    for (const fs::path& file : models("corpora")) {
        INFO(file.string());
        const auto begun = std::chrono::steady_clock::now();
        const Files files = Files::load(file.string());
        Imported i = detail::read(files, options());
        const bool well = !has_errors(i.findings);
        detail::merge(i.findings, detail::check_all(files, {}));
        CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
        if (well) CHECK(broken(i.definition).empty());
        if (files[0].document.ok() && files[0].document.root().is(Tag::definitions)) {
            ++read;
            imported += well;
            imported_by_rules += !has_errors(i.findings);
        }
        const auto error = std::find_if(i.findings.begin(), i.findings.end(),
                                        [](const Finding& f) { return f.severity == Severity::error; });
        if (error == i.findings.end()) continue;
        CHECK_FALSE(error->rule.empty());
        CHECK(error->line > 0);
        CHECK(error->column > 0);
        ++refused[error->rule];
    }
    if (read == 0) return;
    std::string list;
    for (const auto& [rule, count] : refused) list += " " + rule + " " + std::to_string(count);
    WARN(imported << " of " << read << " imported, " << imported_by_rules << " by the rules too; refused by" << list);
    CHECK(imported_by_rules * 100 >= read * 95);
}

}  // namespace bpmn_import_corpora_test
