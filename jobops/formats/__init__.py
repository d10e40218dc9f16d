"""Numbers and dates that Django writes by itself, per language: see de/formats.py."""
