-- From the Parquet of batches to the tables of schema.sql: what counts no more is taken out, what counts from now on is put in.
-- The files are those of the batches in `batch_moved`; the other temporary tables are made by records.sql.

delete from batch where batch_id in (select batch_id from gone);

insert into batch by name
select * from came order by sequence;

delete from form where form_id in (select form_id from form_out);

delete from table_row where row_id in (select row_id from fallen where row_id is not null);

delete from funding where form_id in (select form_id from form_out);

delete from indicator where form_id in (select form_id from form_out);

delete from problem where form_id in (select form_id from form_out) or batch_id in (select batch_id from gone);

delete from claim where batch_id in (select batch_id from batch_moved union all select batch_id from gone);

insert into form by name
select * exclude (row_count) from read_parquet($form, union_by_name = true)
where form_id in (select form_id from form_in);

insert into table_row by name
select * from read_parquet($table_row, union_by_name = true)
where row_id in (select row_id from risen where row_id is not null);

insert into funding by name
select * from read_parquet($funding, union_by_name = true)
where form_id in (select form_id from form_in);

insert into indicator by name
select * from read_parquet($indicator, union_by_name = true)
where form_id in (select form_id from form_in);

insert into problem by name
select * from read_parquet($problem, union_by_name = true)
where form_id in (select form_id from form_in) or (form_id is null and batch_id in (select batch_id from came));

-- A claim stands as long as the record it was read from stands.
insert into claim by name
select * exclude (record_key) from read_parquet($claim, union_by_name = true) as said
where record_key is null
    or exists (select 1 from record where record.record_key = said.record_key and record.batch_id = said.batch_id and record.winner = said.batch_id);

-- The sheets of a batch are shown as long as one of its forms counts.
delete from sheet_cell where batch_id in (select split_part(form_id, ':', 1) from form_out) and batch_id not in (select batch_id from form);

delete from sheet_merge where batch_id in (select split_part(form_id, ':', 1) from form_out) and batch_id not in (select batch_id from form);

insert into sheet_cell by name
select * from read_parquet($sheet_cell, union_by_name = true)
where batch_id in (select batch_id from sheets_in);

insert into sheet_merge by name
select * from read_parquet($sheet_merge, union_by_name = true)
where batch_id in (select batch_id from sheets_in);
