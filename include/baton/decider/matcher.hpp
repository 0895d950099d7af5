// What a rule of a workflow looks for.
#ifndef BATON_DECIDER_MATCHER_HPP
#define BATON_DECIDER_MATCHER_HPP

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

#include "../config.hpp"

namespace baton::inline BATON_ABI::decider {

/// Matches everything.
struct Anything {};
inline constexpr Anything anything{};

/// Anything, a predicate (one that throws does not match), or a value that must be equal.
template <class T>
class Match {
public:
    // NOLINTBEGIN(google-explicit-constructor): a value or predicate is a matcher
    Match(Anything = {}) {}
    template <class P>
    requires(std::predicate<const P&, const T&> && !std::same_as<std::remove_cvref_t<P>, Match>) Match(P predicate)
        : test_(std::move(predicate)) {}
    template <class V>
    requires(std::constructible_from<T, V> && !std::predicate<const std::remove_cvref_t<V>&, const T&> &&
             !std::same_as<std::remove_cvref_t<V>, Match> && !std::same_as<std::remove_cvref_t<V>, Anything>)
        Match(V&& value)
        : test_([wanted = T(std::forward<V>(value))](const T& given) { return given == wanted; }) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] bool operator()(const T& given) const {
        if (!test_) return true;
        try {
            return test_(given);
        } catch (...) {
            return false;
        }
    }

private:
    std::function<bool(const T&)> test_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
