// A place in the JSON of a scenario file: what stands there, and errors that name it.
#ifndef BATON_TESTING_SCENARIO_PLACE_HPP
#define BATON_TESTING_SCENARIO_PLACE_HPP

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "scenario_value.hpp"

namespace baton::inline BATON_ABI::testing {

/// The file, and the case that is being read.
struct ScenarioSource {
    std::string file, case_name;

    [[noreturn]] void fail(const std::string& path, const std::string& what) const {
        std::string where = file;
        if (!case_name.empty()) where += ", case '" + case_name + "'";
        if (!path.empty()) where += ", " + path;
        throw core::error(core::error_code::the_scenario_is_not_understood, where, what);
    }
};

/// The JSON and the source outlive it.
class ScenarioPlace {
public:
    ScenarioPlace(const ScenarioJson& json, std::string path, const ScenarioSource* source)
        : json_(&json), path_(std::move(path)), source_(source) {}

    [[nodiscard]] const ScenarioJson& json() const { return *json_; }
    /// JSON pointer: "/cases/0/steps/2/start".
    [[nodiscard]] const std::string& path() const { return path_; }

    [[noreturn]] void fail(const std::string& what) const { source_->fail(path_, what); }
    [[noreturn]] void wrong(const std::string& expected) const {
        std::string seen = json_->dump(-1, ' ', false, ScenarioJson::error_handler_t::replace);
        if (seen.size() > 60) seen = seen.substr(0, 57) + "...";
        fail("expected " + expected + ", seen " + seen);
    }
    /// The last name of the path is none of those that may stand there.
    [[noreturn]] void unknown(const std::vector<std::string_view>& known) const {
        const std::string name = path_.substr(path_.rfind('/') + 1);
        fail("the key " + name + " is not known here" + core::did_you_mean(name, known));
    }

    [[nodiscard]] const std::string& text() const {
        if (!json_->is_string()) wrong("a text");
        return json_->get_ref<const std::string&>();
    }
    [[nodiscard]] bool truth() const {
        if (!json_->is_boolean()) wrong("true or false");
        return json_->get<bool>();
    }
    [[nodiscard]] std::size_t natural_number() const {
        if (!json_->is_number_unsigned()) wrong("a number from 0");
        return json_->get<std::size_t>();
    }
    [[nodiscard]] std::string one_of(const std::set<std::string>& words, const std::string& what) const {
        if (words.count(text()) == 0) wrong(what);
        return text();
    }
    /// Precondition: an object with that member.
    [[nodiscard]] ScenarioPlace at(const std::string& name) const {
        return {json_->at(name), path_ + "/" + name, source_};
    }
    [[nodiscard]] std::vector<ScenarioPlace> list() const {
        if (!json_->is_array()) wrong("a list");
        std::vector<ScenarioPlace> all;
        for (std::size_t i = 0; i < json_->size(); ++i)
            all.emplace_back((*json_)[i], path_ + "/" + std::to_string(i), source_);
        return all;
    }
    /// handle(name, place) for each member, in the order of the file.
    template <class Handler>
    void members(Handler handle) const {
        if (!json_->is_object()) wrong("an object");
        for (auto member = json_->begin(); member != json_->end(); ++member)
            handle(member.key(), ScenarioPlace(member.value(), path_ + "/" + member.key(), source_));
    }

private:
    const ScenarioJson* json_;
    std::string path_;
    const ScenarioSource* source_;
};

/// Refuses text that is no JSON, is nested too deep, or has a name twice in one object.
inline ScenarioJson parse_scenario_json(const std::string& text, const ScenarioSource& source) {
    constexpr int deepest = 100;
    using Event = ScenarioJson::parse_event_t;
    std::vector<std::set<std::string>> names;
    const auto look = [&](int depth, Event event, ScenarioJson& parsed) {
        if (depth > deepest) source.fail("", "it is nested deeper than " + std::to_string(deepest));
        if (event == Event::object_start) names.emplace_back();
        if (event == Event::object_end) names.pop_back();
        if (event == Event::key && !names.back().insert(parsed.get<std::string>()).second)
            source.fail("", "an object has the key " + parsed.get<std::string>() + " twice");
        return true;
    };
    try {
        return ScenarioJson::parse(text, look);
    } catch (const nlohmann::json::exception& e) {
        source.fail("", e.what());
    }
}

}  // namespace baton::inline BATON_ABI::testing

#endif
