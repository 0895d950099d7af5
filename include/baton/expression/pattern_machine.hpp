// Runs the program of a pattern over a text: all ways to match at once, in the order of their priority, so that the
// time is bounded by text × program whatever the pattern is (Thompson's simulation with captures, as Pike's `sam`).
#ifndef BATON_EXPRESSION_PATTERN_MACHINE_HPP
#define BATON_EXPRESSION_PATTERN_MACHINE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "pattern_program.hpp"
#include "unicode.hpp"

namespace baton::inline BATON_ABI::expression {

/// Whether a pattern matches; `exhausted` is that the steps allowed did not suffice to tell.
enum class Answer : std::uint8_t { no, yes, exhausted };

namespace regex {

/// The scratch space of one call; searches a text again and again with what is left of the steps.
class Machine {
public:
    /// Captures the first `groups` groups, counting the whole match; with 0 only tells whether there is a match.
    Machine(const Program& program, std::string_view text, std::size_t groups, std::uint64_t steps)
        : program_(program),
          text_(text),
          slots_(2 * groups),
          steps_(steps),
          now_(program, slots_),
          next_(program, slots_),
          mark_(program.code.size()),
          open_slots_(slots_),
          match_(slots_) {}

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// The leftmost match from that byte on; of several there, the one that the pattern prefers.
    Answer search(std::size_t from) {
        now_.size = 0;
        ++stamp_;
        bool found = false;
        for (std::size_t at = from;;) {
            if (now_.size == 0) {
                if (found || (program_.only_at_start && at > 0)) break;
                at = skip(at);
                ++stamp_;  // what led to nothing at an earlier place may lead on at this one
            }
            if (!found) {
                std::fill(open_slots_.begin(), open_slots_.end(), none);
                follow(now_, 0, at);
            }
            const bool end = at >= text_.size();
            const unicode::Decoded next = end ? unicode::Decoded{no_code, 0} : unicode::decode(text_, at);
            next_.size = 0;
            ++stamp_;
            for (std::size_t i = 0; i < now_.size; ++i) {
                const std::uint32_t pc = now_.at[i];
                const Instruction& step = program_.code[pc];
                if (step.what == Op::match) {
                    found = true;
                    if (slots_ == 0) return Answer::yes;
                    std::copy_n(now_.slots_of(i, slots_), slots_, match_.begin());
                    break;  // the others are of lower priority
                }
                if (end || !takes(step, next.code)) continue;
                std::copy_n(now_.slots_of(i, slots_), slots_, open_slots_.begin());
                follow(next_, pc + 1, at + next.size);
            }
            if (steps_ == 0) return Answer::exhausted;
            std::swap(now_, next_);
            if (end) break;
            at += next.size;
        }
        return found ? Answer::yes : Answer::no;
    }

    /// The text of a group after a search that found; nothing if the group has no part in the match.
    [[nodiscard]] std::string_view group(std::size_t number) const {
        const std::size_t begin = match_[2 * number], end = match_[2 * number + 1];
        return begin == none || end == none ? std::string_view{} : text_.substr(begin, end - begin);
    }
    [[nodiscard]] std::size_t begin() const { return match_[0]; }
    [[nodiscard]] std::size_t end() const { return match_[1]; }

private:
    static constexpr char32_t no_code = 0xFFFF'FFFF;

    /// The instructions to go on with, by priority, each with its captures.
    struct Threads {
        Threads(const Program& program, std::size_t width) : at(program.code.size()), slots(at.size() * width) {}
        std::size_t* slots_of(std::size_t thread, std::size_t width) { return slots.data() + thread * width; }
        std::size_t size = 0;
        std::vector<std::uint32_t> at;
        std::vector<std::size_t> slots;
    };
    /// To go on with an instruction, or to set a slot back to what it was.
    struct Later {
        std::uint32_t pc;
        std::uint32_t slot;
        std::size_t value;
    };
    static constexpr std::uint32_t no_slot = 0xFFFF'FFFF;

    [[nodiscard]] bool takes(const Instruction& step, char32_t code) const {
        return step.what == Op::code ? step.x == code : program_.sets[step.x].contains(code);
    }
    [[nodiscard]] std::size_t skip(std::size_t at) {
        const std::size_t begin = at;
        while (at < text_.size() && !program_.first_bytes.test(static_cast<unsigned char>(text_[at]))) ++at;
        spend((at - begin) / 16);
        return at;
    }
    void spend(std::uint64_t steps) { steps_ -= std::min(steps_, steps); }

    /// Adds the instructions that take a code point or end the match, as reached from one without taking any.
    void follow(Threads& threads, std::uint32_t from, std::size_t at) {
        later_.push_back({from, no_slot, 0});
        while (!later_.empty()) {
            const Later todo = later_.back();
            later_.pop_back();
            if (todo.slot != no_slot) {
                open_slots_[todo.slot] = todo.value;
                continue;
            }
            for (std::uint32_t pc = todo.pc;;) {
                const Instruction& step = program_.code[pc];
                spend(1);
                if (mark_[pc] == stamp_) {
                    if (step.what != Op::loop) break;
                    pc = step.y;
                    continue;
                }
                mark_[pc] = stamp_;
                if (step.what == Op::fork || step.what == Op::loop) {
                    later_.push_back({step.y, no_slot, 0});
                    pc = step.x;
                } else if (step.what == Op::jump) {
                    pc = step.x;
                } else if (step.what == Op::save) {
                    if (step.x < slots_) {
                        later_.push_back({0, step.x, open_slots_[step.x]});
                        open_slots_[step.x] = at;
                    }
                    ++pc;
                } else if ((step.what == Op::start && is_start(at)) || (step.what == Op::end && is_end(at))) {
                    ++pc;
                } else {
                    if (step.what == Op::start || step.what == Op::end) break;
                    std::copy_n(open_slots_.begin(), slots_, threads.slots_of(threads.size, slots_));
                    threads.at[threads.size++] = pc;
                    spend(1 + slots_ / 8);
                    break;
                }
            }
        }
    }
    // A newline that ends the text begins no line, and with it the text's end is no line's end (5.6.1.1, flag m).
    [[nodiscard]] bool is_start(std::size_t at) const {
        return at == 0 || (program_.lines && at < text_.size() && text_[at - 1] == '\n');
    }
    [[nodiscard]] bool is_end(std::size_t at) const {
        if (at == text_.size()) return !program_.lines || at == 0 || text_[at - 1] != '\n';
        return program_.lines && text_[at] == '\n';
    }

    const Program& program_;
    std::string_view text_;
    std::size_t slots_;
    std::uint64_t steps_;
    Threads now_, next_;
    std::vector<std::uint64_t> mark_;  // by instruction, the list it was last added to
    std::uint64_t stamp_ = 0;
    std::vector<std::size_t> open_slots_;
    std::vector<std::size_t> match_;
    std::vector<Later> later_;
};

}  // namespace regex
}  // namespace baton::inline BATON_ABI::expression

#endif
