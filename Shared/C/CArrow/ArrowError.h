#pragma once

#include <cerrno>
#include <cstdio>
#include <string>

#include "CArrow.h"
#include <arrow/util/io_util.h>
#include <arrow/status.h>

namespace tapedeck {

/// Writes `text` into the caller's buffer of TAPEDECK_ARROW_ERROR_BYTES.
inline int fail(int code, const std::string &text, char *error) {
    std::snprintf(error, TAPEDECK_ARROW_ERROR_BYTES, "%s", text.c_str());
    return code;
}

/// The system's error number inside a status (a full disk must be told from a wrong argument), else EIO.
inline int fail(const arrow::Status &status, char *error) {
    const int code = arrow::internal::ErrnoFromStatus(status);
    return fail(code != 0 ? code : EIO, status.ToStringWithoutContextLines(), error);
}

/// Runs `body` and turns whatever it throws into an error: no C++ exception may reach Swift.
template <typename Body>
int guarded(char *error, Body &&body) {
    try {
        const arrow::Status status = body();
        return status.ok() ? 0 : fail(status, error);
    } catch (const std::exception &exception) {
        return fail(EIO, exception.what(), error);
    } catch (...) {
        return fail(EIO, "unknown C++ exception", error);
    }
}

}  // namespace tapedeck
