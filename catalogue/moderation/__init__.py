"""The work of the redactie: reviewing submissions, deciding, merging, history and restoring."""
