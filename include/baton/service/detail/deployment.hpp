// A version of a process that this service can run: its model, with what is bound to it.
#ifndef BATON_SERVICE_DETAIL_DEPLOYMENT_HPP
#define BATON_SERVICE_DETAIL_DEPLOYMENT_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../runner/process_engine.hpp"
#include "executable.hpp"
#include "work_kinds.hpp"

namespace baton::inline BATON_ABI::service::detail {

/// What a task that has no body in this process waits for.
enum class Doer : std::uint8_t {
    nobody,  ///< the body, or nothing is to be done
    worker,  ///< a worker that polls for the topic
    person
};

/// One process of one model.
struct Deployment {
    std::string key;
    std::int64_t version = 0;
    /// Of a process. A workflow over a typed context has none: it is executed as a whole.
    std::shared_ptr<const runner::detail::ProcessModel> model;
    std::shared_ptr<const Executable> executable;
    std::uint32_t process = 0;
    /// By vertex.
    std::vector<Doer> doers;
    std::vector<std::string> topics;

    [[nodiscard]] std::string queue() const { return run_queue(key, version); }
};

}  // namespace baton::inline BATON_ABI::service::detail

#endif
