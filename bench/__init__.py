"""Measurements as ratios in one run: `python -m bench`. Never part of the product's answers."""
