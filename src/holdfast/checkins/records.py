"""What this room seals: a page of check-ins for each month, one page of open drafts, one page of what was put off."""

from holdfast.vault import records

CHECKINS = records.declare("checkins", parted=True)
DRAFTS = records.declare("drafts")
ASKED = records.declare("asked")
