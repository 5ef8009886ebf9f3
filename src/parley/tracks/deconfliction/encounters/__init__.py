"""Encounters: a notice and what is not one, a zone of the charter, a standstill or a protected site. Pure."""
