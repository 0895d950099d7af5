#!/bin/sh
# Builds and runs a small program against baton in a folder of its own: check.sh KIND BATON_SOURCE COMPILER
set -e
kind=$1 source=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/main.cpp" "$work"
cp -r "$here/$kind" "$work"
cd "$work/$kind"

install_baton() {
    cmake -S "$source" -B "$work/baton" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_INSTALL_PREFIX="$work/prefix" \
        -DBATON_TESTS=OFF -DBATON_EXAMPLES=OFF >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    cmake --install "$work/baton" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}
build() {
    cmake -S . -B build -DCMAKE_CXX_COMPILER="$compiler" -DBATON_SOURCE="$source" "$@" >"$work/log" 2>&1 && cmake --build build >"$work/log" 2>&1 ||
        { cat "$work/log"; exit 1; }
    ./build/uses_baton
}

case $kind in
    find_package) install_baton && build -DCMAKE_PREFIX_PATH="$work/prefix" ;;
    pkg_config)
        install_baton
        export PKG_CONFIG_PATH="$work/prefix/lib/pkgconfig:$(echo "$work"/prefix/lib/*/pkgconfig)"
        make --silent CXX="$compiler"
        ./uses_baton ;;
    *) build ;;
esac
