// Models that must be refused and their neighbours, and the files of many tools, where they are beside the repository.
#include <baton/bpmn/check.hpp>
#include <baton/cli/check.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "../catch.hpp"

namespace bpmn_conformance_test {

using namespace baton::bpmn;
namespace fs = std::filesystem;

namespace {

const std::string shared = BATON_SOURCE "/../shared/";

bool skipped(const std::string& path) {
    if (fs::exists(path)) return false;
    WARN("skipped: there is no " << path);
    return true;
}
std::vector<std::string> models_below(const std::string& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".bpmn" || entry.path().extension() == ".xml")
            found.push_back(entry.path().native());
    std::sort(found.begin(), found.end());
    return found;
}
std::set<std::string> error_rules(const std::vector<Finding>& findings) {
    std::set<std::string> rules;
    for (const Finding& f : findings)
        if (f.severity == Severity::error) rules.insert(f.rule);
    return rules;
}

}  // namespace

TEST_CASE("models that break a rule are refused by it, and their neighbours are not", "[conformance]") {
    const std::string folder = shared + "conformance/invalid/";
    if (skipped(folder)) return;
    std::size_t refused = 0, hit = 0, accepted = 0;
    for (const auto& c : nlohmann::json::parse(baton::core::read_file(folder + "cases.json"))) {
        const std::string name = c["name"], expected = c["expected"], path = folder + c["model"].get<std::string>();
        INFO(name);
        if (expected == "accepted") {
            ++accepted;
            for (const Finding& f : check(path, {.strict = true})) {
                INFO(f.text());
                CHECK(f.severity == Severity::warning);
            }
        }
        if (expected != "refused") continue;
        ++refused;
        const auto found = error_rules(check(path, {.strict = c.value("level", "") == "strict"}));
        CHECK_FALSE(found.empty());
        const std::string rule = c["rule"];
        bool right = found.count(rule) == 1 ||
                     (rule == "REF" && (found.count("REF_TYPE") == 1 || found.count("REF_EXISTENCE") == 1));
        for (const auto& also : c.value("also", nlohmann::json::array()))
            right |= found.count(also.get<std::string>()) == 1;
        hit += right;
        if (!right) WARN(name << " is refused, but not by " << rule);
    }
    WARN(hit << " of " << refused << " refused by the rule named; " << accepted << " to be accepted");
    CHECK(refused >= 288);
    CHECK(accepted >= 87);
    CHECK(hit * 100 >= refused * 97);
}

TEST_CASE("models that run have no errors", "[conformance]") {
    for (const char* suite : {"betsy", "camunda7", "seeds"}) {
        const std::string folder = shared + "conformance/" + suite;
        if (skipped(folder)) continue;
        for (const std::string& path : models_below(folder))
            for (const Finding& f : check(path)) {
                INFO(f.text());
                CHECK(f.severity == Severity::warning);
            }
    }
}

TEST_CASE("the files of many tools are judged, quickly, and few are refused", "[conformance]") {
    const std::string folder = shared + "corpora";
    if (skipped(folder)) return;
    std::set<std::string> broken_xml;
    std::ifstream list(folder + "/not-well-formed.txt");
    for (std::string line; std::getline(list, line);)
        if (!line.empty()) broken_xml.insert(fs::path(folder + "/" + line).lexically_normal().native());
    std::size_t files = 0, bpmn = 0, refused = 0;
    std::map<std::string, std::size_t> by_rule;
    for (const std::string& path : models_below(folder)) {
        INFO(path);
        ++files;
        const auto before = std::chrono::steady_clock::now();
        const auto findings = check(path);
        CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(2));
        for (const Finding& f : findings) CHECK(f.line > 0);
        const auto rules = error_rules(findings);
        CHECK((broken_xml.count(fs::path(path).lexically_normal().native()) == 0 || rules.count("XML") == 1));
        if (rules.count("XML") == 1 || !Document::load(path).root().is(Tag::definitions)) continue;
        ++bpmn;
        refused += !rules.empty();
        for (const std::string& rule : rules) ++by_rule[rule];
    }
    std::ostringstream counts;
    for (const auto& [rule, n] : by_rule) counts << ' ' << rule << ' ' << n;
    WARN(files << " files, " << bpmn << " of BPMN, " << refused << " with errors:" << counts.str());
    CHECK(files > 3300);
    // Among them are some fifty that are broken on purpose.
    CHECK(refused * 100 <= bpmn * 4);
}

}  // namespace bpmn_conformance_test
