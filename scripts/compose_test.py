"""`make compose-test`: builds the image, runs the profiles demo and s3 of docker-compose.yml, and looks at them from outside.

It needs docker with `docker compose`, and takes some minutes. It has a project, ports and volumes of its own and takes
them down at the end. A line tells each thing that was checked; the first one that fails ends it with status 1.
"""

import filecmp
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import duckdb

PROJECT = "tapedeck-test"
GRAFANA = "grafana/grafana:12.1.0"
DEMO = (pathlib.Path(__file__).parent.parent / "deploy/demo.yaml").read_text()
VENUES = re.findall(r"^  - name: (\w+)", DEMO, re.MULTILINE)
KILLED = [
    "demo-primary", "normalizer", "dedup", "archiver", "signals", "alerts", "redis", "kafka", "s3", "prometheus"]
# What tapedeck.env would say, in docs/OPERATIONS.md's words.
S3_COPY = {
    "TAPEDECK_ARCHIVER_S3_URL": "s3://tapedeck/archive", "TAPEDECK_ARCHIVER_S3_ENDPOINT": "http://s3:7070",
    "TAPEDECK_ARCHIVER_S3_ACCESS_KEY_ID": "tapedeck", "TAPEDECK_ARCHIVER_S3_SECRET_ACCESS_KEY": "tapedeck-local"}
# Built by compose as the others are, so that it shares their layers.
SOAK = {"build": {"context": ".", "target": "soak"}, "image": "tapedeck-soak:latest", "profiles": ["soak"]}
FEEDS = DEMO.count("- product:")
TARGETS = 7  # a producer a source, and the other services
IMAGE_LIMIT_MB = 320
STOP_LIMIT_SECONDS = 10
# A machine that builds something else meanwhile is slow.
PATIENCE_SECONDS = 180


class Failed(Exception):
    """What was looked at is not as it should be."""


def check(holds, text):
    if not holds:
        raise Failed(text)
    print(f"ok    {text}", flush=True)


def run(*command, fails=False):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode and not fails:
        said = result.stdout[-3000:] + result.stderr[-3000:]
        raise Failed(f"{' '.join(command)} ended with {result.returncode}:\n{said}")
    return result


def compose(*arguments, **options):
    return run("docker", "compose", "-p", PROJECT, "-f", "docker-compose.yml", "-f", os.environ["S3_COPY_FILE"],
               "--profile", "demo", "--profile", "s3", *arguments, **options)


def tapedeck(*arguments, **options):
    return compose("run", "--rm", "--no-deps", "-T", "topics", "tapedeck", *arguments, **options)


