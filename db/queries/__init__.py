"""Every SQL statement of the product, a noun a module; the session comes from the caller."""
