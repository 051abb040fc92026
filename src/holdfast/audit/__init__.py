"""Audit: what happened to the host, by day. Never a person, an id, a time of day or free text from a person."""
