"""Readers and writers of question files. Pure: bytes in, values out, no database."""
