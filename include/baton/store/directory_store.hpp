// A store in a folder of files: survives crashes and losses of power, and needs no library.
#ifndef BATON_STORE_DIRECTORY_STORE_HPP
#define BATON_STORE_DIRECTORY_STORE_HPP

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "detail/journal_file.hpp"
#include "detail/journal_rows.hpp"
#include "detail/memory_transaction.hpp"
#include "detail/wakeups.hpp"
#include "store.hpp"

namespace baton::inline BATON_ABI::store {

struct DirectoryOptions : StoreOptions {
    /// The journal is written anew when it is larger than this and than twice what it holds.
    std::uint64_t compact_at = std::uint64_t{4} << 20;
};

/// All rows are in memory, too; a journal of checksummed transactions is flushed at every commit. Several processes on
/// one machine may have the folder open; they take turns, each reading what the others have written. For thousands of
/// instances, not for millions. Thread-safe. After a fork, only the parent uses it.
class DirectoryStore final : public Store {
public:
    /// Makes the folder if it is not there. BTN801, BTN802, BTN803, BTN804.
    explicit DirectoryStore(std::string folder, DirectoryOptions options = {})
        : folder_(std::move(folder)), options_(std::move(options)) {
        if (folder_.empty() || (::mkdir(folder_.c_str(), 0777) < 0 && errno != EEXIST))
            throw core::error(core::error_code::the_store_cannot_be_opened, name(),
                              folder_.empty() ? "there is no name" : std::strerror(errno));
        lock_ = core::detail::open_file(folder_ + "/lock", O_RDWR | O_CREAT);
        if (!lock_.open())
            throw core::error(core::error_code::the_store_cannot_be_opened, name(), std::strerror(errno));
        const Turn turn(*this);
        refresh();
    }

    void transact(const std::function<void(Transaction&)>& work) override {
        detail::Queues woken;
        {
            const std::lock_guard lock(mutex_);
            const Turn turn(*this);
            refresh();
            std::string changes;
            detail::MemoryTransaction transaction(*tables_, now());
            tables_->journal = &changes;
            try {
                work(transaction);
                tables_->journal = nullptr;
                if (!changes.empty()) append(changes);
            } catch (...) {
                tables_->journal = nullptr;
                tables_->undo_to(0);
                throw;
            }
            tables_->forget_undo();
            woken = std::move(transaction.woken);
            if (journal_.end() > std::max(options_.compact_at, give_up_until_) && journal_.end() / 2 > compacted_size_)
                compact_if_possible();
        }
        wakeups_.notify(woken);
    }
    void read(const std::function<void(Transaction&)>& work) override {
        const std::lock_guard lock(mutex_);
        {
            const Turn turn(*this);
            refresh();
        }
        detail::read_only(*tables_, now(), name(), work);
    }
    std::int64_t now() override { return options_.now(); }
    [[nodiscard]] std::string name() const override { return "dir:" + folder_; }

    [[nodiscard]] std::uint64_t wake_ticket() const override {
        look();
        return wakeups_.ticket();
    }
    bool wait_for_work(const std::vector<std::string>& queues, std::uint64_t ticket,
                       std::chrono::milliseconds timeout) override {
        return wakeups_.wait(queues, ticket, timeout, options_.poll, [this] {
            look();
            return false;
        });
    }
    void notify(std::string_view queue) override { wakeups_.notify(queue); }

    /// Writes the journal anew, with what is there now only. BTN805, BTN810: then the old one stays.
    void compact_now() {
        const std::lock_guard lock(mutex_);
        const Turn turn(*this);
        refresh();
        compact();
    }

private:
    /// The lock between processes. It is the kernel's: a process that dies gives it up.
    class Turn {
    public:
        explicit Turn(DirectoryStore& store) : fd_(store.lock_.get()) {
            std::int64_t waited = 0;
            for (std::uint64_t n = reinterpret_cast<std::uintptr_t>(&store);; n = n * 6364136223846793005u + 1) {
                if (core::detail::retried([&] { return ::flock(fd_, LOCK_EX | LOCK_NB); }) == 0) return;
                if (errno != EWOULDBLOCK)
                    throw core::error(core::error_code::the_store_failed, store.name(), std::strerror(errno));
                if (waited >= store.options_.busy_timeout.count())
                    throw core::error(core::error_code::the_store_is_busy, store.name(),
                                      "another process has the lock");
                const auto ms = static_cast<std::int64_t>(1 + (n >> 33) % 3);
                std::this_thread::sleep_for(std::chrono::milliseconds(ms));
                waited += ms;
            }
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() { ::flock(fd_, LOCK_UN); }

    private:
        int fd_;
    };

