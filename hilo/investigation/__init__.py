"""The plan of a case: acts of investigation, the letters that ask for them, analysis and classification of facts."""
