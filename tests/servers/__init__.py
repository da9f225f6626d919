"""Real servers for the tests and the soak: a PostgreSQL and an S3, each a process of its own on the loopback."""
