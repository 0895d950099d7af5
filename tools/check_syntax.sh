#!/bin/sh
# Compiles without making code, warnings as errors: check_syntax.sh COMPILER BUILD_FOLDER [FOLDERS]. By default every
# example and test.
export compiler=$1
build=$2
shift 2
[ $# -gt 0 ] || set -- examples tests
export flags="-std=c++20 -fsyntax-only -Iinclude -Iexamples -Itests/programs -I$build/tests/programs -DBATON_SOURCE=\"\" -DBATON_TEST_DATA=\"\" \
    -DBATON_HAS_GRAPHVIZ=1 -DBATON_HAS_BPMN=1 -DBATON_HAS_SQLITE=1 -DBATON_HAS_POSTGRES=1 $(pkg-config --cflags libcgraph libgvc libpq | sed 's/-I/-isystem /g') -Wall -Wextra -Wpedantic \
    -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Werror -Wno-missing-field-initializers"
find "$@" -name '*.cpp' ! -path '*/build_failure/*' ! -path '*/consume/*' ! -path tests/main.cpp -print0 |
    xargs -0 -P "$(nproc)" -I{} sh -c '"$compiler" $flags {} || { echo "{} does not compile with $compiler"; exit 255; }'
