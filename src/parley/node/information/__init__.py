"""Information exchange at a node: what it holds as a STIX bundle."""
