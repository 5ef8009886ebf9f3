"""Places, heights and their exact comparison. Pure."""
