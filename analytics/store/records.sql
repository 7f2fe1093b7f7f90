-- Which records come and go with the batches that do, and which count from now on. `came` holds one row a batch that is new here (the
-- columns of `batch`), `gone` one a batch that is to leave; both are written to `batch` by build.sql. Of a new snapshot everything has come.

create temp table came_record as
select record_key, kind, district, department, fiscal_year, project as name, form_id, null::varchar as row_id, batch_id
from read_parquet($form, union_by_name = true)
where row_count = 0
union all by name
select record_key, kind, district, department, fiscal_year, coalesce(name, line) as name, form_id, row_id, batch_id
from read_parquet($table_row, union_by_name = true);

-- One row a record of a batch that replaces, or replaced, all of its kind, district, department and year.
create temp table sweeping as
select came_record.*, came.place, true as coming
from came_record join came using (batch_id)
where came.replace_whole
union all by name
select record.* exclude (winner), batch.place, false as coming
from record join batch using (batch_id)
where batch.replace_whole;

-- One row a key of which another record may count now: its own came or went, or all of its kind, district, department and year were replaced, or are no more.
create temp table touched_key as
with swept as (
    select distinct kind, coalesce(district, '') as district, coalesce(department, '') as department, coalesce(fiscal_year, 0) as fiscal_year
    from sweeping
    where coming or batch_id in (select batch_id from gone)
)
select record_key from came_record
union
select record_key from record where batch_id in (select batch_id from gone)
union
select record_key
from record join swept
    on swept.kind = record.kind
    and swept.district = coalesce(record.district, '')
    and swept.department = coalesce(record.department, '')
    and swept.fiscal_year = coalesce(record.fiscal_year, 0);

-- One row a record of a touched key, with the batch that decides of it.
create temp table judged as
with contender as (
    select came_record.*, came.place
    from came_record join came using (batch_id)
    union all by name
    select record.* exclude (winner), batch.place
    from record join batch using (batch_id)
    where record_key in (select record_key from touched_key) and batch_id not in (select batch_id from gone)
),
newest as (
    select record_key, max_by(batch_id, place) as batch_id, max(place) as place
    from contender
    group by record_key
),
whole as (
    select kind, coalesce(district, '') as district, coalesce(department, '') as department, coalesce(fiscal_year, 0) as fiscal_year,
           max_by(batch_id, place) as batch_id, max(place) as place
    from sweeping
    where batch_id not in (select batch_id from gone)
    group by all
)
select contender.* exclude (place), case when whole.place > newest.place then whole.batch_id else newest.batch_id end as winner
from contender
join newest using (record_key)
left join whole
    on whole.kind = contender.kind
    and whole.district = coalesce(contender.district, '')
    and whole.department = coalesce(contender.department, '')
    and whole.fiscal_year = coalesce(contender.fiscal_year, 0);

-- One row a record that counted and does so no more; one a record that counts from now on.
create temp table fallen as
select kind, department, form_id, row_id, batch_id
from record
where winner = batch_id and record_key in (select record_key from touched_key)
    and not exists (select 1 from judged where judged.record_key = record.record_key and judged.batch_id = record.batch_id and judged.winner = judged.batch_id);

create temp table risen as
select kind, department, form_id, row_id, batch_id
from judged
where winner = batch_id
    and not exists (select 1 from record where record.record_key = judged.record_key and record.batch_id = judged.batch_id and record.winner = record.batch_id);

delete from record where record_key in (select record_key from touched_key);

insert into record by name select * from judged;

-- One row a form that goes because none of its records counts any more; one a form that comes with its first.
create temp table form_out as
select distinct form_id from fallen
where form_id not in (select form_id from record where winner = batch_id);

create temp table form_in as
select distinct form_id, batch_id from risen
where form_id not in (select form_id from form);

-- One row a batch whose sheets are shown from now on; one a batch of which other records count than before, so that other claims do.
create temp table sheets_in as
select distinct batch_id from form_in
where batch_id not in (select batch_id from form);

create temp table batch_moved as
select batch_id from came
union
select batch_id from risen
union
select batch_id from fallen where batch_id not in (select batch_id from gone);