def wait(what, condition, seconds=PATIENCE_SECONDS):
    """Waits until the condition answers something true, and answers that."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(1)


def free_ports(names):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in names]
    for name, opened in zip(names, sockets):
        os.environ[name] = str(opened.getsockname()[1])
        opened.close()


def fetch(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{os.environ[port]}{path}", timeout=20) as answer:
        return json.load(answer)


def simulator(command):
    return fetch("SIMULATOR_PORT", f"/control/{command}")


def metric(query):
    """What Prometheus answers: values by instance."""
    found = fetch("PROMETHEUS_PORT", "/api/v1/query?query=" + urllib.parse.quote(query))["data"]["result"]
    return {entry["metric"].get("instance", ""): float(entry["value"][1]) for entry in found}


def containers(service=None):
    names = compose("ps", "--all", "--quiet", *([service] if service else [])).stdout.split()
    return json.loads(run("docker", "inspect", *names).stdout) if names else []


def sources_are_whole():
    feeds = simulator("truth?levels=0")["feeds"]
    labels = [{c["label"] for c in feed["connections"] if c["subscribed"]} for feed in feeds]
    return len(labels) == FEEDS and all(found >= {"primary", "replica"} for found in labels)


def has_image(image):
    return any(run(*command, image, fails=True).returncode == 0
               for command in [("docker", "image", "inspect"), ("docker", "pull", "--quiet")])


def build():
    compose("build")
    compose("--profile", "soak", "build", "soak")
    size = int(run("docker", "image", "inspect", "-f", "{{.Size}}", "tapedeck:latest").stdout) / 1e6
    check(size < IMAGE_LIMIT_MB, f"the image has {size:.0f} MB, less than {IMAGE_LIMIT_MB}")


def start():
    services = compose("config", "--services").stdout.split()
    if not has_image(GRAFANA):
        services.remove("grafana")
        print(f"--    grafana is left out: there is no {GRAFANA} here and none can be fetched", flush=True)
    # Nothing is made before both sources listen: what one heard alone before is in the other's first snapshot.
    compose("up", "--detach", "--wait", "simulator")
    simulator("pause")
    begin = time.monotonic()
    compose("up", "--detach", "--wait", *services)
    check(True, f"{len(services)} services are up and healthy after {time.monotonic() - begin:.0f} s")
    wait("both sources of every feed", sources_are_whole)
    time.sleep(5)
    simulator("resume")
    published = [p["HostIp"] for c in containers() for b in c["NetworkSettings"]["Ports"].values() for p in b or []]
    check(published and set(published) == {"127.0.0.1"}, f"{len(published)} ports are published, all on loopback")
    ours = [c for c in containers() if c["Config"]["Image"].startswith("tapedeck")]
    check(all(c["HostConfig"]["ReadonlyRootfs"] and c["Config"]["User"] == "tapedeck" for c in ours),
          f"{len(ours)} containers of ours have a read-only file system and a user of their own")


def look():
    lines = tapedeck("topics", "check").stdout.splitlines()[1:]
    check(all(line.split()[1:] == ["ok"] for line in lines), f"{len(lines)} topics are as `tapedeck topics list` says")
    time.sleep(20)
    kinds = ["trade", "book", "quote", "ticker", "funding", "liquidation", "instrument", "status"]
    rows = [line.split() for line in tapedeck("topics", "list").stdout.splitlines()[1:]]
    records = {row[0]: int(row[-1]) for row in rows}
    counts = {kind: records[f"market.{kind}.v1"] for kind in kinds}
    check(all(counts.values()), f"market.* has documents of {len(kinds)} kinds: {counts}")
    for venue in VENUES:
        states = []
        for market in compose("exec", "-T", "redis", "redis-cli", "SMEMBERS", f"markets:{venue}").stdout.split():
            book = compose("exec", "-T", "redis", "redis-cli", "GET", f"book:{market}").stdout.strip()
            if book:
                states.append(json.loads(book)["state"])
        check(states and set(states) == {"live"}, f"Redis has {len(states)} books of {venue}, all live")
    up = wait("every target of Prometheus", lambda: (u := metric("up")) and all(u.values()) and u)
    check(len(up) >= TARGETS, f"Prometheus reads {len(up)} targets")
    frames = metric("sum(tapedeck_frames_total{job='producer'})")
    check(frames.get("", 0) > 0, f"Prometheus knows of {frames.get('', 0):.0f} frames")


def kill(service):
    """Kills the container's process as a crash would: `docker kill` counts as an order to stay down."""
    before = containers(service)[0]
    run("docker", "run", "--rm", "--pid=host", "--user=0", "--network=none", "tapedeck:latest",
        "bash", "-c", f"kill -9 {before['State']['Pid']}")

    def has_recovered():
        now = containers(service)[0]
        health = now["State"].get("Health", {}).get("Status")
        return now["RestartCount"] > before["RestartCount"] and health == "healthy"

    begin = time.monotonic()
    wait(f"{service} after its SIGKILL", has_recovered)
    wait("both sources of every feed", sources_are_whole)
    check(True, f"{service} is healthy {time.monotonic() - begin:.0f} s after its SIGKILL")
    time.sleep(5)


def scale():
    compose("up", "--detach", "--wait", "--no-recreate", "--no-deps", "--scale", "normalizer=3", "--scale", "dedup=2",
            "normalizer", "dedup")

    def shared(job, name, members):
        rates = sorted(metric(f"sum by (instance) (rate({name}{{job='{job}'}}[30s]))").values())
        return rates if len(rates) == members and 0 < rates[-1] < 0.9 * sum(rates) else None

    for job, name, members in [("normalizer", "tapedeck_frames_total", 3), ("dedup", "tapedeck_documents_in_total", 2)]:
        rates = wait(f"{job}s that share the load", lambda: shared(job, name, members))
        shares = ", ".join(f"{rate:.0f}/s" for rate in rates)
        check(len(containers(job)) == members, f"{members} {job}s share the load: {shares}")


