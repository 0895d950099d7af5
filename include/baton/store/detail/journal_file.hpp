// The file of the directory store: transactions, one behind the other, each with its length and checksum.
//
// A file begins with "BATONJ1\n" and the version of its rows (8 bytes); it may be read alone, because the first
// transaction of a new file is the whole content. What a crash leaves at the end is no whole transaction, and is cut
// off.
#ifndef BATON_STORE_DETAIL_JOURNAL_FILE_HPP
#define BATON_STORE_DETAIL_JOURNAL_FILE_HPP

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../core/file.hpp"
#include "../content_hash.hpp"
#include "row_codec.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// Of the rows in the files; counted up when a row gets a column, or a table is added.
inline constexpr std::uint64_t journal_version = 1;
inline constexpr std::string_view journal_magic = "BATONJ1\n";

class JournalFile {
public:
    static constexpr std::size_t head = 16, frame = 16;

    JournalFile() = default;
    /// Opens the file; its end is not known yet.
    explicit JournalFile(std::string file) : path_(std::move(file)), file_(core::detail::open_file(path_, O_RDWR)) {
        if (!file_.open()) fail("open");
        std::string start(head, '\0');
        if (read_at(start.data(), head, 0) != head || start.compare(0, 8, journal_magic) != 0)
            throw core::error(core::error_code::the_store_is_damaged, path_, "it is no journal");
        const std::uint64_t version = Decoder(std::string_view(start).substr(8)).number();
        if (version > journal_version)
            throw core::error(core::error_code::the_store_is_of_a_newer_schema, path_,
                              "it is of version " + std::to_string(version) + ", this program knows " +
                                  std::to_string(journal_version));
        end_ = head;
    }

    [[nodiscard]] bool open() const { return file_.open(); }
    [[nodiscard]] std::uint64_t end() const { return end_; }
    [[nodiscard]] std::uint64_t size() const { return status().first; }
    /// The file's size, and whether it has been replaced by a newer one.
    [[nodiscard]] std::pair<std::uint64_t, bool> status() const {
        struct stat s {};
        if (::fstat(file_.get(), &s) < 0) fail("look at");
        return {static_cast<std::uint64_t>(s.st_size), s.st_nlink == 0};
    }

    /// Gives `apply` every transaction behind those that were read, and cuts off what a crash has left. The caller has
    /// the lock. BTN803 when a transaction in the middle is damaged.
    template <class Apply>
    void read_on(Apply apply) {
        const std::uint64_t size = status().first;
        if (size < end_) throw core::error(core::error_code::the_store_is_damaged, path_, "it has become shorter");
        std::string body;
        while (end_ < size) {
            char start[frame];
            const bool has_frame = size - end_ >= frame && read_at(start, frame, end_) == frame;
            Decoder numbers({start, frame});
            const std::uint64_t length = has_frame ? numbers.number() : 0, sum = has_frame ? numbers.number() : 0;
            if (length > 0 && length <= size - end_ - frame) {
                body.resize(length);
                if (read_at(body.data(), body.size(), end_ + frame) == body.size() && framed_sum(body) == sum) {
                    apply(std::string_view(body));
                    end_ += frame + length;
                    continue;
                }
            }
            if (has_another(size))
                throw core::error(core::error_code::the_store_is_damaged, path_,
                                  "the transaction at byte " + std::to_string(end_) + " is damaged, and others follow");
            cut();
            return;
        }
    }
    /// Writes a transaction behind the others, and flushes it. BTN805, BTN810: then it is not there; BTN806 when it is
    /// not known whether it would survive a loss of power.
    void append(std::string_view body) {
        std::string framed = frame_of(body);
        framed += body;
        const char* at = framed.data();
        std::size_t left = framed.size();
        std::uint64_t to = end_;
        while (left > 0) {
            const ssize_t put =
                core::detail::retried([&] { return ::pwrite(file_.get(), at, left, static_cast<off_t>(to)); });
            if (put < 0) {
                const int why = errno;
                cut();
                errno = why;
                fail("write");
            }
            at += put, left -= static_cast<std::size_t>(put), to += static_cast<std::uint64_t>(put);
        }
        if (core::detail::retried([&] { return ::fdatasync(file_.get()); }) < 0) {
            const std::string why = std::strerror(errno);
            cut();
            throw core::error(core::error_code::the_commit_is_unknown, path_, "flush: " + why);
        }
        end_ = to;
    }

