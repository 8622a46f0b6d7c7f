"""Pages of publication: the portal for everybody, the queue for the desk."""
