// FileBody: the body of an answer that is too large for the memory: an open file, sent from its start.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace countersign {

class FileBody {
public:
    /// Takes the descriptor over and closes it; the file may have no name any more.
    FileBody(int descriptor, std::size_t bytes) : descriptor_(descriptor), bytes_(bytes) {}
    ~FileBody();
    FileBody(const FileBody&) = delete;
    FileBody& operator=(const FileBody&) = delete;

    std::size_t bytes() const { return bytes_; }
    /// So many bytes from there; 0 or less where none can be read.
    ssize_t read(std::size_t offset, char* bytes, std::size_t size) const;

private:
    int descriptor_;
    std::size_t bytes_;
};

}  // namespace countersign
