// References to the functions of a workflow: bodies and conditions, in the signatures that users may give them.
//
// A reference is plain data, usable while a declaration is compiled, and costs one comparison and one call at run time.
#ifndef BATON_CORE_CALLABLES_HPP
#define BATON_CORE_CALLABLES_HPP

#include <cstdint>
#include <type_traits>

#include "../config.hpp"
#include "outcome.hpp"
#include "self.hpp"

namespace baton::inline BATON_ABI::core {

/// The resources of a workflow that declares none.
struct no_resources {};

namespace detail {

/// With -fsanitize=undefined g++ takes the addresses of inline functions for ones that may be null, and does not compare
/// two of them in a constant; those are two functions. One with itself it compares.
template <class Function>
constexpr bool same_function(Function* a, Function* b) {
#if defined(__GNUC__) && !defined(__clang__)
    if (std::is_constant_evaluated()) return __builtin_constant_p(a == b) ? a == b : false;
#endif
    return a == b;
}

// Of what a body takes besides the context; a set.
inline constexpr std::uint8_t reads_only = 1, takes_resources = 2, takes_self = 4;
inline constexpr std::uint8_t no_body = 253, stateful_body = 254, unfit_body = 255;

}  // namespace detail

/// A reference to the body of a task: a function that takes Context& or const Context&, then Resources& if it likes,
/// then const Self& if it likes, and returns an Outcome.
template <class Context, class Resources>
class body_ref {
    using C = Context;
    using R = Resources;
    using S = const Self&;
    union pointer {
        void (*any)();
        Outcome (*c)(C&);
        Outcome (*k)(const C&);
        Outcome (*cr)(C&, R&);
        Outcome (*kr)(const C&, R&);
        Outcome (*cs)(C&, S);
        Outcome (*ks)(const C&, S);
        Outcome (*crs)(C&, R&, S);
        Outcome (*krs)(const C&, R&, S);
        constexpr pointer() : any(nullptr) {}
    };

public:
    /// No body: a gateway, or a task that does nothing.
    constexpr body_ref() = default;
    // NOLINTBEGIN(google-explicit-constructor): a function converts
    constexpr body_ref(Outcome (*f)(C&)) : takes_(0) { to_.c = f; }
    constexpr body_ref(Outcome (*f)(const C&)) : takes_(detail::reads_only) { to_.k = f; }
    constexpr body_ref(Outcome (*f)(C&, R&)) : takes_(detail::takes_resources) { to_.cr = f; }
    constexpr body_ref(Outcome (*f)(const C&, R&)) : takes_(detail::reads_only | detail::takes_resources) {
        to_.kr = f;
    }
    constexpr body_ref(Outcome (*f)(C&, S)) : takes_(detail::takes_self) { to_.cs = f; }
    constexpr body_ref(Outcome (*f)(const C&, S)) : takes_(detail::reads_only | detail::takes_self) { to_.ks = f; }
    constexpr body_ref(Outcome (*f)(C&, R&, S)) : takes_(detail::takes_resources | detail::takes_self) { to_.crs = f; }
    constexpr body_ref(Outcome (*f)(const C&, R&, S))
        : takes_(detail::reads_only | detail::takes_resources | detail::takes_self) {
        to_.krs = f;
    }
    // NOLINTEND(google-explicit-constructor)
    /// A function that does not fit: reported by the checks as BTN013.
    [[nodiscard]] static constexpr body_ref unfit() {
        body_ref b;
        b.takes_ = detail::unfit_body;
        return b;
    }
    /// A function object with members, which no function pointer can stand for: BTN023.
    [[nodiscard]] static constexpr body_ref stateful() {
        body_ref b;
        b.takes_ = detail::stateful_body;
        return b;
    }

    [[nodiscard]] constexpr bool fits() const { return takes_ < detail::stateful_body; }
    [[nodiscard]] constexpr bool is_stateful() const { return takes_ == detail::stateful_body; }
    [[nodiscard]] constexpr bool empty() const { return takes_ == detail::no_body; }
    /// Takes const Context&.
    [[nodiscard]] constexpr bool only_reads() const { return takes_ < 8 && (takes_ & detail::reads_only) != 0; }
    [[nodiscard]] constexpr bool wants_self() const { return takes_ < 8 && (takes_ & detail::takes_self) != 0; }

