"""Files that people take along: every one says what it shows, what it leaves out and what its words mean."""
