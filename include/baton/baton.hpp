// Everything to declare, run and save workflows. What needs a linked library has its own header (<baton/diagram/…>,
// <baton/testing/…>).
#ifndef BATON_BATON_HPP
#define BATON_BATON_HPP

#include "runner/builder.hpp"
#include "runner/open.hpp"
#include "runner/runner.hpp"
#include "runner/save.hpp"
#include "workflow.hpp"

#endif
