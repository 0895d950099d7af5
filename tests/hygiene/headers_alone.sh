#!/bin/sh
# Compiles every public header alone, warnings as errors: headers_alone.sh COMPILER INCLUDE_FOLDER [quick]
#
# quick: the ProcessEngine is compiled once, by the header that is its source, not by every header that includes it.
export compiler=$1 include=$2
export graphviz="$(pkg-config --cflags libcgraph libgvc 2>/dev/null)"
cd "$include" || exit 2
# What users do not include is reached through what they do.
headers=$(find baton -name '*.hpp' | grep -vE '/detail/|bpmn/(mapping|rules)/' | sort)
if [ -z "$graphviz" ]; then
    echo "Graphviz was not found: its headers are left out"
    headers=$(echo "$headers" | grep -vE 'diagram/(graphviz|picture_file)')
fi
if ! echo '#include <pugixml.hpp>' | "$compiler" -fsyntax-only -x c++ - 2>/dev/null; then
    echo "pugixml was not found: its headers are left out"
    headers=$(echo "$headers" | grep -vE '^baton/(bpmn/|cli/(main|check|test|run|look|operate|worker|store_access|task_command)|service/stored_models|testing/scenario(_catch2)?.hpp)')
fi
if [ ! -e /usr/include/CLI/CLI.hpp ]; then
    echo "CLI11 was not found: its header is left out"
    headers=$(echo "$headers" | grep -vE '^baton/cli/(main|subcommand|check|test|run|look|operate|worker|store_access)')
fi
if ! echo '#include <sqlite3.h>' | "$compiler" -fsyntax-only -x c++ - 2>/dev/null; then
    echo "SQLite was not found: its header is left out"
    headers=$(echo "$headers" | grep -v '^baton/store/sqlite_store')
fi
if ! echo '#include <curl/curl.h>' | "$compiler" -fsyntax-only -x c++ - 2>/dev/null; then
    echo "libcurl was not found: its headers are left out"
    headers=$(echo "$headers" | grep -vE '^baton/decider/swf/(http|client|swf_backend)')
fi
export libpq="$(pkg-config --cflags libpq 2>/dev/null)"
if ! pkg-config --exists libpq 2>/dev/null; then
    echo "libpq was not found: its header is left out"
    headers=$(echo "$headers" | grep -v '^baton/store/postgres_store')
fi
flags="-std=c++20 -I $include $(echo "$graphviz $libpq" | sed "s/-I/-isystem /g") -Wall -Wextra -Wpedantic -Wshadow \
    -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast -Werror -Wno-missing-field-initializers"
[ "$3" != quick ] || flags="$flags -DBATON_PROCESS_ENGINE_APART=1"
export flags
echo "$headers" | xargs -P "$(nproc)" -I{} sh -c '
    echo "#include <{}>" | "$compiler" $flags -fsyntax-only -x c++ - ||
        { echo "{} does not compile alone with $compiler"; exit 255; }'
