// A pattern as a tree and as a program; from the one to the other.
//
// The program is that of a Thompson machine: every instruction either takes one code point or leads on to others. A
// counted repetition is written out, so the number of instructions is limited.
#ifndef BATON_EXPRESSION_PATTERN_PROGRAM_HPP
#define BATON_EXPRESSION_PATTERN_PROGRAM_HPP

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "unicode.hpp"

namespace baton::inline BATON_ABI::expression::regex {

using unicode::CodeSet;

/// What a node of the tree is. `copy` is a back reference to a group that matches only one text.
enum class NodeKind : std::uint8_t { empty, code, set, start, end, sequence, choice, repeat, group, copy };

inline constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

/// A part of a pattern.
struct Node {
    NodeKind kind = NodeKind::empty;
    bool greedy = true;
    bool may_be_empty = true;
    bool fixed = false;       ///< matches only one text, or one text and its case variants
    std::uint32_t value = 0;  ///< the code point, or the number of the set or of the group
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    std::vector<std::uint32_t> parts = {};
};

/// The parts by number; a part comes before the whole.
struct Tree {
    std::vector<Node> nodes;
    std::vector<CodeSet> sets;
    std::uint32_t groups = 0;  ///< capturing groups
};

enum class Op : std::uint8_t { code, set, fork, loop, jump, save, start, end, match };

/// fork tries x first, then y; loop too, and is left for y when reached again at the same place, for then x has taken
/// nothing; jump leads to x, the others to the next one.
struct Instruction {
    Op what = Op::match;
    std::uint32_t x = 0;
    std::uint32_t y = 0;
};

/// What the matcher runs.
struct Program {
    std::vector<Instruction> code;
    std::vector<CodeSet> sets;
    std::bitset<256> first_bytes;  ///< bytes that a match can begin with
    std::uint32_t groups = 0;
    bool lines = false;          ///< ^ and $ match at lines
    bool only_at_start = false;  ///< can match at the start of the text and nowhere else
    bool matches_empty = false;
};

/// Writes the program of a tree.
class Writer {
public:
    Writer(const Tree& tree, std::uint32_t most) : tree_(tree), most_(most) {}

    /// False if there would be more instructions than the limit, or the nesting is too deep.
    bool write(std::uint32_t root) {
        return add({Op::save, 0}) && node(root, 0, true) && add({Op::save, 1}) && add({Op::match});
    }
    std::vector<Instruction> code;

private:
    static constexpr std::uint32_t deepest = 1500;  // of calls, whatever the parser let pass

    bool add(Instruction instruction) {
        code.push_back(instruction);
        return code.size() <= most_;
    }
    [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(code.size()); }

    bool node(std::uint32_t number, std::uint32_t depth, bool captures) {
        // Visits are counted because the parts of a repetition need not write anything.
        if (depth > deepest || ++visits_ > 16 * std::uint64_t{most_}) return false;
        const Node& part = tree_.nodes[number];
        switch (part.kind) {
            case NodeKind::empty: return true;
            case NodeKind::code: return add({Op::code, part.value});
            case NodeKind::set: return add({Op::set, part.value});
            case NodeKind::start: return add({Op::start});
            case NodeKind::end: return add({Op::end});
            case NodeKind::copy: return node(part.parts[0], depth + 1, false);
            case NodeKind::group:
                if (!captures) return node(part.parts[0], depth + 1, captures);
                return add({Op::save, 2 * part.value}) && node(part.parts[0], depth + 1, captures) &&
                       add({Op::save, 2 * part.value + 1});
            case NodeKind::sequence:
                return std::all_of(part.parts.begin(), part.parts.end(),
                                   [&](std::uint32_t inner) { return node(inner, depth + 1, captures); });
            case NodeKind::choice: return choice(part, depth, captures);
            case NodeKind::repeat: return repeat(part, depth, captures);
        }
        return false;
    }

    bool choice(const Node& part, std::uint32_t depth, bool captures) {
        std::vector<std::uint32_t> ends;
        for (std::size_t i = 0; i < part.parts.size(); ++i) {
            const bool last = i + 1 == part.parts.size();
            const std::uint32_t fork = here();
            if (!last && !add({Op::fork, fork + 1})) return false;
            if (!node(part.parts[i], depth + 1, captures)) return false;
            if (last) break;
            ends.push_back(here());
            if (!add({Op::jump})) return false;
            code[fork].y = here();
        }
        for (const std::uint32_t end : ends) code[end].x = here();
        return true;
    }

    bool repeat(const Node& part, std::uint32_t depth, bool captures) {
        const std::uint32_t inner = part.parts[0];
        const bool endless = part.max == unlimited;
        const Op what = endless && part.greedy && tree_.nodes[inner].may_be_empty ? Op::loop : Op::fork;
        const auto fork = [&](std::uint32_t on, std::uint32_t out) {
            return part.greedy ? Instruction{what, on, out} : Instruction{what, out, on};
        };
        std::uint32_t begin = here();
        for (std::uint32_t i = 0; i < part.min; ++i) {
            begin = here();
            if (!node(inner, depth + 1, captures)) return false;
            if (here() == begin) return true;  // nothing is written, however often
        }
        if (endless && part.min > 0) return add(fork(begin, here() + 1));
        std::vector<std::uint32_t> forks;
        for (std::uint32_t i = part.min; i < part.max; ++i) {
            forks.push_back(here());
            if (!add({Op::fork})) return false;
            begin = here();
            if (!node(inner, depth + 1, captures)) return false;
            if (here() == begin) break;
            if (!endless) continue;
            if (!add({Op::jump, forks.back()})) return false;
            break;
        }
        for (const std::uint32_t at : forks) code[at] = fork(at + 1, here());
        return true;
    }

    const Tree& tree_;
    std::uint32_t most_;
    std::uint64_t visits_ = 0;
};

/// Finds what a match can begin with, so that the matcher need not start where none can.
inline void find_beginnings(Program& program) {
    std::vector<bool> seen(program.code.size());
    std::vector<std::uint32_t> open{0};
    const auto non_ascii = [&] {
        for (std::size_t byte = 0x80; byte < 0x100; ++byte) program.first_bytes.set(byte);
    };
    bool anywhere = false;  // reached something other than ^
    while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        if (seen[at]) continue;
        seen[at] = true;
        const Instruction& step = program.code[at];
        switch (step.what) {
            case Op::fork:
            case Op::loop: open.push_back(step.y); [[fallthrough]];
            case Op::jump: open.push_back(step.x); break;
            case Op::save: open.push_back(at + 1); break;
            case Op::match:
                anywhere = true;
                program.first_bytes.set();
                break;
            case Op::start:
            case Op::end:
                // What follows may be empty: every byte, not to think about it.
                anywhere = anywhere || program.lines || step.what == Op::end;
                program.first_bytes.set();
                break;
            case Op::code:
                anywhere = true;
                if (step.x < 0x80)
                    program.first_bytes.set(step.x);
                else
                    non_ascii();
                break;
            case Op::set:
                anywhere = true;
                for (char32_t c = 0; c < 0x80; ++c)
                    if (program.sets[step.x].contains(c)) program.first_bytes.set(c);
                if (!program.sets[step.x].ranges().empty() && program.sets[step.x].ranges().back().last >= 0x80)
                    non_ascii();
                break;
        }
    }
    program.only_at_start = !anywhere;
}

}  // namespace baton::inline BATON_ABI::expression::regex

#endif
