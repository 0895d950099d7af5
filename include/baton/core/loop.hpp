// Loops of activities (BPMN 2.0.2, 10.3.8, 13.3.6 and 13.3.7).
#ifndef BATON_CORE_LOOP_HPP
#define BATON_CORE_LOOP_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "../config.hpp"
#include "event_definition.hpp"
#include "expression_text.hpp"

namespace baton::inline BATON_ABI::core {

enum class loop_kind : std::uint8_t { none, standard, sequential, parallel };

/// Which completed instances of a multi-instance activity throw an event (13.3.7).
enum class loop_behavior : std::uint8_t { none, one, all, complex };

/// behavior Complex: the event thrown when the condition holds.
struct ComplexBehavior {
    ExpressionText condition;
    EventDefinition event;
    friend bool operator==(const ComplexBehavior&, const ComplexBehavior&) = default;
};

struct Loop {
    loop_kind kind = loop_kind::none;
    /// standard: the condition is asked before the first turn too.
    bool test_before = false;
    /// standard: goes on while it holds. multi-instance: completionCondition.
    ExpressionText condition;
    /// standard: loopMaximum. multi-instance: loopCardinality.
    ExpressionText count;
    /// multi-instance: the name of the variable or data item that holds the collection, or an expression for it.
    std::string collection;
    ExpressionText collection_expression;
    /// The variable of each instance that holds its item: inputDataItem (id; the name is an alias), elementVariable.
    std::string element, element_alias;
    /// Where the results are collected, by index; and what each gives: a variable of the instance, or an expression.
    std::string output_collection;
    std::string output_element;
    ExpressionText output_expression;
    loop_behavior behavior = loop_behavior::all;
    /// behavior none and one: the event thrown.
    std::vector<EventDefinition> event;
    std::vector<ComplexBehavior> complex;
    friend bool operator==(const Loop&, const Loop&) = default;
};

}  // namespace baton::inline BATON_ABI::core

#endif
