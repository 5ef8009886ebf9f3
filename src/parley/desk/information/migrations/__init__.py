"""How the table of what is kept at home came to be."""
