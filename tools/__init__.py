"""Tools of the project itself: set-up, tests, locks, pages that are generated. Not part of the package."""
