"""Measurements: each claim about speed has a script here, and its result as data with the command that made it."""
