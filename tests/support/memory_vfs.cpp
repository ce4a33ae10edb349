// A SQLite VFS whose files live in memory: what lies beneath SQLite when the core's tests run as wasm, where there is no operating
// system. One connection per file, as in the browser; no shared memory, so WAL works in exclusive locking mode only, as there.
#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace {

struct Content {
    std::vector<unsigned char> bytes;
};

std::map<std::string, std::shared_ptr<Content>>& files() {
    static std::map<std::string, std::shared_ptr<Content>> all;
    return all;
}

/// Begins with sqlite3_file, as SQLite demands; the content is constructed in place behind it.
struct MemoryFile {
    sqlite3_file base;
    std::shared_ptr<Content> content;
    std::string name;
    bool delete_on_close = false;
};

MemoryFile& of(sqlite3_file* file) { return *reinterpret_cast<MemoryFile*>(file); }

int close_file(sqlite3_file* file) {
    MemoryFile& memory = of(file);
    if (memory.delete_on_close) files().erase(memory.name);
    memory.content.~shared_ptr();
    memory.name.~basic_string();
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* target, int amount, sqlite3_int64 offset) {
    const auto& bytes = of(file).content->bytes;
    const auto wanted = static_cast<std::size_t>(amount);
    const auto start = static_cast<std::size_t>(offset);
    const std::size_t there = start >= bytes.size() ? 0 : std::min(wanted, bytes.size() - start);
    if (there > 0) std::memcpy(target, bytes.data() + start, there);
    if (there == wanted) return SQLITE_OK;
    std::memset(static_cast<unsigned char*>(target) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* source, int amount, sqlite3_int64 offset) {
    auto& bytes = of(file).content->bytes;
    const std::size_t end = static_cast<std::size_t>(offset) + static_cast<std::size_t>(amount);
    if (bytes.size() < end) bytes.resize(end);
    std::memcpy(bytes.data() + offset, source, static_cast<std::size_t>(amount));
    return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    of(file).content->bytes.resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).content->bytes.size());
    return SQLITE_OK;
}

int nothing_reserved(sqlite3_file*, int* reserved) {
    *reserved = 0;
    return SQLITE_OK;
}

const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods table = [] {
        sqlite3_io_methods made{};
        made.iVersion = 1;
        made.xClose = close_file;
        made.xRead = read_file;
        made.xWrite = write_file;
        made.xTruncate = truncate_file;
        made.xSync = [](sqlite3_file*, int) { return SQLITE_OK; };
        made.xFileSize = size_of_file;
        made.xLock = [](sqlite3_file*, int) { return SQLITE_OK; };
        made.xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; };
        made.xCheckReservedLock = nothing_reserved;
        made.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
        made.xSectorSize = [](sqlite3_file*) { return 4096; };
        made.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };
        return made;
    }();
    return table;
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    static int temporary_files = 0;
    const std::string path = name != nullptr ? name : "temporary-" + std::to_string(++temporary_files);
    file->pMethods = nullptr;
    const auto found = files().find(path);
    if (found == files().end() && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    auto& memory = of(file);
    new (&memory.content) std::shared_ptr<Content>(found != files().end() ? found->second : std::make_shared<Content>());
    new (&memory.name) std::string(path);
    memory.delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    files()[path] = memory.content;
    if (flags_out != nullptr) *flags_out = flags;
    file->pMethods = &methods();
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int) { return files().erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT; }

int is_there(sqlite3_vfs*, const char* name, int, int* result) {
    *result = files().count(name) > 0 ? 1 : 0;
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int room, char* target) {
    const std::size_t length = std::strlen(name);
    if (length + 1 > static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
    std::memcpy(target, name, length + 1);
    return SQLITE_OK;
}

/// Numbers SQLite seeds row ids of temporary things with; the same in every run, so that a failing test fails again.
int repeatable_bytes(sqlite3_vfs*, int amount, char* target) {
    static std::uint32_t state = 20240229;
    for (int i = 0; i < amount; ++i) {
        state = state * 1664525u + 1013904223u;
        target[i] = static_cast<char>(state >> 24);
    }
    return amount;
}

constexpr sqlite3_int64 fixed_julian_ms = 212575924800000;  // 2024-02-29 00:00 UTC: tests read no clock

int fixed_time(sqlite3_vfs*, double* julian_day) {
    *julian_day = static_cast<double>(fixed_julian_ms) / 86'400'000.0;
    return SQLITE_OK;
}

int fixed_time_ms(sqlite3_vfs*, sqlite3_int64* julian_ms) {
    *julian_ms = fixed_julian_ms;
    return SQLITE_OK;
}

sqlite3_vfs& memory_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs made{};
        made.iVersion = 2;  // SQLite's own memdb calls xCurrentTimeInt64 of the VFS below it without looking at the version
        made.szOsFile = sizeof(MemoryFile);
        made.mxPathname = 512;
        made.zName = "memory";
        made.xOpen = open_file;
        made.xDelete = delete_file;
        made.xAccess = is_there;
        made.xFullPathname = full_name;
        made.xRandomness = repeatable_bytes;
        made.xSleep = [](sqlite3_vfs*, int microseconds) { return microseconds; };
        made.xCurrentTime = fixed_time;
        made.xCurrentTimeInt64 = fixed_time_ms;
        made.xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; };
        return made;
    }();
    return vfs;
}

}  // namespace

// SQLite calls these instead of its own when it is built with SQLITE_OS_OTHER.
extern "C" int sqlite3_os_init() { return sqlite3_vfs_register(&memory_vfs(), 1); }
extern "C" int sqlite3_os_end() { return SQLITE_OK; }
