"""The screens: guard, one call per answer, draw."""
