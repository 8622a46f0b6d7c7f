"""Pages and endpoints of the phone: its shell for anyone, everything else for the person signed in."""
