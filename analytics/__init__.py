"""Budget Performance Lens (预算绩效透视): published budget-performance forms, read, recomputed and compared."""
