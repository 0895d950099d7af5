// A PostgreSQL server of the tests' own: made in a temporary folder, reached through a socket there and on loopback,
// and gone with the object. Nothing where the server's programs are not installed.
#ifndef TESTS_STORE_POSTGRES_SERVER_HPP
#define TESTS_STORE_POSTGRES_SERVER_HPP

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "../free_port.hpp"

namespace store_tests {

class PostgresServer {
public:
    /// Null, and a message, when there is none to be had.
    static std::unique_ptr<PostgresServer> start(const std::string& settings = "-c fsync=off") {
        std::unique_ptr<PostgresServer> server(new PostgresServer);
        server->settings_ = settings;
        if (server->bin_.empty() || !server->initialise() || !server->up()) {
            std::cerr << "PostgreSQL was not found or could not be started: its tests are left out\n";
            return nullptr;
        }
        return server;
    }
    /// The one that all tests of this program share; null when there is none.
    static PostgresServer* shared() {
        static const std::unique_ptr<PostgresServer> server = start();
        return server.get();
    }
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer() {
        if (owner_ != ::getpid()) return;  // a forked child
        if (running_) down("immediate");
        std::error_code ignored;
        if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    }

    [[nodiscard]] std::string url() const {
        return "postgresql://postgres@127.0.0.1:" + std::to_string(port_) + "/postgres";
    }
    [[nodiscard]] int port() const { return port_; }
    bool up() {
        running_ = run(bin_ + "/pg_ctl -D '" + folder_ + "/data' -w -t 60 -l '" + folder_ + "/log' -o \"-p " +
                       std::to_string(port_) + " -k '" + folder_ +
                       "' -c listen_addresses=127.0.0.1 -c max_connections=60 -c shared_buffers=32MB " + settings_ +
                       "\" start");
        return running_;
    }
    /// "fast" ends all connections, "immediate" is like a crash.
    bool down(const std::string& mode) {
        running_ = false;
        return run(bin_ + "/pg_ctl -D '" + folder_ + "/data' -w -m " + mode + " stop");
    }
    /// Runs SQL by psql, as the superuser.
    bool sql(const std::string& text) const {
        return run(bin_ + "/psql -q -h 127.0.0.1 -p " + std::to_string(port_) + " -U postgres -c \"" + text + '"');
    }

private:
    PostgresServer() {
        for (const char* path :
             {"/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin",
              "/usr/lib/postgresql/14/bin", "/usr/lib/postgresql/13/bin", "/usr/local/bin", "/usr/bin"})
            if (std::filesystem::exists(std::string(path) + "/initdb")) {
                bin_ = path;
                break;
            }
    }
    bool initialise() {
        std::string name = (std::filesystem::temp_directory_path() / "baton-pg-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) return false;
        folder_ = name;
        // The server refuses to be root.
        if (::geteuid() == 0) {
            as_ = "setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=" + folder_ + " ";
            if (std::system(("chown postgres '" + folder_ + "'").c_str()) != 0) return false;
        }
        port_ = free_port();
        return run(bin_ + "/initdb -D '" + folder_ + "/data' -U postgres -A trust --no-sync -E UTF8 --locale=C");
    }
    [[nodiscard]] bool run(const std::string& command) const {
        return std::system(("cd / && " + as_ + command + " >/dev/null 2>&1 </dev/null").c_str()) == 0;
    }

    std::string bin_, folder_, as_;
    int port_ = 0;
    bool running_ = false;
    std::string settings_;
    pid_t owner_ = ::getpid();
};

}  // namespace store_tests

#endif
