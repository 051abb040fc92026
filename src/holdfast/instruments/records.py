"""What this room seals: one record for each time an instrument was answered."""

from holdfast.vault import records

ADMINISTRATIONS = records.declare("administrations")
# What the schedule asks of all of them, on one page: made again from the rows wherever the two do not agree.
TAKEN = records.declare("administrations-taken", exported=False)
