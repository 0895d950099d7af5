// Stands between a client and a server on loopback, and does what networks do: delays, loses, cuts.
#ifndef TESTS_STORE_TCP_PROXY_HPP
#define TESTS_STORE_TCP_PROXY_HPP

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace store_tests {

/// Every connection has a thread of its own. Thread-safe.
class TcpProxy {
public:
    enum class Mode {
        pass,
        late,  // every piece half a second later
        lose,  // nothing gets through; nobody is told
    };

    explicit TcpProxy(int server_port) : server_port_(server_port), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error("the proxy cannot listen");
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;
    ~TcpProxy() {
        stop_ = true;
        acceptor_.join();
        for (std::thread& t : connections_) t.join();
        ::close(listener_);
    }

    [[nodiscard]] int port() const { return port_; }
    void set(Mode mode) { mode_ = mode; }
    /// All connections that there are.
    void cut() { ++generation_; }
    /// The next piece that the client sends with this text in it still gets to the server; the answer does not come
    /// back: the connection is cut when the server has sent it.
    void cut_after(std::string_view text) {
        const std::lock_guard lock(mutex_);
        text_ = text;
    }
    /// How often cut_after() has cut.
    [[nodiscard]] int cuts() const { return cuts_; }

private:
    static sockaddr_in loopback(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        return address;
    }
    static bool ready(int socket, int milliseconds) {
        pollfd p{socket, POLLIN, 0};
        return ::poll(&p, 1, milliseconds) > 0;
    }
    void accept_all() {
        while (!stop_) {
            if (!ready(listener_, 20)) continue;
            const int client = ::accept(listener_, nullptr, nullptr);
            if (client >= 0) connections_.emplace_back([this, client] { connect(client); });
        }
    }
    void connect(int client) {
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in address = loopback(server_port_);
        if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) pump(client, server);
        ::close(client);
        ::close(server);
    }
    void pump(int client, int server) {
        const int generation = generation_;
        bool cutting = false;
        while (!stop_ && generation == generation_) {
            pollfd sockets[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(sockets, 2, 5) <= 0) continue;
            if (mode_ == Mode::lose) {  // both ends go on believing
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
                continue;
            }
            if (mode_ == Mode::late) std::this_thread::sleep_for(std::chrono::milliseconds(500));
            char bytes[65536];
            if (sockets[0].revents != 0) {
                const ssize_t n = ::recv(client, bytes, sizeof bytes, 0);
                if (n <= 0 || !send_all(server, bytes, n)) return;
                const std::lock_guard lock(mutex_);
                if (!text_.empty() &&
                    std::string_view(bytes, static_cast<std::size_t>(n)).find(text_) != std::string_view::npos) {
                    cutting = true;
                    text_ = {};
                }
            }
            if (sockets[1].revents != 0) {
                const ssize_t n = ::recv(server, bytes, sizeof bytes, 0);
                if (cutting) {
                    ++cuts_;
                    return;
                }
                if (n <= 0 || !send_all(client, bytes, n)) return;
            }
        }
    }
    static bool send_all(int socket, const char* bytes, ssize_t size) {
        while (size > 0) {
            const ssize_t n = ::send(socket, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes += n;
            size -= n;
        }
        return true;
    }

    int server_port_, port_ = 0, listener_;
    std::atomic<Mode> mode_{Mode::pass};
    std::atomic<int> generation_{0}, cuts_{0};
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    std::string_view text_;
    std::vector<std::thread> connections_;  // used by the acceptor alone, then by the destructor
    std::thread acceptor_;
};

}  // namespace store_tests

#endif
