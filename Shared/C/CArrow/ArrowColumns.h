#pragma once

#include <memory>

#include "CArrow.h"
#include <arrow/array/data.h>
#include <arrow/type.h>

namespace tapedeck {

/// The Arrow type of a column, its children included.
std::shared_ptr<arrow::DataType> type_of(const tapedeck_arrow_column &column);

/// The Arrow field of a column: name, type, whether it may be null.
std::shared_ptr<arrow::Field> field_of(const tapedeck_arrow_column &column);

/// The column's memory as Arrow data, without a copy: valid as long as the caller's buffers.
std::shared_ptr<arrow::ArrayData> data_of(const tapedeck_arrow_column &column);

}  // namespace tapedeck
