// Declarations of the store module.
#ifndef BATON_STORE_FWD_HPP
#define BATON_STORE_FWD_HPP

#include "../config.hpp"

namespace baton::inline BATON_ABI::store {

class Store;
class Transaction;
struct StoreOptions;
class GroupCommit;
class MemoryStore;
class DirectoryStore;
class SqliteStore;
class PostgresStore;

}  // namespace baton::inline BATON_ABI::store

#endif
