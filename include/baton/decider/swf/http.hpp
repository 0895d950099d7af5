// Requests to Amazon SWF over HTTP, with libcurl: signed (SigV4), never more than one at a time on a connection.
#ifndef BATON_DECIDER_SWF_HTTP_HPP
#define BATON_DECIDER_SWF_HTTP_HPP

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../core/time.hpp"
#include "options.hpp"

namespace baton::inline BATON_ABI::decider::swf {

struct Response {
    long status = 0;
    std::string body;
};

/// What carries requests. Thread-safe.
class Transport {
public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;
    /// BTN610 when no answer came.
    virtual Response post(const std::string& action, const std::string& body, core::duration timeout) = 0;
};

namespace detail {

/// What the server may send at most, in bytes.
inline constexpr std::size_t longest_answer = std::size_t{64} << 20;

inline std::size_t take_answer(char* data, std::size_t size, std::size_t count, void* into) {
    auto& body = *static_cast<std::string*>(into);
    if (size * count > longest_answer - body.size()) return 0;  // gives up
    body.append(data, size * count);
    return size * count;
}

struct CurlDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CurlDeleter>;

class Headers {
public:
    void add(const std::string& line) {
        curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        (void)list_.release();
        list_.reset(longer);
    }
    [[nodiscard]] curl_slist* get() const { return list_.get(); }

private:
    std::unique_ptr<curl_slist, CurlDeleter> list_;
};

}  // namespace detail

/// Keeps connections open and uses them again.
class CurlTransport final : public Transport {
public:
    explicit CurlTransport(Options options) : options_(std::move(options)) {
        static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
        (void)once;
        if (options_.endpoint.empty()) options_.endpoint = "https://swf." + options_.region + ".amazonaws.com";
        if (options_.endpoint.back() != '/') options_.endpoint += '/';
    }

    Response post(const std::string& action, const std::string& body, core::duration timeout) override {
        const Credentials credentials = options_.credentials ? options_.credentials() : Credentials{};
        for (const std::string* text : {&credentials.access_key, &credentials.secret_key, &credentials.session_token})
            if (text->find_first_of("\r\n") != std::string::npos)
                throw core::error(core::error_code::the_service_refuses, options_.endpoint,
                                  "a credential has line breaks");
        detail::Handle handle = take();
        CURL* curl = handle.get();
        detail::Headers headers;
        headers.add("Content-Type: application/x-amz-json-1.0");
        headers.add("X-Amz-Target: SimpleWorkflowService." + action);
        headers.add("Expect:");
        if (!credentials.session_token.empty()) headers.add("X-Amz-Security-Token: " + credentials.session_token);
        Response response;
        char problem[CURL_ERROR_SIZE] = "";
        curl_easy_reset(curl);  // keeps the connections
        curl_easy_setopt(curl, CURLOPT_URL, options_.endpoint.c_str());
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
        // SigV4 of curl before 8.9 is wrong for odd ports over HTTP/2.
        curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, ("aws:amz:" + options_.region + ":swf").c_str());
        curl_easy_setopt(curl, CURLOPT_USERNAME, credentials.access_key.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, credentials.secret_key.c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &detail::take_answer);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &response.body);
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.ms));
        if (!options_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
        const CURLcode code = curl_easy_perform(curl);
        if (code != CURLE_OK)
            throw core::error(core::error_code::the_service_cannot_be_reached, options_.endpoint,
                              action + ": " + (problem[0] != '\0' ? problem : curl_easy_strerror(code)));
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response.status);
        give_back(std::move(handle));
        return response;
    }

private:
    detail::Handle take() {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) {
            detail::Handle made(curl_easy_init());
            if (!made) throw std::bad_alloc();
            return made;
        }
        detail::Handle handle = std::move(free_.back());
        free_.pop_back();
        return handle;
    }
    void give_back(detail::Handle handle) {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(handle));
    }

    Options options_;
    std::mutex mutex_;
    std::vector<detail::Handle> free_;
};

}  // namespace baton::inline BATON_ABI::decider::swf

#endif
