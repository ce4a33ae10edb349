// SimDisk: the disk of one simulated machine, beneath SQLite as its default VFS. What was written and not yet synced may be lost, torn or
// kept when the power fails, in any mixture, as on real disks; what was synced stays. A disk can be full, and it can fail at any of its
// operations: from then on it answers nothing but errors until it is switched on again.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chance.hpp"

namespace countersign::simulation {

using Bytes = std::vector<unsigned char>;

struct SimFile {
    struct Change {
        std::size_t offset = 0;
        Bytes bytes = {};
        bool truncates = false;  ///< to `offset`
    };
    Bytes now;      ///< what the program sees
    Bytes durable;  ///< what a power cut leaves for certain
    std::vector<Change> pending;

    void sync();
};

class SimDisk {
public:
    /// Files lie below "/<name>/".
    explicit SimDisk(std::string name);
    ~SimDisk();
    SimDisk(const SimDisk&) = delete;
    SimDisk& operator=(const SimDisk&) = delete;

    std::string path(const std::string& file) const { return "/" + name_ + "/" + file; }

    /// Fails for good at the n-th operation that changes something, counted from now; 0: never.
    void fail_after(std::int64_t operations) {
        operations_left_ = operations;
        only_once_ = false;
    }
    /// Fails at that one operation only, as a bad sector does or a cable that was touched.
    void fail_once_after(std::int64_t operations) {
        operations_left_ = operations;
        only_once_ = true;
    }
    /// Whether an operation that was to fail once is still to come.
    bool failure_to_come() const { return operations_left_ > 0; }
    bool failed() const { return failed_; }
    /// No file may make the whole larger than this; 0: as large as one likes.
    void limit(std::size_t bytes_max) { bytes_max_ = bytes_max; }
    std::size_t bytes_used() const;

    /// The power fails and comes back. Nothing may be open.
    void power_cut(Chance& chance);
    /// The files as they are, for `restore`. Nothing may be open.
    std::map<std::string, Bytes> backup() const;
    void restore(const std::map<std::string, Bytes>& files);

    // For the VFS.
    bool may_change();
    bool has_room(std::size_t more) const { return bytes_max_ == 0 || bytes_used() + more <= bytes_max_; }
    std::map<std::string, std::shared_ptr<SimFile>>& files() { return files_; }
    static SimDisk* of_path(const std::string& path);

private:
    std::string name_;
    std::map<std::string, std::shared_ptr<SimFile>> files_;
    std::int64_t operations_left_ = 0;
    bool only_once_ = false;
    std::size_t bytes_max_ = 0;
    bool failed_ = false;
};

enum class SimVfs {
    by_default,  ///< SQLite opens all files with it from now on
    by_name,     ///< only those opened with the VFS "simulation"
};
void register_sim_vfs(SimVfs use);

}  // namespace countersign::simulation
