"""CLI: the one console command. A rule that the web does not have must not live here."""
