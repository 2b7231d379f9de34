"""How an organisation registers its traject and keeps it current: the form in steps and its own pages."""
