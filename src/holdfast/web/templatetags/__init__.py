"""Template tags of the pages that compose several rooms."""
