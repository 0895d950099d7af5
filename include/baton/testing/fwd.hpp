// Declarations of the testing module.
#ifndef BATON_TESTING_FWD_HPP
#define BATON_TESTING_FWD_HPP

#include "../config.hpp"
#include "../core/callables.hpp"

namespace baton::inline BATON_ABI::testing {

class ManualClock;
class TestedInstance;
template <class Context>
class Fake;
template <class Context, class Resources = core::no_resources>
class TestRun;

}  // namespace baton::inline BATON_ABI::testing

#endif
