"""Where an organisation registers and edits its trajecten: the form in steps and its dashboard."""
