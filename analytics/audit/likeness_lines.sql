-- The indicators of the forms of a department and year.
-- One row an indicator.
select form_id, level2, level3, target, actual, weight, score, deviation_reason
from project_indicator
where district is not distinct from $district
    and department is not distinct from $department
    and fiscal_year is not distinct from $year
order by form_id, line
