#pragma once

// Arrow C++'s S3 file system behind plain C: objects are put whole, and asked for their size. Calls block and may be made
// from several threads at once.

#include <stdint.h>

#include "CArrowError.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What `code` is where the store failed and not the system.
#define TAPEDECK_STORE_FAILED (-1)

/// Where the objects are and who asks. All texts are zero-terminated UTF-8 and may be empty.
typedef struct {
    /// `host` or `host:port`; AWS where empty.
    const char *endpoint;
    /// `https` or `http`.
    const char *scheme;
    const char *region;
    /// Both or neither; without them AWS's own chain looks for some (environment, files, the machine's role).
    const char *access_key_id;
    const char *secret_access_key;
    /// A PEM file of the authorities to trust.
    const char *ca_file;
    double connect_seconds;
    /// How long nothing may move on a connection.
    double silence_seconds;
    /// How often a request is tried in all.
    int64_t attempts;
} tapedeck_store_options;

/// An S3 service.
typedef struct tapedeck_store tapedeck_store;

/// Takes note of a service; NULL with a text in `error` if that fails.
tapedeck_store *tapedeck_store_open(const tapedeck_store_options *options, char *error);
void tapedeck_store_close(tapedeck_store *store);

/// Makes a bucket where there is none of that name. Like all below it returns 0, or TAPEDECK_STORE_FAILED with a text in `error`.
int tapedeck_store_make_bucket(tapedeck_store *store, const char *bucket, char *error);

/// The size of the object at `bucket/key`, in bytes; -1 where there is none.
int tapedeck_store_size(tapedeck_store *store, const char *path, int64_t *bytes, char *error);

/// Puts what is left of a file into an object: it is there whole or not at all. Where reading fails, returns errno.
int tapedeck_store_put(tapedeck_store *store, const char *path, int descriptor, int64_t *bytes, char *error);

/// Ends the library's own threads, once, before the process exits and when no store is open: else it may crash on its way
/// out (arrow/filesystem/s3fs.h, InitializeS3). No store can be opened afterwards.
void tapedeck_store_finish(void);

#ifdef __cplusplus
}
#endif
