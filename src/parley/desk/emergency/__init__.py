"""Emergency access: two officers open a role to a named one for some hours, and the record says so."""
