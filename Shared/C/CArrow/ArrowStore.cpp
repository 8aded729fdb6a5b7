#include <cerrno>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <unistd.h>

#include <arrow/filesystem/s3fs.h>
#include <arrow/io/interfaces.h>
#include <arrow/io/type_fwd.h>
#include <arrow/util/io_util.h>

#include "ArrowError.h"

struct tapedeck_store {
    std::shared_ptr<arrow::fs::S3FileSystem> files;
};

namespace {

/// Read from a file at a time. Arrow gathers parts of 10 MiB of it, and sends smaller objects in one request.
constexpr size_t chunk_bytes = 1 << 20;

/// Objects that may be on their way at once. Threads are made when they are needed.
constexpr int most_connections = 64;

std::mutex initializing;

/// The library may be initialised once in a process.
arrow::Status initialize() {
    const std::lock_guard<std::mutex> guard(initializing);
    if (arrow::fs::IsS3Initialized()) return arrow::Status::OK();
    arrow::fs::S3GlobalOptions options;
    // The AWS SDK would write to files and standard output of its own; every failure comes back as a status.
    options.log_level = arrow::fs::S3LogLevel::Off;
    // Every object on its way holds one of these threads; there are as many objects as their sender wants.
    ARROW_RETURN_NOT_OK(arrow::io::SetIOThreadPoolCapacity(most_connections));
    return arrow::fs::InitializeS3(options);
}

/// Runs `body`. Whatever number the library gives a failure, it is the store's.
template <typename Body>
int asked(char *error, Body &&body) {
    return tapedeck::guarded(error, body) == 0 ? 0 : TAPEDECK_STORE_FAILED;
}

arrow::fs::S3Options options_of(const tapedeck_store_options &given) {
    auto options = *given.access_key_id
                       ? arrow::fs::S3Options::FromAccessKey(given.access_key_id, given.secret_access_key)
                       : arrow::fs::S3Options::Defaults();
    options.endpoint_override = given.endpoint;
    options.scheme = given.scheme;
    options.region = given.region;
    options.tls_ca_file_path = given.ca_file;
    options.connect_timeout = given.connect_seconds;
    // On Linux it becomes libcurl's low-speed time: a slow transfer lives, a silent one ends.
    options.request_timeout = given.silence_seconds;
    options.retry_strategy = arrow::fs::S3RetryStrategy::GetAwsStandardRetryStrategy(given.attempts);
    options.allow_bucket_creation = true;
    // Small objects then take one request instead of three.
    options.allow_delayed_open = true;
    // A part that failed is then remembered: see `put`.
    options.background_writes = true;
    return options;
}

/// Sends what is left of a file, a part at a time. `system` is the number of a failure to read.
arrow::Status send_file(arrow::io::OutputStream &object, int descriptor, int64_t *bytes, int *system) {
    std::vector<uint8_t> chunk(chunk_bytes);
    *bytes = 0;
    while (true) {
        const ssize_t count = read(descriptor, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            *system = errno;
            return arrow::internal::IOErrorFromErrno(*system, "read");
        }
        if (count == 0) return arrow::Status::OK();
        ARROW_RETURN_NOT_OK(object.Write(chunk.data(), count));
        *bytes += count;
        // Waits for a part that is on its way: one at a time, for each takes its size of memory.
        ARROW_RETURN_NOT_OK(object.Flush());
    }
}

/// Puts a file into an object, whole or not at all.
///
/// Arrow's stream closes itself when it is destroyed, also after a failure, and closing it completes the object out of the parts
/// that were sent (ObjectOutputStream in arrow/filesystem/s3fs.cc): a file cut off after a part, or an empty one. So it
/// is aborted first. That takes a request, which may fail like the one before; but closing ends at a part that failed in the
/// background, for its failure is kept (UploadState::status). One that failed in `Write` itself would be forgotten.
arrow::Status put(arrow::fs::S3FileSystem &files, const char *path, int descriptor, int64_t *bytes, int *system) {
    ARROW_ASSIGN_OR_RAISE(const auto object, files.OpenOutputStream(path, nullptr));
    auto status = send_file(*object, descriptor, bytes, system);
    if (status.ok()) return object->Close();
    // Where reading failed nothing keeps that in mind: the stream is then left as it is, never to be closed.
    if (!object->Abort().ok() && *system != 0) new std::shared_ptr<arrow::io::OutputStream>(object);
    return status;
}

}  // namespace

extern "C" tapedeck_store *tapedeck_store_open(const tapedeck_store_options *options, char *error) {
    auto store = std::make_unique<tapedeck_store>();
    const int code = asked(error, [&]() -> arrow::Status {
        ARROW_RETURN_NOT_OK(initialize());
        ARROW_ASSIGN_OR_RAISE(store->files, arrow::fs::S3FileSystem::Make(options_of(*options)));
        return arrow::Status::OK();
    });
    return code == 0 ? store.release() : nullptr;
}

extern "C" void tapedeck_store_close(tapedeck_store *store) { delete store; }

extern "C" int tapedeck_store_make_bucket(tapedeck_store *store, const char *bucket, char *error) {
    return asked(error, [&]() -> arrow::Status {
        ARROW_ASSIGN_OR_RAISE(const auto info, store->files->GetFileInfo(bucket));
        if (info.type() != arrow::fs::FileType::NotFound) return arrow::Status::OK();
        return store->files->CreateDir(bucket, false);
    });
}

extern "C" int tapedeck_store_size(tapedeck_store *store, const char *path, int64_t *bytes, char *error) {
    return asked(error, [&]() -> arrow::Status {
        // One HEAD request; GetFileInfo would besides list what lies below a name that is free.
        auto file = store->files->OpenInputFile(path);
        if (!file.ok() && arrow::internal::ErrnoFromStatus(file.status()) == ENOENT) {
            *bytes = -1;
            return arrow::Status::OK();
        }
        ARROW_RETURN_NOT_OK(file.status());
        ARROW_ASSIGN_OR_RAISE(*bytes, (*file)->GetSize());
        return arrow::Status::OK();
    });
}

extern "C" int tapedeck_store_put(
    tapedeck_store *store, const char *path, int descriptor, int64_t *bytes, char *error) {
    int system = 0;
    const int code = asked(error, [&]() { return put(*store->files, path, descriptor, bytes, &system); });
    return system != 0 ? system : code;
}

extern "C" void tapedeck_store_finish() {
    const std::lock_guard<std::mutex> guard(initializing);
    // A failure to end tidily changes nothing: the process is about to.
    if (arrow::fs::IsS3Initialized()) (void)arrow::fs::FinalizeS3();
}
