"""The audit: who did what when, for administrators of the network."""
