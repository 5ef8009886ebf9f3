"""Entries, sealing, Merkle tree, checkpoints, cosignatures, receipts. Pure."""
