// DataKey: the key that a device's database is encrypted with. It is random and used as it is, so that opening derives nothing and costs
// nothing; who keeps it, and wrapped by what, is the caller's business. Its memory is wiped when it goes out of use.
#pragma once

#include <array>
#include <string_view>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

class DataKey {
public:
    static constexpr std::size_t size = 32;  ///< bytes: ChaCha20 (RFC 8439)

    /// Failure "failure.database_key" when there are not `size` bytes.
    static Result<DataKey, Failure> of(std::string_view bytes);
    DataKey(const DataKey&) = default;
    DataKey& operator=(const DataKey&) = default;
    ~DataKey();

    std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

private:
    DataKey() = default;
    std::array<char, size> bytes_{};
};

}  // namespace countersign
