-- Which records stand now in the scopes (kind, district, department, year) that incoming files touch; with $everything, all of them?
-- Grain: one row a replaceable record: a form, or a line of a table. Amounts in 万元; initial_budget only beside a revised one.
with scope as (
    select unnest($kinds::varchar[]) as kind, unnest($districts::varchar[]) as district,
           unnest($departments::varchar[]) as department, unnest($years::integer[]) as fiscal_year
),
wanted as (
    select form.* from form where $everything or exists (
        select 1 from scope
        where scope.kind = form.kind and scope.district = coalesce(form.district, '')
            and scope.department = coalesce(form.department, '') and scope.fiscal_year = coalesce(form.fiscal_year, 0)
    )
),
total as (
    select form_id, initial_budget, revised_budget, executed from funding semi join wanted using (form_id) where source = 'total'
    qualify row_number() over (partition by form_id order by line) = 1
),
points as (
    select form_id, list({'name': coalesce(level3, ''), 'weight': weight, 'score': score} order by line) as indicators
    from indicator semi join wanted using (form_id) group by form_id
),
record as (
    select wanted.record_key, wanted.kind, wanted.district, wanted.department, wanted.fiscal_year, coalesce(wanted.project, wanted.title) as name,
           case when wanted.has_revised_column then total.revised_budget else total.initial_budget end as budget,
           total.executed, wanted.total_score as score, wanted.batch_id,
           case when wanted.has_revised_column then total.initial_budget end as initial_budget, points.indicators
    from wanted
    left join total using (form_id)
    left join points using (form_id)
    where not exists (select 1 from table_row where table_row.form_id = wanted.form_id)
    union all by name
    select record_key, kind, district, department, fiscal_year, coalesce(name, line) as name,
           coalesce(revised_budget, initial_budget, amount) as budget, coalesce(executed, final_accounts) as executed, score, batch_id,
           case when revised_budget is not null then initial_budget end as initial_budget
    from table_row
    where $everything or exists (
        select 1 from scope
        where scope.kind = table_row.kind and scope.district = coalesce(table_row.district, '')
            and scope.department = coalesce(table_row.department, '') and scope.fiscal_year = coalesce(table_row.fiscal_year, 0)
    )
)
select * from record
