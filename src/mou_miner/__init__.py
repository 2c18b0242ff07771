"""mou-miner turns memoranda and news about Indonesian city diplomacy into a dataset of partnerships."""

__version__ = "0.1.0"
