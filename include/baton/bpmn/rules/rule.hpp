// A rule: its code, what it means, how bad it is to break it, and the function that finds where it is broken.
#ifndef BATON_BPMN_RULES_RULE_HPP
#define BATON_BPMN_RULES_RULE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../diagnostic.hpp"
#include "model.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

enum class Level : std::uint8_t {
    error,
    strict,  ///< broken by models which run: an error under strict checking only, else a warning
    hint     ///< always a warning
};

class Report;

struct Rule {
    std::string_view code;
    Level level;
    error_code group;
    std::string_view meaning;
    void (*find)(const Model&, Report&);
};

/// Collects what the rules find in one file.
class Report {
public:
    Report(const Document& document, bool strict, std::size_t most)
        : document_(document), strict_(strict), most_(most) {}

    void begin(const Rule& rule) { rule_ = &rule; }

    /// The rule that is being looked at is broken here. `detail` is what is particular.
    void add(Element at, std::string_view detail = {}) { add(at, detail, rule_->level); }
    /// Likewise, but an error under strict checking only.
    void add_strict(Element at, std::string_view detail = {}) { add(at, detail, Level::strict); }
    /// Likewise, but in a process that is not executable, a drawing, a warning: it may be unfinished.
    void add_unfinished(Element at, std::string_view detail = {}) {
        add(at, detail, Model::is_executable(at) ? rule_->level : Level::strict);
    }
    [[nodiscard]] bool is_strict() const { return strict_; }
    void add(Element at, std::string_view detail, Level level) {
        if (findings_.size() >= most_) return;
        const bool is_error = level == Level::error || (level == Level::strict && strict_);
        std::string message(rule_->meaning);
        if (!detail.empty()) message.append(": ").append(detail);
        findings_.push_back(document_.finding(is_error ? Severity::error : Severity::warning, std::string(rule_->code),
                                              rule_->group, at, std::move(message)));
    }

    [[nodiscard]] bool is_full() const { return findings_.size() >= most_; }
    [[nodiscard]] std::vector<Finding>& findings() { return findings_; }

private:
    const Document& document_;
    bool strict_;
    std::size_t most_;
    const Rule* rule_ = nullptr;
    std::vector<Finding> findings_;
};

/// "sequenceFlow 'f1'".
inline std::string named(Element e) { return std::string(e.local()).append(" '").append(e.label()).append("'"); }

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
