# How our own code is built: warnings are errors, sanitizers on request.
set(BATON_SANITIZE "" CACHE STRING "Sanitizers for tests and examples: address,undefined or thread")

add_library(baton_develop INTERFACE)
target_compile_options(baton_develop INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Werror
    -Wno-missing-field-initializers)  # designated initializers are there to leave fields out
if(BATON_SANITIZE)
    target_compile_options(baton_develop INTERFACE
        -fsanitize=${BATON_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    target_link_options(baton_develop INTERFACE -fsanitize=${BATON_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        # Instrumented code makes it guess wrongly what is not initialized; the ordinary build is the judge of warnings.
        target_compile_options(baton_develop INTERFACE -Wno-error)
    endif()
    if(BATON_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        target_compile_options(baton_develop INTERFACE -Wno-tsan)  # of the fence in std::shared_ptr
    endif()
endif()
target_link_libraries(baton_develop INTERFACE baton::baton)

# Our headers come first and as they are; everything else that baton::baton links is a system include.
find_program(BATON_CCACHE ccache)
if(BATON_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${BATON_CCACHE}")
endif()
