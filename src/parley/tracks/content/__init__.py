"""What the contents of all tracks have in common: of which checks a form is made, which text may be signed. Pure."""
