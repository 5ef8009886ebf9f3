"""What is typed as an item, read out at once: how the other side will hear it, and whether it can be understood."""
