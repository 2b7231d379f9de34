"""From what a person types to a municipality: names of now and of before, places, neighbourhoods."""
