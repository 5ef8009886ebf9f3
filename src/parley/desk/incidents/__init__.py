"""Incidents on the desk: the list and its filters, the form, one with its accounts side by side, the map, exports."""
