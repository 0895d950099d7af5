// A BPMN error as an exception, for work that is done elsewhere: by an executor, by a worker of a service or a decider.
#ifndef BATON_RUNNER_BPMN_ERROR_HPP
#define BATON_RUNNER_BPMN_ERROR_HPP

#include <exception>
#include <string>
#include <utility>

#include "../config.hpp"

namespace baton::inline BATON_ABI::runner {

/// A BPMN error of a body that runs elsewhere.
class BpmnError : public std::exception {
public:
    explicit BpmnError(std::string code) : code_(std::move(code)) {}
    [[nodiscard]] const char* what() const noexcept override { return code_.c_str(); }
    [[nodiscard]] const std::string& code() const noexcept { return code_; }

private:
    std::string code_;
};

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::BpmnError;
}

#endif
