"""Verification on the desk: inspections and their calendar, findings on incidents, the watch over the sectors."""
