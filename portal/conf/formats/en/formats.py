"""Dates in English for readers on every continent: the month is a word, so that the 8th of December is not taken for
the 12th of August, and the clock has 24 hours. Short dates do not break at the end of a line. What is typed is read as
Django reads English."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j\u00a0M\u00a0Y"
SHORT_DATETIME_FORMAT = "j\u00a0M\u00a0Y, H:i"
FIRST_DAY_OF_WEEK = 1
