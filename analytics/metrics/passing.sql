-- What a row must fulfil to pass every filter but the words typed; taken in by selections where they say {passing}.
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
    and budget_base >= {budget_min}
    and budget_base <= {budget_max}
    and execution_rate >= {rate_min}
    and execution_rate < {rate_max}
