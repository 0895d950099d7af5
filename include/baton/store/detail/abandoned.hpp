// Why a transaction ends before its end. Neither is a std::exception, so that steps do not keep them by accident.
#ifndef BATON_STORE_DETAIL_ABANDONED_HPP
#define BATON_STORE_DETAIL_ABANDONED_HPP

#include <string>

#include "../../config.hpp"
#include "../../core/error.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// The transaction cannot go on, but may be begun again.
struct TryAgain {
    std::string why;
};
/// The database has given up the transaction as a whole, as when the disk is full.
struct TransactionLost {
    core::error why;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
