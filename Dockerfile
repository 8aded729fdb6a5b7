# One image with the services and `tapedeck` as commands. docker-compose.yml runs it; by itself:
#
#   docker build -t tapedeck .
#   docker run --rm tapedeck tapedeck --help

# --- What compiling needs: Debian's libraries and Arrow C++. No source is copied before, so none changes it.
FROM swift:6.3-bookworm AS dependencies
WORKDIR /build
COPY scripts/setup.sh scripts/arrow.txt scripts/
COPY scripts/librdkafka scripts/librdkafka
RUN scripts/setup.sh --build

# --- The programs, Swift's own libraries inside them.
FROM dependencies AS build
COPY Package.swift ./
COPY Shared Shared
COPY Services Services
COPY Tools Tools
RUN TAPEDECK_WITHOUT_TESTS=1 swift build -c release --static-swift-stdlib \
    && install -D --strip --target-directory=/programs \
        .build/release/tapedeck .build/release/tapedeck-producer .build/release/tapedeck-normalizer \
        .build/release/tapedeck-dedup .build/release/tapedeck-archiver .build/release/tapedeck-signals \
        .build/release/tapedeck-alerts \
    && install -D --strip --target-directory=/soak .build/release/tapedeck-soak

# --- What runs.
FROM debian:bookworm-slim AS run
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcurl4 libhiredis0.14 libprometheus-cpp-core1.0 \
        librdkafka1 libssl3 libstdc++6 libwebsockets17 libyaml-0-2 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/tapedeck --shell /usr/sbin/nologin tapedeck \
    && install -d -o tapedeck -g tapedeck /var/lib/tapedeck /var/lib/tapedeck/alerts /var/lib/tapedeck/archive \
        /var/lib/tapedeck/spool
COPY --from=dependencies /build/.deps/arrow/lib/*.so.* /build/.deps/librdkafka/lib/*.so.* /usr/local/lib/
COPY --from=build /programs /usr/local/bin
# A library that is missing is to be found here, not where the image runs.
RUN ldconfig && ! ldd /usr/local/bin/tapedeck* | grep 'not found'
COPY tapedeck.yaml /etc/tapedeck/

# Services read tapedeck.yaml of the working directory; these variables beat it.
WORKDIR /etc/tapedeck
ENV TAPEDECK_METRICS_HOST=0.0.0.0 \
    TAPEDECK_ALERTS_MEMORY_FILE=/var/lib/tapedeck/alerts/alerts.json \
    TAPEDECK_ARCHIVER_ROOT=/var/lib/tapedeck/archive \
    TAPEDECK_SPOOL_DIRECTORY=/var/lib/tapedeck/spool
USER tapedeck
EXPOSE 9471 9472 9473 9474 9475 9476
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["tapedeck", "health"]
CMD ["tapedeck", "--help"]

# --- The same with `tapedeck-soak`, for scripts/compose_test.py: `docker build --target soak .`
FROM run AS soak
COPY --from=build /soak /usr/local/bin

FROM run
