// docs/elements.md is made from the tests: which elements the project's own scenarios import and run, and which the tests
// of declared processes compare with an import. BATON_WRITE_DOCS=1 writes it anew.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace docs_element_table_test {

namespace {

namespace fs = std::filesystem;

std::string text_of_file(const fs::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// One line of the table: what it is called, what a model has of it, and the word that declares it.
struct Element {
    const char* name;
    /// An element's opening, and something that must stand inside it (or in its start tag); empty: nothing more.
    const char* tag;
    const char* inside;
    const char* word;
};

const Element elements[] = {
    {"task", "task", "", "task("},
    {"serviceTask", "serviceTask", "", "service_task("},
    {"userTask", "userTask", "", "user_task("},
    {"manualTask", "manualTask", "", "manual_task("},
    {"scriptTask", "scriptTask", "", "script_task("},
    {"sendTask", "sendTask", "", "send_task("},
    {"receiveTask", "receiveTask", "", "receive_task("},
    {"receiveTask, instantiating", "receiveTask", "instantiate=\"true\"", "instantiate"},
    {"businessRuleTask", "businessRuleTask", "", "business_rule_task("},
    {"global tasks", "globalScriptTask", "", "global_script_task("},
    {"exclusiveGateway", "exclusiveGateway", "", "exclusive_gateway("},
    {"parallelGateway", "parallelGateway", "", "parallel_gateway("},
    {"inclusiveGateway", "inclusiveGateway", "", "inclusive_gateway("},
    {"complexGateway", "complexGateway", "", "complex_gateway("},
    {"eventBasedGateway", "eventBasedGateway", "", "event_based_gateway("},
    {"eventBasedGateway, instantiating", "eventBasedGateway", "instantiate=\"true\"", "instantiate"},
    {"start event, none", "startEvent", "", "start_event("},
    {"start event, message", "startEvent", "messageEventDefinition", "on_message("},
    {"start event, timer", "startEvent", "timerEventDefinition", "on_timer("},
    {"start event, signal", "startEvent", "signalEventDefinition", "on_signal("},
    {"start of an event sub-process, error", "startEvent", "errorEventDefinition", "on_error("},
    {"start of an event sub-process, escalation", "startEvent", "escalationEventDefinition", "on_escalation("},
    {"start of an event sub-process, conditional", "startEvent", "conditionalEventDefinition", "on_condition("},
    {"start of an event sub-process, compensation", "startEvent", "compensateEventDefinition", "on_compensation"},
    {"start of an event sub-process, not interrupting", "startEvent", "isInterrupting=\"false\"", "non_interrupting"},
    {"catch event, message", "intermediateCatchEvent", "messageEventDefinition", "catch_event("},
    {"catch event, timer", "intermediateCatchEvent", "timerEventDefinition", "catch_event("},
    {"catch event, signal", "intermediateCatchEvent", "signalEventDefinition", "catch_event("},
    {"catch event, conditional", "intermediateCatchEvent", "conditionalEventDefinition", "catch_event("},
    {"catch event, link", "intermediateCatchEvent", "linkEventDefinition", "catch_event("},
    {"catch event, parallel multiple", "intermediateCatchEvent", "parallelMultiple=\"true\"", "parallel_multiple"},
    {"throw event, none", "intermediateThrowEvent", "", "throw_event("},
    {"throw event, message", "intermediateThrowEvent", "messageEventDefinition", "throw_event("},
    {"throw event, signal", "intermediateThrowEvent", "signalEventDefinition", "throw_event("},
    {"throw event, escalation", "intermediateThrowEvent", "escalationEventDefinition", "throw_event("},
    {"throw event, compensation", "intermediateThrowEvent", "compensateEventDefinition", "throw_event("},
    {"throw event, link", "intermediateThrowEvent", "linkEventDefinition", "throw_event("},
    {"boundary event, message", "boundaryEvent", "messageEventDefinition", "boundary_event("},
    {"boundary event, timer", "boundaryEvent", "timerEventDefinition", "boundary_event("},
    {"boundary event, signal", "boundaryEvent", "signalEventDefinition", "boundary_event("},
    {"boundary event, error", "boundaryEvent", "errorEventDefinition", "boundary_event("},
    {"boundary event, escalation", "boundaryEvent", "escalationEventDefinition", "boundary_event("},
    {"boundary event, conditional", "boundaryEvent", "conditionalEventDefinition", "boundary_event("},
    {"boundary event, compensation", "boundaryEvent", "compensateEventDefinition", "compensated_by("},
    {"boundary event, cancel", "boundaryEvent", "cancelEventDefinition", "on_cancel"},
    {"boundary event, not interrupting", "boundaryEvent", "cancelActivity=\"false\"", "non_interrupting"},
    {"end event, none", "endEvent", "", "end_event("},
    {"end event, message", "endEvent", "messageEventDefinition", "end_event("},
    {"end event, signal", "endEvent", "signalEventDefinition", "end_event("},
    {"end event, error", "endEvent", "errorEventDefinition", "throws_error("},
    {"end event, escalation", "endEvent", "escalationEventDefinition", "end_event("},
    {"end event, compensation", "endEvent", "compensateEventDefinition", "end_event("},
    {"end event, cancel", "endEvent", "cancelEventDefinition", "end_event("},
    {"end event, terminate", "endEvent", "terminateEventDefinition", "end_event("},
    {"subProcess", "subProcess", "", "sub_process("},
    {"event sub-process", "subProcess", "triggeredByEvent=\"true\"", "event_sub_process("},
    {"transaction", "transaction", "", "transaction("},
    {"adHocSubProcess", "adHocSubProcess", "", "ad_hoc_sub_process("},
    {"callActivity", "callActivity", "", "call_activity("},
    {"standardLoopCharacteristics", "standardLoopCharacteristics", "", "loop_while("},
    {"multi-instance, by number", "multiInstanceLoopCharacteristics", "loopCardinality", "times("},
    {"multi-instance, over a collection", "multiInstanceLoopCharacteristics", "loopDataInputRef", "for_each("},
    {"multi-instance, behavior", "multiInstanceLoopCharacteristics", "behavior=", "for_each("},
    {"startQuantity", "task", "startQuantity=", "start_quantity("},
    {"completionQuantity", "task", "completionQuantity=", "completion_quantity("},
    {"conditional and default flows", "conditionExpression", "", "when("},
    {"property", "property", "", "property("},
    {"dataObject", "dataObject", "", "data_object("},
    {"ioSpecification and data associations", "ioSpecification", "", "data_input("},
    {"lanes", "lane", "", "lane("},
    {"participants and message flows", "messageFlow", "", "message_flow("},
    {"correlation keys", "correlationKey", "", "correlation_key("},
};

/// The element's own text, from its start tag to its end, prefixes ignored.
bool has_element(const std::string& xml, const Element& e) {
    std::size_t at = 0;
    while ((at = xml.find('<', at)) != std::string::npos) {
        ++at;
        const std::size_t colon = xml.find_first_of(": />\n\t", at);
        const std::size_t name = colon != std::string::npos && xml[colon] == ':' ? colon + 1 : at;
        const std::size_t length = std::string(e.tag).size();
        std::string found = xml.substr(name, length + 1);
        const bool is_any_task = std::string(e.tag) == "task" && *e.inside != '\0';
        const std::size_t end_of_name = xml.find_first_of(" />\n\t", name);
        const std::string full = xml.substr(name, end_of_name - name);
        const bool fits = is_any_task ? full.size() >= 4 && (full.ends_with("ask")) : full == e.tag;
        if (!fits) continue;
        if (*e.inside == '\0') return true;
        const std::size_t tag_end = xml.find('>', name);
        const std::size_t end = xml[tag_end - 1] == '/' ? tag_end : xml.find("</" + xml.substr(at, end_of_name - at), tag_end);
        if (xml.substr(name, end - name).find(e.inside) != std::string::npos) return true;
    }
    return false;
}

std::string generated() {
    const fs::path tests = fs::path(BATON_SOURCE) / "tests";
    std::map<std::string, std::size_t> cases_of_model;
    for (const auto& entry : fs::directory_iterator(tests / "data/scenarios")) {
        if (entry.path().extension() != ".json") continue;
        const auto file = nlohmann::json::parse(text_of_file(entry.path()));
        for (const auto& model : file.at("models"))
            cases_of_model[text_of_file(entry.path().parent_path() / model.get<std::string>())] += file.at("cases").size();
    }
    std::string declared;
    for (const auto& entry : fs::directory_iterator(tests / "dsl"))
        if (entry.path().filename().string().starts_with("process")) declared += text_of_file(entry.path());
    std::string out =
        "# Elements\n\n"
        "Made from the tests (`tests/docs/element_table.cpp`): in how many of the project's own scenarios an element is\n"
        "imported and run, each also saved and loaded between any two steps, and the word that declares it, where a test\n"
        "compares the declared with the imported Definition. Random processes run most of them in thousands more.\n\n"
        "| Element | Import and run: scenarios | Declare in C++ | Export |\n|---|---|---|---|\n";
    for (const Element& e : elements) {
        std::size_t cases = 0;
        for (const auto& [xml, number] : cases_of_model)
            if (has_element(xml, e)) cases += number;
        const bool word = declared.find(e.word) != std::string::npos;
        std::string name(e.word);
        if (name.back() == '(') name.pop_back();
        out += "| " + std::string(e.name) + " | " + std::to_string(cases) + " | " + (word ? "`" + name + "`" : "not tested") +
               " | not there |\n";
    }
    out += "\nRead and kept, not run: choreographies, conversations, text annotations, groups, resources, monitoring and\n"
           "auditing, interfaces and operations (but for the messages of receive and send tasks), data stores as storage.\n";
    return out;
}

}  // namespace

TEST_CASE("the table of elements is made from the tests") {
    const fs::path path = fs::path(BATON_SOURCE) / "docs/elements.md";
    const std::string table = generated();
    if (const char* write = std::getenv("BATON_WRITE_DOCS"); write != nullptr) std::ofstream(path) << table;
    CHECK(text_of_file(path) == table);
    CHECK(table.find("| 0 |") == std::string::npos);  // every element has a scenario of its own
    CHECK(table.find("not tested") == std::string::npos);
}

}  // namespace docs_element_table_test
