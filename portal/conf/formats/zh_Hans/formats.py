"""Dates in Simplified Chinese: short ones in digits, which no narrow column tears apart."""

SHORT_DATE_FORMAT = "Y/n/j"
SHORT_DATETIME_FORMAT = "Y/n/j H:i"
