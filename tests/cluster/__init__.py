"""Several processes over one PostgreSQL and one S3: workers, a director who only orders, and somebody who disturbs them."""
