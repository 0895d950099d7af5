// What the tests of the service share.
#ifndef TESTS_SERVICE_FIXTURE_HPP
#define TESTS_SERVICE_FIXTURE_HPP

#include <baton/core/definition.hpp>
#include <baton/service/options.hpp>
#include <baton/service/service.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../store/stores.hpp"

namespace service_tests {

using baton::InstanceStatus;
using baton::Service;
using baton::TaskContext;
using baton::Variables;
using Names = std::vector<std::string>;

/// For a service: the store stays the test's.
inline std::shared_ptr<baton::Store> shared(store_tests::Opened& o) {
    return {o.store.get(), [](baton::Store*) {}};
}
inline std::shared_ptr<const baton::Definition> shared(baton::Definition d) {
    return std::make_shared<const baton::Definition>(std::move(d));
}
/// Retries after a second, without chance.
inline baton::ServiceOptions options(baton::ServiceOptions o = {}) {
    o.retry.jitter = 0;
    o.retry.first = baton::duration(1000);
    return o;
}

}  // namespace service_tests

#endif
