"""The trainers' desk of courses in the CMS: versions and the people on them, archiving, duplicating."""
