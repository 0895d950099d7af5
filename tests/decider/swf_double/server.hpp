// The double behind HTTP on the loopback, as the service speaks it.
#ifndef TESTS_DECIDER_SWF_DOUBLE_SERVER_HPP
#define TESTS_DECIDER_SWF_DOUBLE_SERVER_HPP

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "service.hpp"

namespace swf_double {

/// One thread for each connection.
class Server {
public:
    using Request = boost::beast::http::request<boost::beast::http::string_body>;
    using Response = boost::beast::http::response<boost::beast::http::string_body>;

    explicit Server(Service& service)
        : service_(service), acceptor_(io_, {boost::asio::ip::make_address("127.0.0.1"), 0}), thread_([this] { accept(); }) {}
    ~Server() {
        stopping_ = true;
        {
            boost::asio::io_context io;
            boost::asio::ip::tcp::socket wake(io);
            boost::system::error_code ignored;
            wake.connect(acceptor_.local_endpoint(), ignored);
        }
        thread_.join();
        {
            const std::lock_guard lock(mutex_);
            boost::system::error_code ignored;
            for (auto& s : sockets_) s.shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
        }
        for (std::thread& t : connections_) t.join();
    }
    [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }
    /// Called first for each request; when it fills in a status, that is the answer.
    void intercept(std::function<void(const Request&, Response&)> f) {
        const std::lock_guard lock(mutex_);
        intercept_ = std::move(f);
    }
    [[nodiscard]] int requests() const { return requests_; }

private:
    void accept() {
        while (true) {
            boost::asio::ip::tcp::socket socket(io_);
            boost::system::error_code error;
            acceptor_.accept(socket, error);
            if (stopping_ || error) return;
            const std::lock_guard lock(mutex_);
            sockets_.push_back(std::move(socket));
            connections_.emplace_back([this, &s = sockets_.back()] { serve(s); });
        }
    }
    void serve(boost::asio::ip::tcp::socket& socket) {
        boost::beast::flat_buffer buffer;
        boost::system::error_code error;
        while (!stopping_) {
            Request request;
            boost::beast::http::read(socket, buffer, request, error);
            if (error) return;
            Response response;
            response.version(11);
            response.keep_alive(request.keep_alive());
            answer(request, response);
            response.prepare_payload();
            boost::beast::http::write(socket, response, error);
            if (error || !request.keep_alive()) return;
        }
    }
    static void refuse(Response& response, const std::string& type, const std::string& message) {
        response.result(400);
        response.body() = json{{"__type", "com.amazonaws.swf.base.model#" + type}, {"message", message}}.dump();
    }
    void answer(const Request& request, Response& response) {
        ++requests_;
        response.result(200);
        {
            const std::lock_guard lock(mutex_);
            response.result(0U);
            if (intercept_) intercept_(request, response);
            if (response.result_int() != 0) return;
            response.result(200);
        }
        // What every signed request carries; the signature itself is the library's matter.
        const std::string signature(request["Authorization"]);
        const std::string target(request["X-Amz-Target"]), prefix = "SimpleWorkflowService.";
        if (signature.find("AWS4-HMAC-SHA256 Credential=") != 0 || signature.find("/swf/aws4_request") == std::string::npos ||
            signature.find("SignedHeaders=") == std::string::npos || signature.find("x-amz-target") == std::string::npos || request["X-Amz-Date"].empty())
            return refuse(response, "IncompleteSignatureException", signature);
        if (request.method() != boost::beast::http::verb::post || request.target() != "/" || request["Content-Type"] != "application/x-amz-json-1.0" || target.find(prefix) != 0)
            return refuse(response, "UnknownOperationException", target);
        const json body = json::parse(request.body(), nullptr, false);
        if (!body.is_object()) return refuse(response, "SerializationException", "");
        try {
            const json out = service_.handle(target.substr(prefix.size()), body);
            if (!out.empty()) response.body() = out.dump();
        } catch (const Refusal& r) {
            refuse(response, r.type, r.message);
        } catch (const std::exception& e) {
            response.result(400);
            response.body() = json{{"__type", "TheDoubleIsWrong"}, {"message", e.what()}}.dump();
        }
    }

    Service& service_;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::mutex mutex_;
    std::function<void(const Request&, Response&)> intercept_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> requests_ = 0;
    std::list<boost::asio::ip::tcp::socket> sockets_;
    std::vector<std::thread> connections_;
    std::thread thread_;
};

}  // namespace swf_double

#endif
