from .network import Network
from .layers import Dense, Sigmoid

__all__ = ["Network", "Dense", "Sigmoid"]
