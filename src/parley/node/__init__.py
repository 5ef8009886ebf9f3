"""Wiring and I/O: store, link, keys, clock, filing. The one write path."""
