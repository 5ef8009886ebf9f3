"""Ways out of an overlap, fair to both sides: what is computed, how it is chosen, how it is checked. Pure."""
