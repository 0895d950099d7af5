// Which error a call throws.
#ifndef TESTS_CODES_HPP
#define TESTS_CODES_HPP

#include <baton/core/error.hpp>

/// The code of the baton::error that `use` throws; none when it throws nothing.
template <class Use>
baton::error_code code_of(Use use) {
    try {
        use();
    } catch (const baton::error& e) {
        return e.code();
    }
    return baton::error_code::none;
}

/// What that error says.
template <class Use>
std::string text_of(Use use) {
    try {
        use();
    } catch (const baton::error& e) {
        return e.what();
    }
    return {};
}

#endif
