"""What `bot check` finds in the owner's files beyond their form: what would go wrong in front of a visitor only."""
