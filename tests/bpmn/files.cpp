// Files that import others, the schema, and the command that checks files and folders.
#include <baton/bpmn/check.hpp>
#include <baton/cli/check.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "../catch.hpp"

namespace bpmn_files_test {

using namespace baton::bpmn;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for a test.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "baton-bpmn-XXXXXX").native();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).native(); }
    std::string write(const std::string& name, const std::string& text) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).native();
    }

private:
    fs::path path_;
};

std::string definitions(const std::string& content, const std::string& space = "urn:t") {
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:o='urn:other' xmlns:w='urn:w' "
           "targetNamespace='" +
           space + "'>\n" + content + "</definitions>";
}
std::string import(const std::string& location, std::string type = "http://www.omg.org/spec/BPMN/20100524/MODEL",
                   const std::string& space = "urn:other") {
    return "<import importType='" + type + "' namespace='" + space + "' location='" + location + "'/>\n";
}
std::size_t count(const std::vector<Finding>& findings, std::string_view rule) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; }));
}
std::vector<Finding> schema_findings(const std::string& content, bool strict = true) {
    std::vector<Finding> found;
    for (const Finding& f : check_text(definitions(content), "text", {.strict = strict}))
        if (f.rule == "XSD") found.push_back(f);
    return found;
}

}  // namespace

TEST_CASE("imported models are found, judged and searched for what is referred to") {
    const Folder folder;
    const std::string caller = "<process id='p'><callActivity id='c' calledElement='o:q'/></process>";
    folder.write("sub/other one.bpmn", definitions("<process id='q'><task id='a'/></process>", "urn:other"));
    const std::string good = folder.write("good.bpmn", definitions(import("sub/other%20one.bpmn") + caller));
    CHECK(count(check(good, {.strict = true}), "REF_EXISTENCE") == 0);
    CHECK_FALSE(has_errors(check(good, {.strict = true})));

    folder.write("broken.bpmn",
                 definitions("<process id='q'><boundaryEvent id='b' attachedToRef='x'/></process>", "urn:other"));
    const auto broken = check(folder.write("model.bpmn", definitions(import("broken.bpmn") + caller)));
    CHECK(count(broken, "IMPORT") == 1);
    CHECK(broken.front().rule == "IMPORT");
    CHECK(broken.front().line == 2);
    CHECK(count(broken, "REF_EXISTENCE") == 1);
    CHECK(broken.back().file == folder / "broken.bpmn");

    folder.write("no.bpmn", "<definitions>");
    CHECK(count(check(folder.write("model.bpmn", definitions(import("no.bpmn")))), "XML") == 1);
    CHECK(count(check(folder.write("model.bpmn", definitions(import("nowhere.bpmn")))), "EXT.001") == 1);
    CHECK(count(check(folder.write("model.bpmn", definitions(import("")))), "EXT.001") == 1);
    // It is not what the import says.
    CHECK(count(check(folder.write("model.bpmn",
                                   definitions(import("sub/other%20one.bpmn", "http://www.w3.org/2001/XMLSchema")))),
                "EXT.001") == 1);

    const std::string twice = definitions("<process id='q'/>", "urn:other");
    folder.write("a.bpmn", twice);
    folder.write("b.bpmn", twice);
    CHECK(count(check(folder.write("model.bpmn", definitions(import("a.bpmn") + import("b.bpmn")))), "EXT.002") == 1);
    CHECK(count(check(folder.write("model.bpmn", definitions(import("a.bpmn") + import("a.bpmn")))), "EXT.002") == 0);
}

TEST_CASE("imports do not lead in circles, out of the folder or onto a network") {
    const Folder folder;
    folder.write("outside.bpmn", definitions("", "urn:other"));
    folder.write("in/b.bpmn",
                 definitions(import("a.bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL", "urn:t"), "urn:other"));
    const std::string a = folder.write(
        "in/a.bpmn",
        definitions(import("b.bpmn") + import("a.bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL", "urn:t")));
    CHECK_FALSE(has_errors(check(a, {.strict = true})));

    for (const char* location :
         {"../outside.bpmn", "/etc/passwd", "../../../../../../etc/passwd", "b.bpmn/../../outside.bpmn"}) {
        INFO(location);
        const auto findings = check(folder.write("in/c.bpmn", definitions(import(location))), {.strict = true});
        CHECK(count(findings, "EXT.001") == 1);
        CHECK(has_errors(findings));
    }
    fs::create_symlink(folder / "outside.bpmn", folder / "in/link.bpmn");
    CHECK(count(check(folder.write("in/c.bpmn", definitions(import("link.bpmn")))), "EXT.001") == 1);
    for (const char* location : {"http://localhost:1/a.bpmn", "file:///etc/passwd", "//host/a.bpmn"}) {
        const auto findings = check(folder.write("in/c.bpmn", definitions(import(location))), {.strict = true});
        CHECK(count(findings, "EXT.001") == 1);
        CHECK_FALSE(has_errors(findings));
    }
    // Many files, each importing all others.
    std::string all;
    for (int i = 0; i < 100; ++i) all += import("m" + std::to_string(i) + ".bpmn");
    for (int i = 0; i < 100; ++i) folder.write("m" + std::to_string(i) + ".bpmn", definitions(all, "urn:other"));
    CHECK(Files::load(folder.write("many.bpmn", definitions(all))).size() == Files::most);
}

