# `make demo` and `make test` are all that a newcomer needs: both set up what is missing first.
#
#   make setup            installs what is missing (scripts/setup.sh); silent when nothing is
#   make build            everything, optimised
#   make test             all tests; FILTER=Kafka for those whose name matches, SKIP=Kafka for the others
#   make coverage         which lines the tests run, a row a module (scripts/coverage.sh); FILTER and SKIP as above
#   make demo             runs the whole system and shows it live; DEMO_SECONDS=30 ends by itself
#   make bench            the benchmarks; make bench-compare beside cryptofeed
#   make bench-before     the services beside those of BASE=<commit>, in turn (scripts/bench_before.sh)
#   make trials           the system's hearts in memory under kills, pauses, retention and hostile documents; TRIALS=10000
#   make soak             the whole system under faults for SOAK_SECONDS (600), compared with what was made
#   make compose-test     docker compose from outside: build, run the profiles demo and s3, kill, scale, compare, stop
#   make fuzz             libFuzzer on decoders and documents; FUZZ_SECONDS=600 takes longer than its 60 s
#   make format, lint     swift format over everything
#   make clean            what the build and the demo made; .deps stays

SWIFT ?= swift
SOURCES := Package.swift Shared Services Tools Tests
BENCH := .build/release/tapedeck-bench

.PHONY: setup build test coverage demo bench bench-compare bench-before trials soak compose-test fuzz format lint clean

setup:
	@scripts/setup.sh

build: setup
	$(SWIFT) build -c release

test: setup
	@SWIFT='$(SWIFT)' scripts/test.sh '$(FILTER)' '$(SKIP)'

coverage: setup
	@SWIFT='$(SWIFT)' scripts/coverage.sh '$(FILTER)' '$(SKIP)'

demo: build
	.build/release/tapedeck up $(if $(DEMO_SECONDS),--seconds $(DEMO_SECONDS))

bench: build
	$(BENCH)
	@if [ -n "$$KAFKA_BOOTSTRAP_SERVERS" ]; then $(BENCH) pipeline && $(BENCH) publish; \
	else echo "Kafka to Kafka is left out: set KAFKA_BOOTSTRAP_SERVERS to a fresh Kafka"; fi

bench-compare: build
	Tests/Benchmarks/compare/compare.sh

bench-before: setup
	SWIFT='$(SWIFT)' scripts/bench_before.sh '$(BASE)'

trials: setup
	$(SWIFT) build -c release --product tapedeck-bench
	$(BENCH) trials --seeds $(or $(TRIALS),10000)

soak: build
	scripts/soak.sh

compose-test: setup
	.deps/venv/bin/python3 scripts/compose_test.py

fuzz: setup
	scripts/fuzz.sh $(or $(FUZZ_SECONDS),60)

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

clean:
	$(SWIFT) package clean
	rm -rf .demo
