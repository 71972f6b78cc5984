"""What marketing sends, in dealer search: assets, sales kits, campaigns and print templates.

Each room is a `Source` (`sources`): how its things become passages, and what the database says of those that a person
may see. `sync` keeps the index as the database has them.
"""
