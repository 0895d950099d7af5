// Names the members of a struct, for JSON and (later) for expressions.
//
//   struct Job { int plate = 0; bool ok = false; };
//   BATON_FIELDS(Job, plate, ok)
//
// Written in the namespace of the struct, after it; at most 256 members. Needs no other header.
#ifndef BATON_CORE_FIELDS_HPP
#define BATON_CORE_FIELDS_HPP

#include <type_traits>

#include "../config.hpp"

// Applies MACRO(TYPE, x) to every argument; the nesting rescans often enough for 256 of them.
#define BATON_DETAIL_EACH(MACRO, TYPE, ...) \
    __VA_OPT__(BATON_DETAIL_RESCAN(BATON_DETAIL_EACH_(MACRO, TYPE, __VA_ARGS__)))
#define BATON_DETAIL_EACH_(MACRO, TYPE, FIRST, ...) \
    MACRO(TYPE, FIRST) __VA_OPT__(BATON_DETAIL_AGAIN BATON_DETAIL_PARENS(MACRO, TYPE, __VA_ARGS__))
#define BATON_DETAIL_AGAIN() BATON_DETAIL_EACH_
#define BATON_DETAIL_PARENS ()
#define BATON_DETAIL_RESCAN(...) \
    BATON_DETAIL_RESCAN4(BATON_DETAIL_RESCAN4(BATON_DETAIL_RESCAN4(BATON_DETAIL_RESCAN4(__VA_ARGS__))))
#define BATON_DETAIL_RESCAN4(...) \
    BATON_DETAIL_RESCAN3(BATON_DETAIL_RESCAN3(BATON_DETAIL_RESCAN3(BATON_DETAIL_RESCAN3(__VA_ARGS__))))
#define BATON_DETAIL_RESCAN3(...) \
    BATON_DETAIL_RESCAN2(BATON_DETAIL_RESCAN2(BATON_DETAIL_RESCAN2(BATON_DETAIL_RESCAN2(__VA_ARGS__))))
#define BATON_DETAIL_RESCAN2(...) \
    BATON_DETAIL_RESCAN1(BATON_DETAIL_RESCAN1(BATON_DETAIL_RESCAN1(BATON_DETAIL_RESCAN1(__VA_ARGS__))))
#define BATON_DETAIL_RESCAN1(...) __VA_ARGS__

#define BATON_DETAIL_FIELD(TYPE, NAME) baton_visitor(#NAME, &TYPE::NAME);

/// Declares the fields of TYPE, in this order.
#define BATON_FIELDS(TYPE, ...)                                                                     \
    template <class BatonVisitor>                                                                   \
    constexpr void baton_visit_fields(const TYPE*, [[maybe_unused]] BatonVisitor&& baton_visitor) { \
        BATON_DETAIL_EACH(BATON_DETAIL_FIELD, TYPE, __VA_ARGS__)                                    \
    }

namespace baton::inline BATON_ABI::core {

namespace detail {
struct any_visitor {
    template <class Member>
    constexpr void operator()(const char*, Member) const {}
};
}  // namespace detail

/// T was given to BATON_FIELDS.
template <class T>
concept has_fields = requires {
    baton_visit_fields(static_cast<const T*>(nullptr), detail::any_visitor{});
};

}  // namespace baton::inline BATON_ABI::core

#endif
