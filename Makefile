# Thin names for jobops/bootstrap.py; without make: python3 -m jobops.bootstrap run
PYTHON ?= python3
ARGS ?=

.PHONY: setup run demo test check bench audit pictures
setup run demo test check bench audit pictures:
	@$(PYTHON) -m jobops.bootstrap $@ $(ARGS)
