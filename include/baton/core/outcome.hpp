// What a task's body says when it returns.
//
//   true, done              the task is done, the token goes on
//   false, waiting          the token stays, the task is asked again at the next run
//   waiting("why")          the same, with a reason for explain()
//   waiting(until)          the same, but not asked before that time
//   pending                 completed later from outside, through a handle
//   failed("why")           a technical failure: tried again at the next run (an exception does the same)
//   error("CODE")           a BPMN error: taken by on_error, else it ends the instance
//
// BPMN 2.0.2, 13.3.2 (states of an activity); WfEpy for true and false.
#ifndef BATON_CORE_OUTCOME_HPP
#define BATON_CORE_OUTCOME_HPP

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "text.hpp"
#include "time.hpp"

namespace baton::inline BATON_ABI::core {

enum class outcome_kind : std::uint8_t { done, waiting, pending, failed, error };

/// One address per type of context: tells at run time whether a change fits the context it is applied to.
template <class Context>
inline constexpr char context_key{};

namespace detail {

template <class Function>
struct changed_context;
template <class Functor, class Context>
struct changed_context<void (Functor::*)(Context&) const> {
    using type = Context;
};
template <class Functor, class Context>
struct changed_context<void (Functor::*)(Context&)> {
    using type = Context;
};
template <class Functor, class Context>
struct changed_context<void (Functor::*)(Context&) const noexcept> {
    using type = Context;
};

/// The context that a lambda `[](Context&) {…}` changes.
template <class Function>
using changed_context_t = typename changed_context<decltype(&Function::operator())>::type;

}  // namespace detail

/// A change of the context, made later by the one thread that may: applied after the body has returned.
class Change {
public:
    Change() = default;
    template <class Function, class Context = detail::changed_context_t<Function>>
    explicit Change(Function function)
        : function_(new Function(std::move(function))),
          apply_([](void* f, void* context) { (*static_cast<Function*>(f))(*static_cast<Context*>(context)); }),
          destroy_([](void* f) { delete static_cast<Function*>(f); }),
          context_(&context_key<Context>) {}
    Change(Change&& other) noexcept { swap(other); }
    Change& operator=(Change&& other) noexcept {
        swap(other);
        return *this;
    }
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;
    ~Change() {
        if (function_ != nullptr) destroy_(function_);
    }

    explicit operator bool() const { return function_ != nullptr; }
    /// Whether this changes contexts of that type.
    template <class Context>
    [[nodiscard]] bool fits() const {
        return context_ == &context_key<Context>;
    }
    /// Precondition: fits<Context>().
    template <class Context>
    void apply(Context& context) {
        apply_(function_, &context);
    }

private:
    void swap(Change& other) noexcept {
        std::swap(function_, other.function_);
        std::swap(apply_, other.apply_);
        std::swap(destroy_, other.destroy_);
        std::swap(context_, other.context_);
    }

    void* function_ = nullptr;
    void (*apply_)(void*, void*) = nullptr;
    void (*destroy_)(void*) = nullptr;
    const void* context_ = nullptr;
};

/// Everything an outcome carries besides its kind; only made when there is something to carry.
struct OutcomeDetail {
    text reason;
    text error_code;
    instant until = instant::never();
    bool has_until = false;
    Change change;
};

/// The words are values and functions at once: `return waiting;` and `return waiting("for payment");`.
class Outcome;
struct done_word {};
struct waiting_word {
    Outcome operator()(std::string_view reason) const;
    Outcome operator()(instant until) const;
    Outcome operator()(std::string_view reason, instant until) const;
};
struct pending_word {
    Outcome operator()(std::string_view reason) const;
};
struct failed_word {
    Outcome operator()(std::string_view reason) const;
};
struct error_word {
    Outcome operator()(std::string_view code, std::string_view message = {}) const;
};

/// The result of a task's body. Two words of memory; nothing is allocated for done, waiting and pending without detail.
class [[nodiscard]] Outcome {
public:
    /// true is done, false is waiting. Only bool itself: a number or a pointer is not an answer.
    template <class Bool>
    requires std::is_same_v<Bool, bool>
    // NOLINTNEXTLINE(google-explicit-constructor): bodies return bool
    constexpr Outcome(Bool finished) : code_(code_of(finished ? outcome_kind::done : outcome_kind::waiting)) {}
    // NOLINTBEGIN(google-explicit-constructor): bodies return these words
    constexpr Outcome(done_word) : code_(code_of(outcome_kind::done)) {}
    constexpr Outcome(waiting_word) : code_(code_of(outcome_kind::waiting)) {}
    constexpr Outcome(pending_word) : code_(code_of(outcome_kind::pending)) {}
    // NOLINTEND(google-explicit-constructor)
    Outcome(outcome_kind kind, OutcomeDetail detail)
        : code_(code_of(kind) | has_detail), detail_(new OutcomeDetail(std::move(detail))) {}

