"""Sheets: short lists of one's own that sessions work with, such as a ladder of steps or a map of limits.

What a sheet asks for is a content file. What a person writes on it is theirs alone: nobody else sees it or hears of it.
"""
