// The Definition: the one model of a workflow. Plain values, comparable, without behaviour.
//
// Every front end produces it (C++ declarations, Builder), every back end reads it (graph, diagrams). "Equivalent"
// means equal Definitions. Callables are not in it: a condition or body that is a C++ function is named by its key, and
// the function itself stands in the bindings.
#ifndef BATON_CORE_DEFINITION_HPP
#define BATON_CORE_DEFINITION_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "collaboration.hpp"
#include "data.hpp"
#include "event_definition.hpp"
#include "expression_text.hpp"
#include "kinds.hpp"
#include "loop.hpp"
#include "people.hpp"
#include "rows.hpp"
#include "time.hpp"

namespace baton::inline BATON_ABI::core {

/// When a flow is taken.
struct Condition {
    condition_kind kind = condition_kind::none;
    /// Of an expression; empty for the default language.
    std::string language;
    /// The key of a bound callable, or the text of an expression.
    std::string text;

    friend bool operator==(const Condition&, const Condition&) = default;
};

/// What a task does.
struct Body {
    body_kind kind = body_kind::none;
    /// Of an expression; empty for the default language.
    std::string language;
    /// The key of a bound callable, or the text of an expression.
    std::string text;

    friend bool operator==(const Body&, const Body&) = default;
};

/// One sequence flow. Positions refer to Definition::nodes; a flow never leaves the scope of its ends.
struct Flow {
    /// Unique and stable: "source->target", "source->target#2" for the second between the same nodes.
    std::string id;
    std::size_t source = 0;
    std::size_t target = 0;
    Condition condition;
    /// For people.
    std::string title;

    friend bool operator==(const Flow&, const Flow&) = default;
};

/// How a call activity calls (10.3.6, and the vendors' extensions).
struct Call {
    /// The id of the process or global task; may be computed.
    std::string called;
    /// "latest", "deployment" or "version" with a number in `version`, or "version-tag" with a tag there.
    std::string binding;
    std::string version;
    /// Every variable goes in and comes back (Zeebe's and BPMN's default where no mapping is given).
    bool passes_all_in = false, passes_all_out = false;
    /// camunda:in and camunda:out, in order.
    std::vector<Mapping> in, out;
    friend bool operator==(const Call&, const Call&) = default;
};

/// How vendors' extensions say what a task's body is: the name by which it is bound.
struct Implementation {
    /// "class", "delegate-expression", "expression", "topic" (camunda external task), "type" (Zeebe job type,
    /// Flowable's type), "connector", "decision", "operation"; empty where none.
    std::string kind;
    std::string text;
    /// The variable that takes the result (camunda:resultVariable, zeebe:calledDecision resultVariable …).
    std::string result_variable;
    /// A connector's own parameters.
    std::vector<Mapping> inputs, outputs;
    friend bool operator==(const Implementation&, const Implementation&) = default;
};

/// One task, gateway, event or sub-process.
struct Node {
    /// Unique and stable; it stands in saved files. A boundary event's is made of its host's: "pay.deadline".
    std::string id;
    /// For people; the id where nothing else is said.
    std::string title;
    node_kind kind = node_kind::task;
    join_kind join = join_kind::none;
    split_kind split = split_kind::none;
    bool start = false;
    bool end = false;
    /// An end point that may also go on.
    bool may_continue = false;
    /// Without one a task is done as soon as it is entered.
    Body body;
    bool concurrent = false;
    bool keep_changes = false;
    /// Of a timer boundary event: fires so long after its host was entered. Of a task: waits so long before the body
    /// runs.
    duration time;
    /// Of an error boundary event: the code it catches; empty for any.
    std::string error;
    /// Of a boundary event: position of the activity it is attached to.
    std::size_t host = none;
    std::vector<std::string> labels;

