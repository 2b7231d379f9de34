"""What becomes of the site with many visitors at once, and when something breaks: see docs/reliability.md."""