TEST_CASE("names of a WSDL file are looked up") {
    const Folder folder;
    folder.write("s.wsdl",
                 "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:w'><portType name='P'>"
                 "<operation name='do'/></portType></definitions>");
    const auto model = [&](const std::string& name) {
        return check(folder.write(
            "m.bpmn", definitions(import("s.wsdl", "http://schemas.xmlsoap.org/wsdl/", "urn:w") +
                                  "<message id='m'/><interface id='i' name='i' implementationRef='w:" + name +
                                  "'><operation id='o' name='o' implementationRef='w:do'>"
                                  "<inMessageRef>m</inMessageRef></operation></interface>")));
    };
    CHECK(model("P").empty());
    CHECK(count(model("Q"), "WSDL") == 1);
    CHECK(has_errors(model("Q")));
    folder.write("s.wsdl", "<a/>");
    CHECK(count(model("P"), "EXT.001") == 1);
    folder.write("s.xsd", "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:w'/>");
    CHECK(check(folder.write("m.bpmn", definitions(import("s.xsd", "http://www.w3.org/2001/XMLSchema", "urn:w"))),
                {.strict = true})
              .empty());
}

TEST_CASE("the schema: what may stand where, in which order, with which values") {
    const auto refused = [](const std::string& content, bool usually) {
        INFO(content);
        const auto strict = schema_findings(content), usual = schema_findings(content, false);
        CHECK(strict.size() == 1);
        CHECK(has_errors(strict));
        CHECK(usual.size() == 1);
        CHECK(has_errors(usual) == usually);
    };
    refused("<process id='p'><taks id='a'/></process>", true);
    refused("<process id='p'><message id='m'/></process>", true);
    refused("<process id='p'><flowNode id='m'/></process>", true);
    refused("<process id='p'><x xmlns='urn:x'/></process>", false);
    refused("<process id='p' isExecutable='yes'/>", true);
    refused("<process id='p'><task id='a' startQuantity='1.5'/></process>", true);
    refused("<process id='p'><exclusiveGateway id='g' gatewayDirection='diverging'/></process>", true);
    refused("<process id='7'/>", false);
    refused("<process id='p' isExecutable='true'><sequenceFlow id='f' sourceRef='a'/></process>", true);
    refused("<process id='p'><sequenceFlow id='f' sourceRef='a'/></process>", false);
    refused("<process id='p' colour='red'/>", false);
    refused("<process id='p'><task id='a'/><laneSet id='l'/></process>", false);
    refused("<process id='p'>text</process>", false);
    refused("<process id='p'><task id='a'><ioSpecification><inputSet/></ioSpecification></task></process>", false);
    refused("<process id='p'><startEvent id='s'><outgoing>f</outgoing><incoming>f</incoming></startEvent></process>",
            false);
    refused(
        "<process id='p'><sequenceFlow id='f' sourceRef='a' targetRef='b'><conditionExpression xsi:type='tTask' "
        "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'/></sequenceFlow></process>",
        true);
    for (const char* good : {"<process id='p' isExecutable=' 1 ' xmlns:x='urn:x' x:colour='red'><documentation>a <b "
                             "xmlns='urn:b'>c</b></documentation>"
                             "<extensionElements><task/>text</extensionElements><laneSet id='l'><lane "
                             "id='m'><childLaneSet id='n'/></lane></laneSet>"
                             "<scriptTask id='t'><incoming>f</incoming><standardLoopCharacteristics/><script>x<y "
                             "xmlns=''/></script></scriptTask></process>",
                             "<collaboration id='c'><participant id='a'/><conversation id='d'/></collaboration>"}) {
        INFO(good);
        for (const Finding& f : schema_findings(good)) FAIL_CHECK(f.text());
    }
    for (const char* root : {"<a/>", "<definitions/>", "<definitions xmlns='http://schema.omg.org/spec/BPMN/2.0'/>"}) {
        const auto findings = check_text(root);
        CHECK(findings.size() == 1);
        CHECK(count(findings, "XSD") == 1);
        CHECK(has_errors(findings));
    }
    // The types of a diagram are said in two ways.
    const std::string di =
        "<d:BPMNDiagram xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI' "
        "xmlns:c='http://www.omg.org/spec/DD/20100524/DC' "
        "xmlns:i='http://www.omg.org/spec/DD/20100524/DI' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
        "<d:BPMNPlane><d:BPMNEdge><i:waypoint xsi:type='c:Point' x='1' y='1e2'/><i:waypoint x='.5' y='-2'/>"
        "</d:BPMNEdge><d:BPMNShape><c:Bounds x='0' y='0' width='1' "
        "height='%'/></d:BPMNShape></d:BPMNPlane></d:BPMNDiagram>";
    std::string bad = di;
    CHECK(schema_findings(di).size() == 1);
    bad.replace(bad.find('%'), 1, "1");
    CHECK(schema_findings(bad).empty());
}

