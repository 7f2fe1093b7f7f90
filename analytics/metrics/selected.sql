-- The projects that pass the filters. A line whose filter is not set is left out by the runner.
select *
from project
{passing}
    and position(lower({search}) in lower(concat_ws(' ', name, project_code, department, supervising_unit, implementing_unit))) > 0
