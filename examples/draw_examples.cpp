// Draws the workflows of the examples: draw_examples FOLDER; or draw_examples --check FOLDER, which fails when a picture in
// the folder is not the one that would be drawn.
#include <baton/baton.hpp>
#include <baton/diagram/picture_file.hpp>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "approval/approval.hpp"
#include "coffee/coffee.hpp"
#include "device/assay.hpp"
#include "modules/ordering.hpp"
#include "modules/packing.hpp"
#include "modules/shipping.hpp"

namespace {

inline constexpr auto shop = baton::compose<"shop">(ordering, packing, shipping);

struct Picture {
    std::string name;
    baton::Definition definition;
    baton::diagram::Overlay overlay;
};

/// An order that waits for its payment.
Picture waiting_coffee() {
    baton::Runner run{coffee, Order{.name = "ben"}};
    run.run(baton::instant(0));
    return {"coffee-waiting", run.definition(), baton::diagram::overlay_of(run.workflow().graph(), run.state())};
}

std::vector<Picture> pictures() {
    return {{"coffee", baton::definition_of(coffee), {}},
            waiting_coffee(),
            {"approval", baton::definition_of(approval), {}},
            {"shop", baton::definition_of(shop), {}},
            {"assay", baton::definition_of(assay), {}}};
}

}  // namespace

int main(int count, char** values) {
    const std::vector<std::string> arguments(values + 1, values + count);
    const bool check = arguments.size() == 2 && arguments[0] == "--check";
    if (!check && arguments.size() != 1) {
        std::cerr << "usage: draw_examples [--check] FOLDER\n";
        return 2;
    }
    try {
        const std::string folder = arguments.back();
        if (!check) std::filesystem::create_directories(folder);
        for (const Picture& p : pictures())
            for (const char* ending : {".svg", ".mmd", ".txt"}) {
                const std::string file = folder + "/" + p.name + ending;
                if (check)
                    baton::diagram::check_picture(file, p.definition, p.overlay);
                else
                    baton::diagram::write_picture(file, p.definition, p.overlay);
            }
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
