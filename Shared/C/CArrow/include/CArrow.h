#pragma once

// Arrow C++ and its Parquet writer behind plain C: one call a file, never one a value. The caller's buffers are borrowed
// during the call and not copied on the way to the encoder.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CArrowError.h"
#include "CArrowStore.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What a column holds. The memory layout of each is Arrow's (https://arrow.apache.org/docs/format/Columnar.html).
typedef enum {
    TAPEDECK_ARROW_INT32,
    TAPEDECK_ARROW_INT64,
    TAPEDECK_ARROW_BOOL,
    TAPEDECK_ARROW_UTF8,
    /// Nanoseconds since 1970, UTC.
    TAPEDECK_ARROW_TIMESTAMP,
    /// DECIMAL(38,18): 128-bit little-endian integers in units of 10^-18.
    TAPEDECK_ARROW_DECIMAL,
    /// A list of its one child.
    TAPEDECK_ARROW_LIST,
    /// Its children side by side.
    TAPEDECK_ARROW_STRUCT,
} tapedeck_arrow_type;

/// A column and its values.
typedef struct tapedeck_arrow_column {
    const char *name;
    tapedeck_arrow_type type;
    bool nullable;
    /// Whether values that repeat are stored once (UTF8 and integers).
    bool dictionary;
    int64_t length;
    int64_t null_count;
    /// One bit a value, least significant first, 1 = there is one; NULL where all are there.
    const void *validity;
    size_t validity_bytes;
    /// Fixed-width values, bits (BOOL) or bytes (UTF8); NULL for LIST and STRUCT.
    const void *values;
    size_t values_bytes;
    /// UTF8 and LIST: length + 1 offsets.
    const int32_t *offsets;
    const struct tapedeck_arrow_column *children;
    size_t child_count;
} tapedeck_arrow_column;

/// A pair of the file's key-value metadata; zero-terminated UTF-8.
typedef struct {
    const char *key;
    const char *value;
} tapedeck_arrow_pair;

/// How a file is written.
typedef struct {
    int32_t zstd_level;
    int64_t row_group_rows;
    const tapedeck_arrow_pair *metadata;
    size_t metadata_count;
} tapedeck_arrow_options;

/// Writes `columns` (all of `rows` values) as a Parquet file at `path`, replacing what is there, and waits until the
/// device has it (fsync). Returns 0, or an errno (EIO where the reason is not the system's) with a text in `error`.
int tapedeck_arrow_write(
    const char *path, const tapedeck_arrow_column *columns, size_t column_count, int64_t rows,
    const tapedeck_arrow_options *options, int64_t *bytes_written, char *error);

/// What a Parquet file says about itself; freed by `tapedeck_arrow_info_free`.
typedef struct tapedeck_arrow_info tapedeck_arrow_info;

/// Reads the footer of the file at `path`; NULL with a text in `error` and an errno in `code` if that fails.
tapedeck_arrow_info *tapedeck_arrow_info_read(const char *path, int *code, char *error);
int64_t tapedeck_arrow_info_rows(const tapedeck_arrow_info *info);
size_t tapedeck_arrow_info_metadata_count(const tapedeck_arrow_info *info);
/// The pair at `index`, valid until the info is freed.
tapedeck_arrow_pair tapedeck_arrow_info_metadata(const tapedeck_arrow_info *info, size_t index);
void tapedeck_arrow_info_free(tapedeck_arrow_info *info);

#ifdef __cplusplus
}
#endif
