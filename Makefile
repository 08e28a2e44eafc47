# Everything that a clone needs. Each target installs what it misses (see tests/setup): the
# system's packages where it may, all else below .tools/.

SHELL := /bin/bash
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: help demo test prove bench install npm docs header vectors clean \
        test-vectors test-rust test-c test-python test-js test-cross test-interop test-readme test-docs \
        test-glue test-demo test-workbench test-packages \
        test-model test-state test-nginx test-hostile test-differential test-firmware test-perf \
        fuzz mutants

help:
	@echo 'make demo     tokens of each runtime in all the others; then a web application, to click through'
	@echo 'make test     every test of every runtime'
	@echo 'make prove    the long forms: constant time, wiping, sanitizers, a million tokens, fuzzing'
	@echo 'make fuzz     every fuzz target for SECONDS=60'
	@echo 'make mutants  what no vector and no unit test notices when the core is changed'
	@echo 'make bench    speed, as ratios to bare HMAC and to the peers'
	@echo 'make install  the C library and its header (PREFIX=$(PREFIX), DESTDIR=)'
	@echo 'make npm      the npm package, as wasm/tokenseal-*.tgz'
	@echo 'make docs     the book, in build/book'
	@echo 'make header   generate include/tokenseal.h'
	@echo 'make vectors  generate tests/vectors/*.json'

demo:
	@tests/setup/rust
	@tests/setup/c
	@tests/setup/demo
	@tests/demo/run

test: test-vectors test-rust test-c test-python test-js test-glue test-cross test-interop test-readme test-docs \
      test-demo test-workbench test-packages test-model test-state test-nginx test-hostile test-differential test-firmware test-perf
	@printf '\nAll tests passed.\n'

test-vectors:
	@tests/vectors/check
test-rust:
	@tests/setup/rust
	@tests/rust/run
test-c:
	@tests/setup/c
	@tests/c/run
test-python:
	@tests/setup/python
	@tests/python/run
test-js:
	@tests/setup/js
	@tests/js/run
# Web frameworks: the real ones, and a site of two of them. Python's are tested with the package.
test-glue: test-python test-js
	@tests/setup/rust
	@tests/setup/glue_js
	@tests/glue/rust/run
	@tests/glue/js/run
	@tests/cross/glue
test-cross: test-python test-js test-c
	@tests/setup/cross
	@tests/setup/redis
	@tests/cross/run
	@tests/cross/state
test-interop: test-python
	@tests/setup/interop
	@tests/interop/run
test-readme: test-python test-js
	@tests/readme/run
# Every block of code in the book.
test-docs: test-python test-js
	@tests/docs/run
# The demo and the workbench, clicked through in Chromium.
test-demo: test-python test-js test-c
	@tests/setup/demo
	@tests/demo/check
test-workbench: test-js
	@tests/setup/workbench
	@tests/workbench/run
# What is shipped, as the tools of each ecosystem see it.
test-packages: test-c test-python test-js
	@tests/setup/packages
	@tests/packages/run
test-model:
	@tests/setup/rust
	@tests/model/run
test-state: test-python
	@tests/setup/redis
	@tests/state/run

test-nginx: test-python test-c
	@tests/setup/nginx
	@tests/nginx/run

# Constant time, wiping, allocation, panics, sanitizers.
test-hostile: test-c test-js
	@tests/hostile/run
# Random tokens through all runtimes at once and through other libraries; Wycheproof's cases.
test-differential: test-c test-python test-js
	@tests/differential/run
	@tests/wycheproof/run
test-firmware: test-c
	@tests/firmware/run

# Instructions of each operation, and sizes, each held to its limit.
test-perf: test-c test-python test-js test-firmware
	@tests/setup/perf
	@tests/perf/instructions
	@tests/perf/sizes

# What make test does in short, in full.
prove: test-c test-python test-js
	@tests/hostile/prove
	@tests/differential/run --long
	@tests/wycheproof/run
	@tests/firmware/run
	@tests/model/run
	@$(MAKE) fuzz SECONDS=60
	@python3 core/fuzz/planted.py

# Each fuzz target for SECONDS, with nightly and cargo-fuzz.
SECONDS ?= 60
fuzz:
	@tests/setup/fuzz
	@core/fuzz/run $(SECONDS)

# Every mutant of the core: part of no other target, it takes its time.
mutants:
	@tests/mutation/run

bench:
	@tests/perf/run

install:
	@ffi-c/install.sh "$(PREFIX)" "$(DESTDIR)"

npm:
	@tests/setup/npm
	@cargo run -q -p tokenseal-wasm-build

# The book of docs/, with mdBook.
docs:
	@tests/docs/build

header:
	@cargo run -q -p tokenseal-header

vectors:
	@python3 tests/vectors/generate.py

clean:
	rm -rf target build core/fuzz/target ffi-c/fuzz/target .tools wasm/dist wasm/*.tgz tests/js/node_modules tests/{interop,glue/js,docs,demo,workbench,packages}/node_modules
