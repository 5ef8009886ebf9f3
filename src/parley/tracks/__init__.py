"""One folder a track: its entries, its rules, its folds. Pure."""
