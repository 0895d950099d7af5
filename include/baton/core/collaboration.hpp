// Processes, pools, lanes, messages between them, and how messages find their instance (BPMN 2.0.2, 9 and 8.4.2).
#ifndef BATON_CORE_COLLABORATION_HPP
#define BATON_CORE_COLLABORATION_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "data.hpp"
#include "expression_text.hpp"

namespace baton::inline BATON_ABI::core {

/// How one property of a correlation key is read from one message: an expression over its payload.
struct CorrelationRetrieval {
    std::string message;
    ExpressionText path;
    friend bool operator==(const CorrelationRetrieval&, const CorrelationRetrieval&) = default;
};

struct CorrelationProperty {
    std::string id, name;
    std::vector<CorrelationRetrieval> retrievals;
    friend bool operator==(const CorrelationProperty&, const CorrelationProperty&) = default;
};

/// A conversation's key: all of its properties together.
struct CorrelationKey {
    std::string id, name;
    /// Ids of properties.
    std::vector<std::string> properties;
    friend bool operator==(const CorrelationKey&, const CorrelationKey&) = default;
};

/// Of a process: messages are taken only when the properties of the key have these values in its data.
struct CorrelationSubscription {
    std::string key;
    /// Property id and the expression over the process's data.
    std::vector<std::pair<std::string, ExpressionText>> bindings;
    friend bool operator==(const CorrelationSubscription&, const CorrelationSubscription&) = default;
};

struct Participant {
    std::string id, name;
    /// The id of its process; empty for a black box.
    std::string process;
    friend bool operator==(const Participant&, const Participant&) = default;
};

struct MessageFlow {
    std::string id, name;
    /// Ids of nodes or participants.
    std::string source, target;
    /// The name of its message; empty where none.
    std::string message;
    friend bool operator==(const MessageFlow&, const MessageFlow&) = default;
};

/// A lane: for people and pictures; it does not change what runs.
struct Lane {
    std::string id, name;
    std::string process;
    /// The id of the lane around it.
    std::string parent;
    /// Ids of nodes.
    std::vector<std::string> nodes;
    friend bool operator==(const Lane&, const Lane&) = default;
};

/// A text annotation or a group.
struct Artifact {
    std::string id;
    /// What the annotation says; of a group, the value of its category.
    std::string text;
    bool group = false;
    /// The id of the process, sub-process or collaboration that it stands in.
    std::string scope;
    friend bool operator==(const Artifact&, const Artifact&) = default;
};

enum class link_direction : std::uint8_t { none, one, both };

/// An association: ties an artifact to what it speaks of, or a compensation event to its handler.
struct ArtifactLink {
    std::string id;
    /// Ids of any elements.
    std::string source, target;
    link_direction direction = link_direction::none;
    std::string scope;
    friend bool operator==(const ArtifactLink&, const ArtifactLink&) = default;
};

/// A data object or data store as it is drawn at one place. Associations of data name what it refers to.
struct DataReference {
    std::string id, name;
    /// The id of the data object or data store; its own where it refers to none.
    std::string data;
    /// The name of its data state.
    std::string state;
    bool store = false;
    std::string scope;
    friend bool operator==(const DataReference&, const DataReference&) = default;
};

struct Process {
    std::string id, title;
    std::string documentation;
    bool executable = true;
    /// A global task (12.1): its one node has its id.
    bool global_task = false;
    /// camunda:versionTag, zeebe:versionTag.
    std::string version_tag;
    /// Properties, data objects and data stores.
    std::vector<DataItem> items;
    /// Data inputs and outputs, for callers.
    Data data;
    std::vector<CorrelationSubscription> correlations;
    friend bool operator==(const Process&, const Process&) = default;
};

struct Collaboration {
    std::vector<Participant> participants;
    std::vector<MessageFlow> message_flows;
    std::vector<Lane> lanes;
    std::vector<CorrelationProperty> properties;
    std::vector<CorrelationKey> keys;
    /// For people and pictures.
    std::vector<Artifact> artifacts;
    std::vector<ArtifactLink> links;
    std::vector<DataReference> references;
    friend bool operator==(const Collaboration&, const Collaboration&) = default;
};

}  // namespace baton::inline BATON_ABI::core

#endif
