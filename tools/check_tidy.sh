#!/bin/sh
# clang-tidy over every public header: check_tidy.sh BUILD_FOLDER (where everything.hpp was generated)
cd "$(dirname "$0")/.." || exit 2
clang-tidy --quiet tests/programs/everything_b.cpp -- -std=c++20 -I"$PWD/include" -I"$1/tests/programs" \
    $(pkg-config --cflags libcgraph libgvc | sed 's/-I/-isystem /g') -DBATON_HAS_GRAPHVIZ=1 2>/dev/null
