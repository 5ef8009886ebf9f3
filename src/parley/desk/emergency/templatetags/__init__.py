"""What the templates ask of emergency access."""
