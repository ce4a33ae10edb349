// The sqlite3_vfs "opfs": passes SQLite's file operations on to the pool in Module.opfs and turns its codes into SQLite's.
#include "web/storage/opfs_vfs.hpp"

#include <emscripten.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

// The pool's methods are named in quotes, so that a minifier leaves the names alone.
// clang-format off
EM_JS(int, opfs_open, (const char* path, int create, int sole), {
    const pool = Module['opfs'];
    return pool ? pool['open'](UTF8ToString(path), create !== 0, sole !== 0) : -1;
});
EM_JS(int, opfs_close, (int file), { return Module['opfs']['closeFile'](file); });
EM_JS(int, opfs_read, (int file, void* bytes, int size, double at), {
    return Module['opfs']['read'](file, HEAPU8.subarray(bytes, bytes + size), at);
});
EM_JS(int, opfs_write, (int file, const void* bytes, int size, double at), {
    return Module['opfs']['write'](file, HEAPU8.subarray(bytes, bytes + size), at);
});
EM_JS(int, opfs_truncate, (int file, double size), { return Module['opfs']['truncate'](file, size); });
EM_JS(int, opfs_sync, (int file), { return Module['opfs']['sync'](file); });
EM_JS(double, opfs_size, (int file), { return Module['opfs']['size'](file); });
EM_JS(int, opfs_exists, (const char* path), {
    const pool = Module['opfs'];
    return pool && pool['exists'](UTF8ToString(path)) ? 1 : 0;
});
EM_JS(int, opfs_remove, (const char* path), {
    const pool = Module['opfs'];
    return pool ? pool['remove'](UTF8ToString(path)) : -1;
});
EM_JS(void, opfs_random, (char* bytes, int size), {
    // getRandomValues fills at most 65,536 bytes at once.
    for (let at = 0; at < size; at += 65536) {
        crypto.getRandomValues(HEAPU8.subarray(bytes + at, bytes + Math.min(at + 65536, size)));
    }
});
EM_JS(double, opfs_now, (), { return Date.now(); });
EM_JS(void, opfs_problem, (char* key, int key_size, char* detail, int detail_size), {
    const pool = Module['opfs'];
    stringToUTF8(pool ? pool['last_error_key'] : 'storage_failed', key, key_size);
    stringToUTF8(pool ? pool['last_error'] : 'no storage pool was given to the module', detail, detail_size);
});
EM_JS(double, opfs_counter, (const char* name), {
    const pool = Module['opfs'];
    return pool ? pool['counters'][UTF8ToString(name)] : 0;
});
// clang-format on

