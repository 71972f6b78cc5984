"""Benchmarks of distribution: a module for each, with `measure() -> list[Row]`."""
