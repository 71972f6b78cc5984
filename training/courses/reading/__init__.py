"""Reading in manuals: which pages, in which edition, and whether they have changed since."""
