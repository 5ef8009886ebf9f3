"""Protected sites and movements on the desk: the list with the digests both sides hold, one site, the form."""
