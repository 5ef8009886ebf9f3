"""Notices of planned activity on the desk: the list, one notice with its overlaps, the form that tries a plan."""
