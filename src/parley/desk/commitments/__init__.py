"""Commitments on the desk: instruments and their steps, who signs what, what is late, forces by zone."""
