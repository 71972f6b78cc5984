"""Pages of the CMS about what is in force: conflicts, taking back, emergencies, and the reports."""
