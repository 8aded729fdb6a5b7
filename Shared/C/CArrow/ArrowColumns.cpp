#include "ArrowColumns.h"

#include <utility>
#include <vector>

#include <arrow/buffer.h>

namespace tapedeck {

namespace {

constexpr int32_t decimal_precision = 38;
constexpr int32_t decimal_scale = 18;

std::shared_ptr<arrow::Buffer> borrow(const void *bytes, size_t count) {
    // Arrow wants an address even for no bytes.
    static const uint8_t nothing[1] = {0};
    const auto *start = count > 0 ? static_cast<const uint8_t *>(bytes) : nothing;
    return std::make_shared<arrow::Buffer>(start, static_cast<int64_t>(count));
}

std::shared_ptr<arrow::Buffer> offsets_of(const tapedeck_arrow_column &column) {
    return borrow(column.offsets, sizeof(int32_t) * static_cast<size_t>(column.length + 1));
}

}  // namespace

std::shared_ptr<arrow::Field> field_of(const tapedeck_arrow_column &column) {
    return arrow::field(column.name, type_of(column), column.nullable);
}

std::shared_ptr<arrow::DataType> type_of(const tapedeck_arrow_column &column) {
    switch (column.type) {
        case TAPEDECK_ARROW_INT32: return arrow::int32();
        case TAPEDECK_ARROW_INT64: return arrow::int64();
        case TAPEDECK_ARROW_BOOL: return arrow::boolean();
        case TAPEDECK_ARROW_UTF8: return arrow::utf8();
        case TAPEDECK_ARROW_TIMESTAMP: return arrow::timestamp(arrow::TimeUnit::NANO);
        case TAPEDECK_ARROW_DECIMAL: return arrow::decimal128(decimal_precision, decimal_scale);
        case TAPEDECK_ARROW_LIST: return arrow::list(field_of(column.children[0]));
        case TAPEDECK_ARROW_STRUCT: {
            arrow::FieldVector fields;
            for (size_t index = 0; index < column.child_count; ++index) fields.push_back(field_of(column.children[index]));
            return arrow::struct_(std::move(fields));
        }
    }
    return arrow::null();
}

std::shared_ptr<arrow::ArrayData> data_of(const tapedeck_arrow_column &column) {
    std::vector<std::shared_ptr<arrow::Buffer>> buffers;
    buffers.push_back(column.validity ? borrow(column.validity, column.validity_bytes) : nullptr);
    switch (column.type) {
        case TAPEDECK_ARROW_UTF8:
            buffers.push_back(offsets_of(column));
            buffers.push_back(borrow(column.values, column.values_bytes));
            break;
        case TAPEDECK_ARROW_LIST: buffers.push_back(offsets_of(column)); break;
        case TAPEDECK_ARROW_STRUCT: break;
        default: buffers.push_back(borrow(column.values, column.values_bytes)); break;
    }
    std::vector<std::shared_ptr<arrow::ArrayData>> children;
    for (size_t index = 0; index < column.child_count; ++index) children.push_back(data_of(column.children[index]));
    return arrow::ArrayData::Make(
        type_of(column), column.length, std::move(buffers), std::move(children), column.null_count);
}

}  // namespace tapedeck
