"""STIX 2.1 bundles of what is exchanged: written from states, read with checks of our own. Pure."""
