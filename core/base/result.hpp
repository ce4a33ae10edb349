// Result<T, E>: a value or the reason there is none. Used instead of exceptions everywhere above the adapters.
#pragma once

#include <cassert>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace countersign {

template <typename E>
struct Error {
    E value;
};
template <typename E>
Error(E) -> Error<E>;

template <typename T, typename E>
class [[nodiscard]] Result {
public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    template <typename F, typename = std::enable_if_t<std::is_convertible_v<F, E>>>
    Result(Error<F> error) : content_(std::in_place_index<1>, std::move(error.value)) {}

    bool ok() const { return content_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return std::get<0>(content_); }
    const T& value() const& { return std::get<0>(content_); }
    T&& value() && { return std::get<0>(std::move(content_)); }
    E& error() & { return std::get<1>(content_); }
    const E& error() const& { return std::get<1>(content_); }
    E&& error() && { return std::get<1>(std::move(content_)); }

    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }

private:
    std::variant<T, E> content_;
};

/// For operations that answer nothing but "done" or an error.
template <typename E>
class [[nodiscard]] Result<void, E> {
public:
    Result() = default;
    template <typename F, typename = std::enable_if_t<std::is_convertible_v<F, E>>>
    Result(Error<F> error) : error_(std::move(error.value)) {}

    bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    E& error() & { return *error_; }
    const E& error() const& { return *error_; }
    E&& error() && { return std::move(*error_); }

private:
    std::optional<E> error_;
};

}  // namespace countersign