namespace countersign {
namespace {

// The codes of opfs_pool.js.
constexpr int code_full = -2;
constexpr int code_missing = -4;
constexpr int code_busy = -5;

constexpr int sector_bytes = 4096;
constexpr int path_bytes_max = 511;
// Milliseconds from SQLite's epoch (noon, 24 November 4714 BC) to 1970.
constexpr sqlite3_int64 julian_epoch_milliseconds = 210866760000000;

/// What all open files share: see the header about failed reads and flushes.
struct VfsState {
    int open_files = 0;
    bool failed = false;
};

struct OpfsFile {
    sqlite3_file base;
    VfsState* state;
    const char* delete_on_close;  // SQLite keeps the name alive while the file is open
    int file;
};

OpfsFile& as_opfs(sqlite3_file* file) { return *reinterpret_cast<OpfsFile*>(file); }

int failure(int code, int otherwise) { return code == code_full ? SQLITE_FULL : otherwise; }

int close_file(sqlite3_file* base) {
    OpfsFile& file = as_opfs(base);
    int code = opfs_close(file.file);
    if (file.delete_on_close != nullptr) code = std::min(code, opfs_remove(file.delete_on_close));
    if (--file.state->open_files == 0) file.state->failed = false;
    return code < 0 ? SQLITE_IOERR_CLOSE : SQLITE_OK;
}

int read_file(sqlite3_file* base, void* bytes, int size, sqlite3_int64 at) {
    OpfsFile& file = as_opfs(base);
    const int count = file.state->failed ? -1 : opfs_read(file.file, bytes, size, static_cast<double>(at));
    if (count == size) return SQLITE_OK;
    // SQLite wants zeros behind the end. After a failure too: the VFS of SQLite3 Multiple Ciphers drops the error of a failed read,
    // and zeros are then found to be no page, where old bytes might pass for one.
    const int valid = std::max(count, 0);
    std::memset(static_cast<char*>(bytes) + valid, 0, static_cast<size_t>(size - valid));
    if (count >= 0) return SQLITE_IOERR_SHORT_READ;
    file.state->failed = true;
    return SQLITE_IOERR_READ;
}

int write_file(sqlite3_file* base, const void* bytes, int size, sqlite3_int64 at) {
    OpfsFile& file = as_opfs(base);
    if (file.state->failed) return SQLITE_IOERR_WRITE;
    const int code = opfs_write(file.file, bytes, size, static_cast<double>(at));
    return code < 0 ? failure(code, SQLITE_IOERR_WRITE) : SQLITE_OK;
}

int truncate_file(sqlite3_file* base, sqlite3_int64 size) {
    OpfsFile& file = as_opfs(base);
    if (file.state->failed) return SQLITE_IOERR_TRUNCATE;
    const int code = opfs_truncate(file.file, static_cast<double>(size));
    return code < 0 ? failure(code, SQLITE_IOERR_TRUNCATE) : SQLITE_OK;
}

int sync_file(sqlite3_file* base, int) {
    OpfsFile& file = as_opfs(base);
    if (file.state->failed) return SQLITE_IOERR_FSYNC;
    const int code = opfs_sync(file.file);
    if (code >= 0) return SQLITE_OK;
    // What a failed flush left behind is unknown, and a second flush may succeed without having stored it.
    file.state->failed = true;
    return failure(code, SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* base, sqlite3_int64* size) {
    const double result = opfs_size(as_opfs(base).file);
    if (result < 0) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(result);
    return SQLITE_OK;
}

// One connection, and the pool refuses a second one: there is nobody to lock out.
int lock_file(sqlite3_file*, int) { return SQLITE_OK; }

int unlock_file(sqlite3_file*, int) { return SQLITE_OK; }

int check_reserved_lock(sqlite3_file*, int* reserved) {
    *reserved = 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

int sector_size(sqlite3_file*) { return sector_bytes; }

int device_characteristics(sqlite3_file*) {
    // Beneath OPFS lies an ordinary file of the operating system: the same promise SQLite's own unix and Windows VFS make.
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
}

// Version 1: without shared memory (a WAL database needs locking_mode=EXCLUSIVE) and without memory mapping.
constexpr sqlite3_io_methods io_methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_result(int code) {
    switch (code) {
        case code_busy:
            return SQLITE_BUSY;
        case code_full:
            return SQLITE_FULL;
        default:
            return SQLITE_CANTOPEN;
    }
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* base, int flags, int* flags_out) {
    OpfsFile& file = as_opfs(base);
    file.base.pMethods = nullptr;
    const int create = flags & SQLITE_OPEN_CREATE;
    const int sole = flags & SQLITE_OPEN_MAIN_DB;
    const int number = opfs_open(name == nullptr ? "" : name, create, sole);
    if (number < 0) return open_result(number);
    file.base.pMethods = &io_methods;
    file.state = static_cast<VfsState*>(vfs->pAppData);
    file.state->open_files++;
    file.delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0 ? name : nullptr;
    file.file = number;
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int) {
    const int code = opfs_remove(name);
    if (code == code_missing) return SQLITE_IOERR_DELETE_NOENT;
    return code < 0 ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

int access_file(sqlite3_vfs*, const char* name, int, int* result) {
    *result = opfs_exists(name);
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    const bool absolute = name[0] == '/';
    const size_t length = std::strlen(name) + (absolute ? 0 : 1);
    if (length + 1 > static_cast<size_t>(size) || length > path_bytes_max) return SQLITE_CANTOPEN;
    if (!absolute) *out++ = '/';
    std::strcpy(out, name);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
    opfs_random(out, size);
    return size;
}

// A worker without shared memory has no way to wait, and nothing here waits for a lock.
int sleep_for(sqlite3_vfs*, int) { return 0; }

int current_time_milliseconds(sqlite3_vfs*, sqlite3_int64* out) {
    *out = julian_epoch_milliseconds + static_cast<sqlite3_int64>(opfs_now());
    return SQLITE_OK;
}

int current_time_days(sqlite3_vfs* vfs, double* out) {
    sqlite3_int64 milliseconds = 0;
    current_time_milliseconds(vfs, &milliseconds);
    *out = static_cast<double>(milliseconds) / 86400000.0;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int size, char* out) {
    if (size > 0 && out != nullptr) sqlite3_snprintf(size, out, "%s", last_storage_problem().detail.c_str());
    return 0;
}

sqlite3_vfs& opfs_vfs() {
    static VfsState state;
    static sqlite3_vfs vfs = {
        .iVersion = 2,
        .szOsFile = sizeof(OpfsFile),
        .mxPathname = path_bytes_max,
        .pNext = nullptr,
        .zName = opfs_vfs_name,
        .pAppData = &state,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = access_file,
        .xFullPathname = full_path,
        .xDlOpen = nullptr,
        .xDlError = nullptr,
        .xDlSym = nullptr,
        .xDlClose = nullptr,
        .xRandomness = randomness,
        .xSleep = sleep_for,
        .xCurrentTime = current_time_days,
        .xGetLastError = last_error,
        .xCurrentTimeInt64 = current_time_milliseconds,
        .xSetSystemCall = nullptr,
        .xGetSystemCall = nullptr,
        .xNextSystemCall = nullptr,
    };
    return vfs;
}

}  // namespace

void register_opfs_vfs() {
    // Registration happens in sqlite3_os_init, below whatever wraps the default VFS.
    if (sqlite3_initialize() != SQLITE_OK || sqlite3_vfs_find(opfs_vfs_name) == nullptr) std::abort();
}

StorageProblem last_storage_problem() {
    std::array<char, 64> key{};
    std::array<char, 1024> detail{};
    opfs_problem(key.data(), static_cast<int>(key.size()), detail.data(), static_cast<int>(detail.size()));
    return {key.data(), detail.data()};
}

StorageCounters storage_counters() {
    return {opfs_counter("bytes_read"), opfs_counter("bytes_written"), opfs_counter("writes"), opfs_counter("flushes")};
}

}  // namespace countersign

// With SQLITE_OS_OTHER=1, SQLite calls these two instead of knowing an operating system.
extern "C" int sqlite3_os_init() { return sqlite3_vfs_register(&countersign::opfs_vfs(), 1); }

extern "C" int sqlite3_os_end() { return SQLITE_OK; }
