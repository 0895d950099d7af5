// Two files include every public header and link; the other one is everything_b.cpp.
#include "everything.hpp"

int other();

int main() { return other(); }
