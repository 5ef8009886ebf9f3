"""The details side: what is known of the selected matter, panel by panel."""
