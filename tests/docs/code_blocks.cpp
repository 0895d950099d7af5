// Code that the documentation shows is code that is compiled and run: every block marked cpp stands, line by line, in a
// file of the examples or of this folder; every block marked text that follows an example's name is its output.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace docs_code_blocks_test {

namespace {

namespace fs = std::filesystem;

/// Lines without the blanks around them, without empty lines and without the comments of clang-format.
std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        const std::size_t from = line.find_first_not_of(" \t");
        if (from == std::string::npos) continue;
        line = line.substr(from, line.find_last_not_of(" \t\r") + 1 - from);
        if (!line.starts_with("// clang-format")) lines.push_back(line);
    }
    return lines;
}

std::string text_of_file(const fs::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The blocks of one language in a Markdown file.
std::vector<std::string> blocks(const std::string& markdown, const std::string& language) {
    std::vector<std::string> found;
    const std::string fence = "```" + language + "\n";
    for (std::size_t at = markdown.find(fence); at != std::string::npos; at = markdown.find(fence, at)) {
        const std::size_t from = at + fence.size(), to = markdown.find("\n```", from);
        found.push_back(markdown.substr(from, to - from));
        at = to;
    }
    return found;
}

/// A lambda looks like a link.
std::string without_code(const std::string& markdown) {
    std::string prose;
    bool code = false;
    std::istringstream in(markdown);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("```")) code = !code;
        if (code || line.starts_with("    ")) continue;
        bool in_code = false;
        for (const char c : line) {
            if (c == '`') in_code = !in_code;
            if (!in_code) prose += c;
        }
        prose += '\n';
    }
    return prose;
}

std::vector<fs::path> pages() {
    std::vector<fs::path> found{fs::path(BATON_SOURCE) / "README.md"};
    for (const auto& entry : fs::directory_iterator(fs::path(BATON_SOURCE) / "docs"))
        if (entry.path().extension() == ".md") found.push_back(entry.path());
    return found;
}

}  // namespace

TEST_CASE("the code in the docs is compiled and run") {
    std::vector<std::vector<std::string>> compiled;
    for (const char* folder : {"examples", "tests/docs", "tests/examples"})
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(BATON_SOURCE) / folder))
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
                compiled.push_back(lines_of(text_of_file(entry.path())));
    std::size_t count = 0;
    for (const fs::path& page : pages())
        for (const std::string& block : blocks(text_of_file(page), "cpp")) {
            ++count;
            const std::vector<std::string> shown = lines_of(block);
            const bool stands =
                std::any_of(compiled.begin(), compiled.end(), [&](const std::vector<std::string>& file) {
                    return std::search(file.begin(), file.end(), shown.begin(), shown.end()) != file.end();
                });
            INFO(page.filename().string() << " shows code that no example or test compiles:\n" << block);
            CHECK(stands);
        }
    CHECK(count > 10);
}

TEST_CASE("links between the docs lead somewhere") {
    for (const fs::path& page : pages()) {
        const std::string text = without_code(text_of_file(page));
        for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
            std::string target = text.substr(at + 2, text.find(')', at) - at - 2);
            target = target.substr(0, target.find('#'));
            if (target.empty() || target.find("://") != std::string::npos) continue;
            INFO(page.filename().string() << ": " << target);
            CHECK(fs::exists(page.parent_path() / target));
        }
    }
}

}  // namespace docs_code_blocks_test
