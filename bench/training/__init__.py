"""Benchmarks of the training half: a module for each, with `measure() -> list[Row]`."""
