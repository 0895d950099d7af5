// Runs orders as cron would: each call takes the orders of a file, and starts or resumes each one. Orders that wait for
// their payment go on in a later call, in another process.
//
//   coffee ORDERS.json             run every order as far as it goes
//   coffee --pay NAME              note that an order was paid
//   coffee --diagram FILE [NAME]   draw the workflow, or how an order stands (.svg, .png, .dot, .mmd, .txt)
//   coffee --check-diagram FILE    fail when FILE is not the picture of the workflow
//
// All take --store URL: sqlite:coffee.db by default, dir:PATH for a JSON file an order, or postgresql://….
#include <algorithm>
#include <baton/baton.hpp>
#include <baton/diagram/picture_file.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "bar.hpp"
#include "coffee.hpp"

namespace {

/// A name may become a file's name, so it must be one.
void check_name(const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos || name[0] == '.')
        throw std::runtime_error("an order needs a name that can be a file's: '" + name + "'");
}

std::vector<Order> read_orders(const std::string& path) {
    std::vector<Order> orders;
    try {
        for (const nlohmann::json& order : nlohmann::json::parse(baton::read_file(path))) {
            orders.push_back(baton::context_from_json<Order>(order));
            check_name(orders.back().name);
        }
    } catch (const std::exception& e) {
        throw std::runtime_error(path + ", order " + std::to_string(orders.size() + 1) + ": " + e.what());
    }
    return orders;
}

int run_orders(const std::string& orders_file, const std::string& store) {
    const std::vector<Order> orders = read_orders(orders_file);
    const std::unique_ptr<Bar> bar = open_bar(store);
    int waiting = 0;
    for (const Order& order : orders) {
        const Served served = bar->serve(order);
        if (served == Served::waits) ++waiting;
        std::cout << order.name
                  << (served == Served::waits    ? " waits for payment"
                      : served == Served::before ? " was served before"
                                                 : " is served")
                  << std::endl;
    }
    std::cout << waiting << " waiting\n";
    return 0;
}

int pay(const std::string& name, const std::string& store) {
    check_name(name);
    open_bar(store)->pay(name);
    std::cout << name << " has paid\n";
    return 0;
}

int draw(const std::string& file, const std::string& name, const std::string& store) {
    baton::Runner run{coffee, Order{}};
    baton::diagram::Overlay overlay;
    if (!name.empty()) {
        open_bar(store)->load(name, run);
        overlay = baton::diagram::overlay_of(run.workflow().graph(), run.state());
    }
    baton::diagram::write_picture(file, run.definition(), overlay);
    return 0;
}

}  // namespace

int main(int count, char** values) {
    std::vector<std::string> arguments(values + 1, values + count);
    std::string store = BATON_HAS_SQLITE ? "sqlite:coffee.db" : "dir:coffee";
    const auto at = std::find(arguments.begin(), arguments.end(), "--store");
    if (arguments.end() - at > 1) {
        store = at[1];
        arguments.erase(at, at + 2);
    }
    const std::size_t n = arguments.size();
    const std::string first = n == 0 ? "" : arguments[0];
    try {
        if (first == "--pay" && n == 2) return pay(arguments[1], store);
        if (first == "--diagram" && (n == 2 || n == 3)) return draw(arguments[1], n == 3 ? arguments[2] : "", store);
        if (first == "--check-diagram" && n == 2) {
            baton::diagram::check_picture(arguments[1], baton::definition_of(coffee));
            return 0;
        }
        if (n == 1 && first.rfind("--", 0) != 0) return run_orders(first, store);
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
    std::cerr
        << "usage: coffee ORDERS.json | --pay NAME | --diagram FILE [NAME] | --check-diagram FILE  [--store URL]\n";
    return 2;
}
