// What a command prints, for tests of commands.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

namespace countersign::testing {

/// What is written to standard output meanwhile.
inline std::string printed(const std::string& path, const std::function<void()>& act) {
    std::fflush(stdout);
    const int kept = dup(STDOUT_FILENO);
    std::FILE* file = std::fopen(path.c_str(), "w+");
    REQUIRE(file != nullptr);
    dup2(fileno(file), STDOUT_FILENO);
    act();
    std::fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    std::fclose(file);
    std::ifstream written(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(written), {});
}

}  // namespace countersign::testing
