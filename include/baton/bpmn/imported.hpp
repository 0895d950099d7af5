// What an import gives: the Definition, its layout, what was found, and what is kept as it was.
#ifndef BATON_BPMN_IMPORTED_HPP
#define BATON_BPMN_IMPORTED_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../layout/layout.hpp"
#include "diagnostic.hpp"
#include "well_formed.hpp"

namespace baton::inline BATON_ABI::bpmn {

struct ImportOptions {
    /// The rules for what may run (bpmn/check.hpp) are checked too, and their findings merged with the import's.
    bool check = true;
    /// Extensions that have no place in the Definition are kept as raw XML.
    bool keep_extensions = true;
    ReadLimits limits;
    std::size_t nodes = 200'000;
    /// Of sub-processes in sub-processes.
    std::size_t depth = 100;
};

/// An extension that means nothing to baton, kept for writing the file again.
struct RawExtension {
    /// The id of the nearest element that has one, around or at what is extended.
    std::string element;
    /// The kind of the element that is extended, where that is not the one with the id: "ioSpecification".
    std::string inside;
    /// Of an attribute: its name with prefix, and its namespace. Of an element: the same of its tag.
    std::string name, uri;
    /// Of an attribute: its value. Of an element: its XML, with the declarations of all prefixes in it.
    std::string text;
    bool attribute = false;
    friend bool operator==(const RawExtension&, const RawExtension&) = default;
};

struct Imported {
    core::Definition definition;
    layout::Layout layout;
    /// Warnings: a model with errors is not imported.
    std::vector<Finding> findings;
    /// In document order.
    std::vector<RawExtension> extensions;
};

}  // namespace baton::inline BATON_ABI::bpmn

#endif
