#include <memory>

#include <arrow/io/file.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include "ArrowError.h"
#include "CArrow.h"

struct tapedeck_arrow_info {
    std::shared_ptr<parquet::FileMetaData> footer;
};

extern "C" tapedeck_arrow_info *tapedeck_arrow_info_read(const char *path, int *code, char *error) {
    auto info = std::make_unique<tapedeck_arrow_info>();
    *code = tapedeck::guarded(error, [&]() -> arrow::Status {
        ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path));
        info->footer = parquet::ParquetFileReader::Open(std::move(file))->metadata();
        return arrow::Status::OK();
    });
    return *code == 0 ? info.release() : nullptr;
}

extern "C" int64_t tapedeck_arrow_info_rows(const tapedeck_arrow_info *info) { return info->footer->num_rows(); }

extern "C" size_t tapedeck_arrow_info_metadata_count(const tapedeck_arrow_info *info) {
    const auto &metadata = info->footer->key_value_metadata();
    return metadata ? static_cast<size_t>(metadata->size()) : 0;
}

extern "C" tapedeck_arrow_pair tapedeck_arrow_info_metadata(const tapedeck_arrow_info *info, size_t index) {
    const auto &metadata = info->footer->key_value_metadata();
    const auto place = static_cast<int64_t>(index);
    return {metadata->keys()[place].c_str(), metadata->values()[place].c_str()};
}

extern "C" void tapedeck_arrow_info_free(tapedeck_arrow_info *info) { delete info; }
