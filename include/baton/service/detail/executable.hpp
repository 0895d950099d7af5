// A workflow over a typed context, as a service runs it: behind an interface, so that the service is compiled without
// it.
#ifndef BATON_SERVICE_DETAIL_EXECUTABLE_HPP
#define BATON_SERVICE_DETAIL_EXECUTABLE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/time.hpp"
#include "../../engine/state.hpp"
#include "payload.hpp"
#include "poll.hpp"
#include "work_kinds.hpp"

namespace baton::inline BATON_ABI::service::detail {

struct TypedInput {
    Item item = Item::wake;
    /// The task, where the input is for one.
    std::string element;
    json body;
};

struct TypedFailure {
    std::string element, why;
    std::uint32_t failures = 0;
};

struct TypedNote {
    const char* what;
    std::string element, text;
    std::uint64_t token = 0;
};

/// What an instance is like after a step.
struct TypedState {
    /// As save_json writes it.
    json saved;
    engine::Status status = engine::Status::running;
    core::instant next_due = core::instant::never();
    Poll poll;
    std::vector<TypedFailure> failures;
    std::vector<TypedNote> notes;
    /// Inputs that found nothing that waits for them: what they were refused with.
    std::vector<core::diagnostic> refused;
};

/// What the service is told of a step.
struct TypedStep {
    std::vector<core::diagnostic> refused;
    /// As Poll::every, and what see_to_poll gave.
    core::duration polls;
    bool has_new_poll = false;
};

class Executable {
public:
    Executable() = default;
    Executable(const Executable&) = delete;
    Executable& operator=(const Executable&) = delete;
    virtual ~Executable() = default;
    /// Restores `saved` (nothing: a new instance), takes the inputs, and runs until everything waits. Throws what
    /// load_text throws. `retries`: failed tasks are tried again. `poll_every`: how soon a task is asked that does not
    /// say.
    virtual TypedState step(const json& saved, const std::vector<TypedInput>& inputs, const std::string& name,
                            core::instant now, bool retries, core::duration poll_every) const = 0;
};

}  // namespace baton::inline BATON_ABI::service::detail

#endif
