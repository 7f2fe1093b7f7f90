-- Which stored self-evaluations of these departments have a unit that nothing has confirmed?
-- Grain: one row a form. largest: the largest amount of its funding block, 万元.
select form.batch_id, form.project, form.department, form.fiscal_year, form.unit_status,
       max(greatest(funding.initial_budget, funding.revised_budget, funding.executed)) as largest
from form left join funding using (form_id)
where form.kind = $kind and form.unit_status in ('suspect', 'stated') and form.department in (select unnest($departments))
group by all
