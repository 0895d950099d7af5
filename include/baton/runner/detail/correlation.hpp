// Correlation (BPMN 2.0.2, 8.4.2): the key is made of the message's properties; the first message of a conversation
// fixes it.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_CORRELATION_HPP
#define BATON_RUNNER_DETAIL_CORRELATION_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../process_instance.hpp"

namespace baton::inline BATON_ABI::runner::detail {

// Correlation (8.4.2): the key is made of the message's properties; the first message of a conversation fixes it.

inline const core::CorrelationProperty* property(const core::Collaboration& c, const std::string& id) {
    for (const core::CorrelationProperty& p : c.properties)
        if (p.id == id) return &p;
    return nullptr;
}
inline const core::ExpressionText* retrieval(const core::CorrelationProperty& p, const std::string& message) {
    for (const core::CorrelationRetrieval& r : p.retrievals)
        if (r.message == message) return &r.path;
    return nullptr;
}
inline bool is_keyed(const core::Collaboration& c, const core::CorrelationKey& key, const std::string& message) {
    return !key.properties.empty() && std::all_of(key.properties.begin(), key.properties.end(), [&](const auto& id) {
        const core::CorrelationProperty* p = property(c, id);
        return p != nullptr && retrieval(*p, message) != nullptr;
    });
}
inline std::string bound_key(ProcessSink& sink, const core::CorrelationKey& key, const core::CorrelationSubscription& s,
                             engine::table_index scope) {
    std::string text;
    for (const std::string& id : key.properties)
        for (const auto& [property_id, path] : s.bindings)
            if (property_id == id) text += core::text_of(sink.evaluate(path, scope)) + '\x1f';
    return text;
}
/// The key of a message, read from its payload; empty when none can be read.
inline std::string key_in(const ProcessModel& model, const core::CorrelationKey& key, const Message& message) {
    const core::Collaboration& c = model.definition->collaboration;
    if (!is_keyed(c, key, message.name)) return {};
    expression::Entries payload;
    for (const auto& [name, value] : message.variables) payload.emplace_back(name, expression::from_variable(value));
    const expression::ValueScope scope(std::move(payload));
    std::string text;
    for (const std::string& id : key.properties) {
        const core::ExpressionText& path = *retrieval(*property(c, id), message.name);
        const auto value = expression::to_variable(model.expressions->get(path).evaluate(scope));
        if (value.is_null()) return {};
        text += core::text_of(value) + '\x1f';
    }
    return text;
}
/// Whether what waits under that key takes the message.
inline bool takes(const ProcessInstance& i, const std::string& waiting_key, const Message& message) {
    for (const core::CorrelationKey& key : i.model->definition->collaboration.keys)
        if (const std::string read = key_in(*i.model, key, message); !read.empty())
            return waiting_key.empty() || waiting_key == read;
    return waiting_key == message.key;
}
inline void remember_conversation(ProcessInstance& i, const Message& message) {
    for (const core::CorrelationKey& key : i.model->definition->collaboration.keys) {
        std::string read = key_in(*i.model, key, message);
        const bool known = std::any_of(i.conversations.begin(), i.conversations.end(),
                                       [&](const auto& c) { return c.first == key.id; });
        if (!read.empty() && !known) i.conversations.emplace_back(key.id, std::move(read));
    }
}
/// What an instance throws; its conversation is remembered.
inline Message thrown_message(ProcessInstance& from, std::string name, std::string key, core::Variables payload) {
    Message message;
    message.name = std::move(name);
    message.key = std::move(key);
    message.variables = std::move(payload);
    remember_conversation(from, message);
    return message;
}
/// The key under which an instance waits for a message: of a subscription, or of its conversation; empty: none.
inline std::string correlation_key_of(const ProcessInstance& i, ProcessSink& sink, std::uint32_t vertex,
                                      std::uint32_t definition, engine::table_index scope) {
    const core::Collaboration& c = i.model->definition->collaboration;
    const std::string& message = graph::node_of(i.graph(), vertex).events[definition].name;
    for (const core::CorrelationKey& key : c.keys) {
        if (!is_keyed(c, key, message)) continue;
        for (const core::CorrelationSubscription& s : i.process().correlations)
            if (s.key == key.id) return bound_key(sink, key, s, scope);
        for (const auto& [id, value] : i.conversations)
            if (id == key.id) return value;
    }
    return {};
}

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
