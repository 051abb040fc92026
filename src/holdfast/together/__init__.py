"""Together: what two hold in common: the signal, the break, this week for two, letters, asks, boundaries and wishes.

Counts, dates and charts nothing of it. Never imports `checkins` or `programme`; compares two persons' answers only
through `vault.matching`.
"""