    constexpr Outcome(Outcome&& other) noexcept { swap(other); }
    constexpr Outcome& operator=(Outcome&& other) noexcept {
        swap(other);
        return *this;
    }
    Outcome(const Outcome&) = delete;
    Outcome& operator=(const Outcome&) = delete;
    constexpr ~Outcome() {
        if ((code_ & has_detail) != 0) [[unlikely]]
            release();
    }

    [[nodiscard]] constexpr outcome_kind kind() const { return static_cast<outcome_kind>(code_ & ~has_detail); }
    /// nullptr when the outcome is nothing but its kind.
    [[nodiscard]] constexpr OutcomeDetail* detail() const { return (code_ & has_detail) != 0 ? detail_ : nullptr; }
    /// Done, and nothing more.
    [[nodiscard]] constexpr bool is_plainly_done() const { return code_ == code_of(outcome_kind::done); }

    /// Adds a change of the context, applied after the body has returned: `return Outcome(waiting).with([](Job& j)
    /// {…});`
    template <class Function>
    Outcome with(Function function) && {
        if (detail() == nullptr) {
            detail_ = new OutcomeDetail;
            code_ |= has_detail;
        }
        detail_->change = Change(std::move(function));
        return std::move(*this);
    }

private:
    // The kind and whether there is a detail are one byte, so that one comparison finds the usual case.
    static constexpr std::uint8_t has_detail = 0x80;
    static constexpr std::uint8_t code_of(outcome_kind kind) { return static_cast<std::uint8_t>(kind); }
    BATON_COLD void release() { delete detail_; }
    constexpr void swap(Outcome& other) noexcept {
        std::swap(code_, other.code_);
        std::swap(detail_, other.detail_);
    }

    std::uint8_t code_ = code_of(outcome_kind::done);
    OutcomeDetail* detail_ = nullptr;
};

inline Outcome waiting_word::operator()(std::string_view reason) const {
    return {outcome_kind::waiting, {.reason = text(reason), .error_code = {}, .change = {}}};
}
inline Outcome waiting_word::operator()(instant until) const { return (*this)({}, until); }
inline Outcome waiting_word::operator()(std::string_view reason, instant until) const {
    return {outcome_kind::waiting,
            {.reason = text(reason), .error_code = {}, .until = until, .has_until = true, .change = {}}};
}
inline Outcome pending_word::operator()(std::string_view reason) const {
    return {outcome_kind::pending, {.reason = text(reason), .error_code = {}, .change = {}}};
}
inline Outcome failed_word::operator()(std::string_view reason) const {
    return {outcome_kind::failed, {.reason = text(reason), .error_code = {}, .change = {}}};
}
inline Outcome error_word::operator()(std::string_view code, std::string_view message) const {
    return {outcome_kind::error, {.reason = text(message), .error_code = text(code), .change = {}}};
}

/// Done, with a change of the context: what a concurrent body returns.
template <class Function>
Outcome done_with(Function function) {
    return Outcome(done_word{}).with(std::move(function));
}

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::Change;
using core::done_with;
using core::Outcome;
/// The task is done; its token goes on.
inline constexpr core::done_word done{};
/// The token stays; the task is asked again.
inline constexpr core::waiting_word waiting{};
/// The task is completed later from outside, through a handle.
inline constexpr core::pending_word pending{};
/// A technical failure: tried again at the next run.
inline constexpr core::failed_word failed{};
/// A BPMN error (business): taken by on_error, else it ends the instance.
inline constexpr core::error_word bpmn_error{};
}  // namespace baton::inline BATON_ABI

#endif
