"""Commitments that this node holds: instruments, declared forces, and the table of limits by zone."""
