"""What every template of the desk may use."""
