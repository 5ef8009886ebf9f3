"""The daily and weekly pack: counted from named entries, so that another node that holds them counts the same."""
