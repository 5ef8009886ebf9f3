"""What the templates ask of single sign-on."""
