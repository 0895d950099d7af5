// How a service works: retries, leases, history, what it keeps and for how long.
#ifndef BATON_SERVICE_OPTIONS_HPP
#define BATON_SERVICE_OPTIONS_HPP

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"

namespace baton::inline BATON_ABI::service {

/// When a failed body or activity is tried again: after first, first * factor, first * factor², …, at most longest,
/// each made longer or shorter at random by up to `jitter` of it. After `attempts` failures it is an incident.
struct RetryPolicy {
    std::int64_t attempts = 3;
    core::duration first{1000};
    double factor = 2;
    core::duration longest{600'000};
    double jitter = 0.2;
    /// A failure whose text begins with one of these is not tried again.
    std::vector<std::string> not_retried;

    [[nodiscard]] bool may_retry(std::int64_t failures, std::string_view why) const {
        return failures < attempts && std::none_of(not_retried.begin(), not_retried.end(), [&](const std::string& p) {
                   return !p.empty() && why.starts_with(p);
               });
    }
    /// The wait after so many failures (from 1). The same seed gives the same wait.
    [[nodiscard]] core::duration delay(std::int64_t failures, std::uint64_t seed) const {
        const double exponent = static_cast<double>(std::clamp<std::int64_t>(failures - 1, 0, 60));
        double ms = static_cast<double>(first.ms) * std::pow(std::max(1.0, factor), exponent);
        ms = std::min(ms, static_cast<double>(longest.ms));
        std::uint64_t z = (seed + static_cast<std::uint64_t>(failures)) * 0x9E3779B97F4A7C15ull;
        z ^= z >> 29;
        const double random = static_cast<double>(z >> 11) / static_cast<double>(std::uint64_t{1} << 53);
        ms *= 1 + std::clamp(jitter, 0.0, 1.0) * (2 * random - 1);
        return core::duration(static_cast<std::int64_t>(std::max(0.0, ms)));
    }
};

/// What is written down of what happens in instances.
enum class HistoryLevel : std::uint8_t {
    off,
    activity,  ///< elements entered, completed, failed, terminated; the end
    full       ///< flows and conditions as well
};

/// Turns bodies that are stored into other bytes, and back: to encrypt or compress. Thread-safe.
class PayloadCodec {
public:
    virtual ~PayloadCodec() = default;
    /// The key that is used now; stored with what it made.
    [[nodiscard]] virtual std::string key() const = 0;
    [[nodiscard]] virtual std::string encode(std::string_view bytes) const = 0;
    /// `key` is one that was used then. What it throws is an incident.
    [[nodiscard]] virtual std::string decode(std::string_view key, std::string_view bytes) const = 0;
};

struct ServiceOptions {
    /// Names this process in leases; made up when it is empty.
    std::string name;
    RetryPolicy retry;
    HistoryLevel history = HistoryLevel::activity;
    /// How long a step may take before another process may take it over.
    core::duration lease{30'000};
    /// A step that kills its process, or cannot be carried out, is an incident after so many claims.
    std::int64_t step_attempts = 5;
    /// Steps that share one commit.
    std::int64_t batch = 50;
    /// How soon a task that answered "waiting" is asked again when nothing else wakes it, and neither its word poll_every
    /// nor its header "poll-every" says; twice as long after every time that it still waits, up to poll_longest. 0: not
    /// at all.
    core::duration poll_every{60'000}, poll_longest{3'600'000};
    /// How long the answer to a request with a key is remembered.
    core::duration remember_requests{24 * 3'600'000};
    /// Instances that ended so long ago are erased, with their history; 0: they stay.
    core::duration keep_ended;
    /// Variables by which instances are found.
    std::vector<std::string> searchable;
    /// Variables of which no text that is written for people, and no tool, shows the value. They are stored as others
    /// are: a codec encrypts.
    std::vector<std::string> secret;
    std::shared_ptr<const PayloadCodec> codec;
    /// Bodies may write to the database of the store in the transaction of their step (service/this_step.hpp), each
    /// for at most `join_limit`: others wait for the transaction.
    bool join_bodies = false;
    core::duration join_limit{10'000};
    /// A step with more moves than that is an incident.
    std::uint64_t step_limit = 1'000'000;
};

}  // namespace baton::inline BATON_ABI::service

namespace baton::inline BATON_ABI {
using service::HistoryLevel;
using service::PayloadCodec;
using service::RetryPolicy;
using service::ServiceOptions;
}  // namespace baton::inline BATON_ABI

#endif
