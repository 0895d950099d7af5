// How a Definition is decided.
#ifndef BATON_DECIDER_DEFINITION_OPTIONS_HPP
#define BATON_DECIDER_DEFINITION_OPTIONS_HPP

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../runner/process_engine.hpp"
#include "process.hpp"
#include "type.hpp"

namespace baton::inline BATON_ABI::decider {

/// The property of a throwing element that says which process its message is for: an id, or an expression over the
/// variables of the process.
inline constexpr std::string_view receiver_property = "receiver";

/// What is a function here is called again whenever a history is replayed: it may depend on its arguments alone.
struct DefinitionOptions {
    /// The id of the process; empty: the executable ones of the definition.
    std::string process;
    /// The queue of its decisions, and its times. Its name is the id of the process.
    WorkflowType type;
    /// The queue of activities that the manager does not know otherwise.
    std::string activity_category{default_category};
    /// Conditions that are functions, by the flow's id or by the key that the model names.
    std::map<std::string, runner::FlowCondition, std::less<>> conditions;
    /// The id of the process for which a message is, where the element that throws it has no property "receiver".
    std::function<std::string(const core::Node&, const runner::Message&, const Process&)> receiver;
    /// A replay that makes more moves between two events fails the process; 0: no limit.
    std::uint64_t step_limit = 1'000'000;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
