// What a body may know about itself: the optional last parameter of a task's body.
#ifndef BATON_CORE_SELF_HPP
#define BATON_CORE_SELF_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../config.hpp"
#include "text.hpp"
#include "time.hpp"

namespace baton::inline BATON_ABI::core {

/// Facts about one activation of a task. Valid while the body runs; copy out what is needed longer.
struct Self {
    /// The task's stable name.
    std::string_view name;
    /// Of the instance: the name given to the Runner.
    std::string_view instance;
    /// Names one activation of this task in this instance; never used again, also not by the same task in a loop.
    std::uint64_t token = 0;
    /// 1 at first, one more after each technical failure. Being asked again is no new attempt.
    std::uint32_t attempt = 1;
    /// The time of this run.
    instant now;
    const std::string_view* label_list = nullptr;
    std::size_t label_count = 0;
    /// Behind it stands a std::stop_token; <baton/stop_token.hpp> gives it as such.
    const void* stop = nullptr;
    bool (*stop_requested_of)(const void*) = nullptr;

    [[nodiscard]] bool has_label(std::string_view label) const {
        for (std::size_t i = 0; i < label_count; ++i)
            if (label_list[i] == label) return true;
        return false;
    }
    /// Whether a cancel was sent while the body runs.
    [[nodiscard]] bool stop_requested() const { return stop_requested_of != nullptr && stop_requested_of(stop); }
    /// "instance:task:token": the same at every attempt, so that the receiver of a call can recognise a repeated one.
    [[nodiscard]] text idempotency_key() const {
        char digits[20];
        std::size_t used = 0;
        std::uint64_t rest = token;
        do digits[sizeof digits - ++used] = static_cast<char>('0' + rest % 10);
        while ((rest /= 10) != 0);
        return {instance, ":", name, ":", std::string_view(digits + sizeof digits - used, used)};
    }
};

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::Self;
}  // namespace baton::inline BATON_ABI

#endif
