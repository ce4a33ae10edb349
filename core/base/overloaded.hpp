// Overloaded: one visitor out of several lambdas, for std::visit over events and commands.
#pragma once

namespace countersign {

template <typename... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace countersign
