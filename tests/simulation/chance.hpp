// Chance: everything random in a run comes from one seed, the same on every machine.
#pragma once

#include <cstdint>
#include <random>

namespace countersign::simulation {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : generator_(seed) {}

    /// From 0 to below `bound`.
    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : generator_() % bound; }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1));
    }
    bool percent(std::uint64_t share) { return below(100) < share; }
    template <typename Container>
    auto& one_of(Container& container) {
        return container[static_cast<std::size_t>(below(container.size()))];
    }

private:
    std::mt19937_64 generator_;
};

}  // namespace countersign::simulation
