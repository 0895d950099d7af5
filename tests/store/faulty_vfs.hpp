// A layer below SQLite (a VFS) that keeps what is written and when it is made to last, and fails when it is told to.
#ifndef TESTS_STORE_FAULTY_VFS_HPP
#define TESTS_STORE_FAULTY_VFS_HPP

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace store_tests {

/// What SQLite uses while the object lives. One thread.
class FaultyVfs {
public:
    struct Change {
        enum class Kind { write, truncate, sync, remove } kind;
        std::string file;
        std::int64_t at = 0;  // truncate: the new size
        std::string bytes;
    };

    FaultyVfs() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
        vfs_.zName = "faulty";
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.pAppData = this;
        vfs_.xOpen = open;
        vfs_.xDelete = [](sqlite3_vfs* v, const char* name, int sync) {
            FaultyVfs& self = of(v);
            if (self.fails()) return SQLITE_IOERR_DELETE;
            self.keep({Change::Kind::remove, name, 0, {}});
            return self.real_->xDelete(self.real_, name, sync);
        };
        vfs_.xAccess = [](sqlite3_vfs* v, const char* name, int flags, int* result) {
            FaultyVfs& self = of(v);
            if (self.fails()) return SQLITE_IOERR_ACCESS;
            return self.real_->xAccess(self.real_, name, flags, result);
        };
        sqlite3_vfs_register(&vfs_, 1);
    }
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;
    ~FaultyVfs() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(real_, 1);
    }

    /// The n-th call from now on fails, counted from 1; of those behind it, as many as are said.
    void fail_at(long n, long many = 1) {
        calls_ = 0;
        first_ = n;
        last_ = n + many - 1;
    }
    void heal() { first_ = last_ = 0; }
    /// How many calls there were since fail_at().
    [[nodiscard]] long calls() const { return calls_; }
    /// All changes so far, when they are recorded.
    bool recording = false;
    std::vector<Change> changes;

private:
    struct File {
        sqlite3_file base;
        FaultyVfs* vfs;
        std::string* name;
        sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };
    static FaultyVfs& of(sqlite3_vfs* v) { return *static_cast<FaultyVfs*>(v->pAppData); }
    static File& file(sqlite3_file* f) { return *reinterpret_cast<File*>(f); }
    bool fails() {
        ++calls_;
        return calls_ >= first_ && calls_ <= last_;
    }
    void keep(Change change) {
        if (recording) changes.push_back(std::move(change));
    }

    static int open(sqlite3_vfs* v, const char* name, sqlite3_file* f, int flags, int* out) {
        FaultyVfs& self = of(v);
        f->pMethods = nullptr;
        if (self.fails()) return SQLITE_CANTOPEN;
        const int code = self.real_->xOpen(self.real_, name, file(f).real(), flags, out);
        if (code != SQLITE_OK) return code;
        file(f).vfs = &self;
        file(f).name = new std::string(name != nullptr ? name : "");
        f->pMethods = &methods();
        return code;
    }
    static const sqlite3_io_methods& methods() {
        static const sqlite3_io_methods all = [] {
            sqlite3_io_methods m{};
            m.iVersion = 2;
            m.xClose = [](sqlite3_file* f) {
                delete file(f).name;
                return file(f).real()->pMethods->xClose(file(f).real());
            };
            m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
                if (file(f).vfs->fails()) return SQLITE_IOERR_READ;
                return file(f).real()->pMethods->xRead(file(f).real(), to, n, at);
            };
            m.xWrite = [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
                File& self = file(f);
                const bool fails = self.vfs->fails();
                // A write that fails has put down a part.
                if (fails) n /= 2;
                self.vfs->keep({Change::Kind::write, *self.name, at,
                                std::string(static_cast<const char*>(from), static_cast<std::size_t>(n))});
                const int code = self.real()->pMethods->xWrite(self.real(), from, n, at);
                return fails ? (at % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE) : code;
            };
            m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
                File& self = file(f);
                if (self.vfs->fails()) return SQLITE_IOERR_TRUNCATE;
                self.vfs->keep({Change::Kind::truncate, *self.name, size, {}});
                return self.real()->pMethods->xTruncate(self.real(), size);
            };
            m.xSync = [](sqlite3_file* f, int flags) {
                File& self = file(f);
                if (self.vfs->fails()) return SQLITE_IOERR_FSYNC;
                self.vfs->keep({Change::Kind::sync, *self.name, 0, {}});
                return self.real()->pMethods->xSync(self.real(), flags);
            };
            m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
                if (file(f).vfs->fails()) return SQLITE_IOERR_FSTAT;
                return file(f).real()->pMethods->xFileSize(file(f).real(), size);
            };
            m.xLock = [](sqlite3_file* f, int how) {
                if (file(f).vfs->fails()) return SQLITE_IOERR_LOCK;
                return file(f).real()->pMethods->xLock(file(f).real(), how);
            };
            m.xUnlock = [](sqlite3_file* f, int how) { return file(f).real()->pMethods->xUnlock(file(f).real(), how); };
            m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
                return file(f).real()->pMethods->xCheckReservedLock(file(f).real(), out);
            };
            m.xFileControl = [](sqlite3_file* f, int what, void* with) {
                return file(f).real()->pMethods->xFileControl(file(f).real(), what, with);
            };
            m.xSectorSize = [](sqlite3_file* f) { return file(f).real()->pMethods->xSectorSize(file(f).real()); };
            // Nothing is promised of what a loss of power does.
            m.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };
            m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** at) {
                if (file(f).vfs->fails()) return SQLITE_IOERR_SHMMAP;
                return file(f).real()->pMethods->xShmMap(file(f).real(), page, size, extend, at);
            };
            m.xShmLock = [](sqlite3_file* f, int from, int n, int flags) {
                return file(f).real()->pMethods->xShmLock(file(f).real(), from, n, flags);
            };
            m.xShmBarrier = [](sqlite3_file* f) { file(f).real()->pMethods->xShmBarrier(file(f).real()); };
            m.xShmUnmap = [](sqlite3_file* f, int remove) {
                return file(f).real()->pMethods->xShmUnmap(file(f).real(), remove);
            };
            return m;
        }();
        return all;
    }

    sqlite3_vfs* real_;
    sqlite3_vfs vfs_;
    long calls_ = 0, first_ = 0, last_ = 0;
};

