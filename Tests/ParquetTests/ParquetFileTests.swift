import Foundation
import MarketData
import Parquet
import TestSupport
import Testing

@Suite("Parquet: files")
struct ParquetFileTests {
    /// One column of each type, of three rows: values, nulls where they may be, and the far ends of each type.
    private static func everyType() -> [ParquetColumn] {
        let small = ValueColumn<Int32>("small", isNullable: true)
        for value in [Int32.min, nil, Int32.max] { small.append(value) }
        let integer = ValueColumn<Int64>("integer", isNullable: true, dictionary: true)
        for value in [Int64.min, nil, Int64.max] { integer.append(value) }
        let flag = BoolColumn("flag", isNullable: true)
        for value in [true, nil, false] { flag.append(value) }
        let text = TextColumn("text", isNullable: true, dictionary: true)
        for value in ["Ω \"quoted\"", nil, ""] { text.append(value) }
        let time = ValueColumn<Timestamp>("time", isNullable: true)
        for value in [1_700_000_000_123_456_789, nil, -1] as [Int64?] {
            time.append(value.map { Timestamp(nanoseconds: $0) })
        }
        let decimal = ValueColumn<MarketData.Decimal>("decimal", isNullable: true)
        for value in [MarketData.Decimal.columnMaximum, nil, Decimal(units: -1)] { decimal.append(value) }
        let price = ValueColumn<MarketData.Decimal>("price")
        let id = TextColumn("order_id", isNullable: true)
        let list = ListColumn("levels", of: [price, id], isNullable: true)
        price.append(Decimal(2))
        id.append("a")
        price.append(Decimal(units: -MarketData.Decimal.columnMaximum.units))
        id.appendNull()
        list.endList()
        list.appendNull()
        list.endList()
        let required = ValueColumn<Int64>("required")
        for value in [7, 8, 9] as [Int64] { required.append(value) }
        return [small, integer, flag, text, time, decimal, list, required]
    }

