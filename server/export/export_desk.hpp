// ExportDesk: makes an organisation's file for whoever asked for it over the network, one after the other.
//
// The rule: the file is written to the disk, not to the memory, and has no name from the moment it is finished: when the answer is sent or
// the program ends, it is gone. Only one is made at a time, because making one reads a whole log; whoever comes meanwhile is told to try
// again. Worked example: two people press the button at once: one gets the file, the other 503 and Retry-After.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "server/export/organisation_file.hpp"
#include "server/http/file_body.hpp"

namespace countersign {

class ExportDesk {
public:
    /// `folder`: where files lie while they are made; what a stopped program left there of its own is removed.
    ExportDesk(EventStore& events, AttachmentStore& attachments, std::string folder);

    /// Failure "failure.export.busy" while another is made, "failure.export.unknown", "failure.export.write" or the store's.
    Result<std::shared_ptr<const FileBody>, Failure> make(const OrganisationFileOrder& order);

private:
    EventStore& events_;
    AttachmentStore& attachments_;
    std::string folder_;
    std::mutex making_;
};

}  // namespace countersign
