-- The same as selected_cost, of the projects that pass any filter.
select *
from unit_cost
where project_id in (select project_id from selected)
