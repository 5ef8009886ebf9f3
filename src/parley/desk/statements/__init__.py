"""Negotiating texts and joint statements on the desk: paragraphs in all languages, consent, freeze, signatures."""
