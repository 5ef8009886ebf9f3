"""What leaves this node for other software, as every officer may see it."""
