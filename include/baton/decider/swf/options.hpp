// How to reach Amazon SWF.
#ifndef BATON_DECIDER_SWF_OPTIONS_HPP
#define BATON_DECIDER_SWF_OPTIONS_HPP

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "../../config.hpp"
#include "../../core/time.hpp"
#include "../../runner/clock.hpp"

namespace baton::inline BATON_ABI::decider::swf {

struct Credentials {
    std::string access_key, secret_key;
    /// Of temporary credentials; else empty.
    std::string session_token;
};

/// Keeps texts that are too long for the service (claim check). Thread-safe.
class Payloads {
public:
    Payloads() = default;
    Payloads(const Payloads&) = delete;
    Payloads& operator=(const Payloads&) = delete;
    virtual ~Payloads() = default;
    /// Gives the key.
    virtual std::string put(const std::string& text) = 0;
    /// BTN613 where there is none.
    virtual std::string get(const std::string& key) = 0;
};

struct Options {
    /// It must exist.
    std::string domain;
    std::string region = "us-east-1";
    /// "http://127.0.0.1:5000"; empty: the service's own in that region.
    std::string endpoint;
    /// Asked before each request, so that they may change. From any thread.
    std::function<Credentials()> credentials;
    /// Of all types that are registered.
    std::string version = "1.0";
    /// Where longer texts than the service takes go; without it they are refused (BTN612).
    std::shared_ptr<Payloads> payloads;

    /// How often a request is made that was throttled or met a fault of the server, and how long it is waited between:
    /// at most the first, doubled each time, up to the second; by chance, down to nothing.
    int attempts = 8;
    core::duration backoff{100}, longest_backoff{20'000};
    /// The service holds polls for 60 s.
    core::duration poll_timeout{75'000}, timeout{30'000};
    /// A file of certificates instead of the system's.
    std::string ca_file;
    /// For the window of time in which processes are listed.
    runner::Clock clock = runner::system_time;
    std::function<void(core::duration)> sleep = [](core::duration d) {
        std::this_thread::sleep_for(std::chrono::milliseconds(d.ms));
    };
};

}  // namespace baton::inline BATON_ABI::decider::swf

#endif
