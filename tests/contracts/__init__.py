"""What the house promises about itself: floors, doors, sizes, privacy classes, and a manual that is complete."""
