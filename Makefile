# Thin names for jobops/bootstrap.py; without make: python3 -m jobops.bootstrap run
PYTHON ?= python3
ARGS ?=

.PHONY: setup run demo test check bench
setup run demo test check bench:
	@$(PYTHON) -m jobops.bootstrap $@ $(ARGS)
