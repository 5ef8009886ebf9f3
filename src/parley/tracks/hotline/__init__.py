"""The hotline: messages, acknowledgement, read-back, line checks, the watch. Pure."""
