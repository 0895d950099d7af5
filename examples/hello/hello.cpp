// The smallest workflow: two tasks, one after the other.
#include <baton/baton.hpp>
#include <iostream>

struct Greeting {
    std::string name = "world";
};

BATON_WORKFLOW(hello, Greeting) {
    BATON_TASK(think, start_point, followed_by(speak)) (Greeting& g) { g.name += "!"; return done; }
    BATON_TASK(speak, end_point) (Greeting& g) { std::cout << "Hello, " << g.name << '\n'; return done; }
};

int main() { baton::Runner{hello, Greeting{}}.run(); }
