// Where orders are kept from one call to the next. The workflow is the same in both: a service keeps them in a
// database, and a Runner for each order keeps it in a file.
#ifndef EXAMPLES_COFFEE_BAR_HPP
#define EXAMPLES_COFFEE_BAR_HPP

#include <baton/baton.hpp>
#include <baton/service/typed.hpp>
#include <baton/store/open_store.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "coffee.hpp"

enum class Served { waits, now, before };

class Bar {
public:
    virtual ~Bar() = default;
    /// Starts or resumes an order, and runs it as far as it goes.
    virtual Served serve(const Order& order) = 0;
    /// Notes that an order was paid, and runs it.
    virtual void pay(const std::string& name) = 0;
    virtual bool has(const std::string& name) = 0;
    /// How an order stands.
    virtual void load(const std::string& name, baton::Runner<Order>& run) = 0;
};

[[noreturn]] inline void no_such_order(const std::string& name) {
    throw std::runtime_error("no order of that name: " + name);
}

/// Locked, so that calls at the same time come one after the other.
inline auto open_order(const std::string& file, const Order& order) {
    return baton::open(file, coffee, order, {.locked = baton::FileLock::when_held::wait});
}

/// A JSON file for each order, `NAME.json` in a folder.
class FolderBar final : public Bar {
public:
    explicit FolderBar(std::string folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
    }

    Served serve(const Order& order) override {
        auto job = open_order(file(order.name), order);
        const bool was_finished = job.finished();
        job.run_or_throw();
        return was_finished ? Served::before : job.finished() ? Served::now : Served::waits;
    }
    void pay(const std::string& name) override {
        if (!has(name)) no_such_order(name);
        auto job = open_order(file(name), Order{.name = name});
        job.context().paid = true;
        job.run_or_throw();
    }
    bool has(const std::string& name) override { return std::filesystem::exists(file(name)); }
    void load(const std::string& name, baton::Runner<Order>& run) override { baton::load_file(run, file(name)); }

private:
    [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name + ".json"; }

    std::string folder_;
};

/// A service on a store: the order's name is the business key of its instance.
class ServiceBar final : public Bar {
public:
    explicit ServiceBar(const std::string& url) : service_(baton::open_store(url)) {
        baton::service::deploy(service_, coffee);
    }

    Served serve(const Order& order) override {
        const auto known = find(order.name);
        if (known && is_served(*known)) return Served::before;
        const std::int64_t id =
            known ? known->id
                  : baton::service::start(service_, coffee, order, {.business_key = order.name, .request = order.name});
        if (known) service_.wake(id);  // asks again whether it is paid
        for (const baton::IncidentSummary& i : service_.incidents(id))
            throw std::runtime_error(order.name + ": " + i.element + " failed: " + i.why);
        return is_served(service_.info(id)) ? Served::now : Served::waits;
    }
    void pay(const std::string& name) override {
        const baton::InstanceSummary order = required(name);
        if (!is_served(order)) service_.set(order.id, {{"paid", true}});
    }
    bool has(const std::string& name) override { return find(name).has_value(); }
    void load(const std::string& name, baton::Runner<Order>& run) override {
        baton::service::load(service_, required(name).id, run);
    }

private:
    static bool is_served(const baton::InstanceSummary& order) {
        return order.status == baton::InstanceStatus::completed;
    }
    std::optional<baton::InstanceSummary> find(const std::string& name) {
        const auto found = service_.instances({.definition_key = "coffee", .business_key = name, .limit = 1});
        return found.empty() ? std::nullopt : std::optional(found[0]);
    }
    baton::InstanceSummary required(const std::string& name) {
        const auto found = find(name);
        if (!found) no_such_order(name);
        return *found;
    }

    baton::Service service_;
};

/// dir:PATH is a folder of files; others are the URLs of stores.
inline std::unique_ptr<Bar> open_bar(const std::string& url) {
    constexpr std::string_view folder = "dir:";
    if (url.starts_with(folder)) return std::make_unique<FolderBar>(url.substr(folder.size()));
    return std::make_unique<ServiceBar>(url);
}

#endif
