"""What the reader's addresses answer, one module per thing that a person does."""
