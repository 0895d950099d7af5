// A body's std::stop_token. Apart, because <stop_token> would double the cost of every header that declares a workflow.
#ifndef BATON_STOP_TOKEN_HPP
#define BATON_STOP_TOKEN_HPP

#include <stop_token>

#include "config.hpp"
#include "core/self.hpp"

namespace baton::inline BATON_ABI {

/// Stop is requested when the instance is cancelled while the body runs.
inline std::stop_token stop_token(const core::Self& self) {
    return self.stop == nullptr ? std::stop_token{} : *static_cast<const std::stop_token*>(self.stop);
}

}  // namespace baton::inline BATON_ABI

#endif
