#include <baton/cli/main.hpp>

int main(int count, char** values) { return baton::cli::main(count, values); }
