"""People: the person behind an account, whom they chose, and what the two share by consent.

Pairs, invitations, the ledger, cards and streams. How other rooms build on it: docs/explanation/the-pair.md.
"""
