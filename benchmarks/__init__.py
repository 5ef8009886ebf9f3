"""Measures running nodes through their public doors, beside references of the same run (docs/benchmarks.md)."""
