"""What this room seals: one profile page per owner, with the list of people inside it."""

from holdfast.vault import records

PROFILE = records.declare("profile")
