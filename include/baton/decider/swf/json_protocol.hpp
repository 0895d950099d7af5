// The JSON protocol of Amazon SWF (2012-01-25): decisions out, histories in.
#ifndef BATON_DECIDER_SWF_JSON_PROTOCOL_HPP
#define BATON_DECIDER_SWF_JSON_PROTOCOL_HPP

#include "decisions_json.hpp"
#include "history_json.hpp"
#include "texts.hpp"

#endif
