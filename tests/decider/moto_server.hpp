// A moto_server of the tests' own on loopback: somebody else's imitation of Amazon SWF. Nothing where the command is
// not on the PATH.
#ifndef TESTS_DECIDER_MOTO_SERVER_HPP
#define TESTS_DECIDER_MOTO_SERVER_HPP

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <baton/decider/swf/swf_backend.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "../free_port.hpp"

class MotoServer {
public:
    /// The one that all tests of this program share; null, and a message, when there is none to be had.
    static MotoServer* shared() {
        static const std::unique_ptr<MotoServer> server = [] {
            std::unique_ptr<MotoServer> s(new MotoServer);
            if (!s->up()) {
                std::cerr << "moto_server was not found or could not be started: its tests are left out\n";
                s.reset();
            }
            return s;
        }();
        return server.get();
    }
    MotoServer(const MotoServer&) = delete;
    MotoServer& operator=(const MotoServer&) = delete;
    ~MotoServer() {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }

    /// A backend's options, with a domain that is new.
    [[nodiscard]] baton::decider::swf::Options options() {
        baton::decider::swf::Options o = reach();
        o.domain = "test-" + std::to_string(++domains_);
        const nlohmann::json domain{{"name", o.domain}, {"workflowExecutionRetentionPeriodInDays", "1"}};
        baton::decider::swf::Client(std::make_shared<baton::decider::swf::CurlTransport>(o), o)
            .call("RegisterDomain", domain);
        return o;
    }

private:
    MotoServer() = default;
    [[nodiscard]] baton::decider::swf::Options reach() const {
        baton::decider::swf::Options o;
        o.endpoint = "http://127.0.0.1:" + std::to_string(port_);
        o.credentials = [] { return baton::decider::swf::Credentials{"AKID", "secret", "session"}; };
        o.attempts = 2;  // it answers 500 to what it does not know
        o.backoff = baton::duration(10);
        return o;
    }
    bool up() {
        if (std::system("command -v moto_server >/dev/null 2>&1") != 0) return false;
        port_ = free_port();
        const std::string port = std::to_string(port_);
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // not left behind by a test that is killed
            const int nowhere = ::open("/dev/null", O_RDWR);
            for (const int fd : {0, 1, 2}) ::dup2(nowhere, fd);
            ::execlp("moto_server", "moto_server", "-H", "127.0.0.1", "-p", port.c_str(), nullptr);
            ::_exit(127);
        }
        return process_ > 0 && listens();
    }
    [[nodiscard]] bool listens() {
        baton::decider::swf::CurlTransport wire(reach());
        for (int i = 0; i < 300; ++i) {
            try {
                const auto response =
                    wire.post("ListDomains", R"({"registrationStatus":"REGISTERED"})", baton::duration(5000));
                if (response.status == 200) return true;
            } catch (const baton::error&) {  // not yet
            }
            if (::waitpid(process_, nullptr, WNOHANG) == process_) {
                process_ = 0;
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        return false;
    }

    pid_t process_ = 0;
    int port_ = 0, domains_ = 0;
};

#endif
