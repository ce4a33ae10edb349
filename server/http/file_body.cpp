// Reading from the open file.
#include "server/http/file_body.hpp"

#include <unistd.h>

namespace countersign {

FileBody::~FileBody() { ::close(descriptor_); }

ssize_t FileBody::read(std::size_t offset, char* bytes, std::size_t size) const {
    return ::pread(descriptor_, bytes, size, static_cast<off_t>(offset));
}

}  // namespace countersign
