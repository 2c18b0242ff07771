"""The review application: pages for people and an HTTP interface for programs, served from one process."""
