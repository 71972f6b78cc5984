"""A month of what a maker sends its dealers: duties, campaigns, kits, assets, prints, feedback."""
