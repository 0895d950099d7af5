// Data of a model (BPMN 2.0.2, 10.4): items, associations, and the mappings of vendors' extensions.
#ifndef BATON_CORE_DATA_HPP
#define BATON_CORE_DATA_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "expression_text.hpp"

namespace baton::inline BATON_ABI::core {

enum class data_kind : std::uint8_t { property, data_object, data_store, input, output };

/// A property, data object, data store, data input or data output. Expressions see it under its id and its name.
struct DataItem {
    data_kind kind = data_kind::property;
    std::string id;
    std::string name;
    bool is_collection = false;
    /// Of an input or output: may be missing.
    bool optional = false;
    /// The structureRef of its item definition, as it stands there.
    std::string type;
    friend bool operator==(const DataItem&, const DataItem&) = default;
};

/// One assignment of a data association.
struct Assignment {
    ExpressionText from;
    /// A name, or a path (a.b) into one.
    std::string to;
    friend bool operator==(const Assignment&, const Assignment&) = default;
};

/// A data association: a transformation of the sources, assignments, or a plain copy. References to data object
/// references are resolved to the data objects' ids, to data store references to the stores' ids.
struct Association {
    std::vector<std::string> sources;
    std::string target;
    ExpressionText transformation;
    std::vector<Assignment> assignments;
    friend bool operator==(const Association&, const Association&) = default;
};

/// One mapping of a variable (camunda:inputParameter, camunda:in, zeebe:input …): target = value of source.
struct Mapping {
    /// Literal text or computed; see is_computed. Empty where `variable` or `all` says what is taken.
    ExpressionText source;
    /// Takes the variable of that name (camunda:in source="x").
    std::string variable;
    std::string target;
    /// Takes every variable (camunda:in variables="all").
    bool all = false;
    /// camunda:in businessKey="…": the source is the called instance's business key.
    bool business_key = false;
    /// A literal structure: list of values, or named entries (camunda:list, camunda:map); then the source is empty.
    std::vector<std::pair<std::string, ExpressionText>> entries;
    bool is_list = false;
    friend bool operator==(const Mapping&, const Mapping&) = default;
};

/// The data of an activity or event.
struct Data {
    /// ioSpecification, or the data inputs and outputs of an event.
    std::vector<DataItem> inputs, outputs;
    std::vector<Association> input_associations, output_associations;
    /// Vendors' mappings: into the activity's own scope before it runs, out of it when it is done.
    std::vector<Mapping> input_mappings, output_mappings;
    friend bool operator==(const Data&, const Data&) = default;
    [[nodiscard]] bool empty() const { return *this == Data{}; }
};

}  // namespace baton::inline BATON_ABI::core

#endif
