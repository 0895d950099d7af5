// The exception for misuse: a wrong call, a wrong definition, a file that does not fit. Nothing has changed when it is
// thrown. Failures of a workflow's own tasks are values, not exceptions (runner/report.hpp).
#ifndef BATON_CORE_ERROR_HPP
#define BATON_CORE_ERROR_HPP

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "error_code.hpp"

namespace baton::inline BATON_ABI::core {

/// One finding: which error, where, and what exactly.
struct diagnostic {
    error_code code = error_code::none;
    /// The place: "coffee, task serve", a file, a JSON path.
    std::string where;
    /// What is particular here; may be empty.
    std::string what;

    /// "BTN010 coffee, task serve: deadlock: …; with brew".
    [[nodiscard]] std::string text() const {
        std::string line(number_of(code));
        if (!where.empty()) line.append(" ").append(where);
        line += sentence_of(code).substr(6);
        if (!what.empty()) line.append(": ").append(what);
        return line;
    }
    friend bool operator==(const diagnostic&, const diagnostic&) = default;
};

/// A numbered, documented error (docs/errors.md). Carries every finding where several were looked for at once.
class error : public std::runtime_error {
public:
    error(error_code code, std::string where, std::string what = {})
        : error(std::vector{diagnostic{code, std::move(where), std::move(what)}}) {}
    /// Precondition: there is at least one finding. The first gives code() and where().
    explicit error(std::vector<diagnostic> findings)
        : std::runtime_error(joined(findings)), findings_(std::move(findings)) {}

    [[nodiscard]] error_code code() const noexcept { return findings_.front().code; }
    [[nodiscard]] const std::string& where() const noexcept { return findings_.front().where; }
    [[nodiscard]] const std::vector<diagnostic>& findings() const noexcept { return findings_; }

private:
    static std::string joined(const std::vector<diagnostic>& findings) {
        std::string all;
        for (const diagnostic& d : findings) {
            if (!all.empty()) all += '\n';
            all += d.text();
        }
        return all;
    }
    std::vector<diagnostic> findings_;
};

/// What an exception of any kind says.
inline std::string message_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "unknown exception";
    }
}

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::diagnostic;
using core::error;
}  // namespace baton::inline BATON_ABI

#endif
