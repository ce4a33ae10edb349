// SqliteAttachmentStore: bytes of attachments in the server's SQLite file, so that a part is on the disk when it is answered, and one
// backup holds the log and what it names at one moment.
#pragma once

#include "server/store/attachment_store.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

class SqliteAttachmentStore : public AttachmentStore {
public:
    explicit SqliteAttachmentStore(StoreDatabase& database) : database_(database) {}
    Result<std::optional<Attachment>, Failure> find(const AttachmentId& id) override;
    Result<AttachmentStanding, Failure> standing(const Attachment& attachment) override;
    Result<AttachmentStanding, Failure> add(const Attachment& attachment, const AttachmentPart& part, std::int64_t quota_bytes) override;
    Result<std::optional<std::string>, Failure> read(const Attachment& attachment) override;
    Result<std::vector<CheckedAttachment>, Failure> check_all() override;

private:
    StoreDatabase& database_;
};

}  // namespace countersign
