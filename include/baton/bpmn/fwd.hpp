// Declarations of the bpmn module.
#ifndef BATON_BPMN_FWD_HPP
#define BATON_BPMN_FWD_HPP

#include "../config.hpp"

namespace baton::inline BATON_ABI::bpmn {

struct Finding;
struct Imported;
struct ImportOptions;
struct ReadLimits;
class Document;
class Element;

}  // namespace baton::inline BATON_ABI::bpmn

#endif