    @Test(
        "every type comes back exact, to the last digit and nanosecond",
        .enabled(if: Python.isAvailable, Python.missing))
    func everyTypeReadBack() throws {
        let folder = try ScratchFolder()
        try ParquetFile.write(Self.everyType(), to: folder.path("a.parquet"))
        let text = try Python.run(
            """
            import sys, pyarrow.parquet as pq, pyarrow as pa
            table = pq.read_table(sys.argv[1])
            print(table.schema.remove_metadata().to_string(truncate_metadata=False))
            for name in table.column_names:
                column = table[name]
                if name == "time": column = column.cast(pa.int64())
                print(name, [str(value) for value in column.to_pylist()])
            """, folder.path("a.parquet"))
        #expect(
            text == """
                small: int32
                integer: int64
                flag: bool
                text: string
                time: timestamp[ns]
                decimal: decimal128(38, 18)
                levels: list<element: struct<price: decimal128(38, 18) not null, order_id: string> not null>
                  child 0, element: struct<price: decimal128(38, 18) not null, order_id: string> not null
                      child 0, price: decimal128(38, 18) not null
                      child 1, order_id: string
                required: int64 not null
                small ['-2147483648', 'None', '2147483647']
                integer ['-9223372036854775808', 'None', '9223372036854775807']
                flag ['True', 'None', 'False']
                text ['Ω "quoted"', 'None', '']
                time ['1700000000123456789', 'None', '-1']
                decimal ['99999999999999999999.999999999999999999', 'None', '-1E-18']
                levels ["[{'price': Decimal('2.000000000000000000'), 'order_id': 'a'}, {'price': Decimal('-99999999999999999999.999999999999999999'), 'order_id': None}]", 'None', '[]']
                required ['7', '8', '9']

                """)
    }

    @Test("DuckDB reads the types and the values", .enabled(if: Python.isAvailable, Python.missing))
    func duckDB() throws {
        let folder = try ScratchFolder()
        try ParquetFile.write(Self.everyType(), to: folder.path("a.parquet"))
        let text = try Python.run(
            """
            import sys, duckdb
            for row in duckdb.sql(f"SELECT small, integer, flag, text, epoch_ns(time) AS time, decimal, len(levels), levels[1].price FROM '{sys.argv[1]}'").fetchall():
                print(*row)
            """, folder.path("a.parquet"))
        #expect(
            text == """
                -2147483648 -9223372036854775808 True Ω "quoted" 1700000000123456789 99999999999999999999.999999999999999999 2 2.000000000000000000
                None None None None None None None None
                2147483647 9223372036854775807 False  -1 -1E-18 0 None

                """)
    }

    @Test(
        "a file is packed with zstd, has statistics, and a dictionary only where asked",
        .enabled(if: Python.isAvailable, Python.missing))
    func packing() throws {
        let folder = try ScratchFolder()
        let asked = TextColumn("asked", dictionary: true)
        let plain = TextColumn("plain")
        let number = ValueColumn<Int64>("number")
        for index in 0..<5000 {
            asked.append("same")
            plain.append("same")
            number.append(Int64(index))
        }
        var options = ParquetWriteOptions()
        options.rowGroupRows = 3000
        try ParquetFile.write([asked, plain, number], to: folder.path("a.parquet"), options: options)
        let text = try Python.run(
            """
            import sys, pyarrow.parquet as pq
            footer = pq.ParquetFile(sys.argv[1]).metadata
            for group in range(footer.num_row_groups):
                for index in range(footer.num_columns):
                    column = footer.row_group(group).column(index)
                    print(column.path_in_schema, column.compression, column.statistics.min, column.statistics.max, column.statistics.null_count, "RLE_DICTIONARY" in column.encodings)
            """, folder.path("a.parquet"))
        #expect(
            text == """
                asked ZSTD same same 0 True
                plain ZSTD same same 0 False
                number ZSTD 0 2999 0 False
                asked ZSTD same same 0 True
                plain ZSTD same same 0 False
                number ZSTD 3000 4999 0 False

                """)
    }

    @Test("rows and key-value metadata come back from the footer")
    func metadata() throws {
        let folder = try ScratchFolder()
        let size = try ParquetFile.write(
            Self.everyType(), to: folder.path("a.parquet"),
            metadata: ["tapedeck.topic": "market.trade.v1", "tapedeck.note": "Ω"])
        let info = try ParquetFile.info(of: folder.path("a.parquet"))
        #expect(info.rows == 3)
        #expect(info.metadata == ["tapedeck.topic": "market.trade.v1", "tapedeck.note": "Ω"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("a.parquet"))
        #expect(attributes[.size] as? Int == size)
    }

    @Test("columns that are emptied are as good as new")
    func reuse() throws {
        let folder = try ScratchFolder()
        let columns = Self.everyType()
        try ParquetFile.write(columns, to: folder.path("full.parquet"))
        for column in columns { column.removeAll() }
        try ParquetFile.write(columns, to: folder.path("empty.parquet"))
        #expect(try ParquetFile.info(of: folder.path("empty.parquet")).rows == 0)
        #expect(ParquetSchema(of: columns) == ParquetSchema(of: Self.everyType()))
    }

    @Test("a file appears under its name alone, and replaces a former one whole")
    func wholeOrNotAtAll() throws {
        let folder = try ScratchFolder()
        try Data("not parquet".utf8).write(to: folder.url.appending(path: "a.parquet"))
        try ParquetFile.write(Self.everyType(), to: folder.path("a.parquet"))
        #expect(try folder.names == ["a.parquet"])
        #expect(try ParquetFile.info(of: folder.path("a.parquet")).rows == 3)
    }

    @Test("a write that fails leaves nothing behind and says what the system said")
    func failures() throws {
        let folder = try ScratchFolder()
        let missing = #expect(throws: ParquetError.self) {
            try ParquetFile.write(Self.everyType(), to: folder.path("none/a.parquet"))
        }
        #expect(missing?.isNotFound == true)
        // A folder of the file's name: the file is written beside it and cannot take its place.
        try FileManager.default.createDirectory(atPath: folder.path("b.parquet/x"), withIntermediateDirectories: true)
        #expect(throws: ParquetError.self) { try ParquetFile.write(Self.everyType(), to: folder.path("b.parquet")) }
        #expect(try folder.names == ["b.parquet"])
    }

    @Test(
        "a full disk is told from other failures",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full here"))
    func fullDisk() throws {
        let folder = try ScratchFolder()
        // The name under which the bytes are written first leads to a device that is always full.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(".a.parquet.writing"), withDestinationPath: "/dev/full")
        let error = #expect(throws: ParquetError.self) {
            try ParquetFile.write(Self.everyType(), to: folder.path("a.parquet"))
        }
        #expect(error?.isDiskFull == true, "\(String(describing: error))")
        #expect(try folder.names.isEmpty)
    }

    @Test("a file that is cut off or no Parquet is an error", arguments: ["", "PAR1", "PAR1 garbage PAR1"])
    func notParquet(_ content: String) throws {
        let folder = try ScratchFolder()
        try Data(content.utf8).write(to: folder.url.appending(path: "a.parquet"))
        #expect(throws: ParquetError.self) { try ParquetFile.info(of: folder.path("a.parquet")) }
        #expect(throws: ParquetError.self) { try ParquetFile.info(of: folder.path("none.parquet")) }
    }

    @Test("a schema reads as SQL would say it")
    func schema() {
        #expect(
            ParquetSchema(of: Self.everyType()).description == """
                small integer
                integer bigint
                flag boolean
                text varchar
                time timestamp(9) with time zone
                decimal decimal(38,18)
                levels array(row(price decimal(38,18), order_id varchar))
                required bigint not null
                """)
    }
}
