// The bytes of a device's data key.
#include "core/storage/data_key.hpp"

#include <sodium/utils.h>

#include <algorithm>
#include <string>

namespace countersign {

Result<DataKey, Failure> DataKey::of(std::string_view bytes) {
    if (bytes.size() != size) {
        return Error{
            Failure{"failure.database_key", "read the data key", "", std::to_string(bytes.size()) + " bytes, not " + std::to_string(size)}};
    }
    DataKey key;
    std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
    return key;
}

DataKey::~DataKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

}  // namespace countersign
