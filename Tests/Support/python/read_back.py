"""Holds an archive against the documents that went into it, with DuckDB as the reader.

Makes a document of each row from the columns alone, whatever they are, and compares it with Kafka's. Arguments: the
archive's root, a file with one {"topic": …, "partition": …, "offset": …, "document": …} a line, and `more` when the
archive may hold rows besides. Prints what differs.
"""

import collections, decimal, duckdb, glob, json, sys

# What takes longer than two seconds would print its progress among the differences.
duckdb.execute("SET enable_progress_bar = false")
root, expected_file, allows_more = sys.argv[1:]
times = {"ts_event", "ts_publish", "ts_recv", "expiry", "listed_ts", "next_funding_ts"}

def number(value):
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

def plain(value):
    if isinstance(value, decimal.Decimal): return number(value)
    if isinstance(value, list): return [[plain(part) for part in element.values()] for element in value]
    return value

def bucket(nanoseconds):
    import datetime
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(minutes=nanoseconds // 60_000_000_000)
    return moment.strftime("%Y-%m-%d"), moment.strftime("%H"), moment.strftime("%M")

rows = collections.defaultdict(list)
for table in {path.split("/")[0] for path in glob.glob("*/v1/**/*.parquet", root_dir=root, recursive=True)}:
    files = f"read_parquet('{root}/{table}/v1/**/*.parquet', hive_partitioning=false, filename=true)"
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {files}").fetchall()]
    chosen = ", ".join(f'epoch_ns("{name}") AS "{name}"' if name in times else f'"{name}"' for name in columns)
    for values in duckdb.sql(f"SELECT {chosen} FROM {files}").fetchall():
        row = dict(zip(columns, values))
        place = row.pop("filename")
        key = (row.pop("topic"), row.pop("partition"), row.pop("offset"))
        document = {name: plain(value) for name, value in row.items() if value is not None}
        rows[key].append((document, place))

expected = {}
for line in open(expected_file, encoding="utf-8"):
    record = json.loads(line)
    expected[(record["topic"], record["partition"], record["offset"])] = record["document"]

for key in [] if allows_more else sorted(set(rows) - set(expected)): print("not on Kafka:", key)
for key, document in expected.items():
    found = rows.get(key, [])
    if len(found) != 1:
        print(len(found), "rows of", key)
        continue
    if found[0][0] != document: print("differs:", key, found[0][0], "instead of", document)
    date, hour, minute = bucket(document["ts_recv"] if "bad_time" in document.get("flags", "") else document.get("ts_event", document["ts_recv"]))
    if f"/date={date}/hour={hour}/minute={minute}/" not in found[0][1]: print("in the wrong minute:", key, found[0][1])
    if not found[0][1].startswith(f"{root}/{key[0].split('.')[1]}/v1/venue={document['venue']}/"): print("in the wrong folder:", key, found[0][1])
for table in {path.split("/")[0] for path in glob.glob("*/v1/**/*.parquet", root_dir=root, recursive=True)}:
    files = f"read_parquet('{root}/{table}/v1/**/*.parquet', hive_partitioning=true, hive_types_autocast=false)"
    inner = f"read_parquet('{root}/{table}/v1/**/*.parquet', hive_partitioning=false)"
    pairs = lambda source: sorted(duckdb.sql(f"SELECT venue, symbol, count(*) FROM {source} GROUP BY ALL").fetchall())
    if pairs(files) != pairs(inner): print("folders name other symbols than rows:", table, pairs(files), pairs(inner))
