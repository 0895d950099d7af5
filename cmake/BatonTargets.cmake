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

# baton_adapter(NAME LIBRARIES...): the target baton::NAME, which is installed with the others. baton_has_NAME says that
# it is there.
foreach(adapter diagram bpmn sqlite postgres swf testing cli)
    set(baton_has_${adapter} OFF)
endforeach()
macro(baton_adapter name)
    add_library(baton_${name} INTERFACE)
    add_library(baton::${name} ALIAS baton_${name})
    set_target_properties(baton_${name} PROPERTIES EXPORT_NAME ${name})
    target_link_libraries(baton_${name} INTERFACE baton ${ARGN})
    list(APPEND baton_targets baton_${name})
    set(baton_has_${name} ON)
endmacro()

# Pictures through Graphviz: SVG and PNG. DOT, Mermaid and text need nothing.
if(BATON_DIAGRAM)
    find_package(PkgConfig)
    if(PkgConfig_FOUND)
        pkg_check_modules(BatonGraphviz IMPORTED_TARGET GLOBAL libcgraph libgvc)
    endif()
    if(BatonGraphviz_FOUND)
        baton_adapter(diagram PkgConfig::BatonGraphviz)
        target_compile_definitions(baton_diagram INTERFACE BATON_HAS_GRAPHVIZ=1)
    endif()
endif()

# BPMN files, through pugixml.
if(BATON_BPMN)
    find_package(pugixml QUIET)
    if(TARGET pugixml::pugixml)
        baton_adapter(bpmn pugixml::pugixml)
        target_compile_definitions(baton_bpmn INTERFACE BATON_HAS_BPMN=1)
    endif()
endif()

# Stores in a SQLite file and in a PostgreSQL database. In memory and in a folder they need nothing.
if(BATON_SQLITE)
    find_package(SQLite3 3.37 QUIET)
    if(SQLite3_FOUND)
        baton_adapter(sqlite SQLite::SQLite3)
        target_compile_definitions(baton_sqlite INTERFACE BATON_HAS_SQLITE=1)
    endif()
endif()
if(BATON_POSTGRES)
    find_package(PkgConfig)
    if(PkgConfig_FOUND)
        pkg_check_modules(BatonLibpq QUIET IMPORTED_TARGET GLOBAL libpq>=14)
    endif()
    if(BatonLibpq_FOUND)
        baton_adapter(postgres PkgConfig::BatonLibpq)
        target_compile_definitions(baton_postgres INTERFACE BATON_HAS_POSTGRES=1)
    endif()
endif()

# Deciders on Amazon SWF, through libcurl. 7.85 is the first that can sign and name protocols.
if(BATON_SWF)
    find_package(CURL 7.85 QUIET)
    if(CURL_FOUND)
        baton_adapter(swf CURL::libcurl)
        target_compile_definitions(baton_swf INTERFACE BATON_HAS_SWF=1)
    endif()
endif()

# Test helpers for Catch2, version 3 or 2.
if(BATON_TESTING)
    find_package(Catch2 QUIET)
    if(Catch2_FOUND)
        baton_adapter(testing Catch2::Catch2)
    endif()
endif()

# The command line, as a library: what tools/baton.cpp calls.
if(BATON_CLI)
    find_package(CLI11 QUIET)
    if(CLI11_FOUND)
        baton_adapter(cli CLI11::CLI11)
        if(TARGET baton_bpmn)
            target_link_libraries(baton_cli INTERFACE baton_bpmn)
        endif()
    endif()
endif()
