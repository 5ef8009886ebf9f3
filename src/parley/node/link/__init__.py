"""The link: follows the logs that peers serve, one task a peer, and hands what they bring to the intake."""
