"""What the templates ask of presence."""
