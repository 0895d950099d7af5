// Who does a user task, and with which form: resource roles, camunda:, zeebe: and flowable: extensions.
#ifndef BATON_BPMN_MAPPING_PEOPLE_HPP
#define BATON_BPMN_MAPPING_PEOPLE_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/people.hpp"
#include "extensions.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// camunda:formField.
inline core::FormField form_field(Element e) {
    core::FormField field;
    field.id = e.attribute("id");
    field.label = e.attribute("label");
    field.type = e.attribute("type");
    field.default_value.text = e.attribute("defaultValue");
    each_child(e, "value", [&](Element v) { field.choices.emplace_back(v.attribute("id"), v.attribute("name")); });
    each_child(child_named(e, "validation"), "constraint",
               [&](Element c) { field.constraints.emplace_back(c.attribute("name"), c.attribute("config")); });
    each_child(child_named(e, "properties"), "property",
               [&](Element p) { field.properties.emplace_back(p.attribute("id"), p.attribute("value")); });
    return field;
}

/// camunda:formProperty, flowable:formProperty.
inline core::FormField form_property(Element e) {
    core::FormField field;
    field.id = e.attribute("id");
    field.label = e.attribute("name");
    field.type = e.attribute("type");
    field.default_value.text = e.has("default") ? e.attribute("default") : e.attribute("expression");
    if (e.has("required")) field.constraints.emplace_back("required", e.attribute("required"));
    if (e.attribute("writable") == "false") field.constraints.emplace_back("readonly", "true");
    for (const char* other : {"variable", "datePattern", "readable"})
        if (e.has(other)) field.properties.emplace_back(other, e.attribute(other));
    each_child(e, "value", [&](Element v) { field.choices.emplace_back(v.attribute("id"), v.attribute("name")); });
    return field;
}

/// The form of a user task or start event.
inline void read_form(Extensions& extensions, core::UserTask& people) {
    people.form_key = extensions.take("formKey");
    if (people.form_key.empty()) people.form_key = extensions.take("formRef");
    if (const Element e = extensions.take_element(Vendor::zeebe, "formDefinition"))
        people.form_key = e.has("formId") ? e.attribute("formId") : e.attribute("formKey");
    if (const Element e = extensions.take_element(Vendor::camunda, "formData"))
        each_child(e, "formField", [&](Element f) { people.fields.push_back(form_field(f)); });
    extensions.each(Vendor::camunda, "formProperty", [&](Element e) { people.fields.push_back(form_property(e)); });
}

/// "user(ann), group(staff), staff": as Camunda and Activiti read the expression of a potential owner.
inline void read_owners(std::string_view text, core::UserTask& people) {
    for (const std::string& entry : comma_list(text)) {
        const std::string_view e = entry;
        if (e.starts_with("user(") && e.ends_with(")"))
            people.candidate_users.emplace_back(trimmed(e.substr(5, e.size() - 6)));
        else if (e.starts_with("group(") && e.ends_with(")"))
            people.candidate_groups.emplace_back(trimmed(e.substr(6, e.size() - 7)));
        else
            people.candidate_groups.emplace_back(e);
    }
}

inline void read_roles(Reading& reading, Element task, core::UserTask& people) {
    for (const Element e : task.children()) {
        if (!e.is({Tag::humanPerformer, Tag::performer, Tag::potentialOwner})) continue;
        Element expression = e.child(Tag::resourceAssignmentExpression);
        if (const Element formal = expression.child(Tag::formalExpression))
            expression = formal;
        else if (const Element prose = expression.child(Tag::expression))
            expression = prose;
        std::string who = expression.trimmed_text();
        if (who.empty()) {
            std::string reference(e.attribute("resourceRef"));
            if (reference.empty()) reference = e.child(Tag::resourceRef).trimmed_text();
            const Element resource = reading.referred(e, reference, "resource");
            who = resource && !resource.attribute("name").empty() ? resource.attribute("name") : local_name(reference);
        }
        if (who.empty()) continue;
        if (e.is(Tag::potentialOwner))
            read_owners(who, people);
        else if (people.assignee.empty())
            people.assignee = who;
    }
}

inline void read_people(Reading& reading, Extensions& extensions, core::UserTask& people) {
    const auto lists = [&](std::string_view users, std::string_view groups) {
        for (std::string& u : comma_list(users)) people.candidate_users.push_back(std::move(u));
        for (std::string& g : comma_list(groups)) people.candidate_groups.push_back(std::move(g));
    };
    people.assignee = extensions.take("assignee");
    lists(extensions.take("candidateUsers"), extensions.take("candidateGroups"));
    people.due_date = extensions.take("dueDate");
    people.follow_up_date = extensions.take("followUpDate");
    people.priority = extensions.take("priority");
    if (const Element e = extensions.take_element(Vendor::zeebe, "assignmentDefinition")) {
        people.assignee = e.attribute("assignee");
        lists(e.attribute("candidateUsers"), e.attribute("candidateGroups"));
    }
    if (const Element e = extensions.take_element(Vendor::zeebe, "taskSchedule")) {
        people.due_date = e.attribute("dueDate");
        people.follow_up_date = e.attribute("followUpDate");
    }
    if (const Element e = extensions.take_element(Vendor::zeebe, "priorityDefinition"))
        people.priority = e.attribute("priority");
    read_roles(reading, extensions.owner(), people);
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