    [[nodiscard]] std::string path_of(std::uint64_t number) const {
        return folder_ + "/journal-" + std::to_string(number);
    }
    /// Reads what others have written since. The caller has the lock.
    void refresh() {
        // A newer one beside ours: somebody died after writing it, or could not finish.
        const bool newer = journal_.open() && ::access(path_of(number_ + 1).c_str(), F_OK) == 0;
        bool foreign = false;
        if (!journal_.open() || newer || journal_.status().second) {
            open_newest();
            foreign = true;
        }
        try {
            journal_.read_on([&](std::string_view changes) {
                foreign = true;
                if (!detail::apply_changes(*tables_, changes))
                    throw core::error(core::error_code::the_store_is_damaged, name(), "a transaction cannot be read");
            });
        } catch (...) {
            journal_ = detail::JournalFile();  // read from its beginning the next time
            throw;
        }
        seen_ = journal_.end();
        if (foreign) wakeups_.notify(std::string_view());
    }
    void append(std::string_view changes) {
        try {
            journal_.append(changes);
        } catch (...) {
            journal_ = detail::JournalFile();  // what is in the file decides
            throw;
        }
        seen_ = journal_.end();
    }
    void open_newest() {
        std::vector<std::uint64_t> numbers = detail::JournalFile::numbers_in(folder_);
        if (numbers.empty()) {
            detail::JournalFile::create(path_of(1), {});
            numbers.push_back(1);
        }
        auto tables = std::make_unique<detail::MemoryTables>();
        detail::JournalFile journal(path_of(numbers.back()));
        // Left by a crash between the renaming of the newest and the removal of the one before.
        if (numbers.size() > 1) flush_folder();
        for (std::size_t i = 0; i + 1 < numbers.size(); ++i) ::unlink(path_of(numbers[i]).c_str());
        journal_ = std::move(journal);
        tables_ = std::move(tables);
        number_ = numbers.back();
        compacted_size_ = 0;
    }
    void flush_folder() const {
        const auto dir = core::detail::open_file(folder_, O_RDONLY | O_DIRECTORY);
        if (!dir.open() || core::detail::retried([&] { return ::fsync(dir.get()); }) < 0)
            throw core::error(core::error_code::the_store_failed, name(), std::strerror(errno));
    }
    void compact() {
        const std::string all = detail::encode_all(*tables_);
        try {
            detail::JournalFile::create(path_of(number_ + 1), all);
            detail::JournalFile next(path_of(number_ + 1));
            next.read_on([](std::string_view) {});
            ::unlink(path_of(number_).c_str());
            journal_ = std::move(next);
        } catch (...) {
            journal_ = detail::JournalFile();  // the newest decides
            throw;
        }
        ++number_;
        compacted_size_ = seen_ = journal_.end();
    }
    /// After a commit, which has happened whatever comes of this.
    void compact_if_possible() {
        const std::uint64_t size = journal_.end();
        try {
            compact();
        } catch (const core::error&) {
            give_up_until_ = size * 2;
        }
    }
    /// Has another process written?
    void look() const {
        {
            const std::unique_lock lock(mutex_, std::try_to_lock);
            if (!lock.owns_lock() || !journal_.open()) return;
            const auto [size, replaced] = journal_.status();
            const std::uint64_t now_seen = replaced ? ~std::uint64_t{0} : size;
            if (std::exchange(seen_, now_seen) == now_seen) return;
        }
        wakeups_.notify(std::string_view());
    }

    std::string folder_;
    DirectoryOptions options_;
    mutable std::mutex mutex_;
    core::detail::FileDescriptor lock_;
    detail::JournalFile journal_;
    std::unique_ptr<detail::MemoryTables> tables_;
    std::uint64_t number_ = 0, compacted_size_ = 0, give_up_until_ = 0;
    mutable std::uint64_t seen_ = 0;
    mutable detail::Wakeups wakeups_;
};

}  // namespace baton::inline BATON_ABI::store

namespace baton::inline BATON_ABI {
using store::DirectoryOptions;
using store::DirectoryStore;
}  // namespace baton::inline BATON_ABI

#endif