    /// Whether both refer to the same function.
    [[nodiscard]] constexpr bool same_as(const body_ref& other) const {
        if (takes_ != other.takes_) return false;
        switch (takes_) {
            case 0: return detail::same_function(to_.c, other.to_.c);
            case 1: return detail::same_function(to_.k, other.to_.k);
            case 2: return detail::same_function(to_.cr, other.to_.cr);
            case 3: return detail::same_function(to_.kr, other.to_.kr);
            case 4: return detail::same_function(to_.cs, other.to_.cs);
            case 5: return detail::same_function(to_.ks, other.to_.ks);
            case 6: return detail::same_function(to_.crs, other.to_.crs);
            case 7: return detail::same_function(to_.krs, other.to_.krs);
            default: return false;
        }
    }

    /// Takes Context& and nothing more, as most bodies do.
    [[nodiscard]] constexpr bool takes_context_only() const { return takes_ == 0; }
    /// Precondition: takes_context_only().
    Outcome operator()(C& context) const { return to_.c(context); }
    /// Calls the body. Precondition: fits() and not empty().
    Outcome operator()(C& context, R& resources, S self) const {
        switch (takes_) {
            case 0: return to_.c(context);
            case 1: return to_.k(context);
            case 2: return to_.cr(context, resources);
            case 3: return to_.kr(context, resources);
            case 4: return to_.cs(context, self);
            case 5: return to_.ks(context, self);
            case 6: return to_.crs(context, resources, self);
            default: return to_.krs(context, resources, self);
        }
    }
    /// Calls a body that only reads. Precondition: only_reads().
    Outcome operator()(const C& context, R& resources, S self) const {
        switch (takes_) {
            case 1: return to_.k(context);
            case 3: return to_.kr(context, resources);
            case 5: return to_.ks(context, self);
            default: return to_.krs(context, resources, self);
        }
    }

private:
    pointer to_;
    std::uint8_t takes_ = detail::no_body;
};

/// A reference to a condition: a function or captureless lambda, a bool member, or a const member function.
template <class Context>
class condition_ref {
    enum class form : std::uint8_t { none, function, member, method, stateful, unfit };
    union pointer {
        bool (*function)(const Context&);
        bool Context::*member;
        bool (Context::*method)() const;
        constexpr pointer() : function(nullptr) {}
    };

public:
    constexpr condition_ref() = default;
    // NOLINTBEGIN(google-explicit-constructor): a function converts
    constexpr condition_ref(bool (*f)(const Context&)) : form_(form::function) { to_.function = f; }
    constexpr condition_ref(bool Context::*m) : form_(form::member) { to_.member = m; }
    constexpr condition_ref(bool (Context::*m)() const) : form_(form::method) { to_.method = m; }
    // NOLINTEND(google-explicit-constructor)
    /// Something that is no condition over this context: reported by the checks as BTN014.
    [[nodiscard]] static constexpr condition_ref unfit() {
        condition_ref c;
        c.form_ = form::unfit;
        return c;
    }
    /// A function object with members, which no function pointer can stand for: BTN023.
    [[nodiscard]] static constexpr condition_ref stateful() {
        condition_ref c;
        c.form_ = form::stateful;
        return c;
    }

    [[nodiscard]] constexpr bool fits() const { return form_ < form::stateful; }
    [[nodiscard]] constexpr bool is_stateful() const { return form_ == form::stateful; }
    [[nodiscard]] constexpr bool empty() const { return form_ == form::none; }
    /// Precondition: fits() and not empty().
    bool operator()(const Context& context) const {
        switch (form_) {
            case form::member: return context.*to_.member;
            case form::method: return (context.*to_.method)();
            default: return to_.function(context);
        }
    }

private:
    pointer to_;
    form form_ = form::none;
};

// A member needs a class; a context may also be a number or an enumeration.
template <class Context>
requires(!std::is_class_v<Context>) class condition_ref<Context> {
public:
    constexpr condition_ref() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a function converts
    constexpr condition_ref(bool (*f)(const Context&)) : function_(f) {}
    [[nodiscard]] static constexpr condition_ref unfit() {
        condition_ref c;
        c.fits_ = false;
        return c;
    }
    [[nodiscard]] static constexpr condition_ref stateful() {
        condition_ref c = unfit();
        c.stateful_ = true;
        return c;
    }
    [[nodiscard]] constexpr bool fits() const { return fits_; }
    [[nodiscard]] constexpr bool is_stateful() const { return stateful_; }
    [[nodiscard]] constexpr bool empty() const { return function_ == nullptr; }
    bool operator()(const Context& context) const { return function_(context); }

private:
    bool (*function_)(const Context&) = nullptr;
    bool fits_ = true, stateful_ = false;
};

}  // namespace baton::inline BATON_ABI::core

#endif
