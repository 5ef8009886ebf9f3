"""Tags of the people's part."""
