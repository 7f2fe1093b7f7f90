-- The indicators of the projects that pass the filters. The mart carries what the filters ask for, so that no join is needed:
-- over twelve million indicators the join takes five times as long as the scan.
select *
from project_indicator
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
    and budget_base >= {budget_min}
    and budget_base <= {budget_max}
    and execution_rate >= {rate_min}
    and execution_rate < {rate_max}
    and project_id in (select project_id from project where position(lower({search}) in lower(concat_ws(' ', name, project_code, department, supervising_unit, implementing_unit))) > 0)
