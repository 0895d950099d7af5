// What the commands that work on a store have in common: the store by its URL, and a service with the models in it.
#ifndef BATON_CLI_STORE_ACCESS_HPP
#define BATON_CLI_STORE_ACCESS_HPP

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../service/stored_models.hpp"
#include "../store/open_store.hpp"
#include "../testing/scenario_value.hpp"
#include "subcommand.hpp"

namespace baton::inline BATON_ABI::cli {

/// What is common to all of them.
struct StoreArguments {
    std::string url;
};

namespace detail {

/// What a command does with the store.
enum class Access : std::uint8_t {
    look,    ///< it must be there
    change,  ///< likewise; what lies in it is deployed, so that the command makes its steps itself
    create   ///< as change, and it is made when it is not there
};

/// A service on the store, for one command.
class Opened {
public:
    /// BTN801 when there is none, and it is not to be made.
    Opened(const StoreArguments& arguments, Access access) : service_(store_of(arguments.url, access)) {
        if (access != Access::look) service::deploy_stored(service_);
    }
    service::Service& operator*() { return service_; }
    service::Service* operator->() { return &service_; }

private:
    static std::shared_ptr<store::Store> store_of(const std::string& url, Access access) {
        if (access != Access::create) require_store(url);
        return store::open_store(url);
    }
    /// A name that is misspelt is not to make an empty store.
    static void require_store(const std::string& url) {
        for (const std::string_view scheme : {"sqlite:", "dir:"})
            if (url.starts_with(scheme)) {
                const std::string path = url.substr(scheme.size(), url.rfind('?') - scheme.size());
                if (!std::filesystem::exists(path))
                    throw core::error(core::error_code::the_store_cannot_be_opened, url, "there is no such store");
            }
    }

    service::Service service_;
};

inline CLI::App* add_store_command(CLI::App& app, const char* name, const char* what, StoreArguments& arguments) {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->add_option("store", arguments.url, "sqlite:FILE, postgresql://…, dir:PATH")->required();
    return sub;
}

/// The two parts of `text`, an argument of `option` that looks like `shape`: "OLD=NEW".
inline std::pair<std::string, std::string> pair_argument(const std::string& text, const char* option,
                                                         const char* shape) {
    const std::size_t at = text.find('=');
    if (at == std::string::npos)
        throw std::runtime_error(std::string(option) + ": expected " + shape + ", seen " + text);
    return {text.substr(0, at), text.substr(at + 1)};
}

/// The beginning of every document that is printed as JSON.
inline testing::ScenarioJson document(const char* name) { return {{"baton", {{"document", name}, {"format", 1}}}}; }
inline std::string text_of(const testing::ScenarioJson& j) {
    return j.dump(1, ' ', false, testing::ScenarioJson::error_handler_t::replace);
}

}  // namespace detail

}  // namespace baton::inline BATON_ABI::cli

#endif
