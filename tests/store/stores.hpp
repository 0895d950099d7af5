// Every kind of store that this program can open, each time empty: what the contract is checked on.
#ifndef TESTS_STORE_STORES_HPP
#define TESTS_STORE_STORES_HPP

#include <unistd.h>

#include <baton/store/content_hash.hpp>
#include <baton/store/store.hpp>
#include <baton/testing/manual_clock.hpp>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"

namespace store_tests {

/// A folder of its own, gone at the end.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "baton-store-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

/// An empty store. Its time stands still: 1000000 until it is moved.
struct Opened {
    Folder folder;
    baton::testing::ManualClock clock{baton::instant{1'000'000}};
    std::unique_ptr<baton::Store> store;

    baton::Store& operator*() const { return *store; }
    baton::Store* operator->() const { return store.get(); }
    baton::StoreOptions options() {
        baton::StoreOptions o;
        o.clock = [this] { return clock(); };
        return o;
    }
};

struct Kind {
    std::string name;
    std::function<void(Opened&)> open;
};

/// stores.cpp.
const std::vector<Kind>& kinds();

/// Runs `check(opened)` on each kind of store.
template <class Check>
void on_all(Check check) {
    for (const Kind& kind : kinds()) {
        DYNAMIC_SECTION(kind.name) {
            Opened opened;
            kind.open(opened);
            check(opened);
        }
    }
}

/// What `work` gives, in a transaction.
template <class Work>
auto in(baton::Store& store, Work work) {
    using Result = decltype(work(std::declval<baton::store::Transaction&>()));
    if constexpr (std::is_void_v<Result>) {
        store.transact([&](baton::store::Transaction& t) { work(t); });
    } else {
        std::optional<Result> result;
        store.transact([&](baton::store::Transaction& t) { result.emplace(work(t)); });
        return std::move(*result);
    }
}
template <class Work>
auto in(const Opened& opened, Work work) {
    return in(*opened, work);
}

using ::code_of;

inline baton::store::WorkRow work(std::string queue, std::int64_t kind = 1) {
    baton::store::WorkRow row;
    row.queue = std::move(queue);
    row.kind = kind;
    return row;
}
inline baton::store::InstanceRow instance(std::string definition, std::string business_key = {}) {
    baton::store::InstanceRow row;
    row.definition_key = row.scope = std::move(definition);
    row.business_key = std::move(business_key);
    row.state = std::string("s\0t", 3);
    return row;
}

}  // namespace store_tests

#endif
