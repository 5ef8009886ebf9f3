"""Overlaps on the desk: the matter between two notices, what was found, and what each side answers."""
