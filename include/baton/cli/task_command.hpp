// A task that is done by a shell command: the variables come in as JSON, those of the result go out.
#ifndef BATON_CLI_TASK_COMMAND_HPP
#define BATON_CLI_TASK_COMMAND_HPP

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

#include "../config.hpp"
#include "../service/worker.hpp"
#include "object_argument.hpp"

namespace baton::inline BATON_ABI::cli {

/// A handler of tasks. The command finds the variables in its standard input, and BATON_ELEMENT, BATON_INSTANCE,
/// BATON_ATTEMPT and BATON_IDEMPOTENCY_KEY in its environment. What it prints is empty, or a JSON object: the result's
/// variables. When it does not end with 0, the task has failed.
class TaskCommand {
public:
    static constexpr std::size_t most_output = std::size_t{16} << 20;

    explicit TaskCommand(std::string command) : command_(std::move(command)) {}

    core::Variables operator()(service::TaskJob& job) const {
        const InputFile input(testing::json_text(job.variables()));
        const std::string line = "export BATON_ELEMENT=" + quoted(job.element()) +
                                 " BATON_INSTANCE=" + std::to_string(job.instance()) +
                                 " BATON_ATTEMPT=" + std::to_string(job.attempt()) +
                                 " BATON_IDEMPOTENCY_KEY=" + quoted(job.idempotency_key()) + "\n(" + command_ +
                                 "\n) <" + quoted(input.path());
        FILE* out = ::popen(line.c_str(), "r");
        if (out == nullptr) throw std::runtime_error("the command cannot be run");
        std::string printed;
        std::array<char, 4096> part{};
        while (const std::size_t n = ::fread(part.data(), 1, part.size(), out))
            if (printed.size() <= most_output) printed.append(part.data(), n);
        const int status = ::pclose(out);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            throw std::runtime_error("the command ended with " +
                                     std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : -1));
        if (printed.size() > most_output) throw std::runtime_error("the command printed too much");
        if (printed.find_first_not_of(" \t\r\n") == std::string::npos) return {};
        return detail::object_from(printed, "what the command printed");
    }

private:
    /// A file for the user alone, as long as the object lives.
    class InputFile {
    public:
        explicit InputFile(const std::string& text) {
            const int file = ::mkstemp(path_.data());
            if (file < 0) throw std::runtime_error("no file can be made for the variables");
            for (std::size_t done = 0; done < text.size();) {
                const ssize_t n = ::write(file, text.data() + done, text.size() - done);
                if (n <= 0) {
                    ::close(file);
                    ::unlink(path_.c_str());
                    throw std::runtime_error("the variables cannot be written");
                }
                done += static_cast<std::size_t>(n);
            }
            ::close(file);
        }
        InputFile(const InputFile&) = delete;
        InputFile& operator=(const InputFile&) = delete;
        ~InputFile() { ::unlink(path_.c_str()); }
        [[nodiscard]] const std::string& path() const { return path_; }

    private:
        std::string path_ = "/tmp/baton-task-XXXXXX";
    };
    static std::string quoted(const std::string& text) {
        std::string out = "'";
        for (const char c : text)
            if (c == '\'')
                out += "'\\''";
            else
                out += c;
        return out + "'";
    }

    std::string command_;
};

}  // namespace baton::inline BATON_ABI::cli

#endif
