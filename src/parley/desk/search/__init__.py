"""Searching at the desk: the form, what was found with its words marked, and saved views."""
