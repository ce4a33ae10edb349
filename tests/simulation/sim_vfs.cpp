// The VFS between SQLite and SimDisk: files, locks between connections of one process, and the shared memory that WAL needs.
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "sim_disk.hpp"

namespace countersign::simulation {

namespace {

constexpr int shm_slots = SQLITE_SHM_NLOCK;

struct Handle;

// What the connections to one database share, as processes share it through the operating system.
struct Shared {
    std::vector<Handle*> handles;
    std::vector<std::unique_ptr<unsigned char[]>> regions;
    std::array<int, shm_slots> sharers{};
    std::array<const Handle*, shm_slots> owner{};
};

std::map<std::string, std::unique_ptr<Shared>>& shared() {
    static std::map<std::string, std::unique_ptr<Shared>> all;
    return all;
}

/// Begins with sqlite3_file, as SQLite demands.
struct Handle {
    sqlite3_file base;
    SimDisk* disk;  ///< null for files without a name
    std::shared_ptr<SimFile> file;
    std::string path;
    int level;
    bool delete_on_close;
    std::array<bool, shm_slots> shares;
    bool maps;
};

Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
Shared& shared_of(const Handle& handle) {
    auto& found = shared()[handle.path];
    if (!found) found = std::make_unique<Shared>();
    return *found;
}

int unmap(sqlite3_file* file, int);

int close_file(sqlite3_file* file) {
    Handle& handle = of(file);
    if (handle.maps) unmap(file, 0);
    if (!handle.path.empty()) {
        auto& handles = shared_of(handle).handles;
        handles.erase(std::remove(handles.begin(), handles.end(), &handle), handles.end());
        if (handles.empty()) shared().erase(handle.path);
    }
    if (handle.delete_on_close && handle.disk != nullptr) handle.disk->files().erase(handle.path);
    handle.~Handle();
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* target, int amount, sqlite3_int64 offset) {
    const Handle& handle = of(file);
    if (handle.disk != nullptr && handle.disk->failed()) return SQLITE_IOERR_READ;
    const Bytes& bytes = handle.file->now;
    const auto wanted = static_cast<std::size_t>(amount);
    const auto start = static_cast<std::size_t>(offset);
    const std::size_t there = start >= bytes.size() ? 0 : std::min(wanted, bytes.size() - start);
    if (there > 0) std::memcpy(target, bytes.data() + start, there);
    if (there == wanted) return SQLITE_OK;
    std::memset(static_cast<unsigned char*>(target) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* source, int amount, sqlite3_int64 offset) {
    Handle& handle = of(file);
    SimFile& content = *handle.file;
    const auto* bytes = static_cast<const unsigned char*>(source);
    SimFile::Change change{static_cast<std::size_t>(offset), Bytes(bytes, bytes + amount)};
    const std::size_t end = change.offset + change.bytes.size();
    if (handle.disk != nullptr) {
        const bool works = handle.disk->may_change();
        if (end > content.now.size() && !handle.disk->has_room(end - content.now.size())) return SQLITE_FULL;
        // The operation at which it fails may have reached the disk or not: it is pending.
        if (!works) {
            content.pending.push_back(std::move(change));
            return SQLITE_IOERR_WRITE;
        }
    }
    if (content.now.size() < end) content.now.resize(end);
    std::copy(change.bytes.begin(), change.bytes.end(), content.now.begin() + static_cast<std::ptrdiff_t>(change.offset));
    content.pending.push_back(std::move(change));
    return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    Handle& handle = of(file);
    if (handle.disk != nullptr && !handle.disk->may_change()) return SQLITE_IOERR_TRUNCATE;
    const auto length = static_cast<std::size_t>(size);
    if (length < handle.file->now.size()) handle.file->now.resize(length);
    handle.file->pending.push_back({length, {}, true});
    return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
    Handle& handle = of(file);
    if (handle.disk != nullptr && !handle.disk->may_change()) return SQLITE_IOERR_FSYNC;
    handle.file->sync();
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).file->now.size());
    return SQLITE_OK;
}

bool others_hold(const Handle& handle, int level) {
    const auto& handles = shared_of(handle).handles;
    return std::any_of(handles.begin(), handles.end(), [&](const Handle* other) { return other != &handle && other->level >= level; });
}

int lock_file(sqlite3_file* file, int level) {
    Handle& handle = of(file);
    if (handle.level >= level) return SQLITE_OK;
    const int conflict = level == SQLITE_LOCK_SHARED     ? SQLITE_LOCK_PENDING
                         : level == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_RESERVED
                                                         : SQLITE_LOCK_SHARED;
    if (others_hold(handle, conflict)) return SQLITE_BUSY;
    handle.level = level;
    return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int level) {
    of(file).level = std::min(of(file).level, level);
    return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* reserved) {
    *reserved = others_hold(of(file), SQLITE_LOCK_RESERVED) || of(file).level >= SQLITE_LOCK_RESERVED ? 1 : 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 512; }
int characteristics(sqlite3_file*) { return 0; }

int map_memory(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    Handle& handle = of(file);
    handle.maps = true;
    auto& regions = shared_of(handle).regions;
    const auto wanted = static_cast<std::size_t>(region);
    *memory = nullptr;
    if (wanted >= regions.size()) {
        if (extend == 0) return SQLITE_OK;
        while (regions.size() <= wanted) regions.push_back(std::make_unique<unsigned char[]>(static_cast<std::size_t>(size)));
    }
    *memory = regions[wanted].get();
    return SQLITE_OK;
}

int lock_memory(sqlite3_file* file, int first, int count, int flags) {
    Handle& handle = of(file);
    Shared& state = shared_of(handle);
    const auto slots = [&](const auto& each) {
        for (int slot = first; slot < first + count; ++slot) {
            if (!each(static_cast<std::size_t>(slot))) return false;
        }
        return true;
    };
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        slots([&](std::size_t slot) {
            if (state.owner[slot] == &handle) state.owner[slot] = nullptr;
            if (handle.shares[slot]) --state.sharers[slot];
            handle.shares[slot] = false;
            return true;
        });
        return SQLITE_OK;
    }
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    const bool free = slots([&](std::size_t slot) {
        if (state.owner[slot] != nullptr && state.owner[slot] != &handle) return false;
        return !exclusive || state.sharers[slot] == (handle.shares[slot] ? 1 : 0);
    });
    if (!free) return SQLITE_BUSY;
    slots([&](std::size_t slot) {
        if (exclusive) {
            state.owner[slot] = &handle;
        } else if (!handle.shares[slot]) {
            handle.shares[slot] = true;
            ++state.sharers[slot];
        }
        return true;
    });
    return SQLITE_OK;
}

