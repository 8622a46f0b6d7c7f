"""One file that holds a bureau: database, frozen rolls, roll keys; and how it comes back."""
