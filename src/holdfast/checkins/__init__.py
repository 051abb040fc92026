"""Check-ins: the only place where answers are given. Records, reacts and scores in one action."""
