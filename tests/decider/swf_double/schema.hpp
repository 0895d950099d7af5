// Checks requests, answers and histories against the public list of the service's fields (tests/data/swf/fields.json).
#ifndef TESTS_DECIDER_SWF_DOUBLE_SCHEMA_HPP
#define TESTS_DECIDER_SWF_DOUBLE_SCHEMA_HPP

#include <cstddef>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace swf_double {

using nlohmann::json;

/// A request that the service refuses, or an answer that it would not give.
struct SchemaError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Schema {
public:
    explicit Schema(const std::string& file) {
        std::ifstream in(file);
        if (!in) throw std::runtime_error("cannot read " + file);
        in >> fields_;
    }
    [[nodiscard]] bool has_action(const std::string& action) const { return fields_["actions"].contains(action); }
    void request(const std::string& action, const json& r) const { object(fields_["actions"][action]["request"], r, action); }
    void response(const std::string& action, const json& r) const {
        // A poll that found nothing is answered without a task.
        if (action.starts_with("PollFor") && !r.contains("taskToken")) return;
        object(fields_["actions"][action]["response"], r, action);
    }

private:
    [[noreturn]] static void fail(const std::string& where, const std::string& what) { throw SchemaError(where + ": " + what); }
    void object(const json& spec, const json& r, const std::string& where) const {
        if (!r.is_object()) fail(where, "expected an object");
        for (const auto& [name, type] : spec.items())
            if (type.get<std::string>().starts_with("!") && !r.contains(name)) fail(where, "missing " + name);
        for (const auto& [name, value] : r.items()) {
            if (!spec.contains(name)) fail(where, "unknown field " + name);
            std::string type = spec[name].get<std::string>();
            if (type[0] == '!') type.erase(0, 1);
            check(type, value, where + "." + name);
        }
    }
    void tagged(const char* kind, const char* tag, const std::string& suffix, const json& v, const std::string& where) const {
        if (!v.is_object() || !v.contains(tag)) fail(where, std::string("missing ") + tag);
        const std::string type = v[tag].get<std::string>();
        if (!fields_[kind].contains(type)) fail(where, "unknown " + std::string(tag) + " " + type);
        std::string name = type + suffix;
        name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
        if (!v.contains(name)) fail(where, "missing " + name);
        object(fields_[kind][type], v[name], where + "." + name);
    }
    void check(const std::string& type, const json& v, const std::string& where) const {
        if (type[0] == '[') {
            if (!v.is_array()) fail(where, "expected a list");
            for (const json& e : v) check(type.substr(1, type.size() - 2), e, where + "[]");
        } else if (type == "Decision") {
            tagged("decisions", "decisionType", "DecisionAttributes", v, where);
        } else if (type == "HistoryEvent") {
            if (!v.contains("eventId") || !v["eventId"].is_number_integer()) fail(where, "missing eventId");
            if (!v.contains("eventTimestamp") || !v["eventTimestamp"].is_number()) fail(where, "missing eventTimestamp");
            tagged("events", "eventType", "EventAttributes", v, where);
        } else if (type.starts_with("str")) {
            if (!v.is_string()) fail(where, "expected a text");
            const std::string range = type.substr(3);
            const std::size_t dots = range.find("..");
            if (dots == std::string::npos) return;
            const std::size_t least = dots == 0 ? 0 : std::stoul(range.substr(0, dots)), most = std::stoul(range.substr(dots + 2));
            std::size_t size = 0;
            for (const char c : v.get_ref<const std::string&>()) size += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
            if (size < least || size > most) fail(where, std::to_string(size) + " characters");
        } else if (type.starts_with("enum(") || fields_["enums"].contains(type)) {
            const std::string words = "|" + (type[0] == 'e' ? type.substr(5, type.size() - 6) : fields_["enums"][type].get<std::string>()) + "|";
            if (!v.is_string() || words.find("|" + v.get<std::string>() + "|") == std::string::npos) fail(where, "not one of " + words);
        } else if (type == "integer" || type == "long") {
            if (!v.is_number_integer()) fail(where, "expected an integer");
        } else if (type == "boolean") {
            if (!v.is_boolean()) fail(where, "expected true or false");
        } else if (type == "timestamp") {
            if (!v.is_number()) fail(where, "expected a number");
        } else {
            object(fields_["structures"][type], v, where);
        }
    }
    json fields_;
};

}  // namespace swf_double

#endif
