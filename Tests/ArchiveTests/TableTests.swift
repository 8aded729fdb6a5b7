import MarketData
import Parquet
import Testing

@testable import Archive

@Suite("Archive: tables")
struct TableTests {
    private static let common = [
        "type varchar not null", "version integer not null", "venue varchar not null", "symbol varchar not null",
        "instrument varchar not null", "product varchar not null", "ts_event timestamp(9) with time zone",
        "ts_publish timestamp(9) with time zone", "ts_recv timestamp(9) with time zone not null",
        "source varchar not null", "flags varchar", "topic varchar not null", "partition integer not null",
        "offset bigint not null",
    ]

    @Test("there is a table for each topic")
    func names() {
        #expect(
            KindDeclaration.named.map { ArchiveTable(for: $0).name } == [
                "trade", "book", "order", "quote", "ticker", "funding", "liquidation", "instrument", "status", "gap",
                "coverage",
            ])
    }

    @Test(
        "columns keep their names and types: other programs read them",
        arguments: [
            (
                .trade,
                [
                    "trade_id varchar", "price decimal(38,18) not null", "size decimal(38,18) not null",
                    "side varchar not null", "sequence bigint", "kind varchar",
                ]
            ),
            (
                .book,
                [
                    "depth integer not null", "first_sequence bigint", "last_sequence bigint", "prev_sequence bigint",
                    "sequence_rule varchar", "checksum bigint", "depth_horizon integer", "snapshot_place varchar",
                    "stream_sequence bigint",
                    "bids array(row(price decimal(38,18), size decimal(38,18))) not null",
                    "asks array(row(price decimal(38,18), size decimal(38,18))) not null",
                ]
            ),
            (
                .orderSnapshot,
                [
                    "sequence bigint", "sequence_rule varchar", "first_sequence bigint", "action varchar",
                    "order_id varchar", "side varchar", "price decimal(38,18)", "size decimal(38,18)",
                    "remaining decimal(38,18)", "maker_order_id varchar", "taker_order_id varchar", "reason varchar",
                    "snapshot_place varchar",
                    "bids array(row(price decimal(38,18), size decimal(38,18), order_id varchar))",
                    "asks array(row(price decimal(38,18), size decimal(38,18), order_id varchar))",
                ]
            ),
            (
                .funding,
                [
                    "rate decimal(38,18) not null", "interval_hours decimal(38,18)",
                    "next_funding_ts timestamp(9) with time zone", "predicted_rate decimal(38,18)",
                ]
            ),
            (
                .gap,
                [
                    "channel varchar", "from_sequence bigint not null", "to_sequence bigint not null", "reason varchar",
                    "resolved_by varchar",
                ]
            ),
        ] as [(EventKind, [String])])
    func pinned(kind: EventKind, own: [String]) {
        #expect(
            ParquetSchema(of: ArchiveTable(for: kind.declaration).columns).fields.map(\.description) == Self.common
                + own)
    }
}
