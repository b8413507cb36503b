"""Tags of the pages of hearing a child."""
