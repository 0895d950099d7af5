// BPMN files that lie in the store, so that whoever opens it can make their steps: the `baton` program, and services
// that come later.
//
//   deploy_bpmn(service, core::read_file("order.bpmn"), "order.bpmn");   // once
//   deploy_stored(other_service);                                        // in every process
//
// Their tasks are done by workers and people. A model whose bodies are C++ is deployed by Service::deploy instead,
// which keeps no text: a process without those bodies could not run it.
#ifndef BATON_SERVICE_STORED_MODELS_HPP
#define BATON_SERVICE_STORED_MODELS_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../bpmn/import.hpp"
#include "../config.hpp"
#include "service.hpp"

namespace baton::inline BATON_ABI::service {

struct DeployedVersion {
    std::string process;
    std::int64_t version = 0;
    friend bool operator==(const DeployedVersion&, const DeployedVersion&) = default;
};

/// Deploys all processes of a file and keeps its text. `name` is what findings call it. What import_text throws: a file
/// that needs others cannot be kept.
inline std::vector<DeployedVersion> deploy_bpmn(Service& service, std::string_view xml, std::string_view name) {
    const auto model = std::make_shared<const core::Definition>(bpmn::import_text(xml, name).definition);
    const std::vector<std::int64_t> versions = service.deploy(model, {}, {"bpmn", std::string(xml)});
    std::vector<DeployedVersion> deployed;
    for (std::size_t p = 0; p < versions.size(); ++p) deployed.push_back({model->processes[p].id, versions[p]});
    return deployed;
}

/// Deploys what lies in the store and is not deployed in this service yet. What was new. What a damaged text throws.
inline std::vector<DeployedVersion> deploy_stored(Service& service) {
    std::vector<DeployedVersion> deployed;
    std::string key;
    std::int64_t version = 0;
    for (;;) {
        std::vector<store::DefinitionRow> page;
        service.store().read([&](store::Transaction& tx) { page = tx.definitions(key, version, store::largest_page); });
        if (page.empty()) return deployed;
        key = page.back().key;
        version = page.back().version;
        for (const store::DefinitionRow& row : page) {
            if (row.format != "bpmn" || service.has_deployed(row.key, row.version)) continue;
            std::optional<store::DefinitionRow> whole;
            service.store().read([&](store::Transaction& tx) { whole = tx.find_definition(row.key, row.version); });
            if (!whole) continue;
            bpmn::ImportOptions options;
            options.check = false;  // it was checked when it was deployed
            const std::string where = row.key + ", version " + std::to_string(row.version);
            service.deploy(
                std::make_shared<const core::Definition>(bpmn::import_text(whole->source, where, options).definition));
            deployed.push_back({row.key, row.version});
        }
    }
}

}  // namespace baton::inline BATON_ABI::service

namespace baton::inline BATON_ABI {
using service::deploy_bpmn;
using service::deploy_stored;
using service::DeployedVersion;
}  // namespace baton::inline BATON_ABI

#endif
