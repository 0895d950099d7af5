// Declarations of the runner module.
#ifndef BATON_RUNNER_FWD_HPP
#define BATON_RUNNER_FWD_HPP

#include "../config.hpp"
#include "../core/callables.hpp"

namespace baton::inline BATON_ABI::runner {

template <class Context, class Resources = core::no_resources>
class Workflow;
template <class Context, class Resources = core::no_resources>
class Builder;
template <class Context, class Resources = core::no_resources>
class Runner;
template <class Context>
class Handle;
class Observer;

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::Builder;
using runner::Handle;
using runner::Observer;
using runner::Runner;
using runner::Workflow;
}  // namespace baton::inline BATON_ABI

#endif
