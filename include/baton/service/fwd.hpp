// The names of this folder.
#ifndef BATON_SERVICE_FWD_HPP
#define BATON_SERVICE_FWD_HPP

#include "../config.hpp"

namespace baton::inline BATON_ABI::service {

class Service;
class ServiceThreads;
class TaskJob;
class TaskWorker;
struct RetryPolicy;
struct ServiceOptions;

}  // namespace baton::inline BATON_ABI::service

#endif
