// What all parts of the importer share: the document, the Definition that grows, the findings, references.
#ifndef BATON_BPMN_MAPPING_READING_HPP
#define BATON_BPMN_MAPPING_READING_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "../../core/expression_text.hpp"
#include "../document.hpp"
#include "../files.hpp"
#include "../imported.hpp"
#include "languages.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// A name without its prefix.
inline std::string_view local_name(std::string_view qname) {
    const std::size_t colon = qname.rfind(':');
    return colon == std::string_view::npos ? qname : qname.substr(colon + 1);
}

inline std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

class Reading {
public:
    Reading(const Files& files, const ImportOptions& o, Imported& result)
        : document(files[0].document), options(o), definition(result.definition), imported(result), files_(files) {
        node_of_.assign(document.size(), core::Node::none);
        taken_.assign(document.size(), false);
        expression_language_ = language_named(document.root().attribute("expressionLanguage"));
    }

    const Document& document;
    const ImportOptions& options;
    core::Definition& definition;
    Imported& imported;
    /// The process that is being read says that it is executable: what cannot run is an error, not only unfinished.
    bool strict = false;

    void error(Element at, std::string_view rule, error_code code, std::string message) {
        report(Severity::error, at, rule, code, std::move(message));
    }
    void warn(Element at, std::string_view rule, error_code code, std::string message) {
        report(Severity::warning, at, rule, code, std::move(message));
    }
    /// A fact of the file that has no place in the Definition.
    void not_carried(Element at, std::string message) {
        warn(at, "NOT_CARRIED", error_code::the_bpmn_is_not_carried_whole, std::move(message));
    }

    /// The element that a reference means: its id, with or without a prefix, here or in a file that is imported. None
    /// when there is none.
    [[nodiscard]] Element find(std::string_view reference) const {
        if (reference.empty()) return {};
        if (const Element e = document.by_id(reference)) return e;
        const std::string_view local = local_name(reference);
        if (const Element e = document.by_id(local)) return e;
        for (std::size_t i = 1; i < files_.size(); ++i)
            if (files_[i].kind == Source::Kind::bpmn)
                if (const Element e = files_[i].document.by_id(local)) return e;
        return {};
    }
    /// Whether it is of the file that is imported, not of one beside it.
    [[nodiscard]] bool is_here(Element e) const { return e && e.index() < document.size() && document[e.index()] == e; }
    /// The same, with a warning when there is none.
    Element referred(Element at, std::string_view reference, std::string_view what) {
        const Element e = find(reference);
        if (!e && !reference.empty())
            warn(at, "REF_EXISTENCE", error_code::a_reference_is_broken,
                 std::string(what) + " '" + std::string(reference) + "' is not in the file");
        return e;
    }

    void set_node(Element e, std::size_t node) { node_of_[e.index()] = node; }
    /// The position of the node that an element became, or Node::none.
    [[nodiscard]] std::size_t node_of(Element e) const { return is_here(e) ? node_of_[e.index()] : core::Node::none; }

    /// The language of an expression: its own, else the file's.
    [[nodiscard]] std::string language_of(Element e) const {
        const std::string_view own = e.attribute("language");
        if (!own.empty()) return language_named(own);
        // A language of the whole file that is not ours does not bind text with our marks.
        if (!is_own_language(expression_language_) && core::is_computed(e.trimmed_text())) return {};
        return expression_language_;
    }
    /// An expression element; empty when there is none. A language that is not known is an error where it must run.
    core::ExpressionText expression(Element e) {
        if (!e) return {};
        core::ExpressionText result{{}, e.trimmed_text()};
        if (result.text.empty()) return result;
        result.language = language_of(e);
        if (strict && !is_own_language(result.language))
            error(e, "LANGUAGE", error_code::the_expression_in_the_bpmn_is_broken,
                  "the language '" + result.language + "' is not known; FEEL and JUEL are");
        return result;
    }
    /// An expression that is usually a literal that FEEL would not read as one (a time, a duration).
    core::ExpressionText literal_or_expression(Element e) {
        if (!e) return {};
        std::string text = e.trimmed_text();
        const bool literal =
            text.empty() || (!core::is_computed(text) && (text[0] == 'P' || text[0] == 'R' || text[0] == '-' ||
                                                          text[0] == '*' || (text[0] >= '0' && text[0] <= '9')));
        return literal ? core::ExpressionText{{}, std::move(text)} : expression(e);
    }

    void take(Element e) {
        if (is_here(e)) taken_[e.index()] = true;
    }
    void take(pugi::xml_attribute a) { taken_attributes_.push_back(a.internal_object()); }
    [[nodiscard]] bool is_taken(Element e) const { return taken_[e.index()]; }
    /// All attributes that were taken, sorted. Called once, at the end.
    std::vector<const void*> taken_attributes() {
        std::sort(taken_attributes_.begin(), taken_attributes_.end());
        return std::move(taken_attributes_);
    }

private:
    void report(Severity severity, Element at, std::string_view rule, error_code code, std::string message) {
        constexpr std::size_t limit = 10'000;
        if (imported.findings.size() < limit)
            imported.findings.push_back(document.finding(severity, std::string(rule), code, at, std::move(message)));
    }

    const Files& files_;
    std::string expression_language_;
    std::vector<std::size_t> node_of_;
    std::vector<bool> taken_;
    std::vector<const void*> taken_attributes_;
};

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
