// One entry of a list of tasks, and the one entry that both lists have: of a workflow's tasks (dsl/tasks.hpp) and of a
// process's elements (<baton/process.hpp>).
#ifndef BATON_DSL_ENTRY_HPP
#define BATON_DSL_ENTRY_HPP

#include <string_view>

#include "../config.hpp"
#include "words.hpp"

namespace baton::inline BATON_ABI::dsl {

struct no_body {};

/// Play is called with the collector once the context is known.
template <class Play>
struct entry {
    Play play;
};
template <class Play>
entry(Play) -> entry<Play>;

}  // namespace baton::inline BATON_ABI::dsl

namespace baton::inline BATON_ABI {

/// A task without a body is done as soon as it is entered (BPMN abstract task).
template <class... Words>
requires(...&& dsl::is_word<Words>) constexpr auto task(std::string_view name, Words... words) {
    return dsl::entry{[=](auto& into) { into.plain_task(name, words...); }};
}

}  // namespace baton::inline BATON_ABI

#endif
