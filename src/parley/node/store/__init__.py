"""The node's one database: plain SQL, one module a table group. No ORM on the filing path."""
