# `make` lists the targets. ./run and ./test are the two commands a newcomer needs; these are the pieces.
FLAGS := -c release -Xswiftc -enable-testing
FORMATTED := Package.swift Sources Tests Benchmarks Fuzz/Package.swift Fuzz/Program

.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-12s %s\n", $$1, $$2 }'

run: ## install, build and start the network (arguments: ARGS="--data DIR")
	./run $(ARGS)

test: ## install, build and run every test
	./test

build: ## build everything, tests included
	swift build $(FLAGS) --build-tests

node: ## start a chain alone on port 9944
	swift build $(FLAGS) --product myelin
	$$(swift build $(FLAGS) --show-bin-path)/myelin node --dev $(ARGS)

interface: ## regenerate Sources/RuntimeInterface/Generated from Interface/
	swift run $(FLAGS) interface generate

coverage: ## print what is served of the reference's interface, and what is left out and why
	swift run $(FLAGS) interface coverage

intents: ## run every intent of SDK 11.3.0 and write the table of docs/coverage.md (./test makes the environments)
	swift build $(FLAGS) --product myelin
	MYELIN_BINARY=$$(swift build $(FLAGS) --show-bin-path)/myelin MYELIN_VENV_11=$(CURDIR)/.venv/sdk11 \
		INTENTS_TABLE=--write Tests/Acceptance/run intents

commands: ## run the everyday commands of both btcli as a shell does, each a process (./test makes the environments)
	swift build $(FLAGS) --product myelin
	MYELIN_BINARY=$$(swift build $(FLAGS) --show-bin-path)/myelin MYELIN_VENV_11=$(CURDIR)/.venv/sdk11 \
		MYELIN_VENV_BTCLI_9=$(CURDIR)/.venv/btcli9 BTCLI_OPTIONS=--processes \
		Tests/Acceptance/run btcli_9 btcli_11

fuzz: ## give fuzz targets inputs, after building them (TARGETS="json rpc", INPUTS=100000)
	Fuzz/run $(or $(INPUTS),100000) $(TARGETS)

weights: ## measure what every call costs and write the table from which weights are made
	swift build $(FLAGS) --product Benchmarks
	$$(swift build $(FLAGS) --show-bin-path)/Benchmarks weights --write Sources/SystemPallets/Weights/Generated/MeasuredCosts.swift

soak: soak-fuzz soak-load ## what takes too long for ./test

soak-fuzz: ## a million inputs for every fuzz target, at low priority
	nice -n 10 Fuzz/run 1000000

format: ## format the sources in place
	swift format format --in-place --recursive --parallel $(FORMATTED)

format-check: ## fail on sources that `make format` would change
	swift format lint --strict --recursive --parallel $(FORMATTED)

benchmarks: ## measure every budget and print the table (arguments: ARGS="--quick --only epoch")
	Benchmarks/run $(ARGS)

soak-load: ## put a node under 30 minutes of mixed load (arguments: ARGS="--minutes 5")
	swift build $(FLAGS) --product myelin
	swift build $(FLAGS) --product Soak
	$$(swift build $(FLAGS) --show-bin-path)/Soak --binary $$(swift build $(FLAGS) --show-bin-path)/myelin $(ARGS)

soak-faults: build ## kill a node 1,000 times and flip 500,000 bits of a store
	MYELIN_KILLS=1000 MYELIN_FLIPPED_BITS=500000 MYELIN_BINARY=$$(swift build $(FLAGS) --show-bin-path)/myelin \
		swift test $(FLAGS) --skip-build --no-parallel --filter 'KillTests|DamageTests'

soak-sequences: build ## run 20,000 random sequences of calls (SEQUENCES=100000 SEED=7)
	MYELIN_SEQUENCES=$(or $(SEQUENCES),20000) MYELIN_SEED=$(or $(SEED),1) \
		swift test $(FLAGS) --skip-build --filter 'SequenceTests'

fresh: ## run what the README says in a new Debian 12 root that has only the Swift toolchain
	scripts/fresh

clean: ## remove build products and virtual environments
	rm -rf .build Fuzz/.build .venv

.PHONY: help run test build node interface coverage intents commands fuzz format format-check benchmarks soak soak-fuzz
.PHONY: soak-load soak-faults soak-sequences weights fresh clean
