"""Deconfliction: notices of planned activity, and how they change. Pure."""