    /// Makes a file with this transaction as its first: whole, or not there.
    static void create(const std::string& path, std::string_view body) {
        std::string text(journal_magic);
        encode_number(text, journal_version);
        if (!body.empty()) text.append(frame_of(body)).append(body);
        try {
            core::replace_file(path, text);
        } catch (const core::error& e) {
            // Not even when only the folder could not be flushed: whoever finds it would go on with it.
            ::unlink((path + ".new").c_str());
            ::unlink(path.c_str());
            throw core::error(core::error_code::the_store_failed, path, e.what());
        }
    }
    /// The numbers of the journals in the folder, in order.
    static std::vector<std::uint64_t> numbers_in(const std::string& folder) {
        std::vector<std::uint64_t> all;
        const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(folder.c_str()), ::closedir);
        if (!dir) throw core::error(core::error_code::the_store_cannot_be_opened, folder, std::strerror(errno));
        while (const dirent* entry = ::readdir(dir.get())) {
            const std::string_view name = entry->d_name;
            constexpr std::string_view start = "journal-";
            std::uint64_t n = 0;
            if (name.substr(0, start.size()) != start) continue;
            const auto [stop, failed] = std::from_chars(name.data() + start.size(), name.data() + name.size(), n);
            if (failed == std::errc() && stop == name.data() + name.size()) all.push_back(n);
        }
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    /// Does a whole transaction follow somewhere behind the one that is not? Then that was no crash while writing.
    [[nodiscard]] bool has_another(std::uint64_t size) const {
        std::string rest(size - end_, '\0');
        rest.resize(read_at(rest.data(), rest.size(), end_));
        const std::string_view all = rest;
        for (std::size_t at = 1; at + frame < all.size(); ++at) {
            Decoder numbers(all.substr(at, frame));
            const std::uint64_t length = numbers.number(), sum = numbers.number();
            if (length == 0 || length > all.size() - at - frame) continue;
            if (framed_sum(all.substr(at + frame, length)) == sum) return true;
        }
        return false;
    }
    // The length is part of the sum: a frame of zeros is no transaction.
    static std::uint64_t framed_sum(std::string_view body) {
        return static_cast<std::uint64_t>(checksum_of(body)) ^ (body.size() + 1);
    }
    static std::string frame_of(std::string_view body) {
        std::string text;
        encode_number(text, body.size());
        encode_number(text, framed_sum(body));
        return text;
    }
    std::size_t read_at(char* to, std::size_t size, std::uint64_t from) const {
        std::size_t got = 0;
        while (got < size) {
            const ssize_t n = core::detail::retried(
                [&] { return ::pread(file_.get(), to + got, size - got, static_cast<off_t>(from + got)); });
            if (n < 0) fail("read");
            if (n == 0) break;
            got += static_cast<std::size_t>(n);
        }
        return got;
    }
    void cut() {
        if (core::detail::retried([&] { return ::ftruncate(file_.get(), static_cast<off_t>(end_)); }) < 0)
            fail("shorten");
    }
    [[noreturn]] void fail(std::string_view what) const {
        const auto code = errno == ENOSPC || errno == EDQUOT ? core::error_code::the_store_is_full
                                                             : core::error_code::the_store_failed;
        throw core::error(code, path_, std::string(what) + ": " + std::strerror(errno));
    }

    std::string path_;
    core::detail::FileDescriptor file_;
    std::uint64_t end_ = 0;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
