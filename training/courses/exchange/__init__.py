"""A whole course as one file: for another portal, another department, or to be kept."""
