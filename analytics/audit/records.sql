-- Which stored batch holds the record that a finding is about (现在的记录在哪个批次)?
-- One row a record key: a form, a line of a table, an amount a report states, or a department's year as a whole (its newest batch).
with record as (
    select record_key, batch_id, district, department, fiscal_year from form
    union all
    select record_key, batch_id, district, department, fiscal_year from table_row
),
named as (
    select record_key, batch_id from record
    union all
    select concat('department|', district, '|', department, '|', fiscal_year) as record_key, batch_id from record
    union all
    select concat_ws('|', 'claim', department, fiscal_year, project) as record_key, batch_id from claim
)
select record_key, max(batch_id) as batch_id
from named
group by record_key
