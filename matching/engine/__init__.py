"""The matching engine: pure Python and numpy, no Django. Plain data in, dataclasses out."""
