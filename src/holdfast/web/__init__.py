"""Web: settings, the table of paths, and the pages that compose several rooms. Imported by nobody; decides nothing."""
