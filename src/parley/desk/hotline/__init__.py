"""The hotline's screens: lists, one conversation, composing, reading back, calls."""
