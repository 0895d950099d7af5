// Owned text for the headers that declare workflows, which do without <string>: it would be the dearest part of them.
#ifndef BATON_CORE_TEXT_HPP
#define BATON_CORE_TEXT_HPP

#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

/// Immutable text that owns its characters. Empty text owns nothing.
class text {  // NOLINT(cppcoreguidelines-special-member-functions): assigned by value
public:
    constexpr text() noexcept = default;
    explicit text(std::string_view source) : text({source}) {}
    /// The parts, one after the other.
    text(std::initializer_list<std::string_view> parts) {
        for (const std::string_view part : parts) size_ += part.size();
        if (size_ == 0) return;
        characters_ = new char[size_];
        char* to = characters_;
        for (const std::string_view part : parts) to = append(to, part);
    }
    text(const text& other) : text(other.view()) {}
    text(text&& other) noexcept : characters_(other.characters_), size_(other.size_) { other.forget(); }
    text& operator=(text other) noexcept {
        delete[] characters_;
        characters_ = other.characters_;
        size_ = other.size_;
        other.forget();
        return *this;
    }
    ~text() { delete[] characters_; }

    [[nodiscard]] std::string_view view() const noexcept { return {characters_, size_}; }
    // NOLINTNEXTLINE(google-explicit-constructor): text is readable wherever a view is
    operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

private:
    static char* append(char* to, std::string_view part) {
        for (const char c : part) *to++ = c;
        return to;
    }
    void forget() noexcept {
        characters_ = nullptr;
        size_ = 0;
    }

    char* characters_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace baton::inline BATON_ABI::core

#endif
