-- Which records stand now in the scopes (kind, district, department, year) that incoming files touch?
-- Grain: one row a replaceable record: a form, or a line of a table. budget and executed in 万元.
with scope as (
    select unnest($kinds) as kind, unnest($districts) as district, unnest($departments) as department, unnest($years) as fiscal_year
),
total as (
    select form_id, initial_budget, revised_budget, executed from funding where source = 'total'
    qualify row_number() over (partition by form_id order by line) = 1
),
record as (
    select form.record_key, form.kind, form.district, form.department, form.fiscal_year, coalesce(form.project, form.title) as name,
           case when form.has_revised_column then total.revised_budget else total.initial_budget end as budget,
           total.executed, form.total_score as score, form.batch_id
    from form left join total using (form_id)
    where not exists (select 1 from table_row where table_row.form_id = form.form_id)
    union all by name
    select record_key, kind, district, department, fiscal_year, coalesce(name, line) as name,
           coalesce(revised_budget, initial_budget, amount) as budget, coalesce(executed, final_accounts) as executed, score, batch_id
    from table_row
)
select record.* from record
join scope
    on scope.kind = record.kind
    and scope.district = coalesce(record.district, '')
    and scope.department = coalesce(record.department, '')
    and scope.fiscal_year = coalesce(record.fiscal_year, 0)
