# The library's targets: one for the headers, one per adapter that needs a linked library.
include(CMakeFindDependencyMacro)
include(GNUInstallDirs)

find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED CONFIG)
find_package(nlohmann_json 3.9 REQUIRED)

add_library(baton INTERFACE)
add_library(baton::baton ALIAS baton)
target_compile_features(baton INTERFACE cxx_std_20)
target_include_directories(baton INTERFACE
    $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(baton INTERFACE Boost::headers nlohmann_json::nlohmann_json Threads::Threads)
set(baton_targets baton)

# Pictures through Graphviz: SVG and PNG. DOT, Mermaid and text need nothing.
set(baton_has_diagram OFF)
if(BATON_DIAGRAM)
    find_package(PkgConfig)
    if(PkgConfig_FOUND)
        pkg_check_modules(BatonGraphviz IMPORTED_TARGET GLOBAL libcgraph libgvc)
    endif()
    if(BatonGraphviz_FOUND)
        add_library(baton_diagram INTERFACE)
        add_library(baton::diagram ALIAS baton_diagram)
        set_target_properties(baton_diagram PROPERTIES EXPORT_NAME diagram)
        target_link_libraries(baton_diagram INTERFACE baton PkgConfig::BatonGraphviz)
        target_compile_definitions(baton_diagram INTERFACE BATON_HAS_GRAPHVIZ=1)
        list(APPEND baton_targets baton_diagram)
        set(baton_has_diagram ON)
    endif()
endif()

# Test helpers for Catch2, version 3 or 2.
set(baton_has_testing OFF)
if(BATON_TESTING)
    find_package(Catch2 QUIET)
    if(Catch2_FOUND)
        add_library(baton_testing INTERFACE)
        add_library(baton::testing ALIAS baton_testing)
        set_target_properties(baton_testing PROPERTIES EXPORT_NAME testing)
        target_link_libraries(baton_testing INTERFACE baton Catch2::Catch2)
        list(APPEND baton_targets baton_testing)
        set(baton_has_testing ON)
    endif()
endif()
