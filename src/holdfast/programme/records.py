"""What this room seals: one record for each time an exercise was used and kept."""

from holdfast.vault import records

PRACTICE = records.declare("practice")
