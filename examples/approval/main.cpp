// One paper, one call for each step of it:
//
//   approval paper.json                 write a draft and wait for the verdict
//   approval paper.json approve         (or reject, or revise): give the verdict
#include <baton/baton.hpp>
#include <iostream>

#include "approval.hpp"

int main(int count, char** values) {
    if (count < 2 || count > 3) {
        std::cerr << "usage: approval FILE [approve|reject|revise]\n";
        return 2;
    }
    try {
        auto paper = baton::open(values[1], approval, Paper{.title = "On batons"});
        paper.run_or_throw();
        if (count == 3) {
            const std::string verdict = values[2];
            if (verdict != "approve" && verdict != "reject" && verdict != "revise")
                throw std::runtime_error("the verdict is approve, reject or revise");
            paper.complete("review", [&](Paper& p) { p.verdict = verdict; });
            paper.run_or_throw();
        }
        std::cout << "'" << paper.context().title << "', draft " << paper.context().draft << ": ";
        if (paper.finished())
            std::cout << (paper.context().approved() ? "published" : "archived") << '\n';
        else
            for (const baton::WaitInfo& w : paper.waiting()) std::cout << w.task << " waits for " << w.reason << '\n';
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
