"""Catalogue: finds, parses, checks, hashes and versions the files in `content/`. Knows no domain word, no framework."""
