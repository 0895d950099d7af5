// The name of a class as text, for activities and workflows that do not say another.
#ifndef BATON_DECIDER_DETAIL_TYPE_NAME_HPP
#define BATON_DECIDER_DETAIL_TYPE_NAME_HPP

#include <cstddef>
#include <string_view>

#include "../../config.hpp"

namespace baton::inline BATON_ABI::decider::detail {

template <class T>
constexpr std::string_view raw_name() {
    return __PRETTY_FUNCTION__;
}

/// "Order" of `struct shop::Order`. Of g++ and clang: "… [with T = shop::Order; …]", "… [T = shop::Order]".
template <class T>
constexpr std::string_view class_name() {
    std::string_view text = raw_name<T>();
    text.remove_prefix(text.find("T = ") + 4);
    text = text.substr(0, text.find_last_of(']'));
    text = text.substr(0, text.find(';'));
    if (text.find('<') != std::string_view::npos && text.back() == '>') return {};  // a template: no good name
    const std::size_t scope = text.rfind("::");
    return scope == std::string_view::npos ? text : text.substr(scope + 2);
}

/// "Order" of "OrderActivity"; "Activity" stays.
constexpr std::string_view without_suffix(std::string_view name, std::string_view suffix) {
    return name.size() > suffix.size() && name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name;
}

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
