"""Pages of periods: the list and why, the coming days, the calendar to subscribe to."""
