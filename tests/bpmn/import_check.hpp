// Short models for the tests of the import.
#ifndef TESTS_BPMN_IMPORT_CHECK_HPP
#define TESTS_BPMN_IMPORT_CHECK_HPP

#include <baton/bpmn/import.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "../catch.hpp"

namespace import_check {

using namespace baton::bpmn;
namespace core = baton::core;

inline std::string file_of(std::string_view inside, std::string_view attributes = {}) {
    std::string text = R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:other="urn:other" xmlns:t="urn:t" targetNamespace="urn:t" )";
    return text.append(attributes).append(">\n").append(inside).append("\n</definitions>");
}
inline const std::string camunda = R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn")";

inline ImportOptions options() {
    ImportOptions o;
    o.check = false;
    return o;
}
/// The import of definitions that hold these elements, without the rules.
inline Imported imported(std::string_view inside, std::string_view attributes = {}) {
    return import_text(file_of(inside, attributes), "test.bpmn", options());
}
/// The same of one executable process p.
inline Imported process(std::string_view inside, std::string_view attributes = camunda, std::string_view beside = {}) {
    return imported(
        std::string(beside) + R"(<process id="p" isExecutable="true">)" + std::string(inside) + "</process>",
        attributes);
}
/// The node, which must be there.
inline const core::Node& node(const Imported& i, std::string_view id) {
    const std::size_t at = i.definition.find(id);
    INFO("node " << id);
    REQUIRE(at != core::Node::none);
    return i.definition.nodes[at];
}
inline std::vector<std::string> ids(const Imported& i) {
    std::vector<std::string> all;
    for (const core::Node& n : i.definition.nodes) all.push_back(n.id);
    return all;
}
/// The rules of all findings of an import, errors included, in their order.
inline std::vector<std::string> rules_of(std::string_view text) {
    std::vector<std::string> all;
    for (const Finding& f : detail::read(Files::parse(text, "test.bpmn"), options()).findings)
        all.push_back((f.severity == Severity::error ? "" : "warning ") + f.rule);
    return all;
}
inline std::vector<std::string> rules_of_process(std::string_view inside) {
    return rules_of(file_of(R"(<process id="p" isExecutable="true">)" + std::string(inside) + "</process>"));
}
using Texts = std::vector<std::string>;

}  // namespace import_check

#endif
