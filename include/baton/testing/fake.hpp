// A fake stands in for the body of a task.
#ifndef BATON_TESTING_FAKE_HPP
#define BATON_TESTING_FAKE_HPP

#include <algorithm>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/outcome.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::testing {

/// A list of answers: each call takes the next, the last is repeated. Without any, the answer is done. Thread-safe.
///
///   run.fake("pay").returns(waiting).returns(waiting).does([](Order& o) { o.paid = true; return done; });
template <class Context>
class Fake {
public:
    using answer = std::function<core::Outcome(Context&)>;

    /// done, waiting, pending, true or false.
    template <class Word>
    requires(std::is_convertible_v<Word, core::Outcome>&& std::is_copy_constructible_v<Word>) Fake& returns(Word word) {
        return add([word](Context&) -> core::Outcome { return word; });
    }
    /// A technical failure.
    Fake& fails(std::string message) {
        return add([message](Context&) { return core::failed_word{}(message); });
    }
    /// A BPMN error.
    Fake& throws_error(std::string code, std::string message = {}) {
        return add([code, message](Context&) { return core::error_word{}(code, message); });
    }
    /// Anything: it gets the context and returns an Outcome.
    template <class Function>
    Fake& does(Function function) {
        return add([f = std::move(function)](Context& context) mutable -> core::Outcome { return f(context); });
    }

    /// How often the body was called.
    [[nodiscard]] std::size_t calls() const {
        const std::lock_guard lock(mutex_);
        return calls_;
    }
    core::Outcome call(Context& context) {
        answer next;
        {
            const std::lock_guard lock(mutex_);
            if (!answers_.empty()) next = answers_[std::min(calls_, answers_.size() - 1)];
            ++calls_;
        }
        if (!next) return core::done_word{};
        return next(context);
    }

private:
    Fake& add(answer a) {
        const std::lock_guard lock(mutex_);
        answers_.push_back(std::move(a));
        return *this;
    }
    mutable std::mutex mutex_;
    std::vector<answer> answers_;
    std::size_t calls_ = 0;
};

}  // namespace baton::inline BATON_ABI::testing

#endif
