// Loaded into a program under test (LD_PRELOAD): kills it before, in the middle of, or after a chosen call that changes
// files, and loses what was written but never flushed, as a loss of power does.
//
//   KILL_AT=N      the point: 3k before the k-th call of write, fsync or rename, 3k+1 in its middle (a write puts down
//                  half of its bytes, other calls are as 3k+2), 3k+2 after it. Counted from 0. Without it nothing dies.
//   KILL_CALLS=F   a file of 8 bytes where the number of calls so far is kept, for whoever watches from outside
// Writes to files ending in .json or .json.new only are counted, and everything that is done to them or to a folder.
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
#include <string>

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

bool is_counted(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(link, path, sizeof path);
    if (length <= 0) return false;
    const std::string name(path, static_cast<std::size_t>(length));
    struct stat facts {};
    const auto ends_with = [&](const char* ending) {
        return name.size() >= std::strlen(ending) &&
               name.compare(name.size() - std::strlen(ending), std::string::npos, ending) == 0;
    };
    return ends_with(".json") || ends_with(".json.new") || (fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode));
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
    if (!is_counted(fd)) return real(fd, bytes, count);
    if (plan().unflushed >= 0) close(plan().unflushed);
    plan().unflushed = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return counted([&] { real(fd, bytes, count / 2); }, [&] { return real(fd, bytes, count); });
}

int fsync(int fd) {
    static const auto real = next<int (*)(int)>("fsync");
    if (!is_counted(fd)) return real(fd);
    const auto flush = [&] {
        const int result = real(fd);
        struct stat facts {};
        if (fstat(fd, &facts) == 0 && !S_ISDIR(facts.st_mode) && plan().unflushed >= 0) {
            close(plan().unflushed);
            plan().unflushed = -1;
        }
        return result;
    };
    return counted([&] { flush(); }, flush);
}

int rename(const char* from, const char* to) {
    static const auto real = next<int (*)(const char*, const char*)>("rename");
    return counted([&] { real(from, to); }, [&] { return real(from, to); });
}

}  // extern "C"
