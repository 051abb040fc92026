"""What this room seals: one record for each time an instrument was answered."""

from holdfast.vault import records

ADMINISTRATIONS = records.declare("administrations")
