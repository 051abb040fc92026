"""Template tags of the check-ins."""
