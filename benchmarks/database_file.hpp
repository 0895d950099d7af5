// SQLite databases of benchmarks.
#ifndef BENCHMARKS_DATABASE_FILE_HPP
#define BENCHMARKS_DATABASE_FILE_HPP

#include <filesystem>
#include <string>

/// With what SQLite keeps beside it; if it is there.
inline void remove_database(const std::string& file) {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
}

#endif
