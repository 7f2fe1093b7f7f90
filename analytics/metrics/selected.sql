-- The projects that pass the filters. A line whose filter is not set is left out by the runner.
select *
from project
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
    and budget_base >= {budget_min}
    and budget_base <= {budget_max}
    and execution_rate >= {rate_min}
    and execution_rate < {rate_max}
    and position(lower({search}) in lower(concat_ws(' ', name, project_code, department, supervising_unit, implementing_unit))) > 0