void barrier(sqlite3_file*) {}

int unmap(sqlite3_file* file, int) {
    Handle& handle = of(file);
    lock_memory(file, 0, shm_slots, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
    handle.maps = false;
    return SQLITE_OK;
}

const sqlite3_io_methods methods{2,           close_file,  read_file,      write_file,   truncate_file, sync_file,       file_size,
                                 lock_file,   unlock_file, check_reserved, file_control, sector_size,   characteristics, map_memory,
                                 lock_memory, barrier,     unmap,          nullptr,      nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    SimDisk* disk = name == nullptr ? nullptr : SimDisk::of_path(name);
    file->pMethods = nullptr;
    if (name != nullptr && (disk == nullptr || disk->failed())) return SQLITE_CANTOPEN;
    std::shared_ptr<SimFile> content;
    if (disk != nullptr) {
        const auto found = disk->files().find(name);
        if (found != disk->files().end()) content = found->second;
        if (!content && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    }
    if (!content) content = std::make_shared<SimFile>();
    if (disk != nullptr) disk->files()[name] = content;
    new (file) Handle{{&methods}, disk, content, name == nullptr ? "" : name, SQLITE_LOCK_NONE, (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                      {},         false};
    if (name != nullptr) shared_of(of(file)).handles.push_back(&of(file));
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int) {
    SimDisk* disk = SimDisk::of_path(name);
    if (disk == nullptr || !disk->may_change()) return SQLITE_IOERR_DELETE;
    return disk->files().erase(name) == 0 ? SQLITE_IOERR_DELETE_NOENT : SQLITE_OK;
}

int access_file(sqlite3_vfs*, const char* name, int, int* there) {
    SimDisk* disk = SimDisk::of_path(name);
    *there = disk != nullptr && disk->files().count(name) > 0 ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* path) {
    sqlite3_snprintf(size, path, "%s", name);
    return SQLITE_OK;
}

// Names of temporary files and the like: the same in every run.
int randomness(sqlite3_vfs*, int size, char* bytes) {
    std::memset(bytes, 7, static_cast<std::size_t>(size));
    return size;
}

int sleep_not(sqlite3_vfs*, int) { return 0; }
int current_time(sqlite3_vfs*, double* days) {
    *days = 2'460'990.5;
    return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

void register_sim_vfs(SimVfs use) {
    static sqlite3_vfs vfs{};
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 512;
    vfs.zName = "simulation";
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep_not;
    vfs.xCurrentTime = current_time;
    vfs.xGetLastError = last_error;
    sqlite3_vfs_register(&vfs, use == SimVfs::by_default ? 1 : 0);
}

}  // namespace countersign::simulation
