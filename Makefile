# Two commands do everything: `make demo` and `make test`.
# The first build takes some twenty minutes on two cores, most of it HiGHS (the MILP solver) and typst (the typesetter).

.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-quality build-tools

# What `make bench-quality` measures, e.g. make bench-quality QUALITY="--set pr --limit 10s --seeds 3"
QUALITY ?= --set all

help:
	@echo "make demo    build, plan data/monday into plans/monday, and say where the manifests are"
	@echo "make test    run the tests, assertions on"
	@echo "make check   formatting, clippy and docs, warnings as errors"
	@echo "make bench   run the benchmarks"
	@echo "make bench-quality   gaps to the best known of public instances: four hours, can be resumed"
	@echo
	@echo "The first build takes some twenty minutes on two cores. cmake, a C++ compiler and libclang"
	@echo "are installed with apt-get if they are missing and apt-get is allowed."

demo: build-tools
	cargo build --release --locked
	mkdir -p plans
	cargo run --release --locked --quiet -- plan data/monday --out plans/monday --limit 20s
	@echo
	@echo "One manifest per vehicle, to open in a browser and print:"
	@ls plans/monday/manifests/*.html

test: build-tools
	cargo test --locked

# There are no examples: naming them makes cargo doc look at the dependencies with the features that tests give
# them, as clippy just has, and not at all of typst once more.
check: build-tools
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib --examples

bench: build-tools
	cargo bench --locked

bench-quality: build-tools
	cargo bench --locked --bench quality -- $(QUALITY)

build-tools:
	@scripts/build-tools
