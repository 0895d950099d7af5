// What an import gives: the Definition, its layout, what was found, and what is kept as it was.
#ifndef BATON_BPMN_IMPORTED_HPP
#define BATON_BPMN_IMPORTED_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../layout/layout.hpp"
#include "diagnostic.hpp"
#include "well_formed.hpp"

namespace baton::inline BATON_ABI::bpmn {

struct ImportOptions {
    /// The schema and the rules of the standard (check.hpp) are checked too; their findings are merged with the import's.
    bool check = true;
    /// Everything that the standard demands is an error.
    bool strict = false;
    /// What has no place in the Definition is kept as raw XML.
    bool keep_raw = true;
    ReadLimits limits;
    std::size_t nodes = 200'000;
    /// Of sub-processes in sub-processes.
    std::size_t depth = 100;
};

enum class raw_kind : std::uint8_t {
    attribute,  ///< of another namespace, or one that only describes
    extension,  ///< an element in extensionElements
    element     ///< of BPMN, with no place in the Definition: item definitions, interfaces, conversations …
};

/// A part of the file that means nothing to the Definition, kept for writing the file again.
struct RawPart {
    raw_kind kind = raw_kind::extension;
    /// The id of the nearest element that has one, around or at what the part belongs to; of definitions: often empty.
    std::string owner;
    /// The kind of the element that it belongs to, where that is not the one with the id: "ioSpecification".
    std::string inside;
    /// The name with its prefix, and the namespace that it stands for.
    std::string name, uri;
    /// Of an attribute: its value. Else XML, with the declarations of all prefixes in it.
    std::string text;
    friend bool operator==(const RawPart&, const RawPart&) = default;
};

struct Imported {
    core::Definition definition;
    layout::Layout layout;
    /// Warnings: a model with errors is not imported.
    std::vector<Finding> findings;
    /// In document order.
    std::vector<RawPart> raw;
};

}  // namespace baton::inline BATON_ABI::bpmn

#endif
