"""Reading the archive again, in many processes: tasks out, visits in, stored in their order."""
