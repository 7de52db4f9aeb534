"""What the calendar is made of: when a task stands in it, and what its entry says."""