def compare():
    result = run("docker", "run", "--rm", "--network", f"{PROJECT}_default", "--env-file", "deploy/services.env",
                 "tapedeck-soak:latest", "tapedeck-soak", "compare", "--keep-paused", "http://simulator:9480", fails=True)
    lines = result.stdout.strip().splitlines() or [result.stderr]
    check(result.returncode == 0, "; ".join(lines))


def stop(name, services):
    begin = time.monotonic()
    compose("stop", *services)
    seconds = time.monotonic() - begin
    codes = {c["State"]["ExitCode"] for service in services for c in containers(service)}
    # 143: Java's word for having ended in order after SIGTERM.
    check(seconds < STOP_LIMIT_SECONDS and codes <= {0, 143},
          f"{name} stopped in {seconds:.1f} s, exit codes {sorted(codes)}")


def parquet(folder):
    return sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*.parquet"))


def read_bucket(folder):
    """Copies the bucket's objects into a folder; returns their names."""
    environment = {
        "S3_ENDPOINT": f"http://127.0.0.1:{os.environ['S3_PORT']}", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": S3_COPY["TAPEDECK_ARCHIVER_S3_ACCESS_KEY_ID"],
        "AWS_SECRET_ACCESS_KEY": S3_COPY["TAPEDECK_ARCHIVER_S3_SECRET_ACCESS_KEY"]}
    os.makedirs(folder, exist_ok=True)
    subprocess.run([sys.executable, "Tests/Support/python/read_bucket.py", "tapedeck/archive", folder],
                   env=os.environ | environment, check=True)
    return parquet(folder)


def stop_and_read_archive(folder):
    # The marker of the last transaction stays unread at the end of each of the four partitions.
    wait("the archiver", lambda: metric("sum(tapedeck_consumer_lag_records{job='archiver',topic='market.trade.v1'}) <= 4"))
    truth = simulator("truth?levels=0")["feeds"]
    made = sum(s["kinds"].get("trade", {}).get("delivered", 0) for feed in truth for s in feed["symbols"])
    others = {"kafka", "redis", "s3", "prometheus", "grafana", "topics"}
    stop("tapedeck", [service for service in compose("config", "--services").stdout.split() if service not in others])
    compose("cp", "archiver:/var/lib/tapedeck/archive", folder)
    archive, bucket = f"{folder}/archive", f"{folder}/bucket"
    trades = f"'{archive}/trade/**/*.parquet'"
    rows, different = duckdb.sql(
        f"SELECT count(*), count(DISTINCT (venue, product, symbol, trade_id)) FROM {trades}").fetchone()
    check(rows == different == made, f"the archive has {rows} trades, {different} different ones, of {made} made")
    files = parquet(archive)
    books = duckdb.sql(f"SELECT count(*) FROM '{archive}/book/**/*.parquet'").fetchone()[0]
    check(books > 0, f"DuckDB reads {books} book changes; {len(files)} Parquet files in all")
    # What was written while the archiver stopped goes up when it comes back.
    compose("up", "--detach", "--wait", "--no-deps", "archiver")
    wait("the copy on S3", lambda: read_bucket(bucket) == files)
    stop("the archiver", ["archiver"])
    _, different, unread = filecmp.cmpfiles(archive, bucket, files, shallow=False)
    check(not different and not unread, f"the bucket on S3 has the same {len(files)} files, byte for byte")
    stop("the rest", ["prometheus", "redis", "s3"])
    stop("kafka", ["kafka"])


def test(folder):
    compose("down", "--volumes", "--timeout", "10")
    try:
        build()
        start()
        look()
        for service in KILLED:
            kill(service)
        scale()
        compare()
        stop_and_read_archive(folder)
    except Failed as failure:
        print(compose("logs", "--tail", "15", fails=True).stdout)
        print(f"FAILED {failure}")
        return 1
    finally:
        compose("down", "--volumes", "--timeout", "10", fails=True)
    print("compose-test ok")
    return 0


def main():
    free_ports(["KAFKA_PORT", "REDIS_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT", "SIMULATOR_PORT", "S3_PORT"])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["S3_COPY_FILE"] = f"{folder}/s3-copy.json"
        pathlib.Path(os.environ["S3_COPY_FILE"]).write_text(
            json.dumps({"services": {"archiver": {"environment": S3_COPY}, "soak": SOAK}}))
        return test(folder)


if __name__ == "__main__":
    # Who is told to end takes down what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("compose-test: stopped"))
    os.chdir(pathlib.Path(__file__).parent.parent)
    sys.exit(main())
