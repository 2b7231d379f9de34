"""Benchmarks: `python -m bench` (or bin/bench). What the figures mean stands in docs/performance.md."""
