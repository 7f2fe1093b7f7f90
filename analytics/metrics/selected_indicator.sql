-- The indicators of the selected projects, with the dimensions of the project that the mart does not carry.
select project_indicator.*, selected.subject, selected.unit_status, selected.grade, selected.rate_standing
from project_indicator
join selected on selected.project_id = project_indicator.project_id
