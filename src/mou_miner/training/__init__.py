"""How the trained models in `models/` are made. Nothing here is imported when documents are read."""
