"""What this room seals: the profile, what belongs to being linked, the ledger of consent; and what lies in spaces."""

from holdfast.vault import records

PROFILE = records.declare("profile")
# Pairs and invitations with their halves of keys: of no use elsewhere, so the page of the export says it is left out.
PAIRS = records.declare("pairs", exported=False)
# One row for each change of consent, chained by hashes; the head says where the chain ends.
CONSENTS = records.declare("consents", layer="private")
CONSENTS_HEAD = records.declare("consents-head", layer="private", exported=False)
# What was written to me, kept as mine; and what I picked when I joined someone.
LETTERS = records.declare("letters")
BEGINNINGS = records.declare("beginnings")
# My side of the rounds of each pair, a page for each: keys that serve for two weeks, so in no export.
ROUNDS = records.declare("rounds", layer="private", parted=True, exported=False)

# In spaces: a shared thing; a half of the romantic question; a request to share.
CARD = records.declare_shared("card")
ROLE = records.declare_shared("role")
ASK = records.declare_shared("ask")
