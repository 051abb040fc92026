"""What this room seals: the gate record, one for each person from the first day on, and the safety plan."""

from holdfast.vault import records

# Left out of every export; the page of the export says so (decision 12).
GATE = records.declare("gate", layer="private", exported=False)
# One page that holds all seven parts.
PLAN = records.declare("plan", layer="private")
