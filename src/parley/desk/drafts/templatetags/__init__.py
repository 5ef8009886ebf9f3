"""The tags of this part."""
