// The double and a backend that talks to it.
#ifndef TESTS_DECIDER_SWF_STAGE_HPP
#define TESTS_DECIDER_SWF_STAGE_HPP

#include <atomic>
#include <baton/decider/swf/swf_backend.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "swf_double/server.hpp"

struct SwfStage {
    std::atomic<std::int64_t> now{1'893'456'000'000};
    swf_double::Service service{std::string(BATON_TEST_DATA) + "/swf/fields.json", [this] { return now.load(); }};
    swf_double::Server server{service};
    std::mutex mutex;
    std::vector<std::int64_t> slept;

    [[nodiscard]] baton::decider::swf::Options options() {
        baton::decider::swf::Options o;
        o.domain = "test";
        o.endpoint = server.address();
        o.credentials = [] { return baton::decider::swf::Credentials{"AKID", "secret", "session"}; };
        o.clock = [this] { return baton::instant(now.load()); };
        o.sleep = [this](baton::duration d) {
            const std::lock_guard lock(mutex);
            slept.push_back(d.ms);
        };
        return o;
    }
};

#endif
