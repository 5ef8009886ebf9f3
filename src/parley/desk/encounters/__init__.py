"""Encounters on the desk: the matter of a notice and the zone, standstill or site that it meets."""
