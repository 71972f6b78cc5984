"""Feeds of what is in force, after RFC 4287 and RFC 5005, at an address that is a person's secret."""
