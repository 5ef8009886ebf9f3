"""Hits: an account of an incident within a notified site or movement opens its own case, told by a node."""
