"""Parley: the software of a liaison cell."""

__version__ = "0.1.0"
