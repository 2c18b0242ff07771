"""`python -m corpus.scans [--only SLUG] [--out FOLDER]` builds the scanned PDFs."""

from corpus.scans.build import main

main()
