// A temporary file of its own for each export.
#include "server/export/export_desk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace countersign {

namespace {

constexpr const char* name_begin = "export-unfinished-";

Error<Failure> cannot_write(const std::string& path) { return Error{Failure{"failure.export.write", "write", path, std::strerror(errno)}}; }

// Its name, and what SQLite keeps beside it, are gone at the end, whatever becomes of the file.
class NamedForNow {
public:
    explicit NamedForNow(std::string path) : path_(std::move(path)) {}
    ~NamedForNow() {
        for (const char* beside : {"", "-journal", "-wal", "-shm"}) ::unlink((path_ + beside).c_str());
    }
    NamedForNow(const NamedForNow&) = delete;
    NamedForNow& operator=(const NamedForNow&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace

ExportDesk::ExportDesk(EventStore& events, AttachmentStore& attachments, std::string folder)
    : events_(events), attachments_(attachments), folder_(std::move(folder)) {
    std::error_code problem;
    for (std::filesystem::directory_iterator file(folder_, problem), end; !problem && file != end; file.increment(problem)) {
        if (file->path().filename().string().rfind(name_begin, 0) != 0) continue;
        std::error_code ignored_as_it_is_tried_again_at_the_next_start;
        std::filesystem::remove(file->path(), ignored_as_it_is_tried_again_at_the_next_start);
    }
}

Result<std::shared_ptr<const FileBody>, Failure> ExportDesk::make(const OrganisationFileOrder& order) {
    const std::unique_lock lock(making_, std::try_to_lock);
    if (!lock) return Error{Failure{"failure.export.busy", "export organisation", order.organisation.value, "another file is being made"}};
    std::string pattern = folder_ + "/" + name_begin + "XXXXXX";
    const int made = ::mkstemp(pattern.data());
    if (made < 0) return cannot_write(pattern);
    ::close(made);
    const NamedForNow file(pattern);
    auto written = write_organisation_file(file.path(), events_, attachments_, order);
    if (!written) return Error{written.error()};
    const int descriptor = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(file.path());
    struct stat about {};
    if (::fstat(descriptor, &about) != 0) {
        ::close(descriptor);
        return cannot_write(file.path());
    }
    return std::shared_ptr<const FileBody>(std::make_shared<FileBody>(descriptor, static_cast<std::size_t>(about.st_size)));
}

}  // namespace countersign
