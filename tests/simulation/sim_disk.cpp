// What happens to files.
#include "sim_disk.hpp"

#include <algorithm>

namespace countersign::simulation {

namespace {

constexpr std::size_t sector = 512;

std::map<std::string, SimDisk*>& disks() {
    static std::map<std::string, SimDisk*> all;
    return all;
}

void apply_change(Bytes& bytes, const SimFile::Change& change, std::size_t length) {
    if (change.truncates) {
        bytes.resize(std::min(bytes.size(), change.offset));
        return;
    }
    if (bytes.size() < change.offset + length) bytes.resize(change.offset + length);
    std::copy_n(change.bytes.begin(), length, bytes.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

}  // namespace

void SimFile::sync() {
    for (const Change& change : pending) apply_change(durable, change, change.bytes.size());
    pending.clear();
}

SimDisk::SimDisk(std::string name) : name_(std::move(name)) { disks()[name_] = this; }
SimDisk::~SimDisk() { disks().erase(name_); }

SimDisk* SimDisk::of_path(const std::string& path) {
    if (path.empty() || path[0] != '/') return nullptr;
    const auto found = disks().find(path.substr(1, path.find('/', 1) - 1));
    return found == disks().end() ? nullptr : found->second;
}

std::size_t SimDisk::bytes_used() const {
    std::size_t used = 0;
    for (const auto& [path, file] : files_) used += file->now.size();
    return used;
}

bool SimDisk::may_change() {
    if (operations_left_ > 0 && --operations_left_ == 0) {
        failed_ = !only_once_;
        return false;
    }
    return !failed_;
}

void SimDisk::power_cut(Chance& chance) {
    for (auto& [path, file] : files_) {
        for (const SimFile::Change& change : file->pending) {
            if (chance.percent(40)) continue;
            const std::size_t whole = change.bytes.size();
            const std::size_t torn = std::min(whole, static_cast<std::size_t>(chance.below(whole / sector + 1)) * sector);
            apply_change(file->durable, change, chance.percent(50) ? whole : torn);
        }
        file->pending.clear();
        file->now = file->durable;
    }
    operations_left_ = 0;
    failed_ = false;
}

std::map<std::string, Bytes> SimDisk::backup() const {
    std::map<std::string, Bytes> copy;
    for (const auto& [path, file] : files_) copy[path] = file->now;
    return copy;
}

void SimDisk::restore(const std::map<std::string, Bytes>& files) {
    files_.clear();
    for (const auto& [path, bytes] : files) files_[path] = std::make_shared<SimFile>(SimFile{bytes, bytes, {}});
    operations_left_ = 0;
    failed_ = false;
}

}  // namespace countersign::simulation
