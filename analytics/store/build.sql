-- From the Parquet of the active batches to the tables of schema.sql. `active` holds one row an active batch, with
-- `position`: its place in the order of replacement (later wins).

create temp table read_form as
select * from read_parquet($form, union_by_name = true);

create temp table read_row as
select * from read_parquet($table_row, union_by_name = true);

-- One row a record that can be replaced: a form, or a line of a table.
create temp table record as
select record_key, kind, district, department, fiscal_year, project as name, form_id, null::varchar as row_id, batch_id, position
from read_form join active using (batch_id)
where row_count = 0
union all by name
select record_key, kind, district, department, fiscal_year, coalesce(name, line) as name, form_id, row_id, batch_id, position
from read_row join active using (batch_id);

-- One row a key: the newest batch that holds it.
create temp table newest as
select record_key, max(position) as position
from record
group by record_key;

-- One row a kind, district, department and year that a file was to replace as a whole.
create temp table whole as
select kind, coalesce(district, '') as district, coalesce(department, '') as department, coalesce(fiscal_year, 0) as fiscal_year, max(position) as position
from record join active using (batch_id, position)
where replace_whole
group by all;

create temp table judged as
select
    record.*,
    greatest(newest.position, coalesce(whole.position, 0)) as winner
from record
join newest using (record_key)
left join whole
    on whole.kind = record.kind
    and whole.district = coalesce(record.district, '')
    and whole.department = coalesce(record.department, '')
    and whole.fiscal_year = coalesce(record.fiscal_year, 0);

create temp table standing as
select record_key, form_id, row_id from judged where position = winner;

insert into batch
select batch_id, sequence, sha256, file, imported_at, imported_by, forms, problems from active order by sequence;

insert into replaced by name
select judged.record_key, judged.batch_id as old_batch_id, active.batch_id as new_batch_id, judged.kind, judged.name
from judged join active on active.position = judged.winner
where judged.position < judged.winner;

insert into form by name
select * exclude (row_count) from read_form
where form_id in (select form_id from standing);

insert into table_row by name
select * from read_row
where row_id in (select row_id from standing where row_id is not null);

insert into funding by name
select * from read_parquet($funding, union_by_name = true)
where form_id in (select form_id from form);

insert into indicator by name
select * from read_parquet($indicator, union_by_name = true)
where form_id in (select form_id from form);

insert into problem by name
select * from read_parquet($problem, union_by_name = true)
where form_id is null or form_id in (select form_id from form);

-- A claim stands as long as the record it was read from stands.
insert into claim by name
select * exclude (record_key) from read_parquet($claim, union_by_name = true) as said
where record_key is null
    or exists (select 1 from standing where standing.record_key = said.record_key and split_part(standing.form_id, ':', 1) = said.batch_id);

insert into sheet_cell by name
select * from read_parquet($sheet_cell, union_by_name = true)
where batch_id in (select batch_id from form);

insert into sheet_merge by name
select * from read_parquet($sheet_merge, union_by_name = true)
where batch_id in (select batch_id from form);
