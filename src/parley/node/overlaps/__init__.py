"""What collides with what: an R*Tree of SQLite for what may, the exact test of `parley.geo` for what does."""
