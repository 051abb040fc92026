"""Insights: numbers only. Arrays and records in, records out.

No clock, no file, no database, no framework, no global setting. Randomness is an argument. Every result says
whether there was enough data, and why not. Doors: `progress`, `cli`.
"""
