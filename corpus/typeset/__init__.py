"""Typesetting of the corpus's own instrument and register PDFs from the texts in `documents/`."""
