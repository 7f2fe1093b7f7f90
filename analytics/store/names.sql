-- The names of a change: those that nothing bears any more go, those that are new come.

create temp table name_gone as
select name from name_out
where name not in (select project from form where project is not null and kind = 'self_evaluation')
    and name not in (select department from form where department is not null)
    and name not in (select department from table_row where department is not null)
    and name not in (select level3 from indicator where level3 is not null);

delete from name_letters where name in (select name from name_gone);

delete from name_class
where name in (select name from name_out) and name not in (select project from form where project is not null and kind = 'self_evaluation');

insert into name_letters
select * from memory.main.name_letters where name not in (select name from name_letters);

insert into name_class
select * from memory.main.name_class where name not in (select name from name_class);
