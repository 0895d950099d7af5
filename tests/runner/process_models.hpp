// Models for the tests of bindings, handlers and forms.
#ifndef TESTS_RUNNER_PROCESS_MODELS_HPP
#define TESTS_RUNNER_PROCESS_MODELS_HPP

#include <baton/bpmn/import.hpp>
#include <baton/runner/bindings.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tests {

using Model = std::shared_ptr<const baton::Definition>;

inline Model model(const std::string& file) {
    return std::make_shared<const baton::Definition>(
        baton::bpmn::import_file(std::string(BATON_TEST_DATA) + "/bpmn/" + file).definition);
}
/// A model of the conformance suites; nullptr where they are not there.
inline Model seed(const std::string& file) {
    const auto path = std::filesystem::path(BATON_SOURCE) / ".." / "shared" / "conformance" / "seeds" / "models" / file;
    if (!std::filesystem::exists(path)) return nullptr;
    return std::make_shared<const baton::Definition>(baton::bpmn::import_file(path.string()).definition);
}
/// Our own model, and the one that it is like.
inline std::vector<Model> both(const std::string& own, const std::string& other) {
    std::vector<Model> models{model(own)};
    if (Model m = seed(other)) models.push_back(std::move(m));
    return models;
}
inline std::string id_of(const Model& m, const std::string& name) {
    for (const baton::Node& n : m->nodes)
        if (n.title == name) return n.id;
    return "no " + name;
}
inline std::string name_of(const Model& m, const std::string& id) { return m->nodes[m->find(id)].title; }
/// The elements at which something has failed.
inline std::vector<std::string> failed_at(const baton::ProcessEngine& engine, std::uint64_t instance) {
    std::vector<std::string> elements;
    for (const baton::Incident& incident : engine.info(instance).incidents) elements.push_back(incident.element);
    return elements;
}
/// The names of the user tasks that wait.
inline std::vector<std::string> waiting(const baton::ProcessEngine& engine, const Model& m) {
    std::vector<std::string> names;
    for (const auto& [instance, id] : engine.user_tasks()) names.push_back(name_of(m, id));
    return names;
}
inline bool is_completed(const baton::ProcessEngine& engine, std::uint64_t instance) {
    return engine.info(instance).status == baton::engine::Status::completed;
}
inline baton::Value variable(const baton::ProcessEngine& engine, std::uint64_t instance, const std::string& name) {
    for (const auto& [known, value] : engine.variables(instance))
        if (known == name) return value;
    return {};
}

}  // namespace tests

#endif
