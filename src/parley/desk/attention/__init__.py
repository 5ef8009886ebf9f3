"""What calls an officer: sound, notification, quiet hours, shelving, and a locked screen over a live watch list."""
