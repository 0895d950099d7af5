// Runs orders as cron would: each call takes the orders of a file, starts or resumes each one, and leaves its state in a
// folder. Orders that wait for their payment go on in a later call, in another process.
//
//   coffee orders.json states               run every order as far as it goes
//   coffee --pay NAME states                note that an order was paid
//   coffee --diagram FILE [NAME states]     draw the workflow, or how an order stands (.svg, .png, .dot, .mmd, .txt)
//   coffee --check-diagram FILE             fail when FILE is not the picture of the workflow
#include <baton/baton.hpp>
#include <baton/diagram/picture_file.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "coffee.hpp"

namespace {

std::string state_file(const std::string& states, const std::string& name) { return states + "/" + name + ".json"; }

/// A name becomes a file's name, so it must be one.
void check_name(const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos || name[0] == '.')
        throw std::runtime_error("an order needs a name that can be a file's: '" + name + "'");
}

std::vector<Order> read_orders(const std::string& path) {
    std::vector<Order> orders;
    for (const nlohmann::json& order : nlohmann::json::parse(baton::read_file(path))) {
        orders.push_back(baton::context_from_json<Order>(order));
        check_name(orders.back().name);
    }
    return orders;
}

int run_orders(const std::string& orders_file, const std::string& states) {
    std::filesystem::create_directories(states);
    int waiting = 0;
    for (const Order& order : read_orders(orders_file)) {
        auto job = baton::open(state_file(states, order.name), coffee, order,
                               {.locked = baton::FileLock::when_held::wait});
        const bool was_finished = job.finished();
        job.run_or_throw();
        if (!job.finished()) {
            ++waiting;
            for (const baton::WaitInfo& w : job.waiting())
                if (w.task == "pay") std::cout << order.name << " waits for payment\n";
        } else {
            std::cout << order.name << (was_finished ? " was served before" : " is served") << std::endl;
        }
    }
    std::cout << waiting << " waiting\n";
    return 0;
}

int pay(const std::string& name, const std::string& states) {
    check_name(name);
    const std::string path = state_file(states, name);
    if (!std::filesystem::exists(path)) throw std::runtime_error("no order of that name: " + path);
    auto job = baton::open(path, coffee, Order{});
    job.context().paid = true;
    job.save();
    std::cout << name << " has paid\n";
    return 0;
}

int draw(const std::string& file, const std::vector<std::string>& of) {
    baton::Runner run{coffee, Order{}};
    if (of.size() == 2) baton::load_file(run, state_file(of[1], of[0]));
    const auto overlay = of.size() == 2 ? baton::diagram::overlay_of(run.workflow().graph(), run.state())
                                        : baton::diagram::Overlay{};
    baton::diagram::write_picture(file, run.definition(), overlay);
    return 0;
}

}  // namespace

int main(int count, char** values) {
    const std::vector<std::string> arguments(values + 1, values + count);
    const std::string& first = arguments.empty() ? "" : arguments[0];
    try {
        if (first == "--pay" && arguments.size() == 3) return pay(arguments[1], arguments[2]);
        if (first == "--diagram" && (arguments.size() == 2 || arguments.size() == 4))
            return draw(arguments[1], {arguments.begin() + 2, arguments.end()});
        if (first == "--check-diagram" && arguments.size() == 2) {
            baton::diagram::check_picture(arguments[1], baton::definition_of(coffee));
            return 0;
        }
        if (arguments.size() == 2 && first.rfind("--", 0) != 0) return run_orders(first, arguments[1]);
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
    std::cerr << "usage: coffee ORDERS.json STATES | --pay NAME STATES | --diagram FILE [NAME STATES] | "
                 "--check-diagram FILE\n";
    return 2;
}
