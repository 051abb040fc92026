"""What this room seals, all of it under the private key: pages of entries, and how the last framed sittings ended."""

from holdfast.vault import records

# A page for each month, so that the table does not tell how often somebody writes; a full one goes on on a second.
JOURNAL = records.declare("journal", layer="private", parted=True)
# The sitting under way, and whether the last two made it worse (CR-17). Kept apart from the words, so that it still
# holds when somebody deletes what hurt to write.
FRAME = records.declare("journal-frame", layer="private")
