#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <arrow/array/util.h>
#include <arrow/io/file.h>
#include <arrow/table.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>
#include <parquet/exception.h>
#include <parquet/properties.h>

#include "ArrowColumns.h"
#include "ArrowError.h"
#include "CArrow.h"

namespace tapedeck {

namespace {

/// The leaves' paths as Parquet names them; a list's child is `<list>.list.element`.
void set_dictionary(
    const tapedeck_arrow_column &column, const std::string &path, parquet::WriterProperties::Builder &builder) {
    switch (column.type) {
        case TAPEDECK_ARROW_LIST: set_dictionary(column.children[0], path + ".list.element", builder); break;
        case TAPEDECK_ARROW_STRUCT:
            for (size_t index = 0; index < column.child_count; ++index)
                set_dictionary(column.children[index], path + "." + column.children[index].name, builder);
            break;
        default:
            if (column.dictionary)
                builder.enable_dictionary(path);
            else
                builder.disable_dictionary(path);
    }
}

std::shared_ptr<arrow::KeyValueMetadata> metadata_of(const tapedeck_arrow_options &options) {
    std::vector<std::string> keys, values;
    for (size_t index = 0; index < options.metadata_count; ++index) {
        keys.emplace_back(options.metadata[index].key);
        values.emplace_back(options.metadata[index].value);
    }
    return arrow::key_value_metadata(std::move(keys), std::move(values));
}

/// Encodes into any stream: a local file's today, one of Arrow's S3 file system when the archive goes there.
arrow::Status write(
    const std::shared_ptr<arrow::io::OutputStream> &sink, const tapedeck_arrow_column *columns, size_t column_count,
    int64_t rows, const tapedeck_arrow_options &options) {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    // Nanoseconds need format version 2.6; min and max of every column let readers skip files and row groups.
    parquet::WriterProperties::Builder builder;
    builder.version(parquet::ParquetVersion::PARQUET_2_6)
        ->compression(parquet::Compression::ZSTD)
        ->compression_level(options.zstd_level)
        ->enable_statistics()
        ->max_row_group_length(options.row_group_rows);
    for (size_t index = 0; index < column_count; ++index) {
        fields.push_back(field_of(columns[index]));
        arrays.push_back(arrow::MakeArray(data_of(columns[index])));
        set_dictionary(columns[index], columns[index].name, builder);
    }
    const auto table = arrow::Table::Make(arrow::schema(std::move(fields)), std::move(arrays), rows);
    ARROW_ASSIGN_OR_RAISE(
        auto writer,
        parquet::arrow::FileWriter::Open(*table->schema(), arrow::default_memory_pool(), sink, builder.build()));
    ARROW_RETURN_NOT_OK(writer->AddKeyValueMetadata(metadata_of(options)));
    ARROW_RETURN_NOT_OK(writer->WriteTable(*table, options.row_group_rows));
    return writer->Close();
}

}  // namespace

}  // namespace tapedeck

extern "C" int tapedeck_arrow_write(
    const char *path, const tapedeck_arrow_column *columns, size_t column_count, int64_t rows,
    const tapedeck_arrow_options *options, int64_t *bytes_written, char *error) {
    return tapedeck::guarded(error, [&]() -> arrow::Status {
        ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::FileOutputStream::Open(path));
        ARROW_RETURN_NOT_OK(tapedeck::write(file, columns, column_count, rows, *options));
        ARROW_ASSIGN_OR_RAISE(*bytes_written, file->Tell());
        if (fsync(file->file_descriptor()) != 0)
            return arrow::internal::IOErrorFromErrno(errno, "fsync of '", path, "'");
        return file->Close();
    });
}