TEST_CASE("hostile models are judged in time that grows with their size") {
    const int n = 20'000;
    const auto repeated = [&](auto part) {
        std::string text;
        for (int i = 0; i < n; ++i) text += part(std::to_string(i));
        return text;
    };
    const auto process = [](const std::string& text) {
        return definitions("<process id='p' isExecutable='true'>" + text + "</process>");
    };
    const std::string models[] = {
        // One node with all flows, all listed.
        process("<task id='a'>" + repeated([](auto i) { return "<outgoing>f" + i + "</outgoing>"; }) +
                "</task><task id='b'/>" +
                repeated([](auto i) { return "<sequenceFlow id='f" + i + "' sourceRef='a' targetRef='b'/>"; })),
        process("<eventBasedGateway id='g'/><intermediateCatchEvent id='e'>" +
                repeated([](auto) { return "<signalEventDefinition/>"; }) + "</intermediateCatchEvent>" +
                repeated([](auto i) { return "<sequenceFlow id='f" + i + "' sourceRef='g' targetRef='e'/>"; })),
        process(repeated([](auto i) {
            return "<intermediateThrowEvent id='t" + i + "'><linkEventDefinition name='l" + i +
                   "'/></intermediateThrowEvent>";
        })),
        process("<ioSpecification>" + repeated([](auto i) { return "<dataInput id='d" + i + "'/>"; }) + "<inputSet>" +
                repeated([](auto i) {
                    return "<dataInputRefs>d" + i + "</dataInputRefs><optionalInputRefs>d" + i + "</optionalInputRefs>";
                }) +
                "</inputSet><outputSet/></ioSpecification>"),
        process(repeated([](auto) { return std::string("<task id='same'/>"); })),
        definitions(repeated([](auto i) { return import("x" + i); })),
    };
    for (const std::string& model : models) {
        const auto before = std::chrono::steady_clock::now();
        CHECK_FALSE(check_text(model).empty());
        CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(20));  // a quadratic one takes minutes
    }
}

TEST_CASE("the command prints findings and counts, for files and folders") {
    const Folder folder;
    folder.write("sub/good.bpmn", definitions("<process id='p'/>"));
    folder.write("sub/skipped.xml", "no XML");
    const std::string bad = folder.write(
        "bad.bpmn20.xml", definitions("<process id='p'><task id='\n&quot;' startQuantity='0'/></process>"));
    std::ostringstream out;
    CHECK(baton::cli::check_files({folder / ""}, {}, false, out) == 1);
    CHECK_THAT(out.str(), ContainsSubstring("bad.bpmn20.xml:2:"));
    CHECK_THAT(out.str(), ContainsSubstring(" error EXT.037 [BTN424] element \""));
    CHECK_THAT(out.str(), ContainsSubstring("2 files: 1 error, 1 warning\n"));
    out.str("");
    CHECK(baton::cli::check_files({folder / "sub"}, {.strict = true}, false, out) == 0);
    CHECK(out.str() == "1 file: 0 errors, 0 warnings\n");
    out.str("");
    CHECK(baton::cli::check_files({folder / "nowhere"}, {}, false, out) == 1);
    CHECK_THAT(out.str(), ContainsSubstring("[BTN222]"));

    out.str("");
    CHECK(baton::cli::check_files({bad, folder / "sub/good.bpmn"}, {}, true, out) == 1);
    std::istringstream lines(out.str());
    std::string first, second;
    std::getline(lines, first);
    std::getline(lines, second);
    const auto object = nlohmann::json::parse(first);
    CHECK(object["file"] == bad);
    bool found = false;
    for (const auto& f : object["findings"])
        found |= f["severity"] == "error" && f["rule"] == "EXT.037" && f["line"] == 2 && f["column"] == 17 &&
                 f["element"] == " \"" && !f["message"].get<std::string>().empty();
    CHECK(found);
    CHECK(nlohmann::json::parse(second)["findings"].empty());
}

}  // namespace bpmn_files_test
