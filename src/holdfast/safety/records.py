"""What this room seals: the gate record, one for each person from the first day on, and the safety plan."""

from holdfast.vault import records

# Left out of every export; the page of the export says so (decision 12).
GATE = records.declare("gate", layer="private", exported=False)
# One page that holds all seven parts.
PLAN = records.declare("plan", layer="private")
# What the gates of each pair were last decided to be, and one's own coin for it: a page for each pair, in no export.
DECIDED = records.declare("decided", layer="private", parted=True, exported=False)
