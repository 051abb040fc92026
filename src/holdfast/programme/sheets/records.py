"""What is sealed of sheets: one page for each sheet, with all its lines."""

from holdfast.vault import records

SHEET = records.declare("sheet", layer="private", parted=True)
