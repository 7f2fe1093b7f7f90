-- The projects in doubt that pass the filters: unit in doubt or corrected, a reading error, or contradicted by a finding.
select *
from selected_marked
union all
select *
from selected_unmarked
where (unit_status in ('suspect', 'corrected') or errors > 0) and project_id not in (select project_id from selected_marked)
