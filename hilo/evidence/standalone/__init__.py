"""What travels inside an export and runs without Hilo."""
