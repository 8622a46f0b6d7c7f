"""Pages of accounts: the way in, one's own account, the organisation, rights."""
