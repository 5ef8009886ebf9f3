"""Incidents: what is said to have happened, by whom it was seen, what was found of it and what was done. Pure."""
