"""What the redactie does: check what was sent in, decide, merge, look back and put back."""
