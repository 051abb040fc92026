"""What two hold in common."""
