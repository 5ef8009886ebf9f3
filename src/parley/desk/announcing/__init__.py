"""Officers' keys: announced to the members before the first act that they sign, and revoked when they are lost."""
