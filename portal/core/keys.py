"""Keys of rows, as addresses name them."""

LARGEST_ID = 2**63 - 1
"""Of any database that serves; an address can hold more."""
