// The variables that an expression itself makes: of loops, filters, functions and context literals.
#ifndef BATON_EXPRESSION_FRAME_HPP
#define BATON_EXPRESSION_FRAME_HPP

#include <string_view>

#include "../config.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

/// One variable, the entries of a context, or the element that a filter looks at; behind it those further out.
struct Frame {
    enum class Form : std::uint8_t { variable, entries, item };
    const Frame* outer = nullptr;
    Form form = Form::variable;
    /// Of a variable.
    std::string_view name;
    const Value* value = nullptr;
    const Entries* entries = nullptr;

    /// The nearest variable of that name, or nullptr.
    [[nodiscard]] static const Value* find(const Frame* frame, std::string_view name) {
        for (; frame != nullptr; frame = frame->outer)
            if (const Value* found = frame->find_here(name)) return found;
        return nullptr;
    }
    /// All variables that can be seen, the nearest of each name.
    [[nodiscard]] static Entries all(const Frame* frame) {
        Entries seen;
        const auto add = [&seen](std::string_view key, const Value& found) {
            for (const auto& [known, v] : seen)
                if (known == key) return;
            seen.emplace_back(std::string(key), found);
        };
        for (; frame != nullptr; frame = frame->outer) {
            if (frame->form == Form::variable) add(frame->name, *frame->value);
            if (frame->form == Form::item) add("item", *frame->value);
            const Entries* held = frame->form == Form::item ? frame->value->get<Entries>() : frame->entries;
            if (held != nullptr)
                for (const auto& [key, v] : *held) add(key, v);
        }
        return seen;
    }

private:
    [[nodiscard]] const Value* find_here(std::string_view wanted) const {
        switch (form) {
            case Form::variable: return wanted == name ? value : nullptr;
            case Form::entries:
                for (const auto& [known, v] : *entries)
                    if (known == wanted) return &v;
                return nullptr;
            case Form::item:
                if (const Value* entry = value->find(wanted)) return entry;
                return wanted == "item" ? value : nullptr;
        }
        return nullptr;
    }
};

}  // namespace baton::inline BATON_ABI::expression

#endif
