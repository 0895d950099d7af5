// Calls of Amazon SWF: JSON in, JSON out; asks again when the service is busy.
#ifndef BATON_DECIDER_SWF_CLIENT_HPP
#define BATON_DECIDER_SWF_CLIENT_HPP

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../runner/bounded_json.hpp"
#include "http.hpp"
#include "options.hpp"

namespace baton::inline BATON_ABI::decider::swf {

/// A fault of the service: BTN611, with its type and message.
class Fault : public core::error {
public:
    Fault(std::string type, const std::string& action, const std::string& message)
        : core::error(core::error_code::the_service_refuses, action, type + (message.empty() ? "" : ": " + message)),
          type_(std::move(type)) {}
    /// "UnknownResourceFault".
    [[nodiscard]] const std::string& type() const { return type_; }

private:
    std::string type_;
};

/// Thread-safe.
class Client {
public:
    Client(std::shared_ptr<Transport> transport, Options options)
        : transport_(std::move(transport)), options_(std::move(options)), chance_(std::random_device()()) {}

    [[nodiscard]] const Options& options() const { return options_; }
    /// `repeated`: set to whether the request may have been carried out before the one that was answered.
    nlohmann::json call(const std::string& action, const nlohmann::json& request, bool* repeated = nullptr) {
        const std::string body = text_of(request, action);
        const bool poll = action.starts_with("PollFor");
        for (int attempt = 1;; ++attempt) {
            const bool last = attempt >= options_.attempts;
            try {
                const Response response =
                    transport_->post(action, body, poll ? options_.poll_timeout : options_.timeout);
                if (response.status == 200) return answer(action, response.body);
                if (response.status < 500 && response.status != 429) {
                    const Fault fault = fault_of(action, response);
                    if (last || !is_throttling(fault, poll)) throw fault;
                } else {
                    if (repeated != nullptr) *repeated = true;
                    if (last)
                        throw core::error(
                            core::error_code::the_service_cannot_be_reached, action,
                            "status " + std::to_string(response.status) + ", " + std::to_string(attempt) + " times");
                }
            } catch (const core::error& e) {
                if (last || e.code() != core::error_code::the_service_cannot_be_reached) throw;
                if (repeated != nullptr) *repeated = true;
            }
            options_.sleep(pause(attempt));
        }
    }

private:
    static std::string text_of(const nlohmann::json& request, const std::string& action) {
        try {
            return request.dump();
        } catch (const nlohmann::json::exception&) {
            throw core::error(core::error_code::the_decision_is_refused, action, "a name, id or tag is no UTF-8");
        }
    }
    static nlohmann::json answer(const std::string& action, const std::string& body) {
        if (body.empty()) return nlohmann::json::object();
        try {
            nlohmann::json out = runner::detail::parse_bounded(body, action, {});
            if (out.is_object()) return out;
        } catch (const core::error&) {  // reported below, by its own number
        }
        throw core::error(core::error_code::the_answer_is_not_understood, action, body.substr(0, 200));
    }
    static Fault fault_of(const std::string& action, const Response& response) {
        std::string type = "status " + std::to_string(response.status), message;
        const auto body = nlohmann::json::parse(response.body.substr(0, 65'536), nullptr, false);
        if (body.is_object()) {
            if (body.contains("__type") && body["__type"].is_string()) {
                type = body["__type"].get<std::string>();
                type = type.substr(type.rfind('#') + 1);  // npos + 1 is 0
            }
            for (const char* name : {"message", "Message"})
                if (body.contains(name) && body[name].is_string()) message = body[name].get<std::string>();
        }
        return {type, action, message.substr(0, 1000)};
    }
    static bool is_throttling(const Fault& fault, bool poll) {
        const std::string& t = fault.type();
        return t.find("Throttl") != std::string::npos || t == "RequestLimitExceeded" ||
               t == "TooManyRequestsException" || t == "ServiceUnavailable" || (poll && t == "LimitExceededFault");
    }
    core::duration pause(int attempt) {
        const std::int64_t most =
            std::min(options_.longest_backoff.ms, options_.backoff.ms << std::min(attempt - 1, 20));
        const std::lock_guard lock(mutex_);
        return core::duration(std::uniform_int_distribution<std::int64_t>(0, std::max<std::int64_t>(most, 0))(chance_));
    }

    std::shared_ptr<Transport> transport_;
    Options options_;
    std::mutex mutex_;
    std::mt19937_64 chance_;
};

}  // namespace baton::inline BATON_ABI::decider::swf

#endif
