"""Library: what is known, and how sure. Articles and claims as content, found by tag and by search.

Reading leaves no trace: never imports `people` or `accounts`, reads no session, writes no row and no log line.
"""