    /// Position of its process in Definition::processes, and of the sub-process that it is directly in, or none.
    std::size_t process = 0;
    std::size_t parent = static_cast<std::size_t>(-1);
    task_kind task = task_kind::none;
    /// Runs only as a compensation handler.
    bool for_compensation = false;
    /// Of a compensation boundary event: position of its handler.
    std::size_t handler = static_cast<std::size_t>(-1);
    /// Tokens that start an activity, and tokens that leave it on each flow (10.3.2).
    std::int64_t start_quantity = 1, completion_quantity = 1;
    Loop loop;
    /// Of an event; also of a send or receive task: its message, if it has one. Several: any of them, or, with
    /// parallel_multiple, all of them.
    std::vector<EventDefinition> events;
    bool parallel_multiple = false;
    /// Of a boundary event: cancelActivity; of the start event of an event sub-process: isInterrupting.
    bool interrupting = true;
    /// Of a receive task or an event gateway: starts instances. Of an event gateway: parallel.
    bool instantiate = false, parallel = false;
    /// Of a complex gateway: activationCondition. Of an ad-hoc sub-process: completionCondition.
    ExpressionText condition;
    /// Of an ad-hoc sub-process: one at a time; and whether the rest is cancelled when the condition holds.
    bool sequential = false, cancel_remaining = true;
    Call call;
    Data data;
    /// Of a sub-process: properties, data objects.
    std::vector<DataItem> items;
    Implementation implementation;
    UserTask people;
    std::string documentation;
    /// How often and when a failed body is tried again: "R3/PT10S" or a number; empty: by the runner's policy.
    std::string retry;
    /// camunda:asyncBefore, asyncAfter: where a durable service commits.
    bool async_before = false, async_after = false;
    /// zeebe:taskHeaders, camunda:properties, camunda:field: name and text.
    std::vector<std::pair<std::string, std::string>> properties;

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    [[nodiscard]] bool has_label(std::string_view label) const {
        return std::find(labels.begin(), labels.end(), label) != labels.end();
    }
    friend bool operator==(const Node&, const Node&) = default;
};

/// A workflow, or all processes of a BPMN file: nodes in declaration order, flows in declaration order. Order matters: it decides wherever the standard
/// leaves a choice.
struct Definition {
    /// Stable name of the workflow; it stands in saved files.
    std::string id;
    std::vector<Node> nodes;
    std::vector<Flow> flows;
    soundness demand = soundness::required;
    /// At least one.
    std::vector<Process> processes;
    Collaboration collaboration;

    /// The position of the node with that id, or Node::none. Linear in the number of nodes.
    [[nodiscard]] std::size_t find(std::string_view node_id) const {
        for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i].id == node_id) return i;
        return Node::none;
    }
    friend bool operator==(const Definition&, const Definition&) = default;
};

/// Makes the id of every flow from the ids of its ends.
inline void name_flows(Definition& d) {
    std::unordered_map<std::string, std::size_t> used;
    for (Flow& f : d.flows) {
        f.id = d.nodes[f.source].id + "->" + d.nodes[f.target].id;
        const std::size_t times = ++used[f.id];
        if (times > 1) f.id += "#" + std::to_string(times);
    }
}

/// The ids of all nodes that carry every one of these labels, in declaration order.
inline std::vector<std::string> with_all_labels(const Definition& d, const std::vector<std::string>& labels) {
    std::vector<std::string> found;
    for (const Node& n : d.nodes)
        if (!labels.empty() && std::all_of(labels.begin(), labels.end(), [&](const auto& l) { return n.has_label(l); }))
            found.push_back(n.id);
    return found;
}

/// The ids of all nodes that carry at least one of these labels, in declaration order.
inline std::vector<std::string> with_any_label(const Definition& d, const std::vector<std::string>& labels) {
    std::vector<std::string> found;
    for (const Node& n : d.nodes)
        if (std::any_of(labels.begin(), labels.end(), [&](const auto& l) { return n.has_label(l); }))
            found.push_back(n.id);
    return found;
}

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::Body;
using core::Condition;
using core::Definition;
using core::Flow;
using core::Node;
using core::with_all_labels;
using core::with_any_label;
}  // namespace baton::inline BATON_ABI

#endif
