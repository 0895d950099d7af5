// Loaded into a program under test (LD_PRELOAD): kills it before, in the middle of, or after a chosen call that changes
// files; of a JSON file it loses what was written but never flushed, as a loss of power does.
//
//   KILL_AT=N      the point: 3k before the k-th call of write, fsync or rename, 3k+1 in its middle (a write puts down
//                  half of its bytes, other calls are as 3k+2), 3k+2 after it. Counted from 0. Without it nothing dies.
//   KILL_CALLS=F   a file of 8 bytes where the number of calls so far is kept, for whoever watches from outside
// What is done to files ending in .json or .json.new, to databases of SQLite and to folders is counted.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

template <class Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct Plan {
    long kill_at = -1;
    std::atomic<std::uint64_t> own_calls{0};
    std::atomic<std::uint64_t>* calls = &own_calls;
    int unflushed = -1;  // of the last file written to

    Plan() {
        if (const char* at = std::getenv("KILL_AT")) kill_at = std::atol(at);
        if (const char* file = std::getenv("KILL_CALLS")) {
            const int fd = open(file, O_RDWR | O_CLOEXEC);
            void* shared = mmap(nullptr, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            if (fd >= 0 && shared != MAP_FAILED) calls = new (shared) std::atomic<std::uint64_t>(0);
        }
    }
    [[noreturn]] void die() const {
        if (unflushed >= 0) {
            struct stat facts {};
            if (fstat(unflushed, &facts) == 0 && ftruncate(unflushed, facts.st_size / 2) != 0) std::abort();
        }
        raise(SIGKILL);
        std::abort();
    }
    [[nodiscard]] bool dies(std::uint64_t call, int phase) const {
        return kill_at >= 0 && static_cast<std::uint64_t>(kill_at) == call * 3 + static_cast<std::uint64_t>(phase);
    }
};

Plan& plan() {
    static Plan p;
    return p;
}

enum class File { other, folder, json, database };

File kind_of(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(link, path, sizeof path);
    if (length <= 0) return File::other;
    const std::string_view name(path, static_cast<std::size_t>(length));
    if (name.ends_with(".json") || name.ends_with(".json.new")) return File::json;
    if (name.ends_with(".db") || name.ends_with(".db-wal") || name.ends_with(".db-journal")) return File::database;
    struct stat facts {};
    return fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode) ? File::folder : File::other;
}

template <class Middle, class Call>
auto counted(Middle middle, Call call) {
    const std::uint64_t number = plan().calls->load();
    if (plan().dies(number, 0)) plan().die();
    if (plan().dies(number, 1)) {
        middle();
        plan().die();
    }
    const auto result = call();
    plan().calls->fetch_add(1);
    if (plan().dies(number, 2)) plan().die();
    return result;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t count) {
    static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
    const File kind = kind_of(fd);
    if (kind == File::other) return real(fd, bytes, count);
    if (kind == File::json) {
        if (plan().unflushed >= 0) close(plan().unflushed);
        plan().unflushed = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    }
    return counted([&] { real(fd, bytes, count / 2); }, [&] { return real(fd, bytes, count); });
}

int fsync(int fd) {
    static const auto real = next<int (*)(int)>("fsync");
    const File kind = kind_of(fd);
    if (kind == File::other) return real(fd);
    const auto flush = [&] {
        const int result = real(fd);
        if (kind == File::json && plan().unflushed >= 0) {
            close(plan().unflushed);
            plan().unflushed = -1;
        }
        return result;
    };
    return counted([&] { flush(); }, flush);
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
    static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
    if (kind_of(fd) == File::other) return real(fd, bytes, count, at);
    return counted([&] { real(fd, bytes, count / 2, at); }, [&] { return real(fd, bytes, count, at); });
}

int fdatasync(int fd) {
    static const auto real = next<int (*)(int)>("fdatasync");
    if (kind_of(fd) == File::other) return real(fd);
    return counted([&] { real(fd); }, [&] { return real(fd); });
}

int rename(const char* from, const char* to) {
    static const auto real = next<int (*)(const char*, const char*)>("rename");
    return counted([&] { real(from, to); }, [&] { return real(from, to); });
}

}  // extern "C"
