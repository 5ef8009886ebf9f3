"""Disputes as this node holds them: their states, and what meets the interim measures that all sides agreed."""
