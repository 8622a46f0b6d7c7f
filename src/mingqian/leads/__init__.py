"""线索: what somebody tells the bureau, and what the bureau owes them."""
