"""The screens of talks: rounds, files, what was decided and reserved."""
