"""Tags for the pages of tools."""
