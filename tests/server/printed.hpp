// What a command prints, for tests of commands.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

namespace countersign::testing {

/// What is written to standard output meanwhile, or to `stream`.
inline std::string printed(const std::string& path, const std::function<void()>& act, int stream = STDOUT_FILENO) {
    std::fflush(nullptr);
    const int kept = dup(stream);
    std::FILE* file = std::fopen(path.c_str(), "w+");
    REQUIRE(file != nullptr);
    dup2(fileno(file), stream);
    act();
    std::fflush(nullptr);
    dup2(kept, stream);
    close(kept);
    std::fclose(file);
    std::ifstream written(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(written), {});
}

}  // namespace countersign::testing
