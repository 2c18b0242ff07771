"""The commands of mou-miner; `cli.py` puts them together."""
