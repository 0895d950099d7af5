// Declares workflows. Light: neither Boost.Graph nor JSON nor <string>; include it in as many files as you like.
// To run a workflow, include <baton/baton.hpp>.
#ifndef BATON_WORKFLOW_HPP
#define BATON_WORKFLOW_HPP

#include "core/fields.hpp"
#include "dsl/compose.hpp"
#include "dsl/macros.hpp"
#include "dsl/tasks.hpp"

#endif
