// Which of the standard's containers a type is: what reads and writes fields by their type asks.
#ifndef BATON_CORE_CONTAINER_TRAITS_HPP
#define BATON_CORE_CONTAINER_TRAITS_HPP

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

template <class T>
struct is_list : std::false_type {};
template <class T, class A>
struct is_list<std::vector<T, A>> : std::true_type {};
template <class T>
struct is_text_map : std::false_type {};
template <class T, class C, class A>
struct is_text_map<std::map<std::string, T, C, A>> : std::true_type {};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

}  // namespace baton::inline BATON_ABI::core

#endif
