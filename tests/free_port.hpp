// A port on loopback that nobody listens to.
#ifndef TESTS_FREE_PORT_HPP
#define TESTS_FREE_PORT_HPP

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/// It is free now; 54321 where none can be had.
inline int free_port() {
    const int s = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound = s >= 0 && ::bind(s, generic, size) == 0 && ::getsockname(s, generic, &size) == 0;
    if (s >= 0) ::close(s);
    return bound ? ntohs(address.sin_port) : 54321;
}

#endif
