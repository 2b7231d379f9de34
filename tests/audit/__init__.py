"""Judges from outside, one module per subject; `bin/audit` runs them. What one finds, fails the run."""
