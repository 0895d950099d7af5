// What user tasks say to people: who does them, and with which form (camunda:, zeebe:, flowable: extensions).
#ifndef BATON_CORE_PEOPLE_HPP
#define BATON_CORE_PEOPLE_HPP

#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "expression_text.hpp"

namespace baton::inline BATON_ABI::core {

/// A field of a form.
struct FormField {
    std::string id, label;
    /// "string", "long", "double", "boolean", "date", "enum", or as written.
    std::string type;
    ExpressionText default_value;
    /// Choices of an enum: id and text.
    std::vector<std::pair<std::string, std::string>> choices;
    /// Name and configuration: required, readonly, min, max, minlength, maxlength.
    std::vector<std::pair<std::string, std::string>> constraints;
    std::vector<std::pair<std::string, std::string>> properties;
    friend bool operator==(const FormField&, const FormField&) = default;
};

/// Who does a user task, and how. Texts may be computed.
struct Assignment_of_people;

struct UserTask {
    std::string assignee;
    std::vector<std::string> candidate_users, candidate_groups;
    std::string due_date, follow_up_date, priority;
    std::string form_key;
    std::vector<FormField> fields;
    friend bool operator==(const UserTask&, const UserTask&) = default;
    [[nodiscard]] bool empty() const { return *this == UserTask{}; }
};

}  // namespace baton::inline BATON_ABI::core

#endif
