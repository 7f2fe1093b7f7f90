-- What a change touches, noted before build.sql makes it: one row a department (an empty text: records of none), one a name that may go.

create temp table name_out as
with going as (
    select project, department, form_id from form where form_id in (select form_id from form_out)
)
select distinct name from (
    select project as name from going
    union all select department from going
    union all select department from fallen
    union all select level3 from indicator where form_id in (select form_id from form_out)
)
where name is not null;

create temp table department_before as
select coalesce(department, '') as department from form where form_id in (select form_id from form_out)
union
select coalesce(department, '') from fallen
union
select coalesce(department, '') from risen;
