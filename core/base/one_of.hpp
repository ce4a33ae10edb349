// OneOf: a value of one of many types, of which a file needs to know only those that it asks for.
//
// There are over a hundred events. As one std::variant they would be compiled, with all their copying and destroying, in every file that
// only passes one on; that was most of the time of a build. So each kind of subject has a variant of its own events, and what may be any
// of them is a OneOf.
#pragma once

#include <any>
#include <utility>

namespace countersign {

class OneOf {
public:
    bool empty() const { return !value_.has_value(); }

    /// Null when it holds another type.
    template <typename Type>
    const Type* get_if() const {
        return std::any_cast<Type>(&value_);
    }
    template <typename Type>
    Type* get_if() {
        return std::any_cast<Type>(&value_);
    }
    template <typename Type>
    bool holds() const {
        return get_if<Type>() != nullptr;
    }
    /// Precondition: it holds this type.
    template <typename Type>
    const Type& get() const {
        return std::any_cast<const Type&>(value_);
    }

protected:
    OneOf() = default;
    template <typename Type>
    explicit OneOf(std::in_place_t, Type value) : value_(std::move(value)) {}

private:
    std::any value_;
};

}  // namespace countersign
