// Kills a program that uses a store in files at every call that changes a file: before it, in its middle (a write puts
// down half of its bytes) and after it. What was acknowledged must be there, and every step as a whole or not at all.
//
// kill_store [EVERY]: only every so many-th point; 1 for a full run.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <baton/store/directory_store.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#if BATON_HAS_SQLITE
#include <baton/store/sqlite_store.hpp>
#endif

#include "../store/counted_steps.hpp"

namespace {
long kill_at = -1, calls = 0;  // the point is 3 * call + phase

template <class Call, class Half>
auto counted(Call call, Half half) {
    const long point = 3 * calls++;
    if (kill_at == point) ::raise(SIGKILL);
    if (kill_at == point + 1) {
        half();
        ::raise(SIGKILL);
    }
    const auto result = call();
    if (kill_at == point + 2) ::raise(SIGKILL);
    return result;
}
template <class Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}
}  // namespace

// In place of the C library's, also for SQLite.
extern "C" {
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
    const auto put = [&](size_t n) { return ::syscall(SYS_pwrite64, fd, data, n, at); };
    return counted([&] { return put(size); }, [&] { put(size / 2); });
}
ssize_t pwrite(int fd, const void* data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }
ssize_t write(int fd, const void* data, size_t size) {
    const auto put = [&](size_t n) { return ::syscall(SYS_write, fd, data, n); };
    return counted([&] { return put(size); }, [&] { put(size / 2); });
}
int fdatasync(int fd) {
    return counted([&] { return static_cast<int>(::syscall(SYS_fdatasync, fd)); }, [] {});
}
int fsync(int fd) {
    return counted([&] { return static_cast<int>(::syscall(SYS_fsync, fd)); }, [] {});
}
int ftruncate64(int fd, off64_t size) noexcept {
    return counted([&] { return static_cast<int>(::syscall(SYS_ftruncate, fd, size)); }, [] {});
}
int ftruncate(int fd, off_t size) noexcept { return ftruncate64(fd, size); }
int rename(const char* from, const char* to) noexcept {
    static const auto real = next<int (*)(const char*, const char*)>("rename");
    return counted([&] { return real(from, to); }, [] {});
}
int unlink(const char* path) noexcept {
    static const auto real = next<int (*)(const char*)>("unlink");
    return counted([&] { return real(path); }, [] {});
}
}

using namespace baton;

namespace {

constexpr int steps = 8;
using Open = std::function<std::unique_ptr<Store>(const std::string& folder)>;

/// In the child: each step that is acknowledged is one byte in the pipe.
int work(const Open& open, const std::string& folder, int pipe) {
    const auto s = open(folder);
    const std::int64_t id = store_tests::begin_counted_steps(*s);
    for (int i = 0; i < steps; ++i) {
        store_tests::make_counted_step(*s, id);
        if (::syscall(SYS_write, pipe, "!", 1) != 1) return 3;
    }
    return 0;
}
bool kill_everywhere(const char* name, const Open& open, long every) {
    long killed = 0;
    for (long point = 0;; point += every) {
        std::string folder = (std::filesystem::temp_directory_path() / "baton-kill-XXXXXX").string();
        int ends[2];
        if (::mkdtemp(folder.data()) == nullptr || ::pipe(ends) != 0) return false;
        const pid_t pid = ::fork();
        if (pid == 0) {
            ::close(ends[0]);
            calls = 0;
            kill_at = point;
            ::_exit(work(open, folder, ends[1]));
        }
        ::close(ends[1]);
        int acknowledged = 0, status = 0;
        for (char c = 0; ::read(ends[0], &c, 1) == 1;) ++acknowledged;
        ::close(ends[0]);
        ::waitpid(pid, &status, 0);
        std::string trouble = "the child failed";
        if (WIFSIGNALED(status) || WEXITSTATUS(status) == 0) try {
                trouble = store_tests::trouble_with_steps(*open(folder), acknowledged);
            } catch (const std::exception& e) {
                trouble = e.what();
            }
        std::filesystem::remove_all(folder);
        if (!trouble.empty()) {
            std::printf("%s, killed at point %ld, %d acknowledged: %s\n", name, point, acknowledged, trouble.c_str());
            return false;
        }
        if (!WIFSIGNALED(status)) break;
        ++killed;
    }
    std::printf("%s: killed at %ld points, nothing lost\n", name, killed);
    return killed > 10;
}

}  // namespace

int main(int count, char** values) {
    const long every = count > 1 ? std::max(1L, std::atol(values[1])) : 1;
    bool good = kill_everywhere(
        "directory",
        [](const std::string& folder) -> std::unique_ptr<Store> {
            DirectoryOptions options;
            options.compact_at = 2'000;
            return std::make_unique<DirectoryStore>(folder + "/d", options);
        },
        every);
#if BATON_HAS_SQLITE
    good = kill_everywhere(
               "sqlite",
               [](const std::string& folder) -> std::unique_ptr<Store> {
                   return std::make_unique<SqliteStore>(folder + "/b.db");
               },
               every) &&
           good;
#endif
    return good ? 0 : 1;
}
