"""Dealer figures: files of them are read, shown, and taken over when somebody says so."""