/// What a disk may hold when the power fails: what was made to last, and of what was written since then any part, in
/// any order, by sectors.
class Disk {
public:
    void apply(const FaultyVfs::Change& change) {
        using How = FaultyVfs::Change::Kind;
        Content& c = files_[change.file];
        if (change.kind == How::sync) {
            for (const FaultyVfs::Change& one : c.since) put(c.lasting, one, 0, one.bytes.size());
            c.since.clear();
        } else if (change.kind == How::remove) {
            files_.erase(change.file);
        } else {
            c.since.push_back(change);
        }
    }
    /// File names and what is in them.
    template <class Random>
    [[nodiscard]] std::map<std::string, std::string> after_power_cut(Random& random) const {
        constexpr std::size_t sector = 512;
        std::map<std::string, std::string> image;
        for (const auto& [name, c] : files_) {
            std::string bytes = c.lasting;
            for (const FaultyVfs::Change& one : c.since) {
                if (one.kind == FaultyVfs::Change::Kind::truncate) {
                    if (random() % 2 == 0) put(bytes, one, 0, 0);
                    continue;
                }
                for (std::size_t at = 0; at < one.bytes.size(); at += sector)
                    if (random() % 2 == 0) put(bytes, one, at, std::min(sector, one.bytes.size() - at));
            }
            image[name] = bytes;
        }
        return image;
    }

private:
    struct Content {
        std::string lasting;
        std::vector<FaultyVfs::Change> since;
    };
    static void put(std::string& bytes, const FaultyVfs::Change& one, std::size_t from, std::size_t count) {
        if (one.kind == FaultyVfs::Change::Kind::truncate) {
            bytes.resize(static_cast<std::size_t>(one.at));
            return;
        }
        const std::size_t at = static_cast<std::size_t>(one.at) + from;
        if (bytes.size() < at + count) bytes.resize(at + count);
        std::memcpy(bytes.data() + at, one.bytes.data() + from, count);
    }
    std::map<std::string, Content> files_;
};

}  // namespace store_tests

#endif
