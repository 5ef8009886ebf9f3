"""Tests of what nodes do about blind notices."""
