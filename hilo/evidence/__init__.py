"""Items of evidence by description and hash, their custody, lawful documents, and exports that prove themselves."""
