-- The records of the departments that a change touches, under the names of the tables they are taken from: marts.sql is run on these.

create temp table touched_department as
select department from department_before
union
select coalesce(department, '') from snapshot.form where form_id in (select form_id from form_in)
union
select coalesce(department, '') from snapshot.project where project_id in (select project_id from decided_otherwise);

create table form as
select * from snapshot.form where coalesce(department, '') in (select department from touched_department);

create table table_row as
select * from snapshot.table_row where coalesce(department, '') in (select department from touched_department);

create table funding as
select * from snapshot.funding where form_id in (select form_id from memory.main.form);

create table indicator as
select * from snapshot.indicator where form_id in (select form_id from memory.main.form);

create table problem as
select * from snapshot.problem where form_id in (select form_id from memory.main.form);

create table name_class as
from snapshot.name_class limit 0;

create table name_letters as
from snapshot.name_letters limit 0;
