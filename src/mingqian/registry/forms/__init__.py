"""Forms and filters of the registry pages, one file per noun: parsing only, the rules are the services'."""
