"""Standstills on the desk: the list, one with signatures and what falls into it, the form, the banner over pages."""
