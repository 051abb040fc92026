"""Accounts: who signs in, the slots that open an account, and its sessions.

Names no person and no pair. Uses `vault`, `audit`, `ui` and `kit`.
"""
