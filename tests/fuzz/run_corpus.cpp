// Runs a fuzz target over files and folders of files, with any compiler: run_corpus TARGET PATH...
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "targets/default_language.hpp"
#include "targets/feel.hpp"
#include "targets/juel.hpp"
#include "targets/key_value.hpp"
#include "targets/pattern.hpp"
#include "targets/temporal_text.hpp"
#if BATON_HAS_BPMN
#include "targets/bpmn_check.hpp"
#include "targets/bpmn_import.hpp"
#endif

namespace {

const std::map<std::string_view, void (*)(std::string_view)> targets = {
#if BATON_HAS_BPMN
    {"bpmn_check", fuzz::bpmn_check},
    {"bpmn_import", fuzz::bpmn_import},
#endif
    {"default_language", fuzz::default_language},
    {"feel", fuzz::feel},
    {"juel", fuzz::juel},
    {"key_value", fuzz::key_value},
    {"pattern", fuzz::pattern},
    {"temporal_text", fuzz::temporal_text}};

}  // namespace

int main(int argc, char** argv) {
    const auto target = targets.find(argc > 1 ? argv[1] : "");
    if (target == targets.end()) {
        std::fprintf(stderr, "run_corpus TARGET PATH...; the targets are:\n");
        for (const auto& [name, run] : targets) std::fprintf(stderr, "  %s\n", std::string(name).c_str());
        return 2;
    }
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (int i = 2; i < argc; ++i) {
        if (!fs::is_directory(argv[i])) {
            files.emplace_back(argv[i]);
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
            if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        std::ifstream in(file, std::ios::binary);
        if (!in) {
            std::fprintf(stderr, "%s cannot be read\n", file.c_str());
            return 1;
        }
        const std::vector<char> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        target->second(std::string_view(bytes.data(), bytes.size()));
    }
    std::printf("%zu texts\n", files.size());
    return files.empty() ? 1 : 0;
}
