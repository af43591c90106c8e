"""Write, check, assemble and print group-therapy sessions for intensive outpatient programs."""

__version__ = "0.1.0"
