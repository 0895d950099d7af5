// Files on POSIX systems: read whole, replaced at once, locked between processes.
#ifndef BATON_CORE_FILE_HPP
#define BATON_CORE_FILE_HPP

#if !defined(__unix__) && !defined(__APPLE__)
#error "baton/core/file.hpp needs a POSIX system."
#endif

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "error.hpp"

namespace baton::inline BATON_ABI::core {

namespace detail {

[[noreturn]] inline void fail_file(const std::string& path, std::string_view what) {
    throw error(error_code::the_file_cannot_be_used, path, std::string(what) + ": " + std::strerror(errno));
}

/// An open file, closed at the end.
class FileDescriptor {
public:
    explicit FileDescriptor(int fd = -1) : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool open() const { return fd_ >= 0; }

private:
    int fd_;
};

template <class Call>
auto retried(Call call) {
    decltype(call()) result;
    do result = call();
    while (result < 0 && errno == EINTR);
    return result;
}

inline FileDescriptor open_file(const std::string& path, int flags, mode_t mode = 0666) {
    return FileDescriptor(retried([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); }));
}

inline std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace detail

/// The whole file, or nothing when there is none. BTN222 for any other trouble.
inline std::optional<std::string> read_file_if_any(const std::string& path) {
    const detail::FileDescriptor file = detail::open_file(path, O_RDONLY);
    if (!file.open()) {
        if (errno == ENOENT) return std::nullopt;
        detail::fail_file(path, "open");
    }
    std::string text;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t got = detail::retried([&] { return ::read(file.get(), buffer, sizeof buffer); });
        if (got < 0) detail::fail_file(path, "read");
        if (got == 0) return text;
        text.append(buffer, static_cast<std::size_t>(got));
    }
}
/// The whole file. BTN222.
inline std::string read_file(const std::string& path) {
    std::optional<std::string> text = read_file_if_any(path);
    if (!text) detail::fail_file(path, "open");
    return *std::move(text);
}

/// The path without symbolic links, so that one file has one name; the file itself need not be there. BTN222.
inline std::string real_path(const std::string& path) {
    if (path.empty() || path.find('\0') != std::string::npos)
        throw error(error_code::the_file_cannot_be_used, "'" + path.substr(0, path.find('\0')) + "'", "it is no path");
    const auto resolved = [](const std::string& p) -> std::optional<std::string> {
        const std::unique_ptr<char, void (*)(void*)> real(::realpath(p.c_str(), nullptr), std::free);
        if (!real) return std::nullopt;
        return std::string(real.get());
    };
    if (const auto whole = resolved(path)) return *whole;
    if (errno != ENOENT) detail::fail_file(path, "find");
    const auto folder = resolved(detail::folder_of(path));
    if (!folder) detail::fail_file(detail::folder_of(path), "find the folder");
    return *folder + (*folder == "/" ? "" : "/") + path.substr(path.rfind('/') + 1);
}

/// Puts a new file in the place of the old one. A crash or a loss of power at any point leaves the one or the other,
/// whole: the text is written beside it and flushed, then renamed, then the folder is flushed. BTN222; then the old
/// file is there.
inline void replace_file(const std::string& path, std::string_view text) {
    const std::string beside = path + ".new", folder = detail::folder_of(path);
    // Opened first: a folder that cannot be flushed is known before anything is replaced.
    const detail::FileDescriptor dir = detail::open_file(folder, O_RDONLY | O_DIRECTORY);
    if (!dir.open()) detail::fail_file(folder, "open the folder");
    struct stat old {};
    const bool replaces = ::stat(path.c_str(), &old) == 0;
    {
        const detail::FileDescriptor file = detail::open_file(beside, O_WRONLY | O_CREAT | O_TRUNC);
        if (!file.open()) detail::fail_file(beside, "create");
        if (replaces && ::fchmod(file.get(), old.st_mode & 07777) < 0) detail::fail_file(beside, "set the mode");
        while (!text.empty()) {
            const ssize_t put = detail::retried([&] { return ::write(file.get(), text.data(), text.size()); });
            if (put < 0) detail::fail_file(beside, "write");
            text.remove_prefix(static_cast<std::size_t>(put));
        }
        if (detail::retried([&] { return ::fsync(file.get()); }) < 0) detail::fail_file(beside, "flush");
    }
    if (::rename(beside.c_str(), path.c_str()) < 0) detail::fail_file(path, "rename");
    if (detail::retried([&] { return ::fsync(dir.get()); }) < 0) detail::fail_file(folder, "flush");
}

/// A lock between processes, held as long as the object lives. It is the kernel's (flock): a process that dies gives it
/// up. A child made by fork does not own it.
class FileLock {
public:
    enum class when_held { refuse, wait };

    /// Locks `path`, which is created empty and stays. BTN221 when another holds it and waiting was not asked for;
    /// BTN222.
    FileLock(const std::string& path, when_held what) : file_(detail::open_file(path, O_RDWR | O_CREAT)) {
        if (!file_.open()) detail::fail_file(path, "create");
        const int flags = LOCK_EX | (what == when_held::refuse ? LOCK_NB : 0);
        if (detail::retried([&] { return ::flock(file_.get(), flags); }) == 0) return;
        if (errno == EWOULDBLOCK) throw error(error_code::another_process_has_the_state, path);
        detail::fail_file(path, "lock");
    }
    FileLock(FileLock&&) noexcept = default;
    FileLock& operator=(FileLock&&) noexcept = default;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock() {
        // Unlocked, not only closed: a forked child may still have the file open.
        if (file_.open() && owner_ == ::getpid()) ::flock(file_.get(), LOCK_UN);
    }

private:
    detail::FileDescriptor file_;
    pid_t owner_ = ::getpid();
};

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::FileLock;
using core::read_file;
using core::replace_file;
}  // namespace baton::inline BATON_ABI

#endif
